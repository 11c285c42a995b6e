"""Works in a file that another Galley restores, and copies of the whole database kept by the day."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.backup import telling, views

    app.add_template_filter(telling.size_told)
    app.register_blueprint(views.blueprint)
