"""Stories for the memory of findings: sentences with known mistakes, edits at random, and a checker that knows the same.

A story knows its sentences one by one, so it can tell which still stand without cutting any text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.grammar.makers import SPELLING_RULE
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph, judge_paragraph
from workshop.grammar.languagetool.matches import Match
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_length

#: What the checker finds: words, the rule and the kind of it, the suggestion.
MISTAKES = {
    "threw": ("THROUGH", "CONFUSED_WORDS", "through"),
    "could of": ("OF_HAVE", "CONFUSED_WORDS", "could have"),
    "teh": (SPELLING_RULE, "TYPOS", "the"),
}
_FOUND = re.compile("|".join(MISTAKES))

OPENINGS = (
    "She", "He", "“Stop!” she", "“Go!” she", "“Stop,” she", "Mr. Lee", "Dr. Lee", "Oh… he", "No… he", "At 5 p.m. he",
    "At 6 p.m. he", "Séverine", "The café’s owner 😀", "It’s 3.5 miles and he", "It’s 4.5 miles and he", "“But—” she",
)  # fmt: skip
ACTIONS = (
    "walked threw the harbour", "could of gone home", "saw teh sea — and threw it — and waited", "sat down",
    "could of run and could of hid", "walked threw it, threw all of it", "didn’t see teh boat", "threw it (all of it)",
)  # fmt: skip
ENDS = (".", ".", ".", "!", "?", "…", "?!", "—")
#: What is typed on behind a sentence: with an end of its own, or without, which only the last of a line may be.
TYPED_ON = ("and so on.", "And so on.", "“Yes.”", "Yes?")
UNFINISHED = ("and", "He", "“W", "(", "Chapter two")


@dataclass(frozen=True)
class Sentence:
    text: str

    @property
    def key(self) -> str:
        """The same for sentences that are one sentence to an author: quotation marks around it do not count."""
        return self.text.strip("“”")

    @property
    def mistakes(self) -> list[tuple[str, str, int]]:
        """Each by the sentence, its words, and how many like it come before."""
        words = _FOUND.findall(self.text)
        return [(self.key, each, words[:place].count(each)) for place, each in enumerate(words)]

    @property
    def is_finished(self) -> bool:
        return self.text.rstrip("”")[-1] in ".!?…—" and not self.text.endswith("—")


@dataclass(frozen=True)
class Line:
    """Sentences with what stands before each: a space, a line's end, nothing at all."""

    pieces: tuple[tuple[str, Sentence], ...]

    @property
    def text(self) -> str:
        return "".join(
            ("\n" if place and not self.pieces[place - 1][1].is_finished else gap if place else "") + sentence.text
            for place, (gap, sentence) in enumerate(self.pieces)
        )

    def is_typed_on(self, place: int) -> bool:
        """Whether somebody is in the middle of typing behind that sentence: nobody decides anything then."""
        return place + 1 < len(self.pieces) and self.pieces[place + 1][1].text[0].islower()


def random_sentence(random: Random) -> Sentence:
    opening, action, end = random.choice(OPENINGS), random.choice(ACTIONS), random.choice(ENDS)
    if end == "—" or ("“" not in opening and random.random() < 0.2):
        return Sentence(f"“{opening.replace('“', '‘').replace('”', '’')} {action}{end}”")
    return Sentence(f"{opening} {action}{end}")


def random_line(random: Random) -> Line:
    return Line(tuple((_gap(random), random_sentence(random)) for _ in range(random.randint(1, 3))))


def _gap(random: Random) -> str:
    return random.choice((" ", " ", " ", "  ", "\u00a0", "\n", ""))


def edited(random: Random, story: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the story after one edit, such as an author makes."""
    lines = list(story)
    at = random.randrange(len(lines))
    pieces = list(lines[at].pieces)
    place = random.randrange(len(pieces))
    kind = random.randrange(9)
    if kind == 0:  # another paragraph, somewhere
        lines.insert(at, random_line(random))
    elif kind == 1 and len(lines) > 1:  # a paragraph moves, or goes
        line = lines.pop(at)
        if random.randrange(3):
            lines.insert(random.randint(0, len(lines)), line)
    elif kind == 2:  # a paragraph is split between two sentences
        lines[at : at + 1] = [Line(tuple(part)) for part in (pieces[:place], pieces[place:]) if part]
    elif kind == 3 and at + 1 < len(lines):  # two become one, with a space between them or without
        (_, first), *rest = lines[at + 1].pieces
        lines[at : at + 2] = [Line((*pieces, (_gap(random), first), *rest))]
    else:
        _edit_sentences(random, pieces, place, kind)
        lines[at : at + 1] = [Line(tuple(pieces))] if pieces else []
    return tuple(lines) or (random_line(random),)


def _edit_sentences(random: Random, pieces: list[tuple[str, Sentence]], place: int, kind: int) -> None:
    gap, sentence = pieces[place]
    if kind == 4:
        pieces.insert(place, (_gap(random), random_sentence(random)))
    elif kind == 5:
        pieces.pop(place)
    elif kind == 6:  # a word of the sentence becomes another
        changed = sentence.text.replace(" ", random.choice((" quite ", " then ")), 1)
        pieces[place] = (gap, Sentence(changed))
    elif kind == 7:
        pieces.insert(place + 1, (random.choice(("", " ")), Sentence(random.choice(TYPED_ON))))
    else:
        pieces.append((random.choice(("", " ")), Sentence(random.choice(UNFINISHED))))


@dataclass(frozen=True)
class Typography:
    """How the same story is written: as typed, or as it comes back from a word processor, an archive, a phone."""

    quotes: str = "“”‘’"
    dash: str = " — "
    dots: str = "…"
    form: str = "NFC"
    unseen: str = ""
    #: How many of LanguageTool's rules have another name by now.
    upgrades: int = 0

    def write(self, text: str) -> str:
        text = text.translate(str.maketrans(dict(zip("“”‘’", self.quotes, strict=True))))
        text = text.replace(" — ", self.dash).replace("…", self.dots).replace("harbour", f"har{self.unseen}bour")
        return unicodedata.normalize(self.form, text)

    def matches(self, text: str) -> Iterator[Match]:
        """Give what the checker finds in a text that was written so."""
        for found in _FOUND.finditer(text):
            rule, category, suggestion = MISTAKES[found.group()]
            if rule == "THROUGH" and self.upgrades:
                rule = f"THROUGH_{self.upgrades}"
            yield Match(
                start=utf16_length(text[: found.start()]),
                end=utf16_length(text[: found.end()]),
                rule=rule,
                category=category,
                issue="misspelling",
                message="Possible mistake.",
                short="",
                suggestions=(suggestion,),
            )

    def findings(self, line: Line) -> tuple[Finding, ...]:
        text = self.write(line.text)
        return judge_paragraph(Paragraph(text), self.matches(text), Lexicon(), frozenset())


def another_typography(random: Random, now: Typography) -> Typography:
    return replace(
        now,
        quotes=random.choice(("“”‘’", "\"\"''", "«»‹›", "„“‚‘", "‘’“”")),
        dash=random.choice((" — ", "—", " -- ", "--", " – ")),
        dots=random.choice(("…", "...")),
        form=random.choice(("NFC", "NFD")),
        unseen=random.choice(("", "\u00ad", "\u200b")),
        upgrades=now.upgrades + random.randrange(2),
    )
