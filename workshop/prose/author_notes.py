"""Author's notes inside a text: found at its beginning and its end. First slice."""

import re
from dataclasses import dataclass

from prosemirror.model import Fragment, Node

_OPENING = re.compile(r"\s*(A\s*/\s*N|AN|Author[’']?s[’']? notes?|Disclaimer)\b\s*[:\-–—.]", re.IGNORECASE)


@dataclass(frozen=True)
class SplitNotes:
    before: Node | None
    text: Node
    after: Node | None


def split_author_notes(doc: Node) -> SplitNotes:
    blocks = list(doc.content.content)
    start = 1 if len(blocks) > 1 and _OPENING.match(blocks[0].text_content) else 0
    end = len(blocks) - 1 if len(blocks) - start > 1 and _OPENING.match(blocks[-1].text_content) else len(blocks)
    take = lambda part: doc.copy(Fragment.from_(part)) if part else None  # noqa: E731
    return SplitNotes(take(blocks[:start]), take(blocks[start:end]) or doc, take(blocks[end:]))
