"""The page of names and words, over HTTP."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.makers import NOW, author_of, client_of, make_work
from workshop.lexicon import service
from workshop.lexicon.queries import lexicon_of, shared_lexicons, terms_of
from workshop.works.models import Work


@pytest.fixture
def work(session: Session) -> Work:
    work = make_work()
    session.commit()
    return work


@pytest.fixture
def author(app, work: Work) -> FlaskClient:
    return client_of(app, author_of(work).get_id())


def texts(session: Session, work: Work) -> list[str]:
    session.expire_all()
    return [term.text for term in terms_of(work)]


def test_script_teaches_a_word_as_found_in_the_text(session: Session, author: FlaskClient, work: Work) -> None:
    answer = author.post(f"/works/{work.id}/terms", json={"text": "T-Tavira-chan’s"})
    assert answer.status_code == 201
    assert [term["text"] for term in answer.json["terms"]] == ["Tavira"]
    assert texts(session, work) == ["Tavira"]


def test_form_adds_words_and_comes_back_to_the_page(session: Session, author: FlaskClient, work: Work) -> None:
    answer = author.post(f"/works/{work.id}/terms", data={"term": ["Tavira", "Miroku", ""]}, follow_redirects=True)
    assert "Learnt 2 words." in answer.text
    assert "Forget Tavira" in answer.text
    assert texts(session, work) == ["Miroku", "Tavira"]


@pytest.mark.parametrize(
    "body",
    [{}, {"text": 3}, {"texts": "Tavira"}, {"texts": [None]}, {"text": "--"}, {"text": "a\u0000b"}, {"texts": []}],
)
def test_what_is_no_word_is_refused(session: Session, author: FlaskClient, work: Work, body: dict) -> None:
    assert author.post(f"/works/{work.id}/terms", json=body).status_code == 400
    assert texts(session, work) == []


def test_forgotten_word_can_be_had_back(session: Session, author: FlaskClient, work: Work) -> None:
    term_id = author.post(f"/works/{work.id}/terms", json={"text": "Tavira"}).json["terms"][0]["id"]
    page = author.post(f"/works/{work.id}/terms/{term_id}/remove", follow_redirects=True)
    assert "“Tavira” is forgotten." in page.text
    assert texts(session, work) == []
    assert author.post(f"/works/{work.id}/terms/{term_id}/remove").status_code == 404


def test_strangers_find_nothing(app, session: Session, work: Work) -> None:
    stranger = client_of(app, author_of(make_work()).get_id())
    session.commit()
    for method, path in [("get", "lexicon"), ("post", "terms"), ("post", "lexicon/learn")]:
        assert getattr(stranger, method)(f"/works/{work.id}/{path}").status_code == 404


def test_page_writes_words_as_text(author: FlaskClient, work: Work) -> None:
    author.post(f"/works/{work.id}/terms", json={"texts": ["<b>x</b>"]})
    page = author.get(f"/works/{work.id}/lexicon").text
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_list_tells_what_was_added_known_and_unreadable(session: Session, author: FlaskClient, work: Work) -> None:
    author.post(f"/works/{work.id}/terms", data={"lines": "Tavira"})
    page = author.post(f"/works/{work.id}/terms", data={"lines": "Tavira\nMiroku = Miro\n12"})
    assert page.status_code == 200
    for words in ("Added 1:", "Miroku", "There already:", "Line 3, “12”:"):
        assert words in page.text
    assert texts(session, work) == ["Miroku", "Tavira"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_file_is_read_and_saved_again(session: Session, author: FlaskClient, work: Work, encoding: str) -> None:
    file = (BytesIO("# cast\nÉowyn = Dernhelm\n-dattebane\n".encode(encoding)), "cast.txt")
    assert author.post(f"/works/{work.id}/terms", data={"lines": "Rin", "file": file}).status_code == 303
    assert texts(session, work) == ["-dattebane", "Rin", "Éowyn"]
    saved = author.get(f"/works/{work.id}/lexicon.txt")
    assert "attachment" in saved.headers["Content-Disposition"]
    assert saved.text.splitlines()[1:] == ["-dattebane", "Rin", "Éowyn = Dernhelm"]


def test_term_has_a_page_that_changes_it(session: Session, author: FlaskClient, work: Work) -> None:
    term_id = author.post(f"/works/{work.id}/terms", json={"text": "Miroku"}).json["terms"][0]["id"]
    author.post(f"/works/{work.id}/terms/{term_id}", data={"text": "Miroku Okano", "also": "Miro, the Heron"})
    assert "Miro, the Heron" in author.get(f"/works/{work.id}/terms/{term_id}").text
    assert texts(session, work) == ["Miroku Okano"]
    assert author.post(f"/works/{work.id}/terms/{term_id}", data={"text": "--"}).status_code == 400


def test_removal_is_undone_with_the_other_names(session: Session, author: FlaskClient, work: Work) -> None:
    author.post(f"/works/{work.id}/terms", data={"lines": "Miroku = Miro"})
    term_id = terms_of(work)[0].id
    page = author.post(f"/works/{work.id}/terms/{term_id}/remove", follow_redirects=True).text
    assert "“Miroku” is forgotten." in page
    assert 'name="lines" value="Miroku = Miro"' in page


def test_term_moves_to_a_shared_lexicon_and_stays_known(session: Session, author: FlaskClient, work: Work) -> None:
    author.post(f"/works/{work.id}/lexicons", data={"name": "Fandom: Tides"})
    lexicon_id = shared_lexicons(author_of(work))[0].lexicon.id
    author.post(f"/works/{work.id}/lexicons/{lexicon_id}/leave")
    term_id = author.post(f"/works/{work.id}/terms", json={"text": "Miroku"}).json["terms"][0]["id"]
    page = author.post(f"/works/{work.id}/terms/{term_id}/move", data={"lexicon": lexicon_id}, follow_redirects=True)
    assert "Moved to “Fandom: Tides”." in page.text
    assert texts(session, work) == []
    assert lexicon_of(work).has("Miroku")
    assert "Miroku" in author.get(f"/lexicons/{lexicon_id}").text


def test_strangers_lexicon_cannot_be_used_or_moved_into(app, session: Session, author: FlaskClient, work: Work) -> None:
    other = make_work()
    lexicon = service.make_lexicon(author_of(other), "Theirs", NOW)
    session.commit()
    lexicon_id = lexicon.id
    term_id = author.post(f"/works/{work.id}/terms", json={"text": "Miroku"}).json["terms"][0]["id"]
    assert author.post(f"/works/{work.id}/lexicons/{lexicon_id}/use").status_code == 404
    assert author.post(f"/works/{work.id}/terms/{term_id}/move", data={"lexicon": lexicon_id}).status_code == 404
    assert author.get(f"/lexicons/{lexicon_id}/terms/{term_id}").status_code == 404
    assert author.get(f"/works/{work.id}/lexicon?moved={lexicon_id}").status_code == 404
