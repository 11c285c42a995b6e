"""`python3 app.py check`: what it finds in our own text, and in the real sample where that is at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grammar.makers import check, match
from workshop.errors import WorkshopError
from workshop.grammar import command
from workshop.grammar.command import in_file, paragraph_places, read_text
from workshop.grammar.engine import Engine
from workshop.grammar.judging import Paragraph, judge_paragraph
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_slice

REAL_SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "i-know-you.txt"

OWN_TEXT = """A/N: Second part of the Lantern arc. Not much sense, but hey, it’s a drabble.

You’ve been standing at the pier sense we left you, Miroku-sama, and you think to hard about it.

“You’re gonna catch a cold,” Tavira said. “C-come in. 'Course I waited. I waited everyday.”

“MIROKUUU!” the twins yelled. “Tavira-cha says there’s soup!”

I know you don’t want too. I know you never will, ever ever. I know. I know how long a winter is.

Tavria laughed—she always did—and 😀 you felt every vertebrae in your back. Tavira had won.

However long it take, Tavira-nee-chan waits. That’s the only thing she can that can help. “Miroku's,” said Tavira.
"""


@pytest.fixture
def run_command(
    languagetool: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., pytest.CaptureResult[str]]:
    """Run the command on a file, with the shared LanguageTool as a server elsewhere; give what it printed and told."""
    monkeypatch.setenv("LANGUAGETOOL_URL", languagetool.url)
    monkeypatch.setenv("GALLEY_INSTANCE", str(tmp_path))

    def run(text: str | bytes, *options: str) -> pytest.CaptureResult[str]:
        path = tmp_path / "chapter.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        assert command.run([str(path), *options]) == 0
        return capsys.readouterr()

    return run


@pytest.fixture
def run_check(run_command: Callable[..., pytest.CaptureResult[str]]) -> Callable[..., str]:
    """Run the command on a file; give what it printed."""
    return lambda text, *options: run_command(text, *options).out


def words_and_first(text: str, printed: str) -> list[tuple[str, str]]:
    """Return the words that each finding stands on, cut out of the file by its places, with its first suggestion."""
    rows = json.loads(printed)
    return [(utf16_slice(text, row["start"], row["end"]), next(iter(row["suggestions"]), "")) for row in rows]


@pytest.mark.languagetool
def test_own_text_shows_its_mistakes_and_nothing_else(run_check: Callable[..., str]) -> None:
    found = words_and_first(OWN_TEXT, run_check(OWN_TEXT, "--json", "--learn-cast"))
    assert found == [
        ("sense", "since"),
        ("to", "too"),
        ("everyday", "every day"),
        ("Tavira-cha", "Tavira-chan"),
        ("too", "to"),
        ("ever ever", "ever"),
        ("Tavria", "Tavira"),
        ("vertebrae", "vertebra"),
        ("take", "takes"),
        ("can", "can do"),
    ]


@pytest.mark.languagetool
def test_names_are_unknown_words_until_the_cast_is_learnt(run_check: Callable[..., str]) -> None:
    rows = json.loads(run_check("Tavira laughed. Then Tavira left.", "--json"))
    assert [(row["kind"], row["source"]) for row in rows] == [("unknown", "languagetool")] * 2
    assert json.loads(run_check("Tavira laughed. Then Tavira left.", "--json", "--learn-cast")) == []


@pytest.mark.languagetool
def test_names_of_a_list_are_known(run_check: Callable[..., str], tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("# cast\nTavira = Kessaly\n-nunu\n", "utf-8")
    text = "Tavira laughed. Then Kessaly-nunu left Tavria."
    assert words_and_first(text, run_check(text, "--json", "--lexicon", str(names))) == [("Tavria", "Tavira")]


def test_lines_of_a_list_that_are_no_names_are_told_on_the_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Tavira\n12\n", "utf-8")
    assert command.read_lexicon(names) == ("Tavira",)
    assert "line 2: A name or a word has at least one letter. It is left out." in capsys.readouterr().err


@pytest.mark.languagetool
def test_places_count_in_the_file_as_it_lies_on_disk(run_check: Callable[..., str]) -> None:
    text = "😀 A first line.\r\n\r\n  \r\n\r\nI don't like you thinking\r\nto hard about them."
    assert words_and_first(text, run_check(text, "--json")) == [("to", "too")]


@pytest.mark.languagetool
def test_json_has_the_documented_fields(run_check: Callable[..., str]) -> None:
    (row,) = json.loads(run_check("He walked threw the door.", "--json"))
    assert set(row) == {"start", "end", "kind", "source", "rule", "message", "suggestions"}
    assert (row["kind"], row["source"], row["rule"]) == ("mistake", "rules", "GALLEY_THROUGH_THREW")


@pytest.mark.languagetool
def test_louder_level_shows_more(run_check: Callable[..., str]) -> None:
    text = "An old fashioned clock."
    assert json.loads(run_check(text, "--json")) == []
    assert [row["kind"] for row in json.loads(run_check(text, "--json", "--level", "thorough"))] == ["style"]


@pytest.mark.languagetool
def test_report_names_the_line_and_the_words(run_check: Callable[..., str]) -> None:
    printed = run_check("Fine.\n\nHe walked threw the door.")
    assert "line 3: …He walked [threw] the door.…" in printed
    assert "→ through" in printed
    assert "1 to look at: 1 likely mistakes" in printed


@pytest.mark.languagetool
def test_file_of_old_windows_editors_is_read(run_check: Callable[..., str]) -> None:
    rows = json.loads(run_check("“It’s fine,” she said—twice.".encode("cp1252"), "--json"))
    assert rows == []


def test_checker_that_cannot_be_had_ends_the_command_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGETOOL_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("GALLEY_INSTANCE", str(tmp_path))
    (tmp_path / "chapter.txt").write_text("Fine.")
    with pytest.raises(WorkshopError, match="does not answer"):
        command.run([str(tmp_path / "chapter.txt")])


def test_missing_file_is_named_in_one_sentence() -> None:
    with pytest.raises(command.UnreadableFile, match=r"nowhere\.txt cannot be read"):
        command.run(["nowhere.txt"])


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("\n\n", []),
        ("one", ["one"]),
        ("one\ntwo", ["one\ntwo"]),
        ("one\n\ntwo", ["one", "two"]),
        ("\n\none\n \t\n\n\ntwo\n\n", ["one", "two"]),
        ("one\r\n\r\ntwo", ["one", "two"]),
    ],
)
def test_blank_lines_lie_between_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert [text[start:end] for start, end in paragraph_places(text)] == paragraphs


if REAL_SAMPLE.exists():

    @pytest.mark.languagetool
    def test_real_sample_shows_its_mistakes_and_no_name(run_check: Callable[..., str]) -> None:
        text = read_text(REAL_SAMPLE)
        found = words_and_first(text, run_check(text, "--json", "--learn-cast"))
        assert found == [
            ("to", "too"),
            ("too", "to"),
            ("neck deep", "neck-deep"),
            ("take", "takes"),
            ("sense", "since"),
            ("Sakura-cha", "Sakura-chan"),
            ("Your", "You're"),
            ("vertebrae", "vertebra"),
            ("can", "can do"),
            ("everyday", "every day"),
            ("ever ever", "ever"),
        ]


@pytest.mark.languagetool
def test_findings_of_a_text_are_where_their_paragraphs_are(languagetool: Engine) -> None:
    text = "😀😀 Fine.\n\nHe walked threw the door.\n\n\nShe walked threw the door."
    places = list(paragraph_places(text))
    paragraphs = [Paragraph(text[a:b]) for a, b in places]
    found = check(languagetool, paragraphs)
    assert [utf16_slice(text, f.start, f.end) for f in in_file(text, places, found)] == ["threw", "threw"]


def test_report_counts_lines_and_shows_the_neighbours_of_each_finding() -> None:
    text = "😀 One.\nHe walked threw the door, which was a very long way from here, and slamed it shut.\n\nBegone."
    found = [match(text, words, "GRAMMAR_RULE", "GRAMMAR") for words in ("threw", "slamed", "Begone")]
    said = command.as_report(text, judge_paragraph(Paragraph(text), found, Lexicon(), frozenset())).splitlines()
    assert [line for line in said if line.startswith("line")] == [
        "line 2: …He walked [threw] the door, which was a very lo…",
        "line 2: … very long way from here, and [slamed] it shut.…",
        "line 4: …[Begone].…",
    ]
    assert said[-1] == "3 to look at: 3 likely mistakes, 0 matters of style, 0 unknown words."


@pytest.mark.parametrize(
    ("silent_seconds", "told"), [(0, "Checking: 10 %\nChecking: 20 %, about 5 s left\n"), (60, "")]
)
def test_progress_is_told_now_and_then_where_nobody_looks(
    silent_seconds: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "SILENT_SECONDS", silent_seconds)
    say = command._progress("Checking")
    say(10, 100)
    say(20, 100)
    assert capsys.readouterr().err == told


@pytest.mark.languagetool
def test_progress_of_a_text_that_is_asked_about_at_once_is_told(
    run_command: Callable[..., pytest.CaptureResult[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "SILENT_SECONDS", 0)
    assert run_command("She walked home.").err.splitlines()[-1] == "Checking: 100 %"


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([(0.0, 0), (8.0, 100)], ", about 70 s left"),
        ([(0.0, 0), (30.0, 100)], ", about 4 min left"),
        ([(5.0, 900), (15.0, 990)], ", about 5 s left"),
        ([(0.0, 0), (10.0, 1000)], ""),
        ([(3.0, 100)], ""),
    ],
)
def test_time_left_is_told_by_the_pace_of_late(seen: list[tuple[float, int]], told: str) -> None:
    assert command._time_left(seen, 1000) == told


def test_command_that_is_broken_off_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_asked: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_run", interrupt)
    assert command.run([str(tmp_path / "chapter.txt")]) == 130
    assert capsys.readouterr().err == "\nStopped. The file is as it was, and nothing was printed.\n"
