"""The pages that gather several slices: the arrival, the shelf, the desk with one chapter on it."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.desk import arrival, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(arrival.blueprint)
