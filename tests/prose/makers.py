"""Small documents, as short as a test can write them."""

from typing import Any

from prosemirror.model import Mark, Node

from workshop.prose.counting import count_more_words
from workshop.prose.schema import schema


def doc(*blocks: Node | str) -> Node:
    """Return a document of the blocks; a string is a paragraph."""
    return schema.node("doc", None, [block if isinstance(block, Node) else p(block) for block in blocks])


def words_in(document: Node) -> int:
    """Return how many words the document has."""
    return count_more_words(doc(""), document)


def p(*content: Node | str, **attrs: Any) -> Node:
    return schema.node("paragraph", attrs or None, _inline(content))


def h(*content: Node | str, level: int = 2, align: str | None = None) -> Node:
    return schema.node("heading", {"level": level, "align": align}, _inline(content))


def quote(*blocks: Node | str) -> Node:
    return schema.node("blockquote", None, list(doc(*blocks).children))


def bullets(*items: Node | str) -> Node:
    return schema.node("bullet_list", None, [item if isinstance(item, Node) else li(item) for item in items])


def numbers(*items: Node | str, start: int = 1) -> Node:
    return schema.node("ordered_list", {"start": start}, list(bullets(*items).children))


def li(*blocks: Node | str) -> Node:
    return schema.node("list_item", None, list(doc(*blocks).children))


def rule() -> Node:
    return schema.node("scene_break")


def br() -> Node:
    return schema.node("hard_break")


def image(src: str = "https://example.org/a.png", alt: str = "") -> Node:
    return schema.node("image", {"src": src, "alt": alt})


def t(text: str, *marks: str | Mark) -> Node:
    """Return text with marks; a mark is its name, or made by `mark`."""
    return schema.text(text, [schema.mark(each) if isinstance(each, str) else each for each in marks])


def mark(name: str, **attrs: Any) -> Mark:
    return schema.mark(name, attrs or None)


def _inline(content: tuple[Node | str, ...]) -> list[Node]:
    return [each if isinstance(each, Node) else schema.text(each) for each in content if each != ""]
