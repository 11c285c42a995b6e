"""Versions of a document: sittings, reading, comparing, naming, restoring."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.history.views import blueprint
    from workshop.history.words import goes_back, mark_words, origin_words, part_words, signed

    app.register_blueprint(blueprint)
    for words in (goes_back, mark_words, origin_words, part_words, signed):
        app.add_template_filter(words)
