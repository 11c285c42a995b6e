"""The pages that gather several slices: the arrival, the shelf, the desk with one chapter on it, its drafts."""

from flask import Flask


def register(app: Flask) -> None:
    # `returning` listens to what becomes of saves.
    from workshop.desk import arrival, drafts, returning, views  # noqa: F401
    from workshop.works.queries import text_of

    app.register_blueprint(views.blueprint)
    app.register_blueprint(arrival.blueprint)
    app.register_blueprint(drafts.blueprint)
    app.add_template_filter(text_of)
