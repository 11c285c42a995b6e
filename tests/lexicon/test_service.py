"""The terms of a work."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from tests.makers import NOW, author_of, make_author, make_work
from workshop.db import db
from workshop.errors import BadInput, Conflict, NotFound, TooLarge
from workshop.lexicon import queries, service
from workshop.lexicon.lists import Entry, Listing, read_list
from workshop.works.models import Membership, Work

pytestmark = pytest.mark.usefixtures("session")


def texts(work: Work) -> list[str]:
    return [term.text for term in queries.terms_of(work)]


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    work = make_work()
    for text in ("Miroku", "jutsuna", "Abel"):
        service.add_term(work, text, NOW)
    assert texts(work) == ["Abel", "jutsuna", "Miroku"]


def test_term_is_kept_once_and_tidied() -> None:
    work = make_work()
    first = service.add_term(work, "  Miroku   Okano ", NOW)
    assert service.add_term(work, "Miroku Okano", NOW) is first
    assert service.add_list(work, read_list("Miroku Okano\nMiroku Okano"), NOW).known == [first]
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


def test_report_tells_new_from_known_and_extended() -> None:
    work = make_work()
    service.add_list(work, read_list("Miroku\nTavira"), NOW)
    report = service.add_list(work, read_list("Miroku = Miro\nTavira\nKessa, Kessa\n???"), NOW)
    assert [[term.text for term in each] for each in (report.added, report.extended, report.known)] == [
        ["Kessa"],
        ["Miroku"],
        ["Tavira"],
    ]
    assert [line.number for line in report.unreadable] == [4]
    assert queries.find_term(work, "Miroku").also == ("Miro",)


def test_other_names_and_own_honorifics_count_with_the_terms() -> None:
    work = make_work()
    service.add_list(work, read_list("Miroku = Miro, the Heron\n-dattebane"), NOW)
    lexicon = queries.lexicon_of(work)
    assert lexicon.has("Miro")
    assert lexicon.has("Heron")
    assert lexicon.has_honorific("dattebane")


def test_full_lexicon_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "TERMS_MAX", 2)
    with pytest.raises(TooLarge):
        service.add_list(make_work(), read_list("A, B, C"), NOW)


def test_term_is_written_anew_unless_there_is_one_already() -> None:
    work = make_work()
    term = service.add_term(work, "Mirok", NOW)
    service.change_term(term, work, "Miroku", ["Miro", " "])
    assert (term.text, term.also) == ("Miroku", ("Miro",))
    service.add_term(work, "Tavira", NOW)
    with pytest.raises(Conflict):
        service.change_term(term, work, "Tavira", [])


def test_shared_lexicon_counts_in_the_works_that_use_it() -> None:
    author = make_author()
    first, second = make_work(author), make_work(author)
    lexicon = service.make_lexicon(author, "Fandom: Tides", NOW)
    service.add_term(lexicon, "Miroku", NOW)
    service.use_lexicon(first, lexicon)
    assert queries.lexicon_of(first).has("Miroku")
    assert not queries.lexicon_of(second).has("Miroku")
    assert queries.works_using(lexicon) == [first]
    service.leave_lexicon(first, lexicon)
    assert not queries.lexicon_of(first).has("Miroku")


def test_lexicon_leaves_with_its_owner() -> None:
    author = make_author()
    work = make_work(author)
    lexicon = service.make_lexicon(author, "Tides", NOW)
    service.add_term(lexicon, "Miroku", NOW)
    service.use_lexicon(work, lexicon)
    db.session.get(Membership, (work.id, author.id)).revoked_at = NOW
    db.session.flush()
    assert not queries.lexicon_of(work).has("Miroku")
    assert queries.works_using(lexicon) == []


def test_lexicon_of_somebody_else_is_not_there() -> None:
    lexicon = service.make_lexicon(make_author(), "Tides", NOW)
    with pytest.raises(NotFound):
        queries.get_lexicon(make_author(), lexicon.id)


def test_moved_term_grows_together_with_its_like() -> None:
    work = make_work()
    lexicon = service.make_lexicon(author_of(work), "Tides", NOW)
    service.add_list(lexicon, read_list("Miroku = Miro"), NOW)
    moved = service.move_term(service.add_list(work, read_list("Miroku = Heron"), NOW).added[0], lexicon, NOW)
    assert moved.also == ("Miro", "Heron")
    assert queries.terms_of(work) == []
    assert [term.text for term in queries.terms_of(lexicon)] == ["Miroku"]


def test_names_of_shared_lexicons_differ() -> None:
    author = make_author()
    first = service.make_lexicon(author, "Tides", NOW)
    assert service.make_lexicon(author, "Tides", NOW) is first
    second = service.make_lexicon(author, "Lamps", NOW)
    with pytest.raises(Conflict):
        service.rename_lexicon(second, author, "Tides")


def test_deleted_lexicon_takes_its_terms_and_uses_along() -> None:
    author = make_author()
    work = make_work(author)
    lexicon = service.make_lexicon(author, "Tides", NOW)
    service.add_term(lexicon, "Miroku", NOW)
    service.use_lexicon(work, lexicon)
    service.delete_lexicon(lexicon)
    db.session.expire_all()
    assert not queries.lexicon_of(work).has("Miroku")


def test_five_thousand_terms_are_one_row_and_made_into_a_lexicon_once() -> None:
    work = make_work()
    service.add_list(work, Listing(tuple(Entry(f"Name{'abcdefghij'[n % 10]}{n}x") for n in range(5000))), NOW)
    rows: list[int] = []
    event.listen(db.engine, "after_cursor_execute", lambda *_: rows.append(1))
    first = queries.lexicon_of(work)
    assert len(first.terms) == 5000
    assert queries.lexicon_of(work) is first
    assert len(rows) == 2
    service.add_term(work, "Miroku", NOW)
    assert queries.lexicon_of(work).has("Miroku")
