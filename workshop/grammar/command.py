"""`python3 app.py check FILE`: the editor's findings for a text file, without the web server."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workshop.errors import WorkshopError
from workshop.grammar.check import Matches, judge_all, paragraph_matches, with_marks
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding, Kind
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool.client import Client
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE, LANGUAGES, read_language
from workshop.grammar.languagetool.status import State, Status
from workshop.grammar.learning import proposals_from
from workshop.grammar.levels import Level
from workshop.grammar.speller import Speller
from workshop.lexicon.lists import read_list
from workshop.lexicon.names import Lexicon
from workshop.prose.author_notes import begins_note
from workshop.prose.utf16 import utf16_length
from workshop.settings import Settings

START_TIMEOUT_SECONDS = 1800
POLL_SECONDS = 0.2
#: Where the progress goes to a file or another program, it is told this often.
SILENT_SECONDS = 10
#: How fast it went in so many seconds says how long it will take; not at the beginning, when Java is slow.
PACE_SECONDS = 20
TELLING_PERCENT = 2
_BLANK_LINES = re.compile(r"\r?\n(?:[ \t]*\r?\n)+")
#: What --json gives of each finding.
FIELDS = ("start", "end", "kind", "source", "rule", "message", "suggestions")


class UnreadableFile(WorkshopError):
    """The file that was named cannot be read as text."""


def run(arguments: list[str]) -> int:
    """Check the file that the arguments name and print what was found; give the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked)
    except KeyboardInterrupt:
        print("\nStopped. The file is as it was, and nothing was printed.", file=sys.stderr)
        return 130


def _run(asked: argparse.Namespace) -> int:
    language = read_language(asked.language).code
    text = read_text(asked.file)
    names = read_lexicon(asked.lexicon) if asked.lexicon else ()
    with _running_engine(Settings.from_environment(os.environ), language) as engine:
        say = _progress("Checking")
        findings = check_text(
            *(engine.client, engine.speller, text, language, asked.learn_cast, say), names=names, level=asked.level
        )
    _progress("Checking", ended=True)(1, 1)
    print(as_json(findings) if asked.json else as_report(text, findings))
    return 0


def check_text(
    client: Client,
    speller: Speller,
    text: str,
    language: str = DEFAULT_LANGUAGE,
    learn_cast: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    names: Sequence[str] = (),
    level: Level = Level.ESSENTIAL,
) -> list[Finding]:
    """Return the findings of a whole text at their places in it, in UTF-16 units; raises CheckerUnavailable."""
    places = list(paragraph_places(text))
    paragraphs = [Paragraph(_one_line_ends(text[a:b]), is_note=begins_note(text[a:b])) for a, b in places]
    texts = [paragraph.text for paragraph in paragraphs]
    matches = paragraph_matches(client, texts, language, progress)
    lexicon = Lexicon.of(names)
    if learn_cast:
        lexicon = Lexicon.of([*names, *_cast(speller, texts, matches, language, lexicon)])
    found = judge_all(speller, paragraphs, with_marks(texts, matches), language, lexicon, level)
    return in_file(text, places, found)


