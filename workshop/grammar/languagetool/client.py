"""Asks a LanguageTool server. The only module that imports `language_tool_python`.

Of that library the request building and the transport are used. Its `Match` class keeps state per class, which gives
wrong offsets under threads and with emoji; it also drops the short message. So the answer is read here, into a frozen
dataclass, and the offsets stay what LanguageTool sends: UTF-16 units, as in the browser.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import urljoin

from language_tool_python import LanguageTool
from language_tool_python.exceptions import LanguageToolError

from workshop.errors import WorkshopError
from workshop.grammar.languagetool.languages import is_english
from workshop.grammar.languagetool.matches import SPELLING, Match, Switches
from workshop.prose.utf16 import utf16_length

#: Suggestions beyond these are never what was meant.
MOST_SUGGESTIONS = 8
#: As long as the server itself takes at most: on a very busy machine the first check alone took more than a minute.
TIMEOUT_SECONDS = 120
#: A server that ends again and again at the same text will not get through it.
PATIENT_TRIES = 4
PATIENT_PAUSE_SECONDS = 1.0
#: Between words about which the dictionary is asked. In a sentence LanguageTool looks for suggestions, which takes it most of
#: the time, only for the first few unknown words; across a sign it does not try to join neighbours, as it does across a blank.
_IN_A_SENTENCE = ";"
#: In Spanish a capital within a sentence makes any word a name.
_IN_PARAGRAPHS = "\n\n"
#: With a word that no dictionary has, since the speller loads more when it has to suggest.
WARM_UP_TRIES = 3
WARM_UP_TEXT = "“I thinks you was wrong, Zorvath,” she says. Its a pity, but there going home."


class CheckerUnavailable(WorkshopError):
    """There is no grammar checker to ask just now. Writing goes on; checks resume by themselves."""

    status = 503
    sentence = "The grammar checker cannot be reached just now. Writing goes on; checks resume by themselves."


class Client:
    """Checks texts on the server that `find_url` names; it is asked anew each time, since servers restart.

    Safe to share between threads. `on_failure` is told when the server did not answer as it should.
    """

    def __init__(
        self,
        find_url: Callable[[], str | None],
        switches: Switches = Switches(),
        on_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._find_url = find_url
        self._parameters = switches.parameters()
        self._on_failure = on_failure
        self._connecting = threading.Lock()
        self._connection = lru_cache(maxsize=8)(_Connection)

    def check(self, text: str, language: str) -> tuple[Match, ...]:
        """Return what LanguageTool finds in the text; raises CheckerUnavailable."""
        url = self._find_url()
        if url is None:
            raise CheckerUnavailable
        try:
            with self._connecting:
                connection = self._connection(language, url)
            return connection.matches(text, self._parameters)
        except (LanguageToolError, OSError, KeyError, TypeError, ValueError) as error:
            self._on_failure()
            raise CheckerUnavailable(url=url) from error

    def unknown_words(self, words: Iterable[str], language: str) -> frozenset[str]:
        """Return those of the words that the language's dictionary does not have; raises CheckerUnavailable."""
        asked = tuple(dict.fromkeys(words))
        between = _IN_A_SENTENCE if is_english(language) else _IN_PARAGRAPHS
        ends = list(accumulate(utf16_length(word) + len(between) for word in asked))
        matches = self.check(between.join(asked), language) if asked else ()
        return frozenset(asked[bisect_right(ends, match.start)] for match in matches if match.is_spelling)

    def warm_up(self, language: str) -> None:
        """Make the server load the rules of a language, which takes it some seconds; raises CheckerUnavailable.

        On a very busy machine it takes longer than a request may. The server goes on loading, so it is asked again.
        """
        for _ in range(WARM_UP_TRIES - 1):
            with suppress(CheckerUnavailable):
                self.check(WARM_UP_TEXT, language)
                return
        self.check(WARM_UP_TEXT, language)


class PatientClient(Client):
    """A client that asks again when its server has come back, for long work that nobody else would begin anew.

    `wait_for_server` returns when there is one to ask, or False where there will be none.
    """

    def __init__(self, *settings: Any, wait_for_server: Callable[[], bool], **more: Any) -> None:
        super().__init__(*settings, **more)
        self._wait_for_server = wait_for_server

    def check(self, text: str, language: str) -> tuple[Match, ...]:
        for _ in range(PATIENT_TRIES - 1):
            with suppress(CheckerUnavailable):
                return super().check(text, language)
            # Who watches the server needs a moment to see that it is gone.
            time.sleep(PATIENT_PAUSE_SECONDS)
            if not self._wait_for_server():
                break
        return super().check(text, language)


class _Connection(LanguageTool):
    """The library's client of one server. Nothing here changes after it is made, so threads may share it."""

    _TIMEOUT = TIMEOUT_SECONDS

    def __init__(self, language: str, url: str) -> None:
        # An empty proxy keeps requests to this machine from being sent to a proxy that the environment names.
        local = "//127.0.0.1" in url
        super().__init__(language, remote_server=url, proxies={"http": "", "https": ""} if local else None)

    def matches(self, text: str, parameters: dict[str, str]) -> tuple[Match, ...]:
        answer = self._query_server(
            urljoin(self.url, "check"), self._create_params(text) | parameters, num_tries=1, method="post"
        )
        return tuple(map(_read_match, answer["matches"]))


def _read_match(match: dict[str, Any]) -> Match:
    rule = match["rule"]
    return Match(
        start=match["offset"],
        end=match["offset"] + match["length"],
        rule=rule["id"],
        category=rule["category"]["id"],
        issue=rule["issueType"],
        message=match["message"],
        short=match["shortMessage"],
        suggestions=tuple(
            found["value"]
            for found in match["replacements"][:MOST_SUGGESTIONS]
            if not _is_limit(rule["id"], found["value"])
        ),
    )


def _is_limit(rule: str, suggestion: str) -> bool:
    """Whether the speller only says there that it looked for none: "(suggestion limit reached)", in any language."""
    return rule.startswith(SPELLING) and suggestion.startswith("(") and suggestion.endswith(")")
