"""The context model: two networks of different build that answer together, since they err in different places.

Most places are clear at a glance, and most of the others to the first network: the second reads what is left.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workshop.grammar.context import GLANCE_WEIGHTS, RECURRENT_WEIGHTS, WINDOW_WEIGHTS
from workshop.grammar.context.glance import Glance
from workshop.grammar.context.least import Doubts, Least
from workshop.grammar.context.recurrent import RecurrentNetwork
from workshop.grammar.context.tokens import Token
from workshop.grammar.context.window import Place, WindowNetwork

SHA256 = {
    GLANCE_WEIGHTS: "9920fe416cfcdb33edaa3d42a81585ddba41b215a2b2472eb05e3ce7fc98a37d",
    RECURRENT_WEIGHTS: "48a33f2d6cdd8f73ed3373d56cde92f5cbbbc261b60d9d76a1d74fbe2f639364",
    WINDOW_WEIGHTS: "02a8cb97a5db35da02d5bfe54531f8eba18127a39abca1b894f563654c52fbe6",
}
#: How much the recurrent network's word counts where both know the words; card.md says how that was found.
RECURRENT_SHARE = 0.7
#: By more than this the recurrent network never favours a word over what the window network thinks of it, where that
#: brings it beyond its threshold: of 1,280 such words in 1,518 texts with planted errors it did so in none by more than 10,
#: and in one by more than 8. So where the window network is too sure of what is written, the other need not be asked:
#: it reads a quarter of a clean story then, and takes most of the time.
RECURRENT_LEAD = 9.0

Array = np.ndarray[Any, Any]


class DamagedModel(Exception):
    """The weights are missing or not those that were trained."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What both networks think of one place."""

    model: Model
    recurrent: Array
    window: Array

    def better(self, meant: str, written: str) -> float:
        """Return by how much one word fits better than the other, as the logarithm of the odds."""
        outputs = self.model.window.outputs
        by_window = float(self.window[outputs[meant]] - self.window[outputs[written]])
        outputs = self.model.recurrent.outputs
        if meant not in outputs or written not in outputs:
            return by_window
        by_reading = float(self.recurrent[outputs[meant]] - self.recurrent[outputs[written]])
        return RECURRENT_SHARE * by_reading + (1 - RECURRENT_SHARE) * by_window


class Model:
    """The trained model. Nothing that it answers changes after loading: any number of threads may ask it."""

    def __init__(self, recurrent: RecurrentNetwork, window: WindowNetwork, glance: Glance | None = None) -> None:
        """Without a glance the window network is asked everywhere."""
        self.recurrent = recurrent
        self.window = window
        self._glance = glance
        self._made: dict[Least, tuple[Doubts | None, Doubts]] = {}

    @classmethod
    def load(
        cls, recurrent: Path = RECURRENT_WEIGHTS, window: Path = WINDOW_WEIGHTS, glance: Path | None = GLANCE_WEIGHTS
    ) -> Model:
        """Return the model in the files; raises DamagedModel."""
        reading = RecurrentNetwork(read_weights(recurrent, SHA256[RECURRENT_WEIGHTS]))
        looking = WindowNetwork(read_weights(window, SHA256[WINDOW_WEIGHTS]))
        return cls(reading, looking, glance and Glance(read_weights(glance, SHA256[GLANCE_WEIGHTS]), looking.embedding))

    def scores(
        self, texts: Sequence[Sequence[Token]], asked: Sequence[Sequence[int]], least: Least | None = None
    ) -> list[dict[int, Scores]]:
        """Return, for each text, what the networks think of each token that is asked about.

        With `least`, only of those where another word may fit better by that much.
        """
        seen = self._seen(texts, [(text, place) for text, places in enumerate(asked) for place in places], least)
        read = self.recurrent.scores(texts, [list(rows) for rows in seen])
        return [
            {place: Scores(self, rows[place], row) for place, row in others.items()}
            for rows, others in zip(read, seen, strict=True)
        ]

    def _seen(
        self, texts: Sequence[Sequence[Token]], asked: Sequence[Place], least: Least | None
    ) -> list[dict[int, Array]]:
        """Return for each text the window network's scores of the places about which the recurrent one has to be asked."""
        words = [texts[text][place].form for text, place in asked]
        places = self.window.places(texts, asked)
        kept: Array = np.arange(len(asked))
        at_a_glance, by_window = self._doubts(least) if least else (None, None)
        if at_a_glance:
            kept = self._glance.doubtful(places, words, at_a_glance)
        found: list[dict[int, Array]] = [{} for _ in texts]
        for part, some in places.some(kept).batches():
            numbers, rows = kept[part], self.window.rows(some)
            if by_window:
                doubtful = by_window([words[number] for number in numbers], rows)
                numbers, rows = numbers[doubtful], rows[doubtful]  # a copy, so that the rest does not stay in memory
            for number, row in zip(numbers, rows, strict=True):
                text, place = asked[number]
                found[text][place] = row
        return found

    def _doubts(self, least: Least) -> tuple[Doubts | None, Doubts]:
        """Return what tells at a glance where the networks have to be asked, and by the first where the second has to."""
        # Two threads that come at once make the same.
        if least not in self._made:
            self._made[least] = (self._glance.doubts(least) if self._glance else None, self._doubts_by_window(least))
        return self._made[least]

    def _doubts_by_window(self, least: Least) -> Doubts:
        led = self.recurrent.outputs
        leads = [RECURRENT_SHARE * RECURRENT_LEAD * (written in led and meant in led) for written, meant in least.pairs]
        written, meant = np.array([[self.window.outputs[word] for word in pair] for pair in least.pairs]).T
        leads_by_pair = np.array(leads, dtype=np.float32)
        return least.doubts(
            lambda scores, rows, pairs: scores[rows, meant[pairs]] - scores[rows, written[pairs]], leads_by_pair
        )


def read_weights(path: Path, sha256: str) -> Mapping[str, Array]:
    """Return the arrays in the file; raises DamagedModel when it is not the very file that was meant."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DamagedModel(f"{path.name} cannot be read: {error.strerror}") from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DamagedModel(f"{path.name} does not have its checksum")
    with np.load(io.BytesIO(raw), allow_pickle=False) as packed:
        return dict(packed)
