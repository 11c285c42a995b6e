"""How many workers a run gets, and what stays together on one of them."""

from __future__ import annotations

import pytest

from tests.sharing import group_of, in_turn, worker_options

SHARED = ["--numprocesses=2", "--dist=loadgroup"]


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-qx"], ["tests/works"], ["tests/works", "tests/beta", "--durations=20"]])
def test_run_of_everything_or_of_folders_is_shared_out(arguments: list[str]) -> None:
    assert worker_options(arguments, cores=2) == SHARED


@pytest.mark.parametrize(
    "arguments",
    [["tests/test_look.py"], ["tests/test_look.py::test_x"], ["-k", "undo"], ["--headed"], ["-s"], ["--pdb"], ["-p", "no:xdist"]],
)
def test_single_file_or_a_run_to_be_watched_stays_in_one_process(arguments: list[str]) -> None:
    assert worker_options(arguments, cores=2) == []


def test_number_of_workers_follows_the_cores_up_to_four() -> None:
    assert worker_options([], cores=1) == []
    assert [worker_options([], cores)[0] for cores in (2, 3, 64)] == [f"--numprocesses={number}" for number in (2, 3, 4)]


@pytest.mark.parametrize("arguments", [["-n3"], ["-n", "3"], ["--numprocesses=3", "tests/test_look.py"]])
def test_number_that_is_asked_for_is_kept(arguments: list[str]) -> None:
    assert worker_options(arguments, cores=1) == ["--dist=loadgroup"]


def test_whatever_asks_languagetool_stays_together() -> None:
    browser = group_of("tests/browser/test_findings.py::test_a", ["app", "languagetool", "page"])
    assert group_of("tests/grammar/test_check.py::test_b", ["languagetool"]) == browser == "languagetool"


def test_tests_of_one_filled_house_stay_together_and_all_others_go_anywhere() -> None:
    assert group_of("tests/test_routes.py::test_a[x]", ["table"]) == "tests/test_routes.py"
    assert group_of("tests/works/test_views.py::test_b", ["client"]) is None


def test_rows_are_spread_over_the_whole() -> None:
    assert in_turn("ab", "123456") == ["a", "1", "2", "3", "b", "4", "5", "6"]
    assert in_turn("", "12") == ["1", "2"]
