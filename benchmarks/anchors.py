"""Comments through a new file imported over a chapter: how many stand right, beside Hypothesis's search."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from benchmarks._comparing.books import read_books
from benchmarks._comparing.edits import REWRITING, Edited, Word, cut_to_words, document_of, edited, lines, places
from benchmarks._comparing.peers import node_packages, run_node
from benchmarks._report import Goal, conclude, show_heading, show_table
from workshop.beta.ranges import whole_words
from workshop.prose.anchors import anchor_at, map_anchor
from workshop.prose.diff import steps_between
from workshop.prose.documents import apply_steps
from workshop.prose.second_look import SecondLook

BOOK = {"Pride and Prejudice": "jane-austen_pride-and-prejudice"}
WORDS, COMMENTS = 20_000, 200
LENGTHS = (1, 1, 2, 3, 5, 8, 12, 20, 30, 60)
#: Edits and the seeds of each, with the share of comments that must stand right.
PLANS = (
    (200, (3, 41, 42, 43, 44), None),
    (600, (4, 41, 42, 43, 44), 0.99),
    (2000, (5, 41, 42, 43, 44), 0.93),
)
#: How much of a place and of the true one must be the same, of what both cover together.
RIGHT = 0.7
CONTEXT = 32

EXPLANATION = f"""\
{COMMENTS} comments on 1 to 60 words of a chapter of {WORDS:,}, through edits of which each word's fate is known: put,
cut, added sentences, paragraphs moved, split, joined, rewritten; each with several seeds. Right is a place that shares
at least {RIGHT:.0%} with where the surviving words are (all, or the most of them where a whole paragraph came in
between), with or without the words put in for some of them, or "gone" where none survived; wrong is any other place.
"By the letter" takes only the stretch from the first surviving word to the last, wherever they are. Galley compares
the two texts, turns that into steps, maps the comments and looks again for words that the steps took out; Hypothesis
searches for each quote with {CONTEXT} characters around it (its algorithm, written anew)."""

Place = tuple[int, int] | None


@dataclass(frozen=True)
class Comment:
    """Where a comment stands, and where it should afterwards: by the letter at `truth`, else at any of `fair`."""

    start: int
    end: int
    truth: Place
    fair: frozenset[Place]


@dataclass(frozen=True)
class Score:
    """How many comments of one text are right and how many in a wrong place, and the milliseconds it took."""

    right: int
    wrong: int
    right_to_letter: int
    wrong_to_letter: int
    took: float


def main(arguments: list[str]) -> int:
    show_heading("anchors", EXPLANATION)
    rows, goals = [], []
    with node_packages() as folder:
        for edits, seeds, least in PLANS:
            ours, theirs = zip(*(_scores(folder, edits, seed) for seed in seeds), strict=True)
            searched = [score for score in theirs if score]
            rows += [_row(edits, "Galley", ours), *([_row(edits, "Hypothesis", searched)] if searched else [])]
            if least:
                right = median(score.right for score in ours)
                goals.append(Goal(f"{edits:,} edits: right, median", right / COMMENTS, at_least=least, unit="of all"))
            if least and searched:
                ratio = sum(score.wrong for score in ours) / max(1, sum(score.wrong for score in searched))
                goals.append(Goal(f"{edits:,} edits: wrong, all seeds, to Hypothesis", ratio, at_most=0.1))
    right = f"right of {COMMENTS}, each seed"
    show_table(("edits", "program", right, "median", "wrong", "right, wrong by the letter", "ms"), rows)
    return conclude(goals)


def _scores(folder: Path | None, edits: int, seed: int) -> tuple[Score, Score | None]:
    """Return what Galley and Hypothesis make of the same comments."""
    both = _edited(edits, seed)
    comments = _comments(both, Random(seed))
    ours = _judged(comments, *_mapped(both, comments))
    return ours, _judged(comments, *_searched(folder, both, comments)) if folder else None


def _row(edits: int, program: str, scores: Sequence[Score]) -> list[object]:
    letter = f"{sum(score.right_to_letter for score in scores)}, {sum(score.wrong_to_letter for score in scores)}"
    each = ", ".join(str(score.right) for score in scores)
    right, took = (median(values) for values in ((s.right for s in scores), (s.took for s in scores)))
    return [f"{edits:,}", program, each, right, sum(score.wrong for score in scores), letter, took]


def _edited(edits: int, seed: int) -> Edited:
    [book] = read_books(BOOK).values()
    return edited(cut_to_words(book[200:], WORDS), book[-300:], edits, REWRITING, seed)


def _comments(both: Edited, random: Random) -> list[Comment]:
    was, stands = places(both.old), places(both.new)
    paragraphs = {word: number for number, paragraph in enumerate(both.new) for word in paragraph}
    comments = []
    for words in _quotes(both, random):
        alive = [word for word in words if word in stands]
        mended = [word for word in map(partial(_now, both.instead), words) if word in stands]
        fair = {_stretch(_together(alive, paragraphs), stands), _stretch(_together(mended, paragraphs), stands)}
        truth = _stretch(alive, stands)
        comments.append(Comment(was[words[0]][0], was[words[-1]][1], truth, frozenset(fair | {truth})))
    return comments


def _quotes(both: Edited, random: Random) -> Iterator[list[Word]]:
    found = 0
    while found < COMMENTS:
        paragraph, length = random.choice(both.old), random.choice(LENGTHS)
        if len(paragraph) >= length:
            start = random.randrange(len(paragraph) - length + 1)
            yield paragraph[start : start + length]
            found += 1


def _now(instead: Mapping[Word, Word], word: Word) -> Word:
    """Return what stands for a word after words were put in for words."""
    while word in instead:
        word = instead[word]
    return word


def _together(words: list[Word], paragraphs: Mapping[Word, int]) -> list[Word]:
    """Return those of the words that no whole paragraph parts: most of them, by their letters."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=paragraphs.__getitem__):
        if not groups or paragraphs[word] - paragraphs[groups[-1][-1]] > 1:
            groups.append([])
        groups[-1].append(word)
    return max(groups, key=lambda group: sum(len(word.text) for word in group), default=[])


