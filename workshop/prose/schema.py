"""The one schema of every document, built from schema.json, which the browser builds its editor from as well.

schema.json has ProseMirror's own keys (content, group, marks, attrs, inclusive, excludes …) and two of ours.

`check`, in an attribute, names one rule for its values (`attributes.py` holds the rules):
    one_of: [values]      exactly one of them            integer: [least, most]
    text: most            a string of at most so many UTF-16 units
    url: [schemes]        an address that starts with one of the schemes, without blanks
    suggestion_id: most   a number from 0, or a string   changed_value: most   null, a scalar, or a mark as JSON

`html`, in a node or mark, says how it is written and read; `doc` and `text` have none:
    tag           the element; "h{level}" puts in the attribute of that name
    also          other elements that are read as this one
    block_tag     the element for a mark that stands around a whole block
    class         a class it always has
    classes       {attribute: "align-{}"}: a class made of the attribute's value, none when that is null
    attributes    {attribute: HTML attribute}; left out when the value is null
    json          attributes written as JSON, because they hold more than strings
    fixed         {HTML attribute: value} that it always has
    annotation    (ruby) the attribute whose value follows the content in <rt>

A pasted document is read with the same keys; the cleaner in the desk brings other programs' HTML into this form first.
The order of the marks is the order in which they nest, outermost first. Deletion, insertion and modification are what
@handlewithcare/prosemirror-suggest-changes asks for, with its order and exclusions.
"""

import copy
import json
from pathlib import Path
from typing import Any

from prosemirror.model import Mark, Schema

from workshop.prose.attributes import validator
from workshop.prose.port_repairs import repair_port
from workshop.prose.shapes import check_mark_shape

#: schema.json as it stands.
SPEC: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


def _with_validators(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec with a validator beside every `check`, where the ProseMirror port looks for one."""
    spec = copy.deepcopy(spec)
    for kind in (*spec["nodes"].values(), *spec["marks"].values()):
        for attribute in kind.get("attrs", {}).values():
            attribute["validate"] = validator(attribute["check"], _read_mark)
    return spec


def _read_mark(mark: Any) -> Mark:
    """Read a mark kept inside another; not a suggestion again, or they could nest without end."""
    check_mark_shape(mark)
    if mark["type"] == "modification":
        raise ValueError("A suggestion inside a suggestion")
    return schema.mark_from_json(mark)


# Whoever has a document has the schema, so it is done before the first one is read.
repair_port()

schema: Schema[str, str] = Schema(_with_validators(SPEC))
