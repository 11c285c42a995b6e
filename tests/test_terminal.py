"""What the terminal says while the grammar checker arrives."""

from __future__ import annotations

import sys

import pytest

from workshop.grammar.languagetool.status import READY, STARTING, fetching
from workshop.terminal import show

STORY = [fetching(0, 84_000_000), fetching(42_000_000, 84_000_000), STARTING, READY]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    for before, status in zip([None, *STORY], STORY, strict=False):
        show(status, before)
    return capsys.readouterr().out


def test_log_gets_one_line_a_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys).splitlines() == [STORY[0].message, STARTING.message, READY.message]


def test_terminal_shows_parts_arriving_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    over = "\r\033[K"
    first, second, starting, ready = (over + status.message for status in STORY)
    assert told(capsys) == f"{first}{second}{starting}\n{ready}\n"
