"""Asks the dictionary about single words, and remembers: a story uses the same few thousand again and again."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from workshop.grammar.languagetool.client import Client

#: Enough for a long novel's compounds and stutters; when it is full, it starts anew.
REMEMBERED_MAX = 50_000
#: Words in one request, which in English are one sentence. Of much longer ones the analysis begins to tell.
ASKED_AT_ONCE = 200


class Speller:
    """The dictionary of one server, for any language. Safe to share between threads."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[tuple[str, str], bool] = {}
        self._lock = threading.Lock()

    def known(self, words: Iterable[str], language: str) -> frozenset[str]:
        """Return those of the words that the dictionary has; raises CheckerUnavailable."""
        asked = frozenset(words)
        with self._lock:
            answers = {word: self._known[language, word] for word in asked if (language, word) in self._known}
        missing = sorted(asked - answers.keys())
        for start in range(0, len(missing), ASKED_AT_ONCE):
            these = missing[start : start + ASKED_AT_ONCE]
            unknown = self._client.unknown_words(these, language)
            answers.update((word, word not in unknown) for word in these)
        if missing:
            self._remember(answers, language)
        return frozenset(word for word, known in answers.items() if known)

    def _remember(self, answers: dict[str, bool], language: str) -> None:
        with self._lock:
            if len(self._known) > REMEMBERED_MAX:
                self._known.clear()
            self._known.update({(language, word): known for word, known in answers.items()})
