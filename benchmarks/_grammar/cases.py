"""The errors that are planted, and the texts without any: those of ../shared where it is, and the project's own sample."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks._galley import SAMPLE
from benchmarks._grammar.scoring import Case
from training.confusions import WORTH, read_directions
from workshop.grammar.command import paragraph_places, read_text
from workshop.grammar.context.slips import directions, in_style_of
from workshop.grammar.context.tokens import read_tokens

SHARED = Path(__file__).resolve().parents[3] / "shared"
DEV = SHARED / "bench" / "grammar_dev.jsonl"
CORPUS = SHARED / "corpus" / "fiction.tar.xz"
REAL_SAMPLE = SHARED / "samples" / "i-know-you.txt"
#: Never trained on; `DEV` was made from them.
DEV_BOOKS = (
    "agatha-christie_the-mysterious-affair-at-styles",
    "algis-budrys_short-fiction",
    "clifford-d-simak_short-fiction",
    "dashiell-hammett_red-harvest",
    "f-scott-fitzgerald_the-great-gatsby",
)
#: Planted for each word that is taken for another.
PLANTED_PER_DIRECTION = 8

#: The mistakes that the samples are known for: a phrase with the wrong words in brackets, and what belongs there.
OWN_MISTAKES = (
    ("like this ever [sense] the storm", "since"),
    ("laughs [to] loud", "too"),
    ("[Your] colder than", "You’re"),
    ("every [vertebrae], like", "vertebra"),
    ("thinking [to] hard", "too"),
    ("the only thing I [can] that would", "can do"),
    ("that light [everyday], from", "every day"),
    ("you don't want [too]. But", "to"),
    ("however long it [take].", "takes"),
    ("we will never [never] let", ""),
    ("now, [Ren-ku].", "Ren-kun"),
)
REAL_MISTAKES = (
    ("thinking [to] hard", "too"),
    ("want [too].", "to"),
    ("your [neck deep] pity", "neck-deep"),
    ("however long it [take] for", "takes"),
    ("like this [sense] we", "since"),
    ("cry, [Sakura-cha].", "Sakura-chan"),
    ("[Your] skinnier", "You’re"),
    ("every [vertebrae] in", "vertebra"),
    ("the only thing I [can] that can", "can do"),
    ("the sun [everyday],", "every day"),
    ("ever [ever] again", ""),
)


def dev_cases(most: int | None = None) -> list[Case]:
    """Return the planted errors of `DEV`, at most so many of them, spread evenly."""
    rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    step = max(1.0, len(rows) / most) if most else 1.0
    return [_from_row(rows[int(place * step)]) for place in range(int(len(rows) / step))]


def dev_books(share: float = 1.0) -> Iterator[tuple[str, list[str]]]:
    """Give the name of each dev book and its paragraphs from the beginning, as many as the share says."""
    with tarfile.open(CORPUS) as corpus:
        for member in corpus:
            name = Path(member.name).stem
            if name in DEV_BOOKS and member.isfile():
                lines = corpus.extractfile(member).read().decode("utf-8").splitlines()
                paragraphs = [line for line in lines if line.strip()]
                yield name, paragraphs[: max(1, round(share * len(paragraphs)))]


def sample_paragraphs(path: Path = SAMPLE) -> list[str]:
    """Return the paragraphs of a text as `check` cuts it."""
    text = read_text(path)
    return [text[begin:end] for begin, end in paragraph_places(text)]


def known_mistakes(paragraphs: Sequence[str], mistakes: Iterable[tuple[str, str]]) -> list[tuple[int, Case]]:
    """Return the mistakes as cases, each with the place of its paragraph."""
    return [_known_mistake(paragraphs, phrase, better) for phrase, better in mistakes]


def planted_cases(
    paragraphs: Sequence[str], avoid: Iterable[tuple[int, Case]] = (), per_direction: int = PLANTED_PER_DIRECTION
) -> list[Case]:
    """Return copies of the paragraphs with one word in each made another word of its set, always the same ones.

    The sets are those that writers confuse most (training/confusions.txt); mistakes that are there already, `avoid`,
    are left alone.
    """
    taken = {(number, place) for number, case in avoid for place in range(case.start, case.end)}
    chances: dict[tuple[str, str], list[Case]] = {}
    for number, paragraph in enumerate(paragraphs):
        for case in _chances(f"own-{number}", paragraph):
            if (number, case.start) not in taken:
                chances.setdefault((case.set, case.wrong.lower()), []).append(case)
    chosen = (sorted(cases, key=_shuffled)[:per_direction] for cases in chances.values())
    return [case for cases in chosen for case in cases]


def common_pairs() -> Iterator[tuple[str, str]]:
    """Give (written, meant) of the words that writers confuse most; what is seldom confused would drown them."""
    return (pair for pair, worth in read_directions().items() if worth == WORTH["common"])


def confused_pairs() -> Iterator[tuple[str, str]]:
    """Give the pairs of words that the thresholds name."""
    for written, meant in directions().items():
        yield from ((written, word) for word, _ in meant)


def _chances(name: str, paragraph: str) -> Iterator[Case]:
    """Give every way to plant one error into the paragraph."""
    wrong_for: dict[str, list[str]] = {}
    for wrong, right in common_pairs():
        wrong_for.setdefault(right, []).append(wrong)
    for token in read_tokens(paragraph):
        start, end = token.start_codepoint, token.end_codepoint
        if _stands_alone(paragraph, start, end):
            right = paragraph[start:end]
            for wrong in wrong_for.get(token.form, ()):
                yield _planted(name, paragraph, start, right, in_style_of(right, wrong, paragraph))


def _planted(name: str, clean: str, start: int, right: str, wrong: str) -> Case:
    end = start + len(right)
    return Case(
        id=f"{name}-{start}-{wrong}",
        set="/".join(sorted((right.lower(), wrong.lower()))),
        text=clean[:start] + wrong + clean[end:],
        start=start,
        end=start + len(wrong),
        wrong=wrong,
        right=right,
        clean=clean,
        clean_start=start,
        clean_end=end,
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not any(mark in "-‐‑'’" for mark in text[max(0, start - 1) : start] + text[end : end + 1])


def _shuffled(case: Case) -> bytes:
    return hashlib.sha256(case.id.encode("utf-8")).digest()


def _known_mistake(paragraphs: Sequence[str], phrase: str, better: str) -> tuple[int, Case]:
    left, _, rest = phrase.partition("[")
    wrong, _, right = rest.partition("]")
    words = left + wrong + right
    number, text = next((n, text) for n, text in enumerate(paragraphs) if words in text)
    start = text.index(words) + len(left)
    clean = text[:start] + better + text[start + len(wrong) :]
    return number, Case(
        phrase, f"{wrong}/{better}", text, start, start + len(wrong), wrong, better, clean, start, start + len(better)
    )


def _from_row(row: dict[str, object]) -> Case:
    own = {name: row[name] for name in ("id", "set", "text", "start", "end", "wrong", "right", "clean")}
    return Case(**own, clean_start=row["cstart"], clean_end=row["cend"])
