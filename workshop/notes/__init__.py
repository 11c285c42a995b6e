"""Author's notes beside the text: finding them in it, moving them out of it, their length."""

from flask import Flask


def register(app: Flask) -> None:
    from workshop.notes.length import NOTE_MAX, note_length
    from workshop.notes.views import blueprint

    app.register_blueprint(blueprint)
    app.add_template_filter(note_length)
    app.add_template_global(NOTE_MAX, "NOTE_MAX")
