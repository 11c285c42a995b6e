"""How many workers a run gets, and what stays together on one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from xdist.workermanage import WorkerController

from tests.sharing import Sharing, in_turn, unit_of
from tests.workers import worker_options


@pytest.mark.parametrize(
    "arguments", [[], ["-q"], ["-qx"], ["tests/works"], ["tests/works", "tests/beta", "--durations=20"]]
)
def test_run_of_everything_or_of_folders_is_shared_out(arguments: list[str]) -> None:
    assert worker_options(arguments, cores=2) == ["--numprocesses=2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/test_look.py"],
        ["tests/test_look.py::test_x"],
        ["-k", "undo"],
        ["--headed"],
        ["-s"],
        ["--pdb"],
        ["-p", "no:xdist"],
    ],
)
def test_single_file_or_a_run_to_be_watched_stays_in_one_process(arguments: list[str]) -> None:
    assert worker_options(arguments, cores=2) == []


@pytest.mark.parametrize(("cores", "options"), [(1, []), (3, ["--numprocesses=3"]), (64, ["--numprocesses=4"])])
def test_number_of_workers_follows_the_cores_up_to_four(cores: int, options: list[str]) -> None:
    assert worker_options([], cores) == options


def test_whatever_asks_languagetool_stays_together() -> None:
    assert unit_of("tests/browser/test_findings.py::test_a") == unit_of("tests/grammar/test_check.py::test_b[x]")


def test_whatever_asks_for_the_hostile_house_stays_together() -> None:
    assert unit_of("tests/browser/test_hostile.py::test_a") == unit_of("tests/test_hostile.py::test_b[x]")
    assert unit_of("tests/test_hostile.py::test_b[x]") != unit_of("tests/test_nonsense.py::test_c[x]")


def test_tests_of_one_filled_house_stay_together_and_all_others_go_anywhere() -> None:
    assert unit_of("tests/test_routes.py::test_a[x]") == unit_of("tests/test_routes.py::test_a[y]")
    assert unit_of("tests/works/test_views.py::test_b[x]") != unit_of("tests/works/test_views.py::test_b[y]")


def test_rows_are_spread_over_the_whole() -> None:
    assert "".join(in_turn("ab", "123456")) == "a123b456"
    assert in_turn("", "12") == ["1", "2"]


@dataclass(eq=False)
class Worker:
    """Keeps what it is sent."""

    tests: list[int] = field(default_factory=list)
    shutting_down: bool = False

    def send_runtest_some(self, tests: list[int]) -> None:
        self.tests += tests

    def shutdown(self) -> None:
        self.shutting_down = True


def test_what_a_dead_worker_had_still_to_run_goes_to_the_next_but_not_what_it_died_of(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytestconfig.option, "tx", ["popen"])
    monkeypatch.setattr(pytestconfig.option, "loadscopereorder", True)
    sharing, dying, successor = Sharing(pytestconfig, None), Worker(), Worker()
    tests = [f"tests/works/test_views.py::test_{letter}" for letter in "abcd"]
    take_on(sharing, dying, tests)
    assert dying.tests == [0, 1, 2]
    sharing.mark_test_complete(dying, 0)

    assert sharing.remove_node(dying) == tests[1]
    take_on(sharing, successor, tests)

    assert sorted(successor.tests) == [2, 3]
    assert successor.shutting_down  # or it would wait for a test to come after its last


def take_on(sharing: Sharing, worker: WorkerController, tests: list[str]) -> None:
    sharing.add_node(worker)
    sharing.add_node_collection(worker, tests)
    sharing.schedule()
