"""The marks of speech and of pauses, which rules that see one sentence at a time cannot judge. Pure.

Its matches look like LanguageTool's. They are made anew at each check and never stored: they cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workshop.grammar.dialogue import speech_spans
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE, is_english
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.offsets import Offsets

CATEGORY = "GALLEY_DIALOGUE"
#: Habits that some houses like: shown to those who ask for them.
HABITS = "GALLEY_STYLE"

_VERBS = (
    "said|asked|replied|whispered|muttered|murmured|shouted|yelled|added|screamed|exclaimed|mumbled|snapped|growled|hissed|demanded"
    "|begged|insisted|stammered|stuttered|retorted|responded|remarked|protested|pleaded|declared|announced|explained"
)
_PRONOUNS = "he|she|they|we"
_ADVERB = r"(?:\w+ly\s)?"
#: What follows speech and tells who said it. After "said" a name may come; before it, a name is no proof.
_TAG = rf"\s(?:(?:{_PRONOUNS}|I)\s{_ADVERB}(?:{_VERBS})\b|(?:{_VERBS})\s(?:he|she|they|[A-Z]\w+)\b)"
_TAG_WITHOUT_I = rf"\s(?:(?:{_PRONOUNS})\s{_ADVERB}(?:{_VERBS})\b|(?:{_VERBS})\s(?:he|she|they|[A-Z]\w+)\b)"
#: After a full stop "She said nothing." is a sentence of its own; only what ends with its verb is surely a tag.
_SURELY_TAG = rf"(He|She|They|We)(?=\s{_ADVERB}(?:{_VERBS})(?:\s\w+ly)?\.)"
_END = r"[”\"’']"


@dataclass(frozen=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    meant: Callable[[re.Match[str]], str]
    message: str
    short: str
    category: str = CATEGORY


def _lowered(found: re.Match[str]) -> str:
    return found[1].lower()


_TAGS = (
    _Rule(
        "GALLEY_TAG_COMMA",
        re.compile(rf"(?<=\w)\.({_END})(?={_TAG_WITHOUT_I})"),
        lambda found: f",{found[1]}",
        "Who says it belongs to the same sentence: a comma before the mark.",
        "Comma before “she said”",
    ),
    _Rule(
        "GALLEY_TAG_COMMA",
        re.compile(rf"(?<=\w)\.({_END})\s{_SURELY_TAG}"),
        lambda found: f",{found[1]} {found[2].lower()}",
        "Who says it belongs to the same sentence: a comma before the mark, and a small letter after it.",
        "Comma before “she said”",
    ),
    _Rule(
        "GALLEY_TAG_SMALL",
        re.compile(rf"(?<=,{_END}\s)(He|She|They|We|It)(?=\s{_ADVERB}(?:{_VERBS})\b)"),
        _lowered,
        "Who says it belongs to the same sentence: a small letter.",
        "Small letter in “she said”",
    ),
    _Rule(
        "GALLEY_TAG_SMALL",
        re.compile(rf"(?<=[?!…—]{_END}\s){_SURELY_TAG}"),
        _lowered,
        "Who says it belongs to the same sentence, even after “?” and “!”: a small letter.",
        "Small letter in “she said”",
    ),
    _Rule(
        "GALLEY_COMMA_MISSING",
        re.compile(rf"(?<=\w)({_END})(?={_TAG})"),
        lambda found: f",{found[1]}",
        "Between speech and who says it stands a comma.",
        "Comma before “she said”",
    ),
    _Rule(
        "GALLEY_COMMA_OUTSIDE",
        re.compile(rf"(?<=\w)([”\"]),(?={_TAG})"),
        lambda found: f",{found[1]}",
        "In English the comma stands before the closing mark.",
        "Comma inside the marks",
        HABITS,
    ),
)
_DASHES = (
    _Rule(
        "GALLEY_HYPHEN_FOR_DASH",
        re.compile(r"(?<=\w) -{1,3} (?=[\w“\"‘])|(?<=\w)--(?=[\w“\"‘])"),
        lambda found: "—",
        "A break in the sentence is a dash (—); a hyphen joins words.",
        "Dash",
        HABITS,
    ),
)
_PAUSES_ANYWHERE = (
    _Rule(
        "GALLEY_TWO_DOTS",
        re.compile(r"(?<=\w)(?:\.\.|\.{4,})(?=[\s”\"’']|$)"),
        lambda found: "…",
        "A pause has three dots, or the one sign for them.",
        "Ellipsis",
        HABITS,
    ),
    _Rule(
        "GALLEY_MANY_MARKS",
        re.compile(r"(?<=\w)([!?])[!?]{2,}"),
        lambda found: found[1],
        "One mark is as loud as three.",
        "Many marks",
        HABITS,
    ),
)
#: How a dash is written differs from language to language.
_PAUSES = (*_DASHES, *_PAUSES_ANYWHERE)


def mark_matches(paragraph: str, language: str = DEFAULT_LANGUAGE) -> Iterator[Match]:
    """Give what is wrong with the marks around speech, and which habits of pausing an editor would mark."""
    if is_english(language):
        yield from _around_speech(paragraph)
    offsets = Offsets(paragraph)
    for rule in _PAUSES if is_english(language) else _PAUSES_ANYWHERE:
        for found in rule.pattern.finditer(paragraph):
            yield _match(rule, *found.span(), rule.meant(found), offsets)


def _around_speech(paragraph: str) -> Iterator[Match]:
    ends = {end for _, end in speech_spans(paragraph)}
    if not ends:
        return
    offsets = Offsets(paragraph)
    for rule in _TAGS:
        for found in rule.pattern.finditer(paragraph):
            if _mark_end(found) in ends:
                yield _match(rule, *found.span(), rule.meant(found), offsets)


def _mark_end(found: re.Match[str]) -> int:
    """Return where the closing mark ends that the rule speaks of: it is its first group, or stands before its match."""
    return found.end(1) if re.fullmatch(_END, found[1]) else found.start() - 1


def open_marks(paragraphs: Sequence[str]) -> list[tuple[Match, ...]]:
    """Return for each paragraph of a whole text the marks in it that lack their other half: of speech, and brackets.

    Speech that goes on in the next paragraph opens there again, and is not closed before.
    """
    following = [*paragraphs[1:], ""]
    brackets = _single_brackets(paragraphs)
    return [
        (*_open_speech(paragraph, after), *_brackets(paragraph, places))
        for paragraph, after, places in zip(paragraphs, following, brackets, strict=True)
    ]


def _single_brackets(paragraphs: Sequence[str]) -> list[list[int]]:
    """Return the places of the brackets in each paragraph that nothing closes or opens, however far away."""
    single: list[list[int]] = [[] for _ in paragraphs]
    opened: list[tuple[str, int, int]] = []
    for number, paragraph in enumerate(paragraphs):
        if not _BRACKET.search(paragraph):
            continue
        # A smile is no bracket; blanks keep the places.
        for found in _BRACKET.finditer(_SMILE.sub(lambda smile: " " * len(smile.group()), paragraph)):
            bracket, place = found.group(), found.start()
            if bracket in _CLOSED_BY:
                opened.append((_CLOSED_BY[bracket], number, place))
            elif any(closing == bracket for closing, _, _ in opened):
                # What opened after its other half was never closed.
                while (last := opened.pop())[0] != bracket:
                    single[last[1]].append(last[2])
            elif not _LABEL.search(paragraph, 0, place):
                single[number].append(place)
    for _, number, place in opened:
        single[number].append(place)
    return [sorted(places) for places in single]


def _brackets(paragraph: str, places: Sequence[int]) -> Iterator[Match]:
    offsets = Offsets(paragraph)
    for place in places:
        rule = _OPEN_BRACKET if paragraph[place] in _CLOSED_BY else _CLOSED_BRACKET
        yield _match(rule, place, place + 1, None, offsets)


def _open_speech(paragraph: str, following: str) -> Iterator[Match]:
    place = _never_closed(paragraph)
    if place is not None and not following.lstrip().startswith(("“", "‘", '"', "'", "—")):
        yield _match(_OPEN, place, place + 1, None, Offsets(paragraph))


def _never_closed(paragraph: str) -> int | None:
    """Return where the last speech opens if nothing closes it; only marks are looked at that open nothing else."""
    spans = speech_spans(paragraph)
    if not spans or paragraph[spans[-1][0]] not in '“"' or spans[-1][1] < len(paragraph):
        return None
    opened = spans[-1][0]
    # What ends otherwise leads to a letter, a song or a list that stands in paragraphs of its own.
    return opened if re.search("[.!?…]\\s*$", paragraph) and not re.search('[”"]', paragraph[opened + 1 :]) else None


_OPEN = _Rule(
    "GALLEY_OPEN_QUOTE",
    re.compile('[“"]'),
    lambda found: "",
    "This speech is never closed. Where it goes on in the next paragraph, that one opens with a mark again.",
    "Closing mark missing",
)


_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"[()\[\]{}]")
_SMILE = re.compile(r"(?<!\w)[:;=8xX]['’]?-?[()\[\]{}]+|[()\[\]]+-?['’]?[:;=](?!\w)")
#: "a)", "12)": a point of a list, which nothing opens.
_LABEL = re.compile(r"(?<![\w(])(?:[^\W\d_]|\d{1,2})$")
_OPEN_BRACKET = _Rule(
    "GALLEY_OPEN_BRACKET", _BRACKET, lambda found: "", "This bracket is never closed.", "Closing bracket missing"
)
_CLOSED_BRACKET = _Rule(
    "GALLEY_OPEN_BRACKET", _BRACKET, lambda found: "", "Nothing opens this bracket.", "Opening bracket missing"
)


def _match(rule: _Rule, start: int, end: int, meant: str | None, offsets: Offsets) -> Match:
    return Match(
        start=offsets.units(start),
        end=offsets.units(end),
        rule=rule.name,
        category=rule.category,
        issue="style" if rule.category == HABITS else "typographical",
        message=rule.message,
        short=rule.short,
        suggestions=(meant,) if meant is not None else (),
    )
