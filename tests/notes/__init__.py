"""Tests of workshop/notes."""
