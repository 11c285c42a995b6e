"""Teaches the glance what the whole model says of clean books, and finds how far it must be trusted.

It learns with the window network's vectors of words, by NumPy alone: a minute's work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.books import mended_paragraphs
from training.margins import Direction, batches, both_ways
from training.pace import half_wave
from workshop.grammar.context import slips
from workshop.grammar.context.glance import OFFSETS, Glance
from workshop.grammar.context.model import Model
from workshop.grammar.context.tokens import read_tokens

UNITS = 64
ROUNDS = 6
BATCH = 2048
LEARNING_RATE = 3e-3
WARM_UP_STEPS = 200
#: Of each book so many words are read: more books tell more than longer ones.
WORDS_OF_A_BOOK = 55_000
#: Of a frequent word about so many places are drawn a round.
MOST_PLACES = 12_000
#: Margins beyond it are all the same: nothing is near them that has to be told apart.
FAR = 10.0
#: An error beyond it pulls no harder.
WORST = 3.0
#: Of the slips that the model finds so many may be taken for clear at a glance: in each direction that has `OFTEN` of them,
#: and in all directions together, which says how far to go in the others.
MISSED = 0.0002
MISSED_AMONG_ALL = 0.0001
OFTEN = 1_000
#: Of one direction no more than so many are taken among all.
MOST_AMONG_ALL = 2_000
RESERVE = 0.5


@dataclass(frozen=True)
class Lessons:
    """Places in clean books, and by how much the whole model would rather have other words there."""

    words: list[str]
    #: The pairs (standing, other) as numbers of words.
    pairs: np.ndarray
    #: By place: the tokens around it, its flags, and where its margins begin, with one more at the end.
    near: np.ndarray
    flags: np.ndarray
    starts: np.ndarray
    #: By margin: its pair, and by how much the other word fits better.
    pair: np.ndarray
    margin: np.ndarray

    def numbers(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of all margins of these places, and how many each has."""
        counts = self.starts[at + 1] - self.starts[at]
        return np.repeat(self.starts[at] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum()), counts

    def inputs(self, at: np.ndarray, embedding: np.ndarray) -> np.ndarray:
        return np.concatenate([embedding[self.near[at]].reshape(len(at), -1), self.flags[at]], axis=1, dtype=np.float32)


def take_lessons(model: Model, books: Iterable[Path], directions: Sequence[Direction]) -> Lessons:
    """Return what the whole model says at all places of the directions' words."""
    partners = both_ways(directions)
    words = sorted(partners)
    pairs = [(word, other) for word in words for other in partners[word]]
    number = {pair: place for place, pair in enumerate(pairs)}
    near, flags, counts, pair, margin = [], [], [], [], []
    for texts in batches(text for book in books for text in _beginning(book)):
        tokens = [read_tokens(text) for text in texts]
        asked = [slips.in_question(text, own, partners) for text, own in zip(texts, tokens, strict=True)]
        scores = model.scores(tokens, asked)
        # The recurrent network answers in an order of its own.
        where = [(text, place) for text, found in enumerate(scores) for place in found]
        places = model.window.places(tokens, where)
        near.append(places.ids[places.asked[:, None] + OFFSETS].astype(np.uint16))
        flags.append(places.flags.astype(np.int8))
        found = [(scores[text][place], tokens[text][place].form) for text, place in where]
        counts += [len(partners[form]) for _, form in found]
        pair.append(np.array([number[form, other] for _, form in found for other in partners[form]], dtype=np.int32))
        margin.append(
            np.array([here.better(other, form) for here, form in found for other in partners[form]], dtype=np.float32)
        )
    numbers = {word: place for place, word in enumerate(words)}
    return Lessons(
        words,
        np.array([[numbers[word] for word in each] for each in pairs]),
        np.concatenate(near),
        np.concatenate(flags),
        np.concatenate([[0], np.cumsum(counts)]),
        np.concatenate(pair),
        np.concatenate(margin),
    )


