"""Findings: LanguageTool, our own rules and the lexicon, made quiet for fiction, with the author's decisions."""

import atexit

from flask import Flask


def register(app: Flask) -> None:
    """Give the app its engine, which is off until `start`."""
    from workshop.grammar import review_views
    from workshop.grammar.engine import Engine
    from workshop.grammar.telling import Telling
    from workshop.grammar.views import blueprint

    app.extensions["grammar"] = Engine(app.config["SETTINGS"], on_change=Telling())
    app.register_blueprint(blueprint)
    app.register_blueprint(review_views.blueprint)


def start(app: Flask) -> None:
    """Fetch what is missing and start the grammar checker, in the background; it ends with the process."""
    from workshop.grammar.queries import languages_in_use

    engine = app.extensions["grammar"]
    with app.app_context():
        for language in languages_in_use():
            engine.want(language)
    engine.start()
    atexit.register(engine.stop)
