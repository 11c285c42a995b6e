"""Pure work on the text itself: the document and its schema, positions, words, differences, anchors.

Nothing here knows of HTTP, the database or a person; the only file it reads is its own `schema.json`.
"""
