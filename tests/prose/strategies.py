"""Random documents, steps and JSON for property tests."""

from random import Random
from typing import Any

from hypothesis import strategies as st
from prosemirror.model import Node

from tests.prose.random_documents import MARKS, random_block, random_document, random_inline_node

SEEDS = st.integers(0, 2**32)
STEP_KINDS = ["replace", "replace", "replaceAround", "attr", "addMark", "removeMark", "addNodeMark", "removeNodeMark"]


def documents(max_blocks: int = 5) -> st.SearchStrategy[Node]:
    return st.builds(lambda seed, blocks: random_document(Random(seed), blocks), SEEDS, st.integers(1, max_blocks))


def json_values() -> st.SearchStrategy[Any]:
    """Whatever json.loads can return, lone surrogates and infinities included, with names that mean something to us."""
    names = st.sampled_from(
        [
            "type",
            "attrs",
            "content",
            "marks",
            "text",
            "paragraph",
            "doc",
            "em",
            "link",
            "href",
            "align",
            "id",
            "stepType",
            "replace",
            "addMark",
            "from",
            "to",
            "pos",
            "slice",
            "openStart",
            "openEnd",
            "mark",
            "attr",
            "value",
            "list_item",
        ]
    )
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-5, 40)
        | st.sampled_from([2**31, -(2**63), 10**40, float("nan"), float("inf"), -0.0, 1.5])
        | names
        | st.text(st.characters(), max_size=4)
        | st.sampled_from(["\ud83d", "\ude00", "javascript:alert(1)", "\x00", ""])
    )
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=8
    )


def step_json() -> st.SearchStrategy[dict[str, Any]]:
    """Steps of the right form at any place, with any content: most do not fit a document, some do."""
    return st.builds(lambda seed: random_step_json(Random(seed)), SEEDS)


def random_step_json(random: Random) -> dict[str, Any]:
    kind = random.choice(STEP_KINDS)
    places = sorted(random.randrange(60) + random.randrange(3) for _ in range(4))
    spans = {"from": places[0], "to": min(places[1], places[0] + random.randrange(12))}
    if kind == "replace":
        return {"stepType": kind, **spans} | random.choice([{}, {"slice": _random_slice(random)}])
    if kind == "replaceAround":
        around = dict(zip(("from", "gapFrom", "gapTo", "to"), places, strict=True))
        return {"stepType": kind, **around, "slice": _random_slice(random), "insert": random.randrange(4)}
    if kind == "attr":
        value = random.choice([None, "center", "middle", 1, 9, "https://example.org/"])
        name = random.choice(["align", "level", "start", "src", "nonsense"])
        return {"stepType": kind, "pos": places[0], "attr": name, "value": value}
    where = {"pos": places[0]} if "Node" in kind else spans
    return {"stepType": kind, **where, "mark": random.choice(MARKS).to_json()}


def _random_slice(random: Random) -> dict[str, Any]:
    nodes = [random.choice([random_block, random_inline_node])(random) for _ in range(random.randrange(3))]
    content = [node.to_json() for node in nodes]
    return {"content": content, "openStart": random.randrange(3), "openEnd": random.randrange(3)}
