"""Beta readers: invitations, the reading view, threads and their anchors."""

from flask import Flask


def register(app: Flask) -> None:
    # Importing `sharing` adds its routes to the slice's one blueprint, `moments` what it tells timelines.
    from workshop.beta import moments, sharing, views  # noqa: F401

    app.add_template_filter(views.one_line)
    app.register_blueprint(sharing.blueprint)
