"""The page of names and words, over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.makers import author_of, client_of, make_work
from workshop.lexicon.queries import terms_of
from workshop.works.models import Work


@pytest.fixture
def work(session: Session) -> Work:
    work = make_work()
    session.commit()
    return work


@pytest.fixture
def author(app, work: Work) -> FlaskClient:  # noqa: ANN001
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
    "body", [{}, {"text": 3}, {"texts": "Tavira"}, {"texts": [None]}, {"text": "--"}, {"text": "a\u0000b"}, {"texts": []}]
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


def test_strangers_find_nothing(app, session: Session, work: Work) -> None:  # noqa: ANN001
    stranger = client_of(app, author_of(make_work()).get_id())
    session.commit()
    for method, path in [("get", "lexicon"), ("post", "terms"), ("post", "lexicon/learn")]:
        assert getattr(stranger, method)(f"/works/{work.id}/{path}").status_code == 404


def test_page_writes_words_as_text(author: FlaskClient, work: Work) -> None:
    author.post(f"/works/{work.id}/terms", json={"texts": ["<b>x</b>"]})
    page = author.get(f"/works/{work.id}/lexicon").text
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
