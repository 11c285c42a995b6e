"""The network that looks at the words around a place, and says how well each of its words fits there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workshop.grammar.context.tokens import Token, spoken, unknown_form

#: So many tokens on each side are read each in its own place.
NEAR = 8
#: Those farther off are read by the stretch, each as the mean of its tokens: first and last distance.
STRETCHES = ((9, 12), (13, 20), (21, 32))
REACH = STRETCHES[-1][-1]
#: Besides words: whether the place has a capital, and whether it stands in speech.
FLAGS = 2
#: Places that are worked on at once: enough to keep the processor busy, few enough for its cache.
BATCH = 512
_PAD = "<pad>"

NEAR_OFFSETS = np.array([*range(-NEAR, 0), *range(1, NEAR + 1)])
STRETCH_OFFSETS = [np.arange(side * first, side * (last + 1), side) for side in (-1, 1) for first, last in STRETCHES]

Array = np.ndarray[Any, Any]
#: Which text and which of its tokens.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the network is asked: all texts in one array, `REACH` empty places around each, and the places in it."""

    ids: Array
    asked: Array
    flags: Array

    def some(self, chosen: slice | Array) -> Places:
        """Return the same with the chosen places only."""
        return Places(self.ids, self.asked[chosen], self.flags[chosen])

    def batches(self) -> Iterator[tuple[slice, Places]]:
        """Give the places in their order, as many as are worked on at once, each time with which of them these are."""
        for start in range(0, len(self.asked), BATCH):
            part = slice(start, start + BATCH)
            yield part, self.some(part)


class WindowNetwork:
    """Two dense layers over the words around a place. It is never changed: any number of threads may ask it."""

    def __init__(self, packed: Mapping[str, Array]) -> None:
        words = json.loads(packed["words"].tobytes())
        self._ids = {word: place for place, word in enumerate(words["in"])}
        self.outputs = {word: place for place, word in enumerate(words["out"])}
        weights = unrounded(packed)
        #: The vector of each word that is read: word, number.
        self.embedding = weights["embedding"]
        self._layers = [
            (weights[f"{name}.weight"].T.copy(), weights[f"{name}.bias"]) for name in ("first", "second", "last")
        ]

    def places(self, texts: Sequence[Sequence[Token]], asked: Sequence[Place]) -> Places:
        """Return the places as the network reads them. Texts in which nothing is asked are not read."""
        gap = [self._ids[_PAD]] * REACH
        ids, starts, in_speech = list(gap), {}, {}
        for text in dict.fromkeys(text for text, _ in asked):
            tokens = texts[text]
            starts[text], in_speech[text] = len(ids), spoken(tokens)
            ids += map(self._id, tokens)
            ids += gap
        at = [starts[text] + place for text, place in asked]
        flags = [(texts[text][place].is_capital, in_speech[text][place]) for text, place in asked]
        shape = (len(asked), FLAGS)
        return Places(np.array(ids), np.array(at, dtype=np.intp), np.array(flags, dtype=np.float32).reshape(shape))

    def rows(self, places: Places) -> Array:
        """Return a row of scores of all output words for each place."""
        near = self.embedding[places.ids[places.asked[:, None] + NEAR_OFFSETS]].reshape(len(places.asked), -1)
        far = [self._mean(places.ids[places.asked[:, None] + offsets]) for offsets in STRETCH_OFFSETS]
        layer = np.concatenate([near, *far, places.flags], axis=1)
        (first, first_bias), (second, second_bias), (last, last_bias) = self._layers
        layer = np.maximum(layer @ first + first_bias, 0)
        layer = np.maximum(layer @ second + second_bias, 0)
        return layer @ last + last_bias

    def _mean(self, ids: Array) -> Array:
        """Return the mean of the tokens in each row; padding, whose row of the embedding is zero, does not count."""
        count = np.maximum((ids != 0).sum(axis=1), 1).astype(np.float32)
        return self.embedding[ids].sum(axis=1) / count[:, None]

    def _id(self, token: Token) -> int:
        known = self._ids.get(token.form)
        return self._ids[unknown_form(token)] if known is None else known


def unrounded(stored: Mapping[str, Array]) -> dict[str, Array]:
    """Return matrices from their whole numbers and the scale of each row, and vectors as they are."""
    return {
        name: value.astype(np.float32) * stored[f"{name}.scale"] if value.dtype == np.int8 else value
        for name, value in stored.items()
        if not name.endswith(".scale")
    }
