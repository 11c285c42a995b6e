"""Hostile texts through every field: each is kept or refused in words, and no page has anything of them but text."""

from __future__ import annotations

import pytest

from tests.hostile.everywhere import Everywhere
from tests.hostile.pages import PAGES
from tests.hostile.structure import structure_of
from tests.makers import client_of


@pytest.fixture(scope="module")
def hostile(hostile_house: Everywhere) -> Everywhere:
    """The house with every hostile text in every field."""
    hostile_house.table.reset()
    return hostile_house


def test_hostile_texts_are_kept_or_refused_in_words(hostile: Everywhere) -> None:
    assert hostile.refused == []


@pytest.mark.parametrize(("who", "rule"), PAGES)
def test_hostile_texts_add_nothing_to_a_page_but_text(hostile: Everywhere, who: str, rule: str) -> None:
    house = hostile.table.house
    # What a script asks for as JSON is told apart by its key: the markup that the script puts into the page.
    asked = {"Accept": "application/json"} if rule in MARKUP_IN_JSON else {"HX-Request": "true"}
    answer = client_of(hostile.table.app, house.sessions[who]).get(house.address(rule), headers=asked)
    page = structure_of(answer.json[MARKUP_IN_JSON[rule]] if rule in MARKUP_IN_JSON else answer.text)
    assert answer.status_code == 200
    assert page.elements
    assert page.faults == []
    assert {element[0] for element in page.elements} <= OURS


#: Answers in JSON that hold markup, and where.
MARKUP_IN_JSON = {"/chapters/<chapter_id>/threads": "cards"}
#: Every element that a template or the schema writes.
OURS = set(
    "html head meta link title script body header nav main aside footer section article div span p h1 h2 h3 h4 h5 h6 a"
    " img svg use symbol path button form label input textarea select option fieldset legend output details summary"
    " dialog menu ul ol li dl dt dd table thead tbody tr th td caption time kbd code hr br em strong u s sup sub ruby rt"
    " rp blockquote cite optgroup meter q ins del mark b i small template noscript figure figcaption bdi search hgroup"
    " progress".split()
)
