"""The terms of a work."""

from __future__ import annotations

import pytest

from tests.makers import NOW, make_work
from workshop.errors import BadInput, NotFound
from workshop.lexicon import queries, service
from workshop.works.models import Work

pytestmark = pytest.mark.usefixtures("session")


def texts(work: Work) -> list[str]:
    return [term.text for term in queries.terms_of(work)]


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    work = make_work()
    service.add_terms(work, ["Miroku", "jutsuna", "Abel"], NOW)
    assert texts(work) == ["Abel", "jutsuna", "Miroku"]


def test_term_is_kept_once_and_tidied() -> None:
    work = make_work()
    first = service.add_term(work, "  Miroku   Okano ", NOW)
    assert service.add_term(work, "Miroku Okano", NOW) is first
    assert service.add_terms(work, ["Miroku Okano", "Miroku Okano"], NOW).known == [first]
    assert texts(work) == ["Miroku Okano"]
    assert service.add_term(work, "D’Arvit", NOW).text == "D'Arvit"


@pytest.mark.parametrize("text", ["", "   ", "--", "123", "x" * 81])
def test_what_is_no_word_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        service.add_term(make_work(), text, NOW)


def test_terms_belong_to_their_work() -> None:
    mine, other = make_work(), make_work()
    term = service.add_term(mine, "Miroku", NOW)
    assert texts(other) == []
    assert queries.lexicon_of(mine).has("Miroku")
    assert not queries.lexicon_of(other).has("Miroku")
    with pytest.raises(NotFound):
        queries.get_term(other, term.id)


def test_removed_term_is_unknown_again() -> None:
    work = make_work()
    service.remove_term(service.add_term(work, "Miroku", NOW))
    assert texts(work) == []
