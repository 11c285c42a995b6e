"""Languages of works: variants of English, further ones that are fetched when they are wanted, and what still speaks there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.grammar.makers import check, findings_in, learn, said
from tests.languagetool_fixture import jar_instance
from tests.makers import author_of, client_of, make_chapter, text_of
from tests.waiting import wait_until
from workshop.db import db
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Kind
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool import groups as groups_module
from workshop.grammar.languagetool.fetch import Jar, read_lock
from workshop.grammar.languagetool.groups import Groups
from workshop.grammar.languagetool.languages import LANGUAGES, UnknownLanguage, lock_of, read_language
from workshop.grammar.languagetool.locking import groups
from workshop.grammar.languagetool.status import State
from workshop.grammar.levels import Level
from workshop.grammar.marks import mark_matches
from workshop.lexicon.names import Lexicon
from workshop.settings import Settings

PATIENCE_SECONDS = 120
ENGLISH = [language.code for language in LANGUAGES if language.group == "en"]


@pytest.mark.parametrize("group", groups())
def test_every_group_has_a_lock_without_what_english_has(group: str) -> None:
    jars = read_lock(lock_of(group))
    assert jars
    assert not {jar.name for jar in jars} & {jar.name for jar in read_lock()}
    assert {len(jar.sha256) for jar in jars} == {64}


def test_language_that_galley_does_not_have_is_refused_with_those_it_has() -> None:
    assert read_language("en-GB").name == "English (British)"
    for code in ("xx", "EN-gb", "", None, 3):
        with pytest.raises(UnknownLanguage, match="en-US, en-GB"):
            read_language(code)


@pytest.mark.languagetool
@pytest.mark.parametrize("language", ENGLISH)
def test_every_english_hears_the_same_mistakes_and_both_spellings(languagetool: Engine, language: str) -> None:
    text = "The grey harbour was honored by a neighbour. He walked threw the door, and you've been like this sense we left you."
    found = findings_in(languagetool, text, language=language)
    assert said(found) == [("threw", "through"), ("sense", "since")]


@pytest.mark.languagetool
@pytest.mark.parametrize(("language", "meant"), [("en-US", "favorite"), ("en-GB", "favourite"), ("en-AU", "favourite")])
def test_suggestions_are_spelt_as_the_work_is(languagetool: Engine, language: str, meant: str) -> None:
    (found,) = findings_in(languagetool, "It was her favuorite song.", language=language)
    assert found.suggestions[0] == meant


def test_rules_about_english_speech_are_silent_elsewhere() -> None:
    text = "“I know.” she said -- and waited.. Why?!!"
    assert {match.rule for match in mark_matches(text)} >= {
        "GALLEY_TAG_COMMA",
        "GALLEY_HYPHEN_FOR_DASH",
        "GALLEY_TWO_DOTS",
    }
    assert {match.rule for match in mark_matches(text, "fr")} == {"GALLEY_TWO_DOTS", "GALLEY_MANY_MARKS"}


@pytest.fixture
def jars_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every group be one small jar."""
    import hashlib

    jar = Jar("org/example/words/1.0/words-1.0.jar", 5, hashlib.sha256(b"words").hexdigest())
    monkeypatch.setattr(groups_module, "read_lock", lambda _lock: (jar,))
    monkeypatch.setattr(groups_module, "FIRST_PAUSE_SECONDS", 0.01)


@pytest.mark.usefixtures("jars_of_one")
def test_group_is_fetched_once_and_told_when_it_is_here(tmp_path: Path) -> None:
    go, asked, heard, arrived = threading.Event(), [], [], threading.Event()

    def download(jar: Jar, incoming: Path, count: Callable[[int], None]) -> Path:
        asked.append(jar.name)
        count(2)
        go.wait(10)
        file = incoming / jar.name
        file.write_bytes(b"words")
        return file

    fetching = Groups(tmp_path, heard.append, arrived.set, download)
    fetching.want("de")
    fetching.want("de")
    fetching.want("en")
    assert wait_until(lambda: bool(asked))
    assert (fetching.here, fetching.status("de").state, fetching.status("de").group) == ((), State.FETCHING, "de")
    go.set()
    assert arrived.wait(10)
    assert (fetching.here, asked) == (("de",), ["words-1.0.jar"])
    assert {status.group for status in heard} == {"de"}

    at_once = Groups(tmp_path, heard.append, arrived.set, download)
    at_once.want("de")
    assert (at_once.here, len(asked)) == (("de",), 1)


