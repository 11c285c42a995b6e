"""How a benchmark tells what it found: one table, and one line a goal."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Goal:
    """A figure and where it should lie. `reached` decides the program's exit status."""

    what: str
    value: float
    at_least: float | None = None
    at_most: float | None = None
    unit: str = "×"

    @property
    def reached(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def __str__(self) -> str:
        bound = f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"
        return f"{self.what}: {self.value:.3g} {self.unit} (goal: {bound}) {'reached' if self.reached else 'MISSED'}"


def show_heading(name: str, explanation: str) -> None:
    """Print what is measured, when, and on what machine."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    print(f"## {name}\n\n{datetime.now(UTC):%Y-%m-%d}, {machine}, load {_load()}.\n{explanation}\n", flush=True)


def show_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table that reads well as plain text too."""
    lines = [list(map(str, heads)), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for number, line in enumerate(lines):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(flush=True)


def conclude(goals: Sequence[Goal]) -> int:
    """Print each goal and give the exit status: 0 when all are reached."""
    for goal in goals:
        print(f"- {goal}")
    return 0 if all(goal.reached for goal in goals) else 1


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
