"""Checks paragraphs: LanguageTool by paragraph and across the whole text, then the fiction profile and the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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
#: Rules that look across the text see at most this much of it at once: more than any chapter that an archive takes.
WHOLE_TEXT_CHARACTERS = 600_000
#: As many as LanguageTool works on at the same time on a small machine.
THREADS = 2

Matches = tuple[Match, ...]


def check(
    client: Client,
    speller: Speller,
    paragraphs: Sequence[Paragraph],
    language: str,
    lexicon: Lexicon,
    progress: Callable[[int, int], None] = lambda done, total: None,
    level: Level = Level.ESSENTIAL,
) -> list[tuple[Finding, ...]]:
    """Return the findings of each paragraph of a whole text; raises CheckerUnavailable.

    Places are UTF-16 units in the paragraph. `progress` gets how many characters of how many are checked.
    """
    by_paragraph = paragraph_matches(client, [paragraph.text for paragraph in paragraphs], language, progress)
    return judge_text(client, speller, paragraphs, by_paragraph, language, lexicon, level)


def judge_text(
    client: Client,
    speller: Speller,
    paragraphs: Sequence[Paragraph],
    by_paragraph: Sequence[Matches],
    language: str,
    lexicon: Lexicon,
    level: Level = Level.ESSENTIAL,
) -> list[tuple[Finding, ...]]:
    """Return the same, where it is known already what the rules about sentences find in each paragraph."""
    across = whole_text_matches(client, [paragraph.text for paragraph in paragraphs], language)
    return judge_all(speller, paragraphs, map(merge, by_paragraph, across), language, lexicon, level)


def paragraph_matches(
    client: Client,
    texts: Sequence[str],
    language: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Matches]:
    """Return what the rules about sentences and the context model find in each text."""
    batches = list(_batches(texts, BATCH_CHARACTERS))
    stretches = (context_matches(stretch, language) for stretch in _batches(texts, CONTEXT_CHARACTERS))
    slips = chain.from_iterable(stretches)
    total, done, found = sum(map(len, texts)), 0, []
    with ThreadPoolExecutor(THREADS, thread_name_prefix="check") as threads:
        answers = threads.map(lambda batch: _match_batch(client, batch, language), batches)
        for batch in batches:
            own = list(islice(slips, len(batch)))  # the model reads while LanguageTool does
            found += [(*matches, *more) for matches, more in zip(next(answers), own, strict=True)]
            done += sum(map(len, batch))
            progress(done, total)
    return found


def whole_text_matches(client: Client, texts: Sequence[str], language: str) -> list[Matches]:
    """Return what the rules that look across paragraphs find, for each text."""
    parts = _batches(texts, WHOLE_TEXT_CHARACTERS)
    found = chain.from_iterable(_match_batch(client, part, language, Mode.WHOLE_TEXT) for part in parts)
    return [(*matches, *marks) for matches, marks in zip(found, open_speech(texts), strict=True)]


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
    pieces = frozenset().union(*(pieces_to_look_up(paragraph.text, found, lexicon) for paragraph, found in pairs))
    # What it has complained about it does not know; asking again would cost a search for suggestions each.
    unknown = frozenset().union(*(unknown_words(paragraph.text, found) for paragraph, found in pairs))
    dictionary = speller.known(pieces - unknown, language)
    return [judge_paragraph(paragraph, found, lexicon, dictionary, level, frequent) for paragraph, found in pairs]


def _match_batch(client: Client, texts: Sequence[str], language: str, mode: Mode = Mode.PARAGRAPH) -> list[Matches]:
    """Check texts in one request and give each its matches, at their places in it."""
    if not any(text.strip() for text in texts):
        return [() for _ in texts]
    waiting = sorted(client.check(BREAK.join(texts), language, mode), key=lambda match: match.start)
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
