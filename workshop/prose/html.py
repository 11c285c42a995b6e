"""A document written as HTML from the schema alone: what schema.json does not name cannot come out."""

import html
import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from prosemirror.model import Mark, Node

from workshop.prose.inline import Closed, Opened, inline_events
from workshop.prose.schema import SPEC

# Control characters are not allowed in HTML, however written; tab, newline and return are.
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_VOID = {"br", "hr", "img"}


def document_to_html(doc: Node) -> Markup:
    """Return the document's HTML, safe to put into a page as it stands."""
    return Markup("".join(_block(child) for child in doc.children))


def _block(node: Node) -> str:
    pieces = map(_inline, inline_events(node.children)) if node.inline_content else map(_block, node.children)
    return _wrapped(_element(node, "".join(pieces)), node.marks)


def _inline(event: Opened | Closed | Node) -> str:
    if isinstance(event, Opened):
        return _open(event.mark)
    if isinstance(event, Closed):
        return _close(event.mark)
    return _element(event, "") if event.text is None else _escape(event.text)


def _element(node: Node, content: str) -> str:
    spec = SPEC["nodes"][node.type.name]["html"]
    tag = spec["tag"].format_map(node.attrs)
    start = f"<{tag}{_attributes(spec, node.attrs)}>"
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


def _escape(text: str, quote: bool = False) -> str:
    return html.escape(text.translate(_CONTROLS), quote)