def fit(lessons: Lessons, embedding: np.ndarray, rounds: int = ROUNDS, seed: int = 0) -> dict[str, np.ndarray]:
    """Return weights whose difference of two words comes near the margins between them."""
    chance = np.random.default_rng(seed)
    inputs = lessons.near.shape[1] * embedding.shape[1] + lessons.flags.shape[1]
    weights = {
        "first.weight": chance.normal(0, inputs**-0.5, (inputs, UNITS)).astype(np.float32),
        "first.bias": np.zeros(UNITS, np.float32),
        "last.weight": chance.normal(0, 0.1, (len(lessons.words), UNITS)).astype(np.float32),
        "last.bias": np.zeros(len(lessons.words), np.float32),
    }
    drawn = _shares(lessons)
    steps = max(1, int(rounds * drawn.sum() / BATCH))
    pace = _Pace(weights, steps)
    for number in range(rounds):
        chosen = np.flatnonzero(chance.random(len(drawn)) < drawn)
        chance.shuffle(chosen)
        for start in range(0, len(chosen), BATCH):
            error = pace.step(_slopes(weights, lessons, chosen[start : start + BATCH], embedding))
            if pace.done % 100 == 0:
                print(f"\rround {number + 1}, step {pace.done} of {steps}, {error:.3f}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return weights | {"first.weight": weights["first.weight"].T.copy()}


def find_leads(lessons: Lessons, glance: Glance, thresholds: slips.Directions) -> dict[Direction, float]:
    """Return for each direction how much further than the glance the whole model may go.

    Where the meant word stands, the written one in its place would be a slip; which of those the model would find, its
    margins say. Beyond its lead a direction loses so few of them that they are not seen again.
    """
    seen = _margins_of(lessons, glance)
    order = np.argsort(lessons.pair, kind="stable")
    begins = np.searchsorted(lessons.pair[order], np.arange(len(lessons.pairs) + 1))
    number = {tuple(pair): place for place, pair in enumerate(lessons.pairs.tolist())}
    word = {name: place for place, name in enumerate(lessons.words)}
    needed: dict[Direction, np.ndarray] = {}
    for written, meant, threshold in ((a, b, least) for a, found in thresholds.items() for b, least in found):
        pair = number[word[meant], word[written]]
        at = order[begins[pair] : begins[pair + 1]]
        model, by_glance = -lessons.margin[at], -seen[at]
        lowered = threshold - slips.LOWERED
        needed[written, meant] = np.concatenate([least - by_glance[model > least] for least in (threshold, lowered)])
    among_all = float(
        np.quantile(np.concatenate([each[:MOST_AMONG_ALL] for each in needed.values()]), 1 - MISSED_AMONG_ALL)
    )

    def lead(each: np.ndarray) -> float:
        if len(each) >= OFTEN:
            return float(np.quantile(each, 1 - MISSED)) + RESERVE
        return max(among_all, float(each.max(initial=0)) + RESERVE)

    return {pair: lead(each) for pair, each in needed.items()}


def _beginning(book: Path) -> Iterator[str]:
    """Give the first paragraphs of a book."""
    words = 0
    for text in mended_paragraphs(book):
        yield text
        words += len(text.split())
        if words > WORDS_OF_A_BOOK:
            return


def _margins_of(lessons: Lessons, glance: Glance) -> np.ndarray:
    """Return the margins that the glance sees."""
    word = np.array([glance.word(name) for name in lessons.words])
    found = []
    for start in range(0, len(lessons.near), BATCH):
        at = np.arange(start, min(start + BATCH, len(lessons.near)))
        numbers, counts = lessons.numbers(at)
        units = np.repeat(glance.units(lessons.near[at], lessons.flags[at]), counts, axis=0)
        standing, other = lessons.pairs[lessons.pair[numbers]].T
        found.append(np.einsum("ij,ij->i", units, word[other] - word[standing]))
    return np.concatenate(found)


def _shares(lessons: Lessons) -> np.ndarray:
    """Return for each place how likely it is drawn in a round."""
    standing = lessons.pairs[lessons.pair[lessons.starts[:-1]], 0]
    return np.minimum(1.0, MOST_PLACES / np.maximum(np.bincount(standing), 1))[standing]


def _slopes(
    weights: Mapping[str, np.ndarray], lessons: Lessons, at: np.ndarray, embedding: np.ndarray
) -> tuple[dict[str, np.ndarray], float]:
    """Return how the error at these places grows with each weight, and the error. Every place counts the same."""
    numbers, counts = lessons.numbers(at)
    pair, wanted = lessons.pair[numbers], np.clip(lessons.margin[numbers], -FAR, FAR)
    standing, other = lessons.pairs[pair].T
    inputs = lessons.inputs(at, embedding)
    before = inputs @ weights["first.weight"] + weights["first.bias"]
    units = np.maximum(before, 0)
    apart = weights["last.weight"][other] - weights["last.weight"][standing]
    by_margin = np.repeat(units, counts, axis=0)
    error = (apart * by_margin).sum(axis=1) + weights["last.bias"][other] - weights["last.bias"][standing] - wanted
    error[(np.abs(wanted) == FAR) & (error * wanted > 0)] = 0
    share = 1 / np.repeat(counts, counts) / len(at)
    pull = (np.clip(error, -WORST, WORST) * share).astype(np.float32)
    slope = np.add.reduceat(pull[:, None] * apart, np.cumsum(counts) - counts) * (before > 0)
    # By pair first: there are fewer of them than margins, and each adds to two words.
    order = np.argsort(pair, kind="stable")
    used, first = np.unique(pair[order], return_index=True)
    by_pair = np.add.reduceat((pull[:, None] * by_margin)[order], first)
    last, bias = np.zeros_like(weights["last.weight"]), np.zeros_like(weights["last.bias"])
    for side, sign in ((1, 1), (0, -1)):
        np.add.at(last, lessons.pairs[used, side], sign * by_pair)
        np.add.at(bias, lessons.pairs[pair, side], sign * pull)
    slopes = {"first.weight": inputs.T @ slope, "first.bias": slope.sum(axis=0), "last.weight": last, "last.bias": bias}
    return slopes, float((np.abs(error) * share).sum())


class _Pace:
    """Moves weights along their slopes, as Adam does: by Kingma and Ba, 2015."""

    def __init__(self, weights: dict[str, np.ndarray], steps: int) -> None:
        self._weights = weights
        self._steps = steps
        self._mean = {name: np.zeros_like(each) for name, each in weights.items()}
        self._square = {name: np.zeros_like(each) for name, each in weights.items()}
        self._error: float | None = None
        self.done = 0

    def step(self, found: tuple[dict[str, np.ndarray], float]) -> float:
        """Take a step; return the error, smoothed."""
        slopes, error = found
        self.done += 1
        rate = LEARNING_RATE * min(1.0, self.done / WARM_UP_STEPS) * half_wave(self.done, self._steps)
        for name, weight in self._weights.items():
            mean, square = self._mean[name], self._square[name]
            mean += 0.1 * (slopes[name] - mean)
            square += 0.02 * (slopes[name] ** 2 - square)
            weight -= rate * (mean / (1 - 0.9**self.done)) / (np.sqrt(square / (1 - 0.98**self.done)) + 1e-8)
        self._error = error if self._error is None else self._error + 0.01 * (error - self._error)
        return self._error
