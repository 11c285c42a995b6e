"""From LanguageTool's matches in one paragraph to findings that a writer of fiction wants to see. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workshop.grammar import dialogue, oceans, voices
from workshop.grammar.context.slips import Pair
from workshop.grammar.context.tokens import form_of
from workshop.grammar.dialogue import is_spoken, speech_spans
from workshop.grammar.findings import Finding, Kind, Source
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE, is_english
from workshop.grammar.languagetool.matches import CONTEXT, CONTEXT_FAINT, CONTEXT_SURE, Match
from workshop.grammar.levels import Level
from workshop.grammar.marks import mark_matches
from workshop.grammar.offsets import Offsets
from workshop.grammar.profile import OWN_RULES, Voice, judge
from workshop.grammar.recognising import Sentences, fingerprint
from workshop.grammar.wording import NAME_CASE, NEAR_HONORIFIC, NEAR_NAME, message_of, nearly_a_name, unknown_word
from workshop.lexicon import near
from workshop.lexicon.names import Lexicon, is_cut_short, is_known, to_look_up
from workshop.lexicon.readings import straight

MOST_SUGGESTIONS = 5
#: Rules of these kinds say that a word is another one; about a word of the lexicon they are wrong.
_ABOUT_WORDS = frozenset(
    {"TYPOS", "CONFUSED_WORDS", "MULTITOKEN_SPELLING", "CASING", "GALLEY_WORDS", CONTEXT, CONTEXT_SURE}
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to check; a note is the author speaking to the readers."""

    text: str
    is_note: bool = False


def pieces_to_look_up(
    text: str, matches: Iterable[Match], lexicon: Lexicon, language: str = DEFAULT_LANGUAGE
) -> frozenset[str]:
    """Return the words about which the dictionary must be asked before the paragraph can be judged."""
    offsets = Offsets(text)
    unknown = [(offsets.codepoint(match.start), _words(text, match, offsets)) for match in matches if match.is_spelling]
    forms = (form for start, word in unknown for form in voices.full_forms(text, start, word))
    pieces = near.tails(text, lexicon).union(forms, *(to_look_up(word, lexicon) for _, word in unknown))
    return pieces.union(other for piece in pieces if (other := oceans.twin(piece))) if is_english(language) else pieces


def unknown_words(text: str, matches: Iterable[Match]) -> frozenset[str]:
    """Return the words of the paragraph that the dictionary does not have."""
    offsets = Offsets(text)
    return frozenset(_words(text, match, offsets) for match in matches if match.is_spelling)


def judge_paragraph(
    paragraph: Paragraph,
    matches: Iterable[Match],
    lexicon: Lexicon,
    dictionary: frozenset[str],
    level: Level = Level.ESSENTIAL,
    frequent: frozenset[Pair] = frozenset(),
    language: str = DEFAULT_LANGUAGE,
) -> tuple[Finding, ...]:
    """Return the findings that the level shows in the paragraph, by their place.

    `dictionary` holds, of the pieces that `pieces_to_look_up` named, those that are words. `frequent` are the pairs
    of words that the author often mistakes for each other: about those faint matches speak too.
    """
    judged = _Judgement(paragraph, lexicon, dictionary, level, frequent, is_english(language))
    slips = [judged.near_honorific(miss) for miss in judged.near_honorifics()]
    others = [finding for match in matches if (finding := judged.match(match)) and not _overlaps(finding, slips)]
    in_context = [finding for finding in others if finding.source is Source.CONTEXT]
    by_rules = [finding for finding in others if finding.source is not Source.CONTEXT]
    # The context model sees the whole sentence. LanguageTool, about the same words, has often seen that they cannot stand
    # so, and guessed wrong what was meant. Our own rules and the names are surer than both.
    said = [*slips, *(finding for finding in by_rules if not judged.is_guessed_better(finding, in_context))]
    marks = (finding for match in mark_matches(paragraph.text, language) if (finding := judged.match(match)))
    said += [finding for finding in marks if not _overlaps(finding, said)]
    said += [finding for finding in in_context if not _overlaps(finding, said)]
    return tuple(sorted(said, key=lambda finding: (finding.start, finding.end)))


