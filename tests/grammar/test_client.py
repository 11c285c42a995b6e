"""The one module that asks LanguageTool: places, threads, and what happens when nobody answers."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workshop.grammar.engine import Engine
from workshop.grammar.languagetool import client
from workshop.grammar.languagetool.client import WARM_UP_TRIES, CheckerUnavailable, Client, PatientClient
from workshop.grammar.languagetool.java import SERVER_OPTIONS
from workshop.grammar.languagetool.matches import Match
from workshop.prose.utf16 import utf16_slice

WITH_EMOJI = "😀" * 30 + " This are wrong. He dont know. Its bad that she go there."
WITHOUT = "No emoji here. This are wrong. He dont know. Its bad that she go there."


def placed(text: str, matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    return [(utf16_slice(text, match.start, match.end), match.rule) for match in matches]


@pytest.mark.languagetool
def test_places_are_utf16_units(languagetool: Engine) -> None:
    found = placed(WITH_EMOJI, languagetool.client.check(WITH_EMOJI, "en-US"))
    assert ("dont", "EN_CONTRACTION_SPELLING") in found


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Let threads take turns as often as they can, so that what they share is shared."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.languagetool
@pytest.mark.usefixtures("eager_threads")
def test_threads_get_the_same_answers_as_one(languagetool: Engine) -> None:
    def ask(text: str) -> list[tuple[str, str]]:
        return placed(text, languagetool.client.check(text, "en-US"))

    alone = {text: ask(text) for text in (WITH_EMOJI, WITHOUT)}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(ask, [WITH_EMOJI, WITHOUT] * 40))
    assert together == [alone[WITH_EMOJI], alone[WITHOUT]] * 40


@pytest.mark.languagetool
def test_words_that_the_dictionary_lacks_are_named(languagetool: Engine) -> None:
    words = ["baa", "Tavira", "going", "goign", "Paris", "don't", "😀", "pier"]
    assert languagetool.client.unknown_words(words, "en-US") == {"Tavira", "goign"}
    assert languagetool.client.unknown_words([], "en-US") == frozenset()


@pytest.mark.languagetool
def test_of_many_words_the_dictionary_says_what_it_says_of_each(languagetool: Engine) -> None:
    unknown = [
        f"{first}{last}" for first in ("zorv", "Kaddu", "mirra", "Thess") for last in ("ath", "iel", "oqu", "umbria")
    ]
    unknown += [
        "teh",
        "paris",
        "sasuke",
        "Sasuke-kun",
        "n-naruto",
        "buchanan's",
        "dont",
        "thin gs",
        "metro pole",
        "goi ng",
    ]
    known = [*"how-de-do know-it-all Paris's ma'am PARIS Going café I a e.g the the-the ash hors york colour".split()]
    words = [word for pair in zip(unknown, known * 2, strict=False) for word in pair]
    assert len(unknown) > int(SERVER_OPTIONS["maxSpellingSuggestions"])

    alone = frozenset(word for word in words if languagetool.client.unknown_words([word], "en-US"))

    assert alone >= set(unknown[:16])
    assert languagetool.client.unknown_words(words, "en-US") == alone


def test_each_word_begins_a_sentence_where_a_capital_within_one_makes_a_name() -> None:
    asked: list[str] = []

    class Recorded(Client):
        def check(self, text: str, language: str) -> tuple[Match, ...]:
            asked.append(text)
            return ()

    client = Recorded(lambda: None)
    client.unknown_words(["casa", "Zorvath"], "es")
    client.unknown_words(["house", "Zorvath"], "en-GB")
    assert asked == ["casa\n\nZorvath", "house;Zorvath"]


@pytest.mark.languagetool
def test_sentence_of_unknown_words_has_suggestions_for_the_first_of_them(languagetool: Engine) -> None:
    text = "They recieve " + ", ".join(f"zorvat{letter}" for letter in "bcdfghjklmnpqrstv") + " and recieve."
    unknown = [match for match in languagetool.client.check(text, "en-US") if match.is_spelling]
    assert len(unknown) == 19
    assert "receive" in unknown[0].suggestions
    assert unknown[-1].suggestions == ()


@pytest.mark.languagetool
def test_spelling_follows_the_language(languagetool: Engine) -> None:
    assert languagetool.client.unknown_words(["colour"], "en-US") == {"colour"}
    assert languagetool.client.unknown_words(["colour"], "en-GB") == frozenset()


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:9/"])
def test_nobody_to_ask_is_one_error(url: str | None) -> None:
    failures = []
    client = Client(lambda: url, on_failure=lambda: failures.append(url))
    with pytest.raises(CheckerUnavailable):
        client.check("Anyone?", "en-US")
    assert failures == ([] if url is None else [url])


@pytest.mark.languagetool
def test_language_that_the_server_lacks_is_the_same_error(languagetool: Engine) -> None:
    with pytest.raises(CheckerUnavailable):
        languagetool.client.check("Wer da?", "xx-XX")


class Slow(BaseHTTPRequestHandler):
    """A server that fails its first checks, as LanguageTool does while loading its rules takes too long."""

    failing = 0

    def do_GET(self) -> None:
        self._answer(200, b'[{"name": "English", "code": "en", "longCode": "en-US"}]')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).failing -= 1
        if self.failing >= 0:
            self._answer(500, b"Error: Internal Error: Text checking took longer than allowed maximum")
        else:
            self._answer(200, b'{"matches": []}')

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow_url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("failing", [0, WARM_UP_TRIES - 1])
def test_server_that_is_slow_to_load_is_warmed_up_again(slow_url: str, failing: int) -> None:
    Slow.failing = failing
    Client(lambda: slow_url).warm_up("en-US")
    assert Slow.failing == -1


def test_server_that_stays_unable_is_an_error(slow_url: str) -> None:
    Slow.failing = WARM_UP_TRIES
    with pytest.raises(CheckerUnavailable):
        Client(lambda: slow_url).warm_up("en-US")
    assert Slow.failing == 0


def test_patient_client_asks_again_when_its_server_is_back_and_gives_up_where_none_will_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "PATIENT_PAUSE_SECONDS", 0)
    answers = iter([CheckerUnavailable(), CheckerUnavailable(), ()])

    def ask(*_asked: object) -> tuple[Match, ...]:
        answer = next(answers)
        if isinstance(answer, CheckerUnavailable):
            raise answer
        return answer

    monkeypatch.setattr(Client, "check", ask)
    assert PatientClient(lambda: None, wait_for_server=lambda: True).check("Fine.", "en-US") == ()
    answers = iter([CheckerUnavailable(), CheckerUnavailable()])
    with pytest.raises(CheckerUnavailable):
        PatientClient(lambda: None, wait_for_server=lambda: False).check("Fine.", "en-US")
    assert next(answers, None) is None
