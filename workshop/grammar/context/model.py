"""The context model: two networks of different build that answer together, since they err in different places."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workshop.grammar.context import RECURRENT_WEIGHTS, WINDOW_WEIGHTS
from workshop.grammar.context.least import Least
from workshop.grammar.context.recurrent import RecurrentNetwork
from workshop.grammar.context.tokens import Token
from workshop.grammar.context.window import WindowNetwork

SHA256 = {
    RECURRENT_WEIGHTS: "48a33f2d6cdd8f73ed3373d56cde92f5cbbbc261b60d9d76a1d74fbe2f639364",
    WINDOW_WEIGHTS: "02a8cb97a5db35da02d5bfe54531f8eba18127a39abca1b894f563654c52fbe6",
}
#: How much the recurrent network's word counts where both know the words; card.md says how that was found.
RECURRENT_SHARE = 0.7
#: By more than this the window network favours no word over another: on 400,000 words, clean ones and with planted errors,
#: by 27 at most. So where the recurrent network is too sure of what is written, the other need not be asked.
WINDOW_REACH = 30.0

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
    """The trained model. It is never changed after loading: any number of threads may ask it."""

    def __init__(self, recurrent: RecurrentNetwork, window: WindowNetwork) -> None:
        self.recurrent = recurrent
        self.window = window

    @classmethod
    def load(cls, recurrent: Path = RECURRENT_WEIGHTS, window: Path = WINDOW_WEIGHTS) -> Model:
        """Return the model in the files; raises DamagedModel."""
        return cls(
            RecurrentNetwork(read_weights(recurrent, SHA256[RECURRENT_WEIGHTS])), WindowNetwork(read_weights(window, SHA256[WINDOW_WEIGHTS]))
        )

    def scores(
        self, texts: Sequence[Sequence[Token]], asked: Sequence[Sequence[int]], least: Least | None = None
    ) -> list[dict[int, Scores]]:
        """Return, for each text, what the networks think of each token that is asked about.

        With `least`, only of those where another word may fit better by that much.
        """
        read = self.recurrent.scores(texts, asked)
        if least is not None:
            asked = self._doubtful(texts, asked, read, least)
        seen = self.window.scores(texts, asked)
        return [
            {place: Scores(self, rows[place], row) for place, row in others.items()}
            for rows, others in zip(read, seen, strict=True)
        ]

    def _doubtful(
        self,
        texts: Sequence[Sequence[Token]],
        asked: Sequence[Sequence[int]],
        read: Sequence[Mapping[int, Array]],
        least: Least,
    ) -> list[list[int]]:
        """Return the places of each text about which the window network still has to be asked."""
        words = [tokens[place].form for tokens, places in zip(texts, asked, strict=True) for place in places]
        if not words:
            return [[] for _ in texts]
        rows = np.stack([rows[place] for rows, places in zip(read, asked, strict=True) for place in places])
        kept = iter(least.may_matter(words, rows, self.recurrent.outputs, RECURRENT_SHARE, WINDOW_REACH))
        return [[place for place in places if next(kept)] for places in asked]


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
