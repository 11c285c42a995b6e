"""Accounts and sessions: who someone is. What they may do with a work is in `works`."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.people.access import init_people
    from workshop.people.views import blueprint, limiter

    init_people(app)
    limiter.init_app(app)
    app.register_blueprint(blueprint)
