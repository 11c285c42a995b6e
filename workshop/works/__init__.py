"""Works, chapters and their documents; who may do what with them; the log of every change."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.works import documents, events, log, saving, views

    app.add_template_filter(saving.newest_json)
    app.add_template_filter(log.last_maker)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(documents.blueprint)
    app.register_blueprint(events.blueprint)