def _stretch(words: list[Word], stands: Mapping[Word, tuple[int, int]]) -> Place:
    found = [stands[word] for word in words]
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None


def _mapped(both: Edited, comments: list[Comment]) -> tuple[list[Place], float]:
    old, new = (document_of(lines(text)) for text in (both.old, both.new))
    anchors = [anchor_at(old, comment.start, comment.end) for comment in comments]
    started = time.perf_counter()
    applied = apply_steps(old, steps_between(old, new))
    second_look = SecondLook(old, applied)
    stepped = (whole_words(map_anchor(anchor, applied.mapping, applied.doc), applied.doc) for anchor in anchors)
    mapped = [second_look.at(anchor, after) for anchor, after in zip(anchors, stepped, strict=True)]
    took = 1000 * (time.perf_counter() - started)
    assert applied.doc.eq(new)
    return [None if anchor.state == "gone" else (anchor.start, anchor.end) for anchor in mapped], took


def _searched(folder: Path, both: Edited, comments: list[Comment]) -> tuple[list[Place], float]:
    """Return what the search finds; in plain text every position is one less than in a document of paragraphs alone."""
    old, text = ("\n\n".join(lines(text)) for text in (both.old, both.new))
    quotes = [
        {
            "words": old[comment.start - 1 : comment.end - 1],
            "before": old[max(0, comment.start - 1 - CONTEXT) : comment.start - 1],
            "after": old[comment.end - 1 : comment.end - 1 + CONTEXT],
            "start": comment.start - 1,
        }
        for comment in comments
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"text": text, "quotes": quotes}, file)
        file.flush()
        answer = run_node(folder, "match_quote.mjs", file.name)
    return [found and (found[0] + 1, found[1] + 1) for found in answer["found"]], answer["took"]


def _judged(comments: list[Comment], found: list[Place], took: float) -> Score:
    pairs = list(zip(comments, found, strict=True))
    fair = [any(_is_right(truth, place) for truth in comment.fair) for comment, place in pairs]
    letter = [_is_right(comment.truth, place) for comment, place in pairs]
    return Score(sum(fair), _wrong(fair, found), sum(letter), _wrong(letter, found), took)


def _wrong(right: list[bool], found: list[Place]) -> int:
    return sum(not good and place is not None for good, place in zip(right, found, strict=True))


def _is_right(truth: Place, place: Place) -> bool:
    if truth is None or place is None:
        return truth is place
    common = min(truth[1], place[1]) - max(truth[0], place[0])
    return common >= RIGHT * (max(truth[1], place[1]) - min(truth[0], place[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
