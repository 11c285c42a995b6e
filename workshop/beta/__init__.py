"""Beta readers: invitations, the reading view, threads and their anchors."""

from flask import Flask


def register(app: Flask) -> None:
    # Importing `sharing` adds its routes to the slice's one blueprint.
    from workshop.beta import sharing, views

    app.add_template_filter(views.one_line)
    app.register_blueprint(sharing.blueprint)
