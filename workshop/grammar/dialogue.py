"""Where a paragraph is speech. Pure; a speaker may say what a narrator may not.

Paragraphs are looked at one by one: speech that goes on in the next paragraph opens there again, as is the custom.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

#: Opening marks and what may close each. Writers mix curly and straight ones, and some countries open as they close.
_CLOSING = {
    "“": '”"',
    "”": '”"',
    "„": '“”"',
    '"': '"”',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "‚": "‘’",
    "``": ("''", "”", '"'),
    "''": ("''",),
}
_BEFORE = r"(?<![\w.,!?…’'])"
#: A straight mark opens where a word begins: 6'2" opens nothing. » may open a paragraph before a space.
_DOUBLE = rf"[“„«‹「『]|^»|(?:{_BEFORE}|(?<=[—–-]))(?:``|''|[\"”»›‚])(?=\S)"
#: Apostrophes at the beginning of a word that are no mark of speech: ’tis, ’em, ’Course.
_SHORTENED = (
    "bout cause cept course cos couldn cuz e em er ere fraid gainst hood igh im is kay less morning n neath nother nough nuff "
    "onest ot ouse ow re round s sides scuse spect spose t taint til till tis twas tween twere twill twixt tude ud ung un urry "
    "ve zat"
)
_NO_SPEECH = rf"(?!(?:{_SHORTENED.replace(' ', '|')})\b)"
#: A single mark opens where a word begins; speech ends before the mark, or the paragraph does.
_SINGLE = rf"{_BEFORE}[‘'’](?=[\w…—–¿¡“\"«]){_NO_SPEECH}"
_SINGLE_END = re.compile(r"(?<=[,.!?…—–\-”\"])[’'](?![\w])")
#: Without a point or comma before it, a mark may be a possessive; at an end or before a tag it closes.
_LOOSE_END = re.compile(r"[’'](?=\s*$|\s+(?:he|she|I|they|we|said|asked)\b)")
_OPENING = re.compile(rf"(?P<double>{_DOUBLE})|(?P<single>{_SINGLE})", re.IGNORECASE)
_DASH_SPEECH = re.compile(r"\s*(?:[—–―]|--|-\s)\s*\S")

Span = tuple[int, int]
#: One check asks three times about each paragraph: across the whole text, and twice when it is judged.
_REMEMBERED = 4_000


@lru_cache(_REMEMBERED)
def speech_spans(paragraph: str) -> tuple[Span, ...]:
    """Return the stretches of the paragraph that are spoken, with their marks, in code points.

    Speech that is not closed goes on to the paragraph's end. Where a dash opens it, all of the paragraph counts: where
    the speaker ends and the narrator begins, nothing shows.
    """
    spans = tuple(_between_marks(paragraph))
    if not spans and _DASH_SPEECH.match(paragraph):
        return ((0, len(paragraph)),)
    return spans


def is_spoken(spans: tuple[Span, ...], codepoint: int) -> bool:
    """Whether the place lies in one of the spans."""
    return any(start <= codepoint < end for start, end in spans)


def breaks_off(paragraph: str, word: str, end_codepoint: int) -> bool:
    """Whether the word that ends there is begun again after a dash, as in "Wh—what?"."""
    again = re.match(r"[—–]\s?(\w+)", paragraph[end_codepoint:])
    return again is not None and again[1].lower().startswith(word.lower())


def _between_marks(paragraph: str) -> Iterator[Span]:
    """Give each stretch from an opening mark to its closing one; marks inside it are quotations within the speech."""
    place = 0
    while opening := _OPENING.search(paragraph, place):
        end = _closed(paragraph, opening) if opening["double"] else _closed_single(paragraph, opening)
        if end:
            yield opening.start(), end
        place = end or opening.end()


def _closed(paragraph: str, opening: re.Match[str]) -> int:
    closing = _CLOSING[opening["double"]]
    ends = (place + len(mark) for mark in closing if (place := paragraph.find(mark, opening.end())) >= 0)
    return min(ends, default=len(paragraph))


def _closed_single(paragraph: str, opening: re.Match[str]) -> int:
    """Return where the speech ends; 0 where the mark is an apostrophe after all. It may stay open from the beginning on."""
    end = _SINGLE_END.search(paragraph, opening.end()) or _LOOSE_END.search(paragraph, opening.end())
    if end:
        return end.end()
    return len(paragraph) if opening.group()[0] != "’" and not paragraph[: opening.start()].strip() else 0
