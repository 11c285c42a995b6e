"""Versions of a document: sittings, reading, comparing, naming, restoring."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.history.views import blueprint
    from workshop.history.words import mark_words, origin_icon, origin_words, part_words, signed

    app.register_blueprint(blueprint)
    for words in (mark_words, origin_icon, origin_words, part_words, signed):
        app.add_template_filter(words)
