"""Tests of workshop/works."""