@pytest.mark.usefixtures("jars_of_one")
def test_fetch_without_a_connection_says_so_and_goes_on_when_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workshop.grammar.languagetool import fetch

    monkeypatch.setattr(fetch, "TRIES", 1)
    heard, arrived, is_online = [], threading.Event(), threading.Event()

    def download(jar: Jar, incoming: Path, _count: Callable[[int], None]) -> Path:
        if not is_online.is_set():
            raise fetch.requests.ConnectionError
        file = incoming / jar.name
        file.write_bytes(b"words")
        return file

    fetching = Groups(tmp_path, heard.append, arrived.set, download)
    fetching.want("fr")
    assert wait_until(lambda: any(status.state is State.PAUSED for status in heard))
    assert "no connection" in fetching.status("fr").message
    is_online.set()
    assert arrived.wait(10)
    assert fetching.here == ("fr",)


@pytest.mark.languagetool
def test_german_is_fetched_while_english_goes_on_and_then_checked(languagetool: Engine) -> None:
    engine = Engine(Settings(instance=jar_instance(), database_url="sqlite://"))
    engine.start()
    try:
        assert engine.wait(PATIENCE_SECONDS).ready
        assert not engine.status_for("de-DE").ready
        assert wait_until(lambda: engine.status_for("de-DE").ready, PATIENCE_SECONDS)
        text = "„Das ist ein gutes Idee“, sagte Zorvath. Er wuste es. Zorvath ging mit Zorvath-kun. Zorvaht lachte."
        found = findings_in(engine, text, Lexicon.of(["Zorvath"]), "de-DE")
        assert [(finding.words, finding.kind) for finding in found] == [
            ("ein gutes Idee", Kind.MISTAKE), ("wuste", Kind.UNKNOWN), ("Zorvaht", Kind.MISTAKE),
        ]  # fmt: skip
        dots = [Paragraph("Er ging.. Er kam.")]
        shown = {level: check(engine, dots, "de-DE", level=level) for level in Level}
        assert (len(shown[Level.ESSENTIAL][0]), len(shown[Level.EVERYTHING][0])) == (0, 1)
        story = ["Die Katze schlief. Da sah die Katze Zorvath. Da lief die Katze, und Zorvath lief mit der Katze."]
        assert [proposal.term for proposal in learn(engine, story, "de-DE")] == ["Zorvath"]
        assert said(findings_in(engine, "He walked threw the door.")) == [("threw", "through")]
    finally:
        engine.stop()


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_language_of_a_work_is_kept_and_asked_in(app: Flask) -> None:
    with app.app_context():
        chapter = make_chapter("It was her favuorite song.")
        db.session.commit()
        work, document, person = chapter.work_id, text_of(chapter).id, author_of(chapter.work).get_id()
    author = client_of(app, person)
    rows = {"paragraphs": [{"key": "0", "text": "It was her favuorite song."}]}

    def first() -> str:
        return author.post(f"/documents/{document}/findings", json=rows).json["findings"]["0"][0]["suggestions"][0]

    assert first() == "favorite"
    assert author.post(f"/works/{work}/language", json={"language": "en-GB"}).status_code == 204
    assert first() == "favourite"
    assert author.post(f"/works/{work}/language", json={"language": "xx"}).status_code == 400
    assert author.post(f"/works/{work}/language", data={"language": "en-US"}).status_code == 303
    assert first() == "favorite"
