"""Tests of workshop/people."""
