"""Tests of Galley: the folders mirror workshop/, and browser/ drives a real Chromium."""