def read_text(path: Path) -> str:
    """Return the file's text with its line ends as they are, since places are counted in it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # what old Windows editors wrote


def read_lexicon(path: Path) -> tuple[str, ...]:
    """Return the names of a list as Galley saves it, and say on the terminal which lines are none."""
    listing = read_list(read_text(path))
    for line in listing.unreadable:
        print(f"{path}, line {line.number}: {line.reason} It is left out.", file=sys.stderr)
    return tuple(listing.names)


def paragraph_places(text: str) -> Iterator[tuple[int, int]]:
    """Give where each paragraph begins and ends, in code points; blank lines lie between them."""
    begin = 0
    for gap in _BLANK_LINES.finditer(text):
        if gap.start() > begin:
            yield begin, gap.start()
        begin = gap.end()
    if begin < len(text):
        yield begin, len(text)


def in_file(text: str, places: Sequence[tuple[int, int]], found: Sequence[tuple[Finding, ...]]) -> list[Finding]:
    """Return all findings at their places in the file."""
    moved: list[Finding] = []
    units = last = 0
    for (begin, _), findings in zip(places, found, strict=True):
        units += utf16_length(text[last:begin])
        last = begin
        moved += [finding.moved(units) for finding in findings]
    return moved


def as_json(findings: Sequence[Finding]) -> str:
    rows = ({name: value for name, value in finding.as_json().items() if name in FIELDS} for finding in findings)
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def as_report(text: str, findings: Sequence[Finding]) -> str:
    """Return a list for people: line, the words with their neighbours, what is said, and the first suggestions."""
    units = text.encode("utf-16-le", "surrogatepass")
    said, line, last = [], 1, 0
    for finding in findings:
        line += _decode(units[2 * last : 2 * finding.start]).count("\n")
        last = finding.start
        said.append(_report(units, line, finding))
    counts = ", ".join(f"{sum(f.kind is kind for f in findings)} {name}" for kind, name in _NAMES.items())
    return "\n".join([*said, f"{len(findings)} to look at: {counts}."])


_NAMES = {Kind.MISTAKE: "likely mistakes", Kind.STYLE: "matters of style", Kind.UNKNOWN: "unknown words"}


def _report(units: bytes, line: int, finding: Finding) -> str:
    left = _decode(units[max(0, 2 * finding.start - 124) : 2 * finding.start]).rpartition("\n")[2][-30:]
    right = _decode(units[2 * finding.end : 2 * finding.end + 60]).partition("\n")[0]
    where = f"line {line}: …{left}[{finding.words}]{right}…"
    better = f"\n    → {' | '.join(finding.suggestions[:3])}" if finding.suggestions else ""
    return f"{where}\n    {finding.message}{better}\n"


def _decode(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _one_line_ends(text: str) -> str:
    """Return the text, as long as before, without the carriage returns that LanguageTool would take for spaces."""
    return text.replace("\r", " ")


def _cast(
    speller: Speller, texts: Sequence[str], matches: Sequence[Matches], language: str, lexicon: Lexicon
) -> list[str]:
    """Return the names and coinages that are probably right, as one click learns them."""
    proposals = proposals_from(speller, texts, matches, language, lexicon)
    return [proposal.term for proposal in proposals if proposal.sure]


@contextmanager
def _running_engine(settings: Settings, language: str) -> Iterator[Engine]:
    """Give an engine that is ready for the language; raises the reason where it will not get ready."""
    engine = Engine(settings, on_change=_say, patient=True)
    engine.want(language)
    engine.start()
    try:
        engine.wait(START_TIMEOUT_SECONDS, give_up_early=True)
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not (status := engine.status_for(language)).ready and status.state is not State.PAUSED:
            if time.monotonic() > deadline:
                break
            time.sleep(POLL_SECONDS)
        if not status.ready:
            raise WorkshopError(status.message)
        yield engine
    finally:
        engine.stop()


def _say(status: Status) -> None:
    if status.state is State.FETCHING:
        _progress("Fetching the language" if status.group else "Fetching the grammar checker")(
            status.done, status.total
        )
    elif status.state is not State.OFF:
        print(f"\r{status.message:<72}", file=sys.stderr, flush=True)


def _progress(what: str, ended: bool = False) -> Callable[[int, int], None]:
    """Return what writes the progress to stderr: in one line of a terminal, else a line now and then."""
    written = time.monotonic()
    seen: deque[tuple[float, int]] = deque()

    def write(done: int, total: int) -> None:
        nonlocal written
        now = time.monotonic()
        percent = 100 * done // total if total else 100
        while len(seen) > 1 and now - seen[0][0] > PACE_SECONDS:
            seen.popleft()
        seen.append((now, done))
        left = "" if ended or percent < TELLING_PERCENT else _time_left(seen, total)
        if sys.stderr.isatty():
            print(f"\r{what}: {percent:3} %{left:<24}", end="\n" if ended else "", file=sys.stderr, flush=True)
        elif not ended and now - written > SILENT_SECONDS:
            written = now
            print(f"{what}: {percent} %{left}", file=sys.stderr, flush=True)

    return write


def _time_left(seen: Sequence[tuple[float, int]], total: int) -> str:
    """Return how long the rest will take at the pace between the first and the last (seconds, done); nothing at the end."""
    (began, before), (now, done) = seen[0], seen[-1]
    if done <= before or done >= total:
        return ""
    left = (now - began) * (total - done) / (done - before)
    return f", about {left / 60:.0f} min left" if left >= 90 else f", about {max(5, 5 * round(left / 5))} s left"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 app.py check", description=__doc__)
    parser.add_argument("file", type=Path, help="a text file; blank lines lie between its paragraphs")
    parser.add_argument("--lexicon", type=Path, help="names and words, one a line, as the page of names saves them")
    parser.add_argument("--learn-cast", action="store_true", help="take the text's names and coinages as known")
    parser.add_argument(
        "--language",
        default=DEFAULT_LANGUAGE,
        help=f"{', '.join(each.code for each in LANGUAGES)} (default: %(default)s)",
    )
    parser.add_argument(
        "--level",
        type=Level,
        choices=list(Level),
        default=Level.ESSENTIAL,
        help="how much to show (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print findings as JSON; places are UTF-16 units")
    return parser
