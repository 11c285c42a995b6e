"""Works, chapters and their documents; who may do what with them; the log of every change."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.works import documents, events, saving, views

    app.add_template_filter(saving.newest_json)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(documents.blueprint)
    app.register_blueprint(events.blueprint)
