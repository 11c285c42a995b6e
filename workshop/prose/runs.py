"""The steps of a log as runs: a sentence typed letter by letter is one run, and so is what the backspace key took back.

A run stands for its steps exactly: `steps_of_runs` gives them back as they were. Read again at a stroke (`replay_steps`)
they lead to the same document, in a twentieth of the steps that a writer's keys made.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any, NamedTuple

from prosemirror.model import Fragment, Slice
from prosemirror.transform import ReplaceStep, Step

from workshop.prose.documents import read_steps
from workshop.prose.numbers import Words, read_numbers, read_parts, read_words, write_numbers, write_parts
from workshop.prose.schema import schema
from workshop.prose.utf16 import utf16_length

#: Where a step says that it stands, in ProseMirror's own order.
_PLACES = ("from", "to", "gapFrom", "gapTo", "pos")
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Typed(NamedTuple):
    """Letters typed one piece after another; the first piece replaces what was selected."""

    at: int
    #: UTF-16 units that the first piece replaces.
    deleted: int
    text: str
    #: How many letters each piece has; () where each has one. A step that only deletes is one piece of none.
    sizes: tuple[int, ...]
    #: The marks of the letters as JSON, "" for none.
    marks: str

    @property
    def count(self) -> int:
        return len(self.sizes) or len(self.text)

    @property
    def end(self) -> int:
        return self.at + utf16_length(self.text)

    @property
    def pieces(self) -> Sequence[str]:
        if not self.sizes:
            return self.text
        return [self.text[end - size : end] for size, end in zip(self.sizes, accumulate(self.sizes), strict=True)]


class Erased(NamedTuple):
    """Units taken away one by one before a place, as the backspace key does."""

    at: int
    count: int

    @property
    def end(self) -> int:
        return self.at - self.count


class Other(NamedTuple):
    """Any other step: its JSON with its places set to null, and these places."""

    shape: str
    places: tuple[int, ...]

    count = 1

    @property
    def at(self) -> int:
        return self.places[0] if self.places else 0

    end = at


Run = Typed | Erased | Other


def runs_of(steps: Iterable[dict[str, Any]]) -> list[Run]:
    """Return the runs that steps, each as its JSON, make up."""
    runs: list[Run] = []
    together: list[Run] = []
    for run in map(_run_of, steps):
        if together and not _goes_on(together[-1], run):
            runs.append(_joined(together))
            together = []
        together.append(run)
    return [*runs, _joined(together)] if together else runs


def steps_of_runs(runs: Iterable[Run]) -> Iterator[dict[str, Any]]:
    """Yield the JSON of every step that the runs stand for."""
    for run in runs:
        match run:
            case Typed():
                yield from _typed_steps(run)
            case Erased():
                yield from ({"stepType": "replace", "from": end - 1, "to": end} for end in range(run.at, run.end, -1))
            case Other():
                yield _placed(run)


def replay_steps(runs: Iterable[Run]) -> list[Step]:
    """Return few steps that together do what the runs' own did."""
    return [step for run in runs for step in _replay(run)]


def reach(run: Run) -> tuple[int, int] | None:
    """Return between which positions the run begins; None for a step that tells none, such as a set of marks."""
    match run:
        case Typed():
            return run.at, run.at + run.deleted
        case Erased():
            return run.end, run.at
        case Other():
            return (min(run.places), max(run.places)) if run.places else None


def moved(run: Run, by: int) -> Run:
    """Return the run as it is so many units further on."""
    if isinstance(run, Other):
        return run._replace(places=tuple(place + by for place in run.places))
    return run._replace(at=run.at + by)


def within(runs: Iterable[Run], first: int, last: int) -> Iterator[Run]:
    """Yield what the steps after the first `first` ones and up to `last` are; the first step of all is number 1."""
    before = 0
    for run in runs:
        if before >= last:
            return
        after = before + run.count
        if after > first:
            is_whole = before >= first and after <= last
            yield run if is_whole else _cut(run, max(first - before, 0), min(last - before, run.count))
        before = after


def letters_of(runs: Iterable[Run]) -> str:
    """Return all that the runs put in, in order: a state that they lead to is made of it."""
    return "".join(run.text if isinstance(run, Typed) else run.shape for run in runs if not isinstance(run, Erased))


def weigh(run: Run) -> int:
    """Return how long the run takes to replay, as a multiple of a typed word."""
    match run:
        case Typed():
            return 1 + len(run.text) // 2_000
        case Erased():
            return 1
        case Other():
            # ProseMirror puts the blocks together anew, and a pasted text is read first.
            return 3 + len(run.shape) // 500


def pack_runs(runs: Iterable[Run]) -> bytes:
    """Return the runs in few bytes, ready to be compressed: what is alike lies side by side."""
    kinds, places, counts, texts, words, before = bytearray(), [], [], [], Words(), 0
    for run in runs:
        match run:
            case Typed():
                deletes, sized, marked = bool(run.deleted), bool(run.sizes), bool(run.marks)
                kinds.append(_TYPED | deletes * _DELETES | sized * _SIZED | marked * _MARKED)
                places.append(run.at - before)
                counts.append(run.count)
                counts += [run.deleted] * deletes
                counts += run.sizes
                counts += [words.place(run.marks)] * marked
                texts.append(run.text)
            case Erased():
                kinds.append(_ERASED)
                places.append(run.at - before)
                counts.append(run.count)
            case Other():
                kinds.append(_OTHER)
                counts += (words.place(run.shape), len(run.places))
                places += (place - before for place in run.places)
        before = run.end
    columns = [bytes(kinds), write_numbers(places), write_numbers(counts)]
    return write_parts([*columns, words.written(), "".join(texts).encode()])


