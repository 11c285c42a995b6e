"""Where a paragraph is speech. Pure; a speaker may say what a narrator may not."""

import re

#: Opening marks and what closes each. A straight mark closes itself.
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", '"': '"', "‘": "’", "「": "」", "『": "』"}
_DOUBLE = re.compile("[“„«»‹\"「『]")
#: A single mark opens speech only where a word begins and something ends it as speech ends: 'Course is no speech.
_SINGLE_SPEECH = re.compile(r"(?<!\w)[‘'](?=\w)(?:(?![‘]).)*?[,.!?…—–-][’'](?!\w)", re.DOTALL)
_DASH_SPEECH = re.compile(r"\s*(?:[—–]|--)\s*\S")


def speech_spans(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of the paragraph that are spoken, with their marks, in code points.

    Speech that is not closed goes on to the paragraph's end: the next paragraph opens it again, as is the custom.
    """
    if _DASH_SPEECH.match(paragraph):
        return ((0, len(paragraph)),)
    spans = _between_pairs(paragraph)
    if spans:
        return spans
    return tuple(found.span() for found in _SINGLE_SPEECH.finditer(paragraph))


def is_spoken(spans: tuple[tuple[int, int], ...], codepoint: int) -> bool:
    """Whether the place lies in one of the spans."""
    return any(start <= codepoint < end for start, end in spans)


def _between_pairs(paragraph: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    place = 0
    while opening := _DOUBLE.search(paragraph, place):
        closing = _PAIRS[opening.group()]
        place = next((i + 1 for i in range(opening.end(), len(paragraph)) if paragraph[i] in closing), len(paragraph))
        spans.append((opening.start(), place))
    return tuple(spans)
