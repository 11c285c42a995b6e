"""A document from plain text. First slice: a blank line parts paragraphs, a line of stars is a scene break."""

import re

from prosemirror.model import Node

from workshop.prose.schema import schema


def document_from_text(text: str) -> Node:
    blocks = []
    for stretch in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        words = " ".join(stretch.split())
        if re.fullmatch(r"[*\s~#-]+", words) and words:
            blocks.append(schema.node("scene_break"))
        else:
            blocks.append(schema.node("paragraph", None, [schema.text(words)] if words else []))
    return schema.node("doc", None, blocks)
