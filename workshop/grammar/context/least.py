"""Where another word may matter: by how much each must fit better, held against one network's answers at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
#: Gets some words and a network's answer about the place of each; tells of each whether another may fit better by enough.
Doubts = Callable[[Sequence[str], Array], Array]
#: Gets answers, and which row of them and which pair of words is meant, in two arrays; gives by how much the second of
#: each pair fits better there.
Better = Callable[[Array, Array, Array], Array]


class Least:
    """For each word that may be written, the others that may be meant, and by how much each must fit better at least."""

    def __init__(self, others: Mapping[str, Sequence[tuple[str, float]]], lowered: float = 0.0) -> None:
        found = [(written, meant, least - lowered) for written, each in others.items() for meant, least in each]
        #: Each written word with one that may be meant; arrays "by pair" have this order.
        self.pairs = [(written, meant) for written, meant, _ in found]
        self._least = np.array([least for _, _, least in found], dtype=np.float32)
        self._numbers = {word: number for number, word in enumerate(others)}
        self._counts = np.array([len(each) for each in others.values()])
        self._starts = np.cumsum(self._counts) - self._counts

    def doubts(self, better: Better, leads: Array) -> Doubts:
        """Return what tells by a network's answers where another word may fit better by enough.

        `leads` says by pair how much further than that network all of them together may go.
        """
        beyond = self._least - leads

        def doubts(words: Sequence[str], answers: Array) -> Array:
            rows, pairs = self._in_question(words)
            enough = better(answers, rows, pairs) > beyond[pairs]
            return np.bincount(rows[enough], minlength=len(words)) > 0

        return doubts

    def _in_question(self, words: Sequence[str]) -> tuple[Array, Array]:
        """Return for every pair whose first is one of the words which word that is, and which pair."""
        chosen = np.array([self._numbers[word] for word in words], dtype=np.intp)
        counts = self._counts[chosen]
        rows = np.repeat(np.arange(len(words)), counts)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return rows, np.repeat(self._starts[chosen], counts) + within
