"""What a page is made of, so that anything in it which no template of ours wrote stands out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Addresses that our pages link to: their own, and what the schema lets a text link to.
_ADDRESSES = re.compile(r"(?:/(?!/)|#|\?|https?:|mailto:|data:image/)|$")
_WITH_ADDRESS = {
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "hx-get",
    "hx-post",
    "hx-delete",
    "poster",
    "data",
}


@dataclass
class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and what should stand in no page."""

    elements: set[tuple[str, ...]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, *sorted(name for name, _ in attributes)))
        values = dict(attributes)
        is_code = tag == "script" and values.get("type") != "application/json"
        if is_code and not (values.get("src") or "").startswith("/static/"):
            self.faults.append("a script that is not ours")
        for name, value in attributes:
            if name.startswith(("on", "hx-on")) or name in ("srcdoc", "style"):
                self.faults.append(f"{tag} {name}={value}")
            if name in _WITH_ADDRESS and not _ADDRESSES.match((value or "").strip().lower()):
                self.faults.append(f"{tag} {name}={value}")


def structure_of(page: str) -> Structure:
    structure = Structure()
    structure.feed(page)
    structure.close()
    return structure
