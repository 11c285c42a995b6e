"""Tests that use Galley as a person does: in a real Chromium, over a real web server."""
