"""Runs stand for their steps exactly, packed or not, and lead to the same document."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.makers import typed
from tests.prose.makers import doc, p
from tests.prose.random_documents import random_document
from tests.prose.random_edits import edited
from workshop.prose.diff import steps_between
from workshop.prose.documents import BadStep, apply_steps, read_steps
from workshop.prose.numbers import read_differences, read_numbers, write_differences, write_numbers
from workshop.prose.replaying import replay
from workshop.prose.runs import Erased, Other, Run, Typed, pack_runs, runs_of, steps_of_runs, unpack_runs, within

STRONG = [{"type": "strong"}]


def cut(start: int, end: int) -> dict[str, Any]:
    return {"stepType": "replace", "from": start, "to": end}


def over(start: int, end: int, text: str, **more: Any) -> dict[str, Any]:
    return cut(start, end) | {"slice": {"content": [{"type": "text", "text": text, **more}]}}


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        ([typed(1, "s"), typed(2, "a"), typed(3, "lt")], [Typed(1, 0, "salt", (1, 1, 2), "")]),
        ([typed(1, "s"), typed(2, "a")], [Typed(1, 0, "sa", (), "")]),
        ([typed(1, "🌊"), typed(3, "a")], [Typed(1, 0, "🌊a", (), "")]),
        ([typed(1, "a"), typed(1, "b")], [Typed(1, 0, "a", (), ""), Typed(1, 0, "b", (), "")]),
        ([over(2, 5, "a"), typed(3, "b")], [Typed(2, 3, "ab", (), "")]),
        ([typed(1, "a"), over(2, 4, "b")], [Typed(1, 0, "a", (), ""), Typed(2, 2, "b", (), "")]),
        ([cut(4, 5), cut(3, 4), cut(2, 3)], [Erased(5, 3)]),
        ([cut(4, 5), cut(4, 5)], [Erased(5, 1), Erased(5, 1)]),
        ([cut(2, 9)], [Typed(2, 7, "", (0,), "")]),
        ([cut(2, 9), typed(2, "a")], [Typed(2, 7, "", (0,), ""), Typed(2, 0, "a", (), "")]),
        ([cut(3, 3)], [Typed(3, 0, "", (0,), "")]),
        (
            [over(1, 1, "a", marks=STRONG), typed(2, "b")],
            [Typed(1, 0, "a", (), '[{"type":"strong"}]'), Typed(2, 0, "b", (), "")],
        ),
        (
            [{"stepType": "addMark", "mark": {"type": "em"}, "from": 3, "to": 5}],
            [Other('{"stepType":"addMark","mark":{"type":"em"},"from":null,"to":null}', (3, 5))],
        ),
    ],
)
def test_steps_make_runs_and_come_back(steps: list[dict[str, Any]], runs: list[Run]) -> None:
    assert runs_of(steps) == runs
    assert list(steps_of_runs(runs)) == steps
    assert unpack_runs(pack_runs(runs)) == runs


@pytest.mark.parametrize("seed", range(150))
def test_any_history_comes_back_and_leads_to_the_same_document(seed: int) -> None:
    random = Random(seed)
    start = document = random_document(random, 6)
    steps: list[dict[str, Any]] = []
    for _ in range(6):
        newer = edited(random, document)
        made = [step.to_json() for step in steps_between(document, newer)]
        made += letters(newer, random) if random.randrange(2) else []
        document = apply_steps(document, read_steps(made)).doc
        steps += made
    runs = unpack_runs(pack_runs(runs_of(steps)))
    assert list(steps_of_runs(runs)) == steps
    for number in {0, len(steps), *(random.randrange(len(steps) + 1) for _ in range(4))}:
        expected = apply_steps(start, read_steps(steps[:number])).doc
        assert replay(start, within(runs, 0, number)).eq(expected)
        assert list(steps_of_runs(within(runs, number, len(steps)))) == steps[number:]


def letters(document: Any, random: Random) -> list[dict[str, Any]]:
    """Return steps that type into a new paragraph at the start and take some of it back."""
    steps, at = [cut(0, 0) | {"slice": {"content": [{"type": "paragraph"}]}}], 1
    for letter in random.choice(["salt", "🌊 tide", "é"]):
        steps.append(typed(at, letter))
        at += len(letter.encode("utf-16-le")) // 2
    return [*steps, cut(at - 1, at)]


@pytest.mark.parametrize(
    "run",
    [Typed(99, 0, "a", (), ""), Typed(1, 99, "a", (), ""), Erased(99, 2), Other('{"stepType":"addMark"}', (1, 99))],
)
def test_run_that_does_not_fit_is_refused(run: Run) -> None:
    with pytest.raises(BadStep):
        replay(doc(p("Salt.")), [run])


@pytest.mark.parametrize("numbers", [[], [0], [-1, 1, 63, 64, -64, -65, 127, 128], [1 << 62, -(1 << 62), 3]])
def test_numbers_of_any_size_and_sign_come_back(numbers: list[int]) -> None:
    assert read_numbers(write_numbers(numbers)) == numbers
    assert read_differences(write_differences(numbers)) == numbers
