"""Tests of workshop/history."""