class _Judgement:
    """One paragraph with all that a verdict about it needs."""

    def __init__(
        self,
        paragraph: Paragraph,
        lexicon: Lexicon,
        dictionary: frozenset[str],
        level: Level,
        frequent: frozenset[Pair],
        is_english: bool,
    ) -> None:
        self._text = paragraph.text
        self._is_note = paragraph.is_note
        self._lexicon = lexicon
        self._dictionary = dictionary
        self._level = level
        self._frequent = frequent
        self._is_english = is_english
        self._offsets = Offsets(paragraph.text)
        self._speech = speech_spans(paragraph.text)
        self._sentences = Sentences(paragraph.text)

    def _in_dictionary(self, piece: str) -> bool:
        if piece in self._dictionary or voices.is_everywhere(piece):
            return True
        return self._is_english and oceans.twin(piece) in self._dictionary

    def is_guessed_better(self, finding: Finding, in_context: list[Finding]) -> bool:
        """Whether LanguageTool only guessed, and the context model has something else to put in the place."""
        if finding.source is not Source.LANGUAGETOOL or finding.kind is Kind.UNKNOWN:
            return False
        others = [other for other in in_context if _overlaps(finding, [other])]
        mended = self._mended(finding)
        return bool(others) and all(self._mended(other) != mended for other in others)

    def _mended(self, finding: Finding) -> str | None:
        """Return the paragraph with the finding's first suggestion taken."""
        if not finding.suggestions:
            return None
        begin, end = self._offsets.codepoint(finding.start), self._offsets.codepoint(finding.end)
        return self._text[:begin] + finding.suggestions[0] + self._text[end:]

    def near_honorifics(self) -> Iterator[near.NearMiss]:
        return near.near_honorifics(self._text, self._lexicon, self._in_dictionary)

    def near_honorific(self, miss: near.NearMiss) -> Finding:
        place = (miss.start_codepoint, miss.end_codepoint)
        told = nearly_a_name(NEAR_HONORIFIC, miss.meant)
        return self._finding(place, Kind.MISTAKE, Source.LEXICON, NEAR_HONORIFIC, *told)

    def match(self, match: Match) -> Finding | None:
        """Return the finding that the match makes, or None where it is noise in this place."""
        place = (self._offsets.codepoint(match.start), self._offsets.codepoint(match.end))
        words = self._text[slice(*place)]
        if match.is_spelling:
            return self._unknown_word(words, place, match)
        if match.category == CONTEXT_FAINT:
            meant = tuple(each for each in match.suggestions if Pair(form_of(words), form_of(each)) in self._frequent)
            if not meant:
                return None
            match = replace(match, category=CONTEXT, suggestions=meant)
        kind = judge(match, words, self._voice(place[0]), self._level)
        if kind is None or (match.category in _ABOUT_WORDS and self._lexicon.has(words)):
            return None
        source = _source_of(match)
        message, short = message_of(match, words)
        return self._finding(place, kind, source, match.rule, message, match.suggestions, short)

    def _is_said(self, word: str, start_codepoint: int) -> bool:
        """Whether the word is right in the mouth of somebody, and stands there."""
        if not self._is_english or self._voice(start_codepoint) is Voice.NARRATION:
            return False
        forms = voices.full_forms(self._text, start_codepoint, word)
        return voices.is_dialect(straight(word)) or any(map(self._in_dictionary, forms))

    def _unknown_word(self, word: str, place: tuple[int, int], match: Match) -> Finding | None:
        if (
            is_known(word, self._lexicon, self._in_dictionary)
            or self._is_said(word, place[0])
            or self._is_cut_short(word, place)
        ):
            return None
        if dialogue.breaks_off(self._text, word, place[1]):
            return None
        meant = near.nearest_names(word, self._lexicon, self._in_dictionary)
        if meant:
            rule = NAME_CASE if meant[0].lower() == straight(word).lower() else NEAR_NAME
            return self._finding(place, Kind.MISTAKE, Source.LEXICON, rule, *nearly_a_name(rule, meant))
        message, short = unknown_word(word)
        return self._finding(place, Kind.UNKNOWN, Source.LANGUAGETOOL, match.rule, message, match.suggestions, short)

    def _is_cut_short(self, word: str, place: tuple[int, int]) -> bool:
        """Whether somebody is interrupted in the middle of a name: "Sasu—"."""
        broken = word.endswith("-") or near.breaks_off(self._text, place[1])
        return broken and is_cut_short(word.rstrip("-"), self._lexicon, self._in_dictionary)

    def _voice(self, codepoint: int) -> Voice:
        if self._is_note:
            return Voice.NOTE
        return Voice.SPEECH if is_spoken(self._speech, codepoint) else Voice.NARRATION

    def _finding(
        self,
        place: tuple[int, int],
        kind: Kind,
        source: Source,
        rule: str,
        message: str,
        suggestions: tuple[str, ...],
        short: str,
    ) -> Finding:
        start, end = place
        before, after = self._sentences.neighbours(start, end)
        places = self._sentences.places(start, end)
        return Finding(
            start=self._offsets.units(start),
            end=self._offsets.units(end),
            kind=kind,
            source=source,
            rule=rule,
            message=message,
            suggestions=suggestions[:MOST_SUGGESTIONS],
            short=short,
            words=self._text[start:end],
            before=before,
            after=after,
            fingerprint=fingerprint(rule, places[0]),
            places=places,
        )


def _source_of(match: Match) -> Source:
    if match.is_context:
        return Source.CONTEXT
    return Source.RULES if match.rule.startswith(OWN_RULES) else Source.LANGUAGETOOL


def _words(text: str, match: Match, offsets: Offsets) -> str:
    return text[offsets.codepoint(match.start) : offsets.codepoint(match.end)]


def _overlaps(finding: Finding, others: list[Finding]) -> bool:
    return any(finding.start < other.end and other.start < finding.end for other in others)
