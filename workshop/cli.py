"""What `python3 app.py COMMAND` does, once everything that it needs is installed. Its help is app.py's first lines."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import sys
from dataclasses import replace
from pathlib import Path

from workshop.errors import WorkshopError
from workshop.settings import Settings, read_port

#: How long a thread computes before another has its turn. With Python's 5 ms, a request to LanguageTool, or a save in the
#: midst of a comparison, waits that long each time it comes back from the disk or the network.
TURN_SECONDS = 0.0005
FOLDER = Path(__file__).resolve().parent.parent


def run(arguments: list[str]) -> int:
    """Run the command, `serve` where none is named, and give its exit status."""
    name, rest = (arguments[0], arguments[1:]) if arguments[:1] and arguments[0][0] != "-" else ("serve", arguments)
    if name not in COMMANDS:
        print(f"There is no command {name!r}. python3 app.py --help lists them.", file=sys.stderr)
        return 2
    sys.setswitchinterval(TURN_SECONDS)
    try:
        return COMMANDS[name](rest)
    except WorkshopError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(arguments: list[str]) -> int:
    from workshop import serving

    options = argparse.ArgumentParser("python3 app.py")
    options.add_argument("--no-browser", action="store_true", help="do not open the browser")
    options.add_argument("--port", help="listen there instead of on 8765")
    options.add_argument("--host", help="listen for other machines too; 0.0.0.0 is every address of this one")
    asked = options.parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    return serving.serve(
        replace(
            settings,
            host=asked.host or settings.host,
            port=read_port(asked.port) if asked.port else settings.port,
            open_browser=not asked.no_browser,
        )
    )


def _check(arguments: list[str]) -> int:
    from workshop.grammar import command

    return command.run(arguments)


def _test(arguments: list[str]) -> int:
    import pytest

    from tests.browser import chromium
    from tests.workers import cores, worker_options

    chromium.find_or_install()
    os.chdir(FOLDER)
    return int(pytest.main([*worker_options(arguments, cores()), *arguments]))


def _bench(arguments: list[str]) -> int:
    found = {path.stem: path for path in sorted((FOLDER / "benchmarks").glob("[a-z]*.py"))}
    if not arguments or arguments[0] not in found:
        print("python3 app.py bench NAME, where NAME is one of:")
        for name, path in found.items():
            print(f"    {name:<12}{_first_line(path)}")
        return 2 if arguments else 0
    return importlib.import_module(f"benchmarks.{arguments[0]}").main(arguments[1:])


def _verify(arguments: list[str]) -> int:
    from workshop import serving
    from workshop.works import command

    with (
        command.made_readable(Settings.from_environment(os.environ)) as settings,
        serving.make_app(settings).app_context(),
    ):
        return command.verify()


def _seal(arguments: list[str]) -> int:
    from workshop import serving
    from workshop.works import command

    with serving.make_app(Settings.from_environment(os.environ)).app_context():
        return command.seal()


def _backup(arguments: list[str]) -> int:
    from workshop import serving
    from workshop.backup import command

    asked = command.backup_arguments(arguments)
    with serving.make_app(Settings.from_environment(os.environ)).app_context():
        return command.backup(asked)


def _restore(arguments: list[str]) -> int:
    from workshop import serving
    from workshop.backup import command

    asked = command.restore_arguments(arguments)
    with serving.make_app(Settings.from_environment(os.environ)).app_context():
        return command.restore(asked)


def _migration(arguments: list[str]) -> int:
    from workshop.migrations.writing import write_migration

    if not arguments:
        print("Say what the migration does: python3 app.py migration Add the series", file=sys.stderr)
        return 2
    path = write_migration(" ".join(arguments))
    print(f"Read and correct {path.relative_to(FOLDER)}, then run the tests.")
    return 0


def _lock(arguments: list[str]) -> int:
    from workshop.grammar.languagetool.locking import groups, write_lock

    for group in arguments or groups():
        jars = write_lock(group)
        print(f"{group}: {len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB")
    return 0


def _first_line(path: Path) -> str:
    """Return the first line of what the program says about itself, without running it."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


COMMANDS = {
    "serve": _serve,
    "check": _check,
    "verify": _verify,
    "seal": _seal,
    "backup": _backup,
    "restore": _restore,
    "test": _test,
    "bench": _bench,
    "migration": _migration,
    "lock": _lock,
}
