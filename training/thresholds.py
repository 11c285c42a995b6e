"""How much better another word must fit before anything is said: chosen so that clean books raise few alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

Direction = tuple[str, str]

#: Thresholds are looked for among these; below the first nothing is ever said.
STEP = 0.1
GRID = np.arange(2.0, 16.0, STEP)
#: Alarms beyond the one of this rank are few: there the curve that they follow is taken instead of their count.
RANK = 25
#: A threshold is lowered only where so many clean places come near it, by at most so much, and to so far beyond the nearest of
#: them. Lowered so by seven eighths of 39 books at a time, they raised 15 alarms more in the 3.9 million words left out.
NEAR = 3.0
LEAST_NEAR = 8
MOST_LOWERED = 3.0
RESERVE = 0.5
#: A direction without a threshold gets one where it finds such a part of the slips.
LEAST_FOUND = 0.2


@dataclass(frozen=True)
class Curve:
    """For one direction, at each threshold of the grid: false alarms in the whole corpus, and the share of slips found."""

    alarms: np.ndarray
    found: np.ndarray


def curves(margins: Mapping[Direction, np.ndarray], directions: Mapping[Direction, float]) -> dict[Direction, Curve]:
    """Return the curves of the directions from the margins of all words that stand in clean books.

    Where the written word stands rightly, saying otherwise is an alarm; where the meant word stands, the written one in
    its place would be a slip, which is found when the meant word fits better by as much as it does there.
    """
    return {
        (written, meant): Curve(_alarms(margins[written, meant]), _shares(-margins[meant, written]))
        for written, meant in directions
    }


def choose(
    found: Mapping[Direction, Curve], worth: Mapping[Direction, float], alarms: float
) -> tuple[dict[Direction, float], float]:
    """Return the thresholds that correct most while all alarms together stay at `alarms`, and the alarms expected.

    An alarm costs the same everywhere: its price is raised until the sum fits.
    """
    low, high = 1e-5, 1e3
    for _ in range(60):
        price = (low * high) ** 0.5
        if _at_price(found, worth, price)[1] > alarms:
            low = price
        else:
            high = price
    return _at_price(found, worth, high)


def lower(
    thresholds: Mapping[Direction, float], margins: Mapping[Direction, np.ndarray], directions: Iterable[Direction]
) -> dict[Direction, float]:
    """Return the thresholds, those of these directions lowered where clean books show that they are higher than needed.

    The curves above reach far beyond the nearest clean place where a few slips of the books themselves stretch them. Here
    a threshold goes down to just beyond that place. A direction that had none gets one where it finds enough.
    """
    found = dict(thresholds)
    for written, meant in directions:
        near = margins[written, meant][margins[written, meant] > NEAR]
        if len(near) < LEAST_NEAR:
            continue
        before = thresholds.get((written, meant))
        lowest = 0.0 if before is None else before - MOST_LOWERED
        least = round(max(lowest, float(near.max()) + RESERVE), 2)
        worth_having = (
            np.mean(-margins[meant, written] > least) >= LEAST_FOUND if before is None else least < before - STEP / 2
        )
        if worth_having:
            found[written, meant] = least
    return found


def _at_price(
    found: Mapping[Direction, Curve], worth: Mapping[Direction, float], price: float
) -> tuple[dict[Direction, float], float]:
    chosen, total = {}, 0.0
    for pair, curve in found.items():
        best = int(np.argmax(worth[pair] * curve.found - price * curve.alarms))
        if curve.found[best] > 0:
            chosen[pair] = float(GRID[best])
            total += float(curve.alarms[best])
    return chosen, total


def _alarms(margins: np.ndarray) -> np.ndarray:
    """Return the false alarms at each threshold; where few are left, what an exponential tail through them expects."""
    falling = np.sort(margins)[::-1]
    counted = np.searchsorted(-falling, -GRID).astype(np.float64)
    rank = min(RANK, len(falling) // 4)
    if rank >= 3:
        begin = falling[rank]
        mean_excess = max(float(np.mean(falling[:rank] - begin)), 0.2)
        expected = rank * np.exp(-(GRID - begin) / mean_excess)
        counted = np.where(GRID > begin, np.maximum(expected, 0.5 * (counted + expected)), counted)
    return counted


def _shares(margins: np.ndarray) -> np.ndarray:
    rising = np.sort(margins)
    return (len(rising) - np.searchsorted(rising, GRID)) / max(1, len(rising))
