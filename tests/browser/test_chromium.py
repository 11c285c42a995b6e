"""Where the browser of the browser tests comes from, tried with programs that only pretend, and how it is started."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.browser import chromium

WORKS = "#!/bin/sh\necho Chromium 156.0\n"
LACKS_LIBRARIES = "#!/bin/sh\necho error while loading shared libraries: libnss3.so >&2\nexit 127\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder of programs of a machine that has neither a browser nor a way to Playwright's."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "USUAL_PLACES", ())
    monkeypatch.setattr(chromium, "_find_playwrights_own", lambda: None)
    monkeypatch.setattr(chromium, "_install_playwrights_own", lambda: None)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    return tmp_path


def add_program(machine: Path, name: str, script: str) -> Path:
    path = machine / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def test_browser_of_the_machine_is_taken_first(machine: Path) -> None:
    add_program(machine, "google-chrome", WORKS)
    own = add_program(machine, "chromium", WORKS)
    assert chromium.find_or_install() == str(own)


def test_browser_without_windows_is_taken_where_none_are_wanted(machine: Path) -> None:
    own = add_program(machine, "chromium", WORKS)
    quicker = add_program(machine, "chromium-headless-shell", WORKS)
    assert chromium.find_on_machine() == str(quicker)
    assert chromium.find_on_machine(headed=True) == str(own)


def test_browser_that_does_not_start_is_passed_over(machine: Path) -> None:
    add_program(machine, "chromium", LACKS_LIBRARIES)
    other = add_program(machine, "google-chrome", WORKS)
    assert chromium.find_or_install() == str(other)


@pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
def test_debians_package_is_installed_where_that_is_allowed(machine: Path, package: str) -> None:
    place = machine / package
    add_program(
        machine,
        "apt-get",
        f"""#!/bin/sh
case "$*" in
  *update) : > {machine}/updated ;;
  *"install {package}") [ -e {machine}/updated ] || exit 100
    printf '#!/bin/sh\\n' > {place}; /bin/chmod 755 {place} ;;
  *) exit 100 ;;
esac
""",
    )
    assert chromium.find_or_install() == str(place)


def test_machine_that_may_not_install_is_told_the_one_command(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_program(machine, "apt-get", "#!/bin/sh\nexit 1\n")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(chromium.NoBrowser) as refused:
        chromium.find_or_install()
    assert refused.value.sentence.endswith("sudo apt install chromium")


@pytest.mark.usefixtures("page")
def test_what_playwright_switches_off_stays_off() -> None:
    # The browser was given both lists, as was the script that may start it; its own children are told the last alone.
    given = [lists for lists in map(features_off, psutil.Process().children(recursive=True)) if len(lists) == 2]
    assert given
    assert all(theirs <= ours for theirs, ours in given)


def features_off(process: psutil.Process) -> list[set[str]]:
    """Return each list of features that its command line switches off; none where the process has just ended."""
    flag = "--disable-features="
    with suppress(psutil.Error):
        return [set(word.removeprefix(flag).split(",")) for word in process.cmdline() if word.startswith(flag)]
    return []
