"""Comments through a new file imported over a chapter: how many stand right, beside Hypothesis's search."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

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
#: Edits and the seed of each, with the share of comments that must stand right.
PLANS = ((200, 3, None), (600, 4, 0.99), (2000, 5, 0.93))
#: How much of a place and of the true one must be the same, of what both cover together.
RIGHT = 0.7
CONTEXT = 32

EXPLANATION = f"""\
{COMMENTS} comments on 1 to 60 words of a chapter of {WORDS:,}, through edits of which each word's fate is known: put,
cut, added sentences, paragraphs moved, split, joined, rewritten. Right is a place that shares at least {RIGHT:.0%}
with where the surviving words are, or "gone" where none survived; wrong is any other place. Galley compares the two
texts, turns that into steps, maps the comments and looks again for words that the steps took out; Hypothesis
searches for each quote with {CONTEXT} characters around it (its algorithm, written anew)."""

Place = tuple[int, int] | None


@dataclass(frozen=True)
class Comment:
    """Where a comment stands, and where it should afterwards."""

    start: int
    end: int
    truth: Place


def main(arguments: list[str]) -> int:
    show_heading("anchors", EXPLANATION)
    rows, goals = [], []
    with node_packages() as folder:
        for edits, seed, least in PLANS:
            both = _edited(edits, seed)
            comments = _comments(both, Random(seed))
            ours, took = _mapped(both, comments)
            right, wrong = _judged(comments, ours)
            rows.append([f"{edits:,}", "Galley", right, wrong, took, _gone(comments)])
            if least:
                goals.append(Goal(f"{edits:,} edits: right", right / COMMENTS, at_least=least, unit="of all"))
            if folder:
                theirs, took = _searched(folder, both, comments)
                their_right, their_wrong = _judged(comments, theirs)
                rows.append([f"{edits:,}", "Hypothesis", their_right, their_wrong, took, _gone(comments)])
                if least:
                    goals.append(
                        Goal(f"{edits:,} edits: wrong, to Hypothesis", wrong / max(1, their_wrong), at_most=0.1)
                    )
    show_table(("edits", "program", f"right of {COMMENTS}", "wrong place", "ms", "truly gone"), rows)
    return conclude(goals)


def _edited(edits: int, seed: int) -> Edited:
    [book] = read_books(BOOK).values()
    return edited(cut_to_words(book[200:], WORDS), book[-300:], edits, REWRITING, seed)


def _comments(both: Edited, random: Random) -> list[Comment]:
    was, stands = places(both.old), places(both.new)
    return [_comment(words, was, stands) for words in _quotes(both, random)]


def _quotes(both: Edited, random: Random) -> Iterator[list[Word]]:
    found = 0
    while found < COMMENTS:
        paragraph, length = random.choice(both.old), random.choice(LENGTHS)
        if len(paragraph) >= length:
            start = random.randrange(len(paragraph) - length + 1)
            yield paragraph[start : start + length]
            found += 1


def _comment(words: list[Word], was: dict[Word, tuple[int, int]], stands: dict[Word, tuple[int, int]]) -> Comment:
    alive = [stands[word] for word in words if word in stands]
    truth = (min(start for start, _ in alive), max(end for _, end in alive)) if alive else None
    return Comment(was[words[0]][0], was[words[-1]][1], truth)


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


def _judged(comments: list[Comment], found: list[Place]) -> tuple[int, int]:
    """Return how many are right, and how many stand in a wrong place."""
    right = [_is_right(comment.truth, place) for comment, place in zip(comments, found, strict=True)]
    wrong = sum(not good and place is not None for good, place in zip(right, found, strict=True))
    return sum(right), wrong


def _is_right(truth: Place, place: Place) -> bool:
    if truth is None or place is None:
        return truth is place
    common = min(truth[1], place[1]) - max(truth[0], place[0])
    return common >= RIGHT * (max(truth[1], place[1]) - min(truth[0], place[0]))


def _gone(comments: list[Comment]) -> int:
    return sum(comment.truth is None for comment in comments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
