"""Checks paragraphs: LanguageTool by paragraph and across the whole text, then the fiction profile and the lexicon."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice

from workshop.grammar.context.matching import context_matches
from workshop.grammar.context.slips import Pair
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph, judge_paragraph, pieces_to_look_up, unknown_words
from workshop.grammar.languagetool.client import Client
from workshop.grammar.languagetool.matches import Match, Mode
from workshop.grammar.levels import Level
from workshop.grammar.marks import open_speech
from workshop.grammar.speller import Speller
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_length

#: What lies between two paragraphs in a text that is sent as one.
BREAK = "\n\n"
#: Paragraphs are sent by the batch: a novel takes a fifth of the time that one request a paragraph would take, and the
#: matches are the same (compared on 322,512 words), since these rules never look beyond their sentence's paragraph.
BATCH_CHARACTERS = 6_000
#: The context model reads this much at once: enough to sort its windows by length, few enough scores to hold.
CONTEXT_CHARACTERS = 60_000
#: Rules that look across the text see at most this much of it at once: 35,000 words, longer than nearly all chapters.
WHOLE_TEXT_CHARACTERS = 200_000
#: As many as LanguageTool works on at the same time on a small machine.
THREADS = 2

#: So many requests wait for LanguageTool at most: as much text as the context model reads at once, twice. It is never
#: idle then, and when a check is broken off, little is still under way.
AHEAD = 2 * CONTEXT_CHARACTERS // BATCH_CHARACTERS

Matches = tuple[Match, ...]
#: Called with how many characters of how many are checked.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Job:
    """Some paragraphs in a row, and which rules are asked about them in one request."""

    texts: Sequence[str]
    mode: Mode


def _silent(_done: int, _total: int) -> None:
    pass


def check(
    client: Client,
    speller: Speller,
    paragraphs: Sequence[Paragraph],
    language: str,
    lexicon: Lexicon,
    progress: Progress = _silent,
    level: Level = Level.ESSENTIAL,
) -> list[tuple[Finding, ...]]:
    """Return the findings of each paragraph of a whole text; raises CheckerUnavailable.

    Places are UTF-16 units in the paragraph. `progress` gets how many characters of how many are checked.
    """
    matches = text_matches(client, [paragraph.text for paragraph in paragraphs], language, progress)
    return judge_all(speller, paragraphs, map(merge, *matches), language, lexicon, level)


def text_matches(
    client: Client, texts: Sequence[str], language: str, progress: Progress = _silent
) -> tuple[list[Matches], list[Matches]]:
    """Return for each paragraph of a whole text what its own check finds, and what the rules that look across find."""
    jobs = list(_jobs(texts, with_whole_text=True))
    own, across = _answers(client, texts, jobs, language, progress)
    return own, _with_marks(texts, across)


def paragraph_matches(client: Client, texts: Sequence[str], language: str) -> list[Matches]:
    """Return what the rules about sentences and the context model find in each text."""
    return _answers(client, texts, list(_jobs(texts)), language, _silent)[0]


def whole_text_matches(client: Client, texts: Sequence[str], language: str) -> list[Matches]:
    """Return what the rules that look across paragraphs find, for each text."""
    parts = _batches(texts, WHOLE_TEXT_CHARACTERS)
    across = chain.from_iterable(_match_batch(client, _Job(part, Mode.WHOLE_TEXT), language) for part in parts)
    return _with_marks(texts, across)


def merge(by_paragraph: Matches, across: Matches) -> Matches:
    """Return both; where they overlap, what looks across the text knows more."""
    kept = [match for match in by_paragraph if not any(m.start < match.end and match.start < m.end for m in across)]
    return (*kept, *across)


def judge_all(
    speller: Speller,
    paragraphs: Sequence[Paragraph],
    matches: Sequence[Matches] | Iterator[Matches],
    language: str,
    lexicon: Lexicon,
    level: Level = Level.ESSENTIAL,
    frequent: frozenset[Pair] = frozenset(),
) -> list[tuple[Finding, ...]]:
    """Return the findings of each paragraph, after asking the dictionary once about all of them."""
    pairs = list(zip(paragraphs, matches, strict=True))
    pieces = frozenset().union(*(pieces_to_look_up(paragraph.text, found, lexicon, language) for paragraph, found in pairs))
    # What it has complained about it does not know; asking again would cost a search for suggestions each.
    unknown = frozenset().union(*(unknown_words(paragraph.text, found) for paragraph, found in pairs))
    dictionary = speller.known(pieces - unknown, language)
    how = (lexicon, dictionary, level, frequent, language)
    return [judge_paragraph(paragraph, found, *how) for paragraph, found in pairs]


def _jobs(texts: Sequence[str], *, with_whole_text: bool = False) -> Iterator[_Job]:
    """Give what to ask, in order; a part of the text as a whole once all of it was asked: by then its analysis is known."""
    for part in _batches(texts, WHOLE_TEXT_CHARACTERS):
        yield from (_Job(batch, Mode.PARAGRAPH) for batch in _batches(part, BATCH_CHARACTERS))
        if with_whole_text:
            yield _Job(part, Mode.WHOLE_TEXT)


def _answers(
    client: Client, texts: Sequence[str], jobs: Sequence[_Job], language: str, progress: Progress
) -> tuple[list[Matches], list[Matches]]:
    """Return what the jobs by paragraph and the context model find, and what the jobs about whole texts find."""
    own: list[Matches] = []
    across: list[Matches] = []
    stretches = (context_matches(stretch, language) for stretch in _batches(texts, CONTEXT_CHARACTERS))
    slips = chain.from_iterable(stretches)
    done, total = 0, sum(map(len, texts))
    with _threads() as threads:
        answers = _in_order(threads, lambda job: _match_batch(client, job, language), jobs)
        for job in jobs:
            if job.mode is Mode.WHOLE_TEXT:
                across += next(answers)
                continue
            more = list(islice(slips, len(job.texts)))  # the model reads while LanguageTool does
            own += map(tuple.__add__, next(answers), more)
            done += sum(map(len, job.texts))
            progress(done, total)
    return own, across


def _in_order(
    threads: ThreadPoolExecutor, ask: Callable[[_Job], list[Matches]], jobs: Iterable[_Job]
) -> Iterator[list[Matches]]:
    """Give the jobs' answers. The first jobs begin at once, and one more with each answer that is taken."""
    rest = iter(jobs)
    waiting = deque(threads.submit(ask, job) for job in islice(rest, AHEAD))

    def answers() -> Iterator[list[Matches]]:
        while waiting:
            answer = waiting.popleft().result()
            waiting.extend(threads.submit(ask, job) for job in islice(rest, 1))
            yield answer

    return answers()


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Give threads that ask. Where the check fails or is broken off, what they have not begun is left."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="check")
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _with_marks(texts: Sequence[str], across: Iterable[Matches]) -> list[Matches]:
    return list(map(tuple.__add__, across, open_speech(texts)))


def _match_batch(client: Client, job: _Job, language: str) -> list[Matches]:
    """Check the job's texts in one request and give each its matches, at their places in it."""
    texts = job.texts
    if not any(text.strip() for text in texts):
        return [() for _ in texts]
    waiting = sorted(client.check(BREAK.join(texts), language, job.mode), key=lambda match: match.start)
    found, begin = [], 0
    for text in texts:
        end = begin + utf16_length(text)
        own = [match for match in waiting if begin <= match.start and match.end <= end]
        found.append(tuple(replace(match, start=match.start - begin, end=match.end - begin) for match in own))
        begin = end + len(BREAK)
    return found


def _batches(texts: Sequence[str], characters: int) -> Iterator[Sequence[str]]:
    """Cut the sequence into stretches of about that many characters; one long text is a stretch of its own."""
    start = size = 0
    for place, text in enumerate(texts):
        if size and size + len(text) > characters:
            yield texts[start:place]
            start, size = place, 0
        size += len(text) + len(BREAK)
    if start < len(texts):
        yield texts[start:]
