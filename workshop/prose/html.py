"""A document written as HTML from the schema alone: what schema.json does not name cannot come out."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from prosemirror.model import Mark, Node

from workshop.prose.inline import Closed, Opened, inline_events
from workshop.prose.schema import SPEC

# Control characters are not allowed in HTML, however written; tab, newline and return are.
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
# On a page each takes the place it has in the document; a return too, which a browser would read as no character of its own.
_CONTROLS_IN_PLACE = dict.fromkeys((*_CONTROLS, ord("\r")), "\u200b")
_VOID = {"br", "hr", "img"}


def document_to_html(doc: Node) -> Markup:
    """Return the document's HTML, safe to put into a page as it stands."""
    return Markup("".join(_blocks(doc, None)))


def document_to_page(doc: Node) -> Markup:
    """Return the HTML in which a page shows the document, with the way from any place on it to a position.

    Every text block says in `data-pos` where its content starts. From there each UTF-16 unit of text counts 1, and so
    do `br` and whatever has `data-leaf`; `rt` and `rp` count nothing. An image is a link: pages load nothing from elsewhere.
    """
    return Markup("".join(_blocks(doc, 0)))


def _blocks(parent: Node, position: int | None) -> Iterator[str]:
    """Yield the HTML of each block; `position` is where the parent's content starts, None where none is wanted."""
    for child in parent.children:
        yield _block(child, position)
        position = None if position is None else position + child.node_size


def _block(node: Node, position: int | None) -> str:
    inside = None if position is None else position + 1
    if not node.inline_content:
        return _wrapped(_element(node, "".join(_blocks(node, inside))), node.marks)
    content = "".join(_inline(event, in_place=inside is not None) for event in inline_events(node.children))
    return _wrapped(_element(node, content, "" if inside is None else f' data-pos="{inside}"'), node.marks)


def _inline(event: Opened | Closed | Node, in_place: bool) -> str:
    if isinstance(event, Opened):
        return _open(event.mark)
    if isinstance(event, Closed):
        return _close(event.mark)
    if event.text is not None:
        return _escape(event.text, controls=_CONTROLS_IN_PLACE if in_place else _CONTROLS)
    return _image_link(event) if in_place and event.type.name == "image" else _element(event, "")


def _image_link(image: Node) -> str:
    words = f"Image: {image.attrs['alt']}" if image.attrs["alt"] else "Image"
    href = _escape(image.attrs["src"], quote=True)
    return f'<a class="image-link" data-leaf href="{href}" rel="noopener noreferrer nofollow">{_escape(words)}</a>'


def _element(node: Node, content: str, place: str = "") -> str:
    spec = SPEC["nodes"][node.type.name]["html"]
    tag = spec["tag"].format_map(node.attrs)
    start = f"<{tag}{_attributes(spec, node.attrs)}{place}>"
    return start if tag in _VOID else f"{start}{content}</{tag}>"


def _wrapped(block: str, marks: list[Mark]) -> str:
    for mark in reversed(marks):
        spec = SPEC["marks"][mark.type.name]["html"]
        tag = spec.get("block_tag", spec["tag"])
        block = f"<{tag}{_attributes(spec, mark.attrs)}>{block}</{tag}>"
    return block


def _open(mark: Mark) -> str:
    spec = SPEC["marks"][mark.type.name]["html"]
    return f"<{spec['tag']}{_attributes(spec, mark.attrs)}>"


def _close(mark: Mark) -> str:
    spec = SPEC["marks"][mark.type.name]["html"]
    if annotation := spec.get("annotation"):
        return f"<rp>(</rp><rt>{_escape(mark.attrs[annotation])}</rt><rp>)</rp></{spec['tag']}>"
    return f"</{spec['tag']}>"


def _attributes(spec: dict[str, Any], values: Mapping[str, Any]) -> str:
    written: dict[str, str] = {}
    for name, attribute in spec.get("attributes", {}).items():
        if name in spec.get("json", ()):
            written[attribute] = json.dumps(values[name], ensure_ascii=False, separators=(",", ":"))
        elif values[name] is not None:
            written[attribute] = str(values[name])
    if classes := _classes(spec, values):
        written["class"] = " ".join(classes)
    written |= spec.get("fixed", {})
    return "".join(f' {name}="{_escape(value, quote=True)}"' for name, value in written.items())


def _classes(spec: dict[str, Any], values: Mapping[str, Any]) -> list[str]:
    fixed = [spec["class"]] if "class" in spec else []
    made = spec.get("classes", {}).items()
    return fixed + [form.format(values[name]) for name, form in made if values[name] is not None]


def _escape(text: str, quote: bool = False, controls: Mapping[int, str | None] = _CONTROLS) -> str:
    return html.escape(text.translate(controls), quote)
