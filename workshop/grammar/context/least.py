"""Where another word may matter: by how much each must fit better, held against one network's scores at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
#: Gets some words and a row of scores for each; tells of each whether another one may fit better by enough.
Doubts = Callable[[Sequence[str], Array], Array]


class Least:
    """For each word that may be written, the others that may be meant, and by how much each must fit better at least."""

    def __init__(self, others: Mapping[str, Sequence[tuple[str, float]]], lowered: float = 0.0) -> None:
        self._numbers = {word: number for number, word in enumerate(others)}
        pairs = [(written, meant, least - lowered) for written, found in others.items() for meant, least in found]
        self._written, self._meant = [written for written, _, _ in pairs], [meant for _, meant, _ in pairs]
        self._least = np.array([least for _, _, least in pairs], dtype=np.float32)
        self._counts = np.array([len(found) for found in others.values()])
        self._starts = np.cumsum(self._counts) - self._counts

    def doubts(self, columns: Mapping[str, int], led: Container[str], lead: float) -> Doubts:
        """Return what tells by one network's scores where another word may fit better by enough.

        `columns` says where each word's score stands. Another network, which knows the words `led`, may add up to `lead`.
        """
        written, meant = (np.array([columns[word] for word in each]) for each in (self._written, self._meant))
        is_led = np.array([a in led and b in led for a, b in zip(self._written, self._meant, strict=True)])
        beyond = self._least - lead * is_led

        def doubts(words: Sequence[str], scores: Array) -> Array:
            chosen = np.array([self._numbers[word] for word in words], dtype=np.intp)
            counts = self._counts[chosen]
            rows = np.repeat(np.arange(len(words)), counts)
            within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
            pairs = np.repeat(self._starts[chosen], counts) + within
            enough = scores[rows, meant[pairs]] - scores[rows, written[pairs]] > beyond[pairs]
            return np.bincount(rows[enough], minlength=len(words)) > 0

        return doubts
