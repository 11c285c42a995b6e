"""The network that reads a paragraph from both ends and says how well each of its words fits in a place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workshop.grammar.context.tokens import Token, unknown_form

#: Longer paragraphs are read in windows, as in training: this many tokens, of which the outer ones only give context.
WINDOW = 160
MARGIN = 30
#: Tokens that are worked on at once, filling included: one step takes all texts on by a token, and costs nearly the same for few.
BATCH_TOKENS = 32_768

Array = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one text's tokens, and the places in it about which the network is asked."""

    text: int
    first: int
    ids: Array
    asked: list[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one direction remembers after each token: step, row, unit. `row_of` says which row each sequence has there."""

    remembered: Array
    row_of: Array

    def after(self, steps: Array, sequences: Array) -> Array:
        """Return a row for each step of a sequence."""
        return self.remembered[steps, self.row_of[sequences]]


class RecurrentNetwork:
    """A trained network. It is never changed after loading: any number of threads may ask it."""

    def __init__(self, packed: Mapping[str, Array]) -> None:
        words = json.loads(packed["meta"].tobytes())
        weights = {name.removesuffix(".q"): _unpack(packed, name) for name in packed if _is_weight(name)}
        self._ids = {word: place for place, word in enumerate(words["words"])}
        self.outputs = {word: place for place, word in enumerate(words["out"])}
        self._embedding = weights["E.weight"]
        self._dense = [(weights[f"{name}.weight"].T.copy(), weights[f"{name}.bias"]) for name in ("W1", "W2", "O")]
        self._units = weights["f.weight_hh_l0"].shape[1]
        both = zip(*(_gates(weights, direction, self._units) for direction in "fb"), strict=True)
        self._in, in_bias, self._across, across_bias = map(np.stack, both)
        # Both biases of a gate are added to the same sum; that of what is fresh is weighed by a gate before.
        across_bias, self._fresh_bias = np.split(across_bias, [2 * self._units], axis=-1)
        self._in_bias = in_bias + np.pad(across_bias, ((0, 0), (0, 0), (0, self._units)))

    def scores(self, texts: Sequence[Sequence[Token]], asked: Sequence[Sequence[int]]) -> list[dict[int, Array]]:
        """Return, for each text, the scores of all output words at each token that is asked about.

        Two words compare by the difference of their scores; alone a score means nothing.
        """
        found: list[dict[int, Array]] = [{} for _ in texts]
        windows = [w for place, tokens in enumerate(texts) for w in self._windows(place, tokens, asked[place])]
        windows.sort(key=lambda window: len(window.ids))
        for batch in _batches(windows):
            answers = iter(self._score(batch))
            for window in batch:
                found[window.text].update((window.first + place, next(answers)) for place in window.asked)
        return found

    def _windows(self, text: int, tokens: Sequence[Token], asked: Sequence[int]) -> Iterator[Window]:
        if not asked:
            return
        ids = np.array([self._id(token) for token in tokens], dtype=np.int32)
        step = WINDOW - 2 * MARGIN
        for first in range(0, max(1, len(ids) - 2 * MARGIN), step):
            is_last = first + WINDOW >= len(ids)
            begin, end = first + MARGIN if first else 0, len(ids) if is_last else first + WINDOW - MARGIN
            own = [place - first for place in asked if begin <= place < end]
            if own:
                yield Window(text, first, ids[first : first + WINDOW], own)
            if is_last:
                return

    def _id(self, token: Token) -> int:
        known = self._ids.get(token.form)
        return self._ids[unknown_form(token)] if known is None else known

    def _score(self, batch: Sequence[Window]) -> Array:
        """Return one row of scores for each place that the windows ask about, in their order."""
        around = np.zeros((len(batch), max(len(window.ids) for window in batch) + 4), dtype=np.int32)
        around[:, :2] = self._ids["<s>"]
        for row, window in enumerate(batch):
            around[row, 2 : len(window.ids) + 2] = window.ids
        rows = np.array([row for row, window in enumerate(batch) for _ in window.asked])
        places = np.array([place for window in batch for place in window.asked])
        after = np.array([len(window.ids) for window in batch])[rows] - 1 - places
        # Each side is read from its edge, whose mark comes first, as far as somebody asks and no farther.
        from_left = self._read(0, [np.append(self._ids["<s>"], window.ids[: max(window.asked)]) for window in batch])
        from_right = self._read(
            1, [np.append(self._ids["</s>"], window.ids[: min(window.asked) : -1]) for window in batch]
        )
        neighbours = [self._embedding[around[rows, places + shift]] for shift in (0, 1, 3, 4)]
        layer = np.concatenate([from_left.after(places, rows), from_right.after(after, rows), *neighbours], axis=1)
        (first, first_bias), (second, second_bias), (last, last_bias) = self._dense
        hidden = np.maximum(layer @ first + first_bias, 0) @ second + second_bias
        return hidden @ last + last_bias

    def _read(self, side: int, sequences: Sequence[Array]) -> Reading:
        """Return what one direction, 0 from the left and 1 from the right, remembers after each token of the sequences."""
        lengths = np.array([len(sequence) for sequence in sequences])
        order = np.argsort(lengths, kind="stable")
        # Sorted by length, so that behind their ends nothing is read.
        ids = np.zeros((len(sequences), lengths.max()), dtype=np.int32)
        for row, place in enumerate(order):
            ids[row, : lengths[place]] = sequences[place]
        used, which = np.unique(ids, return_inverse=True)
        inputs = self._embedding[used] @ self._in[side] + self._in_bias[side]
        which = which.reshape(ids.shape).T
        units, rows = self._units, len(sequences)
        state = np.zeros((rows, units), dtype=np.float32)
        remembered = np.empty((ids.shape[1], rows, units), dtype=np.float32)
        for place, first in enumerate(np.searchsorted(lengths[order], np.arange(ids.shape[1]), side="right")):
            state = state[first - rows :]
            given = inputs[which[place, first:]]
            kept = state @ self._across[side]
            # A logistic gate is half a hyperbolic tangent, of which NumPy has a fast one; _gates halved its inputs.
            gates = given[..., : 2 * units]
            gates += kept[..., : 2 * units]
            np.tanh(gates, out=gates)
            gates += 1
            gates *= 0.5
            fresh = kept[..., 2 * units :]
            fresh += self._fresh_bias[side]
            fresh *= gates[..., :units]
            fresh += given[..., 2 * units :]
            np.tanh(fresh, out=fresh)
            state = fresh + gates[..., units:] * (state - fresh)
            remembered[place, first:] = state
        return Reading(remembered, np.argsort(order))


def _batches(windows: Sequence[Window]) -> Iterator[Sequence[Window]]:
    """Cut windows that are sorted by length into batches that fit."""
    start = 0
    for end in range(1, len(windows) + 1):
        if end == len(windows) or len(windows[end].ids) * (end + 1 - start) > BATCH_TOKENS:
            yield windows[start:end]
            start = end


def _is_weight(name: str) -> bool:
    return name != "meta" and not name.endswith(".s")


def _unpack(packed: Mapping[str, Array], name: str) -> Array:
    """Return a matrix from its whole numbers and the scale of each row, or a plain vector as it is."""
    stored = packed[name]
    if not name.endswith(".q"):
        return stored
    return stored.astype(np.float32) * packed[f"{name.removesuffix('.q')}.s"]


def _gates(weights: dict[str, Array], direction: str, units: int) -> tuple[Array, Array, Array, Array]:
    """Return one direction's matrices as `_read` uses them: turned round, and those of logistic gates halved."""
    half = np.ones(3 * units, dtype=np.float32)
    half[: 2 * units] = 0.5
    names = ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
    given, given_bias, across, across_bias = (weights[f"{direction}.{name}_l0"] for name in names)
    given, across = (given.T * half).copy(), (across.T * half).copy()
    return given, (given_bias * half)[None, :], across, (across_bias * half)[None, :]
