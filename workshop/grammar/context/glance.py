"""A glance at the nearest words, which shows that most places are clear: there the networks need not be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from workshop.grammar.context.least import Doubts, Least
from workshop.grammar.context.window import Places, unrounded

#: So many tokens on each side are looked at.
NEAR = 4
OFFSETS = np.array([*range(-NEAR, 0), *range(1, NEAR + 1)])

Array = np.ndarray[Any, Any]


class Glance:
    """One narrow layer over the vectors of the nearest words. It is never changed: any number of threads may ask it."""

    def __init__(self, packed: Mapping[str, Array], embedding: Array) -> None:
        """Take its weights, and the vectors of words as the window network has them."""
        words = json.loads(packed["words"].tobytes())
        weights = unrounded(packed)
        self._embedding = embedding
        self._first, self._first_bias = weights["first.weight"].T.copy(), weights["first.bias"]
        self._last = dict(
            zip(words["out"], np.column_stack([weights["last.weight"], weights["last.bias"]]), strict=True)
        )
        self._unlearnt = np.zeros(self._first.shape[1] + 1, dtype=np.float32)
        self._leads = {tuple(pair): lead for pair, lead in zip(words["pairs"], packed["leads"], strict=True)}

    def doubtful(self, places: Places, words: Sequence[str], doubts: Doubts) -> Array:
        """Return which of the places, where these words stand, are not clear."""
        found = [np.zeros(0, dtype=np.intp)]
        for part, some in places.batches():
            units = self.units(some.ids[some.asked[:, None] + OFFSETS], some.flags)
            found.append(part.start + np.flatnonzero(doubts(words[part], units)))
        return np.concatenate(found)

    def units(self, near: Array, flags: Array) -> Array:
        """Return what the layer makes of each place: place, unit. The last unit is always one, for the bias of words."""
        layer = np.concatenate([self._embedding[near].reshape(len(near), -1), flags], axis=1, dtype=np.float32)
        layer = np.maximum(layer @ self._first + self._first_bias, 0)
        return np.column_stack([layer, np.ones(len(layer), dtype=np.float32)])

    def word(self, form: str) -> Array:
        """Return by how much each unit speaks for the word: nothing about one that it has not learnt."""
        return self._last.get(form, self._unlearnt)

    def doubts(self, least: Least) -> Doubts:
        """Return what tells by the units where the networks still have to be asked."""
        apart = np.array([self.word(meant) - self.word(written) for written, meant in least.pairs])
        # Of a direction that it has not learnt it knows nothing: the networks are asked wherever that word stands.
        leads = np.array([self._leads.get(pair, np.inf) for pair in least.pairs], dtype=np.float32)
        return least.doubts(lambda units, rows, pairs: np.einsum("ij,ij->i", units[rows], apart[pairs]), leads)
