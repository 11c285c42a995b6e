"""For maintainers: writes the lock of a group of languages, `python3 app.py lock de`.

`jgo` follows what LanguageTool's module for the language depends on; what the English lock has already is left out. Each
jar is downloaded once, to be weighed and hashed: look at what changed before you commit it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workshop.grammar.languagetool.fetch import Jar, read_lock
from workshop.grammar.languagetool.languages import LANGUAGES, lock_of

MODULES = "org.languagetool"
CORE = "languagetool-core"


def write_lock(group: str) -> tuple[Jar, ...]:
    """Write the group's lock file and return its jars."""
    with tempfile.TemporaryDirectory(prefix="galley-lock-") as folder:
        jars = tuple(sorted(_further_jars(group, Path(folder)), key=lambda jar: jar.path))
    lines = (f"{jar.path} {jar.size} {jar.sha256}\n" for jar in jars)
    lock_of(group).write_text("".join(lines), "ascii")
    return jars


def groups() -> list[str]:
    """Return the groups that have a lock of their own beside the English one."""
    return sorted({language.group for language in LANGUAGES} - {"en"})


def _further_jars(group: str, folder: Path) -> Iterator[Jar]:
    from jgo.constants import MAVEN_CENTRAL_URL
    from jgo.maven import Dependency, MavenContext, PythonResolver

    english = read_lock()
    known = {jar.coordinates[:2] for jar in english}
    version = next(jar.coordinates[2] for jar in english if jar.coordinates[1] == CORE)
    resolver = PythonResolver()
    context = MavenContext(resolver, repo_cache=folder, remote_repos={"central": MAVEN_CENTRAL_URL})
    module = context.project(MODULES, f"language-{group}").at_version(version).artifact()
    _, needed = resolver.resolve([Dependency(module)])
    for artifact in (module, *(dependency.artifact for dependency in needed)):
        if (artifact.groupId, artifact.artifactId) not in known:
            file = artifact.resolve()
            raw = file.read_bytes()
            yield Jar(file.relative_to(folder).as_posix(), len(raw), hashlib.sha256(raw).hexdigest())
