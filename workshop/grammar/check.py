"""Checks paragraphs: LanguageTool and the context model by paragraph, marks across the text, then profile and lexicon."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice

from workshop.grammar.context.matching import context_matches
from workshop.grammar.context.slips import Pair
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph, judge_paragraph, pieces_to_look_up, unknown_words
from workshop.grammar.languagetool.client import Client
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.levels import Level
from workshop.grammar.marks import open_marks
from workshop.grammar.speller import Speller
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_length

#: What lies between two paragraphs in a text that is sent as one.
BREAK = "\n\n"
#: Paragraphs are sent by the batch: a novel takes a fifth of the time that one request a paragraph would take, and the
#: matches are the same (compared on 322,512 words), since no rule that is switched on looks beyond its paragraph.
BATCH_CHARACTERS = 6_000
#: The context model reads this much at once: enough to sort its windows by length, few enough scores to hold.
CONTEXT_CHARACTERS = 60_000
#: As many as LanguageTool works on at the same time on a small machine.
THREADS = 2

#: So many requests wait for LanguageTool at most: as much text as the context model reads at once, twice. It is never
#: idle then, and when a check is broken off, little is still under way.
AHEAD = 2 * CONTEXT_CHARACTERS // BATCH_CHARACTERS

#: Threads in which the context model reads single batches. They stay: to start one takes as long as the rest of our work.
_READERS = ThreadPoolExecutor(THREADS, thread_name_prefix="context")
#: So long the model leaves the interpreter to the request to LanguageTool, which takes longer to answer than the model.
_HEAD_START_SECONDS = 0.002

Matches = tuple[Match, ...]
#: Called with how many characters of how many are checked.
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    pass


def paragraph_matches(
    client: Client, texts: Sequence[str], language: str, progress: Progress = _silent
) -> list[Matches]:
    """Return what LanguageTool and the context model find in each text, which stands for itself.

    `progress` gets how many characters of how many are checked. Raises CheckerUnavailable.
    """
    batches = list(_batches(texts, BATCH_CHARACTERS))
    done, total = 0, sum(map(len, texts))
    if len(batches) == 1:
        found = _at_once(client, texts, language)
        progress(total, total)
        return found
    found = []
    slips = chain.from_iterable(context_matches(stretch, language) for stretch in _batches(texts, CONTEXT_CHARACTERS))
    with _threads(THREADS) as threads:
        answers = _in_order(threads, lambda batch: _match_batch(client, batch, language), batches)
        for batch in batches:
            more = list(islice(slips, len(batch)))  # the model reads while LanguageTool does
            found += map(tuple.__add__, next(answers), more)
            done += sum(map(len, batch))
            progress(done, total)
    return found


def _at_once(client: Client, texts: Sequence[str], language: str) -> list[Matches]:
    """Return what both find in a single batch, as after a keystroke, when the author waits for it."""

    def read() -> list[Matches]:
        time.sleep(_HEAD_START_SECONDS)
        return context_matches(texts, language)

    slips = _READERS.submit(read)
    return list(map(tuple.__add__, _match_batch(client, texts, language), slips.result()))


def with_marks(texts: Sequence[str], matches: Sequence[Matches]) -> list[Matches]:
    """Return the matches of a whole text's paragraphs, with the marks in it that lack their other half."""
    return list(map(merge, matches, open_marks(texts)))


def merge(by_paragraph: Matches, across: Matches) -> Matches:
    """Return both; where they overlap, what looks across the text knows more."""
    kept = [match for match in by_paragraph if not any(m.start < match.end and match.start < m.end for m in across)]
    return (*kept, *across)


def judge_all(
    speller: Speller,
    paragraphs: Sequence[Paragraph],
    matches: Sequence[Matches],
    language: str,
    lexicon: Lexicon,
    level: Level = Level.ESSENTIAL,
    frequent: frozenset[Pair] = frozenset(),
) -> list[tuple[Finding, ...]]:
    """Return the findings of each paragraph, after asking the dictionary once about all of them.

    Their places are UTF-16 units in the paragraph.
    """
    pairs = list(zip(paragraphs, matches, strict=True))
    pieces = frozenset().union(
        *(pieces_to_look_up(paragraph.text, found, lexicon, language) for paragraph, found in pairs)
    )
    # What it has complained about it does not know; asking again would cost a search for suggestions each.
    unknown = frozenset().union(*(unknown_words(paragraph.text, found) for paragraph, found in pairs))
    dictionary = speller.known(pieces - unknown, language)
    how = (lexicon, dictionary, level, frequent, language)
    return [judge_paragraph(paragraph, found, *how) for paragraph, found in pairs]


def _in_order(
    threads: ThreadPoolExecutor, ask: Callable[[Sequence[str]], list[Matches]], batches: Sequence[Sequence[str]]
) -> Iterator[list[Matches]]:
    """Give the answers about the batches. The first are asked at once, and one more with each answer that is taken."""
    rest = iter(batches)
    waiting = deque(threads.submit(ask, batch) for batch in islice(rest, AHEAD))

    def answers() -> Iterator[list[Matches]]:
        while waiting:
            answer = waiting.popleft().result()
            waiting.extend(threads.submit(ask, batch) for batch in islice(rest, 1))
            yield answer

    return answers()


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Give threads that ask. Where the check fails or is broken off, what they have not begun is left."""
    threads = ThreadPoolExecutor(count, thread_name_prefix="check")
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _match_batch(client: Client, texts: Sequence[str], language: str) -> list[Matches]:
    """Check the texts in one request and give each its matches, at their places in it."""
    if not any(text.strip() for text in texts):
        return [() for _ in texts]
    waiting = sorted(client.check(BREAK.join(texts), language), key=lambda match: match.start)
    found, begin = [], 0
    for text in texts:
        end = begin + utf16_length(text)
        # Nobody sees the blanks of an empty paragraph, which are also never asked about alone.
        own = [match for match in waiting if begin <= match.start and match.end <= end] if text.strip() else []
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
