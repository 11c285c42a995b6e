"""The stream of a chapter's events, and its pulse: what pages hear, and who hears nothing any more."""

import threading
import time

import pytest

from tests.makers import NOW, minutes, type_words
from tests.works.stage import Stage
from workshop import live
from workshop.db import db
from workshop.works.models import Membership, Part
from workshop.works.queries import documents_of
from workshop.works.service import bin_chapter


@pytest.fixture
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)


def test_stream_begins_with_the_pulse_and_goes_on_with_what_happens(stage: Stage) -> None:
    heard = stage.listen("author")
    assert next(heard) == ("pulse", stage.get("author", "pulse").json)
    with stage.app.app_context():
        text = documents_of(stage.chapter())[Part.TEXT]
        saved = type_words(text, " Still.")
        db.session.commit()
    assert next(heard) == ("version", {"document": stage.documents[Part.TEXT], "version": saved.version})


def test_pulse_counts_what_changed(stage: Stage) -> None:
    before = stage.get("beta", "pulse").json
    with stage.app.app_context():
        type_words(documents_of(stage.chapter())[Part.TEXT], " Still.")
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    after = stage.get("beta", "pulse").json
    text = str(stage.documents[Part.TEXT])
    assert after["documents"][text] == before["documents"][text] + 1
    assert after["threads"] == before["threads"] + 1
    assert after["grammar"] == before["grammar"]


def test_betas_hear_nothing_of_the_private_note(stage: Stage) -> None:
    private = stage.documents[Part.PRIVATE_NOTE]
    assert str(private) in stage.get("author", "pulse").json["documents"]
    assert str(private) not in stage.get("beta", "pulse").json["documents"]
    beta, author = stage.listen("beta"), stage.listen("author")
    next(beta), next(author)
    with stage.app.app_context():
        type_words(documents_of(stage.chapter())[Part.PRIVATE_NOTE], " More.")
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    assert next(author)[0] == "version"
    assert next(beta) == ("threads", {})


def test_nothing_is_told_of_a_transaction_that_was_rolled_back(stage: Stage) -> None:
    heard = stage.listen("author")
    next(heard)
    with stage.app.app_context():
        type_words(documents_of(stage.chapter())[Part.TEXT], " Never.")
        db.session.rollback()
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    assert next(heard) == ("threads", {})


@pytest.mark.parametrize("what", ["events", "pulse"])
def test_strangers_hear_nothing(stage: Stage, what: str) -> None:
    assert stage.get("stranger", what).status_code == 404
    assert stage.get(None, what).status_code == 401


def revoke(stage: Stage) -> None:
    membership = db.session.get(Membership, (stage.chapter().work_id, stage.person("beta").id))
    membership.revoked_at = NOW


def end_sessions(stage: Stage) -> None:
    stage.person("beta").session_epoch += 1


def bin_it(stage: Stage) -> None:
    bin_chapter(stage.chapter(), minutes(1))


@pytest.mark.parametrize("end", [revoke, end_sessions, bin_it])
def test_stream_ends_before_its_next_word_when_access_has_ended(stage: Stage, end) -> None:
    heard = stage.listen("beta")
    next(heard)
    with stage.app.app_context():
        end(stage)
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    assert list(heard) == [("closed", {})]


def test_stream_ends_at_once_when_access_is_looked_at_again(stage: Stage) -> None:
    author, beta = stage.listen("author"), stage.listen("beta")
    next(author), next(beta)
    with stage.app.app_context():
        revoke(stage)
        live.announce(stage.chapter_id, live.ACCESS)
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    assert list(beta) == [("closed", {})]
    assert next(author) == ("threads", {})


@pytest.mark.usefixtures("quick_heart")
def test_silent_stream_notices_an_end_by_itself(stage: Stage) -> None:
    heard = stage.listen("beta")
    next(heard)
    with stage.app.app_context():
        revoke(stage)
        db.session.commit()
    assert list(heard) == [("closed", {})]


@pytest.mark.usefixtures("quick_heart")
def test_silent_stream_shows_that_it_lives(stage: Stage) -> None:
    answer = stage.get("author", "events")
    stage.opened.append(answer)
    messages = answer.iter_encoded()
    assert [next(messages).split(b"\n")[0] for _ in range(4)] == [
        b"retry: 2000",
        b"event: pulse",
        *2 * [b"event: still-here"],
    ]


def test_page_without_room_for_a_stream_is_told_to_ask_instead(stage: Stage) -> None:
    for _ in range(live.STREAMS_MAX):
        stage.listen("author")
    assert stage.get("author", "events").status_code == 204
    assert stage.get("author", "pulse").status_code == 200
    stage.opened.pop().close()
    assert next(stage.listen("author"))[0] == "pulse"


def test_waiting_stream_holds_no_database_connection(stage: Stage) -> None:
    heard = stage.listen("author")
    next(heard)
    waiting = threading.Thread(target=lambda: next(heard))
    waiting.start()
    time.sleep(0.1)
    with stage.app.app_context():
        assert db.engine.pool.checkedout() == 0
        live.announce(stage.chapter_id, "threads")
        db.session.commit()
    waiting.join(timeout=5)
    assert not waiting.is_alive()


def test_stream_is_kept_by_nobody_on_the_way(stage: Stage) -> None:
    answer = stage.get("author", "events")
    stage.opened.append(answer)
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.headers["Cache-Control"] == "no-store"
