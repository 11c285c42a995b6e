"""The words of a work: names, places and coinages with their forms, honorifics, and how the cast is learnt."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.lexicon.views import blueprint

    app.register_blueprint(blueprint)
