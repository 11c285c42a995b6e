"""Findings: LanguageTool, our own rules and the lexicon, made quiet for fiction, with the author's decisions."""

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to register yet."""


def start(app: Flask) -> None:
    """Nothing to start yet."""
