"""Lets a network learn from a corpus which word stood in a place."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from training.corpus import Corpus, Places
from training.network import LearningNetwork
from training.pace import half_wave
from workshop.grammar.context.window import NEAR_OFFSETS, STRETCH_OFFSETS

BATCH = 2048
LEARNING_RATE = 2e-3
WARM_UP_STEPS = 300
#: Of a frequent word at most so many places are drawn a round; of one that is often confused, more.
MOST_PLACES = 4_000
MOST_PLACES_OFTEN_CONFUSED = 20_000
#: What guessing the word among all counts, beside guessing it among those that it is confused with.
SHARE_OF_ALL = 0.3


def fit(
    corpus: Corpus,
    places: Places,
    words: int,
    outputs: Sequence[str],
    directions: Mapping[tuple[str, str], float],
    rounds: int,
    seed: int,
) -> tuple[LearningNetwork, np.ndarray]:
    """Return the network after so many rounds, and what to add to its scores since frequent words were drawn less often."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = LearningNetwork(words, len(outputs))
    confused = _confused(outputs, directions)
    count = np.bincount(places.word, minlength=len(outputs))
    drawn = np.minimum(1.0, _most_places(outputs, directions) / np.maximum(count, 1))
    steps = rounds * math.ceil((count * drawn).sum() / BATCH)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    began, step, mean_loss = time.monotonic(), 0, 0.0
    network.train()
    for number in range(rounds):
        chosen = np.flatnonzero(chance.random(len(places.at)) < drawn[places.word])
        chance.shuffle(chosen)
        for start in range(0, len(chosen), BATCH):
            batch = chosen[start : start + BATCH]
            loss = _loss(
                network(*inputs(corpus, places.at[batch])), torch.from_numpy(places.word[batch]).long(), confused
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            step += 1
            mean_loss += 0.01 * (loss.item() - mean_loss)
            if step % 50 == 0:
                spent = time.monotonic() - began
                print(
                    f"\rround {number + 1}, step {step} of {steps}, {mean_loss:.4f}, {spent:.0f} s",
                    end="",
                    file=sys.stderr,
                )
    print(file=sys.stderr)
    network.eval()
    return network, np.log(np.where(drawn > 0, drawn, 1.0)).astype(np.float32) * -1


def inputs(corpus: Corpus, at: np.ndarray) -> tuple[Tensor, list[Tensor], Tensor]:
    """Return what the network reads at these places."""

    def ids(offsets: np.ndarray) -> Tensor:
        return torch.from_numpy(corpus.ids[at[:, None] + offsets].astype(np.int32))

    flags = np.stack([corpus.is_capital[at], corpus.is_spoken[at]], axis=1).astype(np.float32)
    return ids(NEAR_OFFSETS), [ids(offsets) for offsets in STRETCH_OFFSETS], torch.from_numpy(flags)


def _loss(scores: Tensor, word: Tensor, confused: Tensor) -> Tensor:
    among_set = scores.masked_fill(~confused[word], -1e9)
    return cross_entropy(among_set, word) + SHARE_OF_ALL * cross_entropy(scores, word)


def _confused(outputs: Sequence[str], directions: Mapping[tuple[str, str], float]) -> Tensor:
    """Return for each output word those that it is confused with, itself among them."""
    numbers = {word: number for number, word in enumerate(outputs)}
    table = torch.eye(len(outputs), dtype=torch.bool)
    for written, meant in directions:
        table[numbers[written], numbers[meant]] = table[numbers[meant], numbers[written]] = True
    return table


def _most_places(outputs: Sequence[str], directions: Mapping[tuple[str, str], float]) -> np.ndarray:
    worth = dict.fromkeys(outputs, 0.0)
    for pair, value in directions.items():
        for word in pair:
            worth[word] = max(worth[word], value)
    most = max(worth.values())
    return np.array([MOST_PLACES_OFTEN_CONFUSED if worth[word] == most else MOST_PLACES for word in outputs])


def _pace(step: int, steps: int) -> float:
    """Return the share of the learning rate: up at first, then down along half a wave."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * half_wave(step, steps)
