"""What a finding says to the author: short, plain, and never sure of itself without reason. Pure."""

from workshop.grammar.context.explain import explain
from workshop.grammar.languagetool.matches import Match

NEAR_NAME = "NEAR_NAME"
NEAR_HONORIFIC = "NEAR_HONORIFIC"
#: A known name that is written small.
NAME_CASE = "NAME_CASE"

#: Where LanguageTool's own sentence is long or speaks of something else, by rule: message and the words for the list.
_OWN_WORDS = {
    "TOO_TO_EITHER": ("“Too” is “also” or “too much”. What is left out after a verb begins with “to”.", "too / to"),
    "EVERYDAY_EVERY_DAY": ("“Everyday” means “ordinary”. On each day is “every day”.", "everyday / every day"),
    "ENGLISH_WORD_REPEAT_RULE": ("The word stands here twice.", "Doubled word"),
    "IT_VBZ": ("With “it”, the verb usually ends in -s.", "Verb form"),
    "HE_VERB_AGR": ("With “he”, “she” or “it”, the verb usually ends in -s.", "Verb form"),
    "EVERY_EACH_SINGULAR": ("After “every” or “each” comes the singular.", "Singular or plural"),
    "MODAL_OF": ("It sounds like “of”, but it is “have”.", "of / have"),
    "COULD_OF": ("It sounds like “of”, but it is “have”.", "of / have"),
    "EN_A_VS_AN": ("“A” before a consonant sound, “an” before a vowel sound.", "a / an"),
}
_WITHOUT_SHORT = {
    "grammar": "Grammar",
    "typographical": "Punctuation",
    "style": "Style",
    "misspelling": "Word choice",
    "duplication": "Doubled word",
}


def message_of(match: Match, words: str) -> tuple[str, str]:
    """Return the sentence for the popover and the few words for the list."""
    if match.is_context:
        return explain(words, match.suggestions[0])
    message, short = _OWN_WORDS.get(match.rule, (match.message, match.short))
    return message, short or _WITHOUT_SHORT.get(match.issue, "Check this")


def unknown_word(word: str) -> tuple[str, str]:
    """Return the same for a word that no dictionary and no lexicon has."""
    if word[:1].isupper():
        return f"No dictionary has “{word}”. If it is a name, one click teaches it to Galley.", "Unknown name or word"
    return f"No dictionary has “{word}”. A slip, or a word of your world?", "Unknown word"


def nearly_a_name(rule: str, meant: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    """Return sentence, suggestions and the few words for what the lexicon says to be put right."""
    if rule == NAME_CASE:
        return f"In this work it is written {meant[0]}.", meant, "Capitals of a name"
    if rule == NEAR_HONORIFIC:
        return f"Did you mean {meant[0]}?", meant, "Nearly a name"
    return f"This is nearly {meant[0]}, a name of this work.", meant, "Nearly a name"