def unpack_runs(packed: bytes) -> list[Run]:
    """Return the runs that `pack_runs` packed."""
    kinds, *rest = read_parts(packed)
    places, counts = iter(read_numbers(rest[0])), iter(read_numbers(rest[1]))
    words, text = read_words(rest[2]), rest[3].decode()
    runs: list[Run] = []
    before = start = 0
    for kind in kinds:
        run: Run
        if kind == _ERASED:
            run = Erased(before + next(places), next(counts))
        elif kind == _OTHER:
            shape, count = words[next(counts)], next(counts)
            run = Other(shape, tuple(before + next(places) for _ in range(count)))
        else:
            count = next(counts)
            deleted = next(counts) if kind & _DELETES else 0
            sizes = tuple(islice(counts, count)) if kind & _SIZED else ()
            marks = words[next(counts)] if kind & _MARKED else ""
            end = start + (sum(sizes) if sizes else count)
            run = Typed(before + next(places), deleted, text[start:end], sizes, marks)
            start = end
        runs.append(run)
        before = run.end
    return runs


_TYPED, _ERASED, _OTHER, _DELETES, _SIZED, _MARKED = 0, 1, 2, 4, 8, 16


def _run_of(step: dict[str, Any]) -> Run:
    plain = _plain_text(step)
    if plain is None:
        places = [name for name in _PLACES if type(step.get(name)) is int]
        shape = {name: None if name in places else value for name, value in step.items()}
        return Other(_as_json(shape), tuple(step[name] for name in places))
    text, marks = plain
    start, end = step["from"], step["to"]
    if not text and end - start == 1:
        return Erased(end, 1)
    return Typed(start, end - start, text, _sizes([len(text)]), marks)


def _plain_text(step: dict[str, Any]) -> tuple[str, str] | None:
    """Return the letters that a step puts in and their marks, None for a step that does anything else."""
    if step.get("stepType") != "replace" or type(step.get("from")) is not int or type(step.get("to")) is not int:
        return None
    if len(step) == 3:
        return "", ""
    match step:
        case {"slice": {"content": [{"type": "text", "text": str(text), **more}], **rest}} if len(step) == 4 and text:
            if not rest and not more:
                return text, ""
            if not rest and more.keys() == {"marks"} and more["marks"]:
                return text, _as_json(more["marks"])
    return None


def _goes_on(run: Run, later: Run) -> bool:
    match run, later:
        case Typed(), Typed(deleted=0):
            return bool(run.text and later.text) and run.marks == later.marks and run.end == later.at
        case Erased(), Erased():
            return run.end == later.at
    return False


def _joined(runs: list[Run]) -> Run:
    first = runs[0]
    match first:
        case Typed() if len(runs) > 1:
            sizes = [size for run in runs for size in (run.sizes or (1,) * len(run.text))]
            text = "".join(run.text for run in runs)
            return first._replace(text=text, sizes=_sizes(sizes))
        case Erased():
            return first._replace(count=sum(run.count for run in runs))
    return first


def _sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    return () if set(sizes) == {1} else tuple(sizes)


def _typed_steps(run: Typed) -> Iterator[dict[str, Any]]:
    start, end = run.at, run.at + run.deleted
    for piece in run.pieces:
        step: dict[str, Any] = {"stepType": "replace", "from": start, "to": end}
        if piece:
            marks = {"marks": json.loads(run.marks)} if run.marks else {}
            step["slice"] = {"content": [{"type": "text", **marks, "text": piece}]}
        yield step
        start = end = start + utf16_length(piece)


def _placed(run: Other) -> dict[str, Any]:
    step = json.loads(run.shape)
    names = [name for name in _PLACES if name in step and step[name] is None]
    return step | dict(zip(names, run.places, strict=True))


def _replay(run: Run) -> list[Step]:
    match run:
        case Typed():
            written = json.loads(run.marks) if run.marks else []
            marks = [schema.mark(mark["type"], mark.get("attrs")) for mark in written]
            content = Slice(Fragment([schema.text(run.text, marks)]), 0, 0) if run.text else Slice.empty
            return [ReplaceStep(run.at, run.at + run.deleted, content)]
        case Erased():
            return [ReplaceStep(run.end, run.at, Slice.empty)]
        case Other():
            return read_steps([_placed(run)])


def _cut(run: Run, first: int, last: int) -> Run:
    match run:
        case Typed():
            pieces = run.pieces
            skipped = utf16_length("".join(pieces[:first]))
            deleted = 0 if first else run.deleted
            return Typed(run.at + skipped, deleted, "".join(pieces[first:last]), run.sizes[first:last], run.marks)
        case Erased():
            return Erased(run.at - first, last - first)
        case Other():
            return run
