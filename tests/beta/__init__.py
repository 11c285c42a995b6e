"""Tests of workshop/beta."""
