"""Why another word fits, in a sentence for the popover. Pure."""

from workshop.grammar.context.tokens import form_of

#: What a word means, short enough to stand beside the other's.
_MEANINGS = {
    "since": "from that time on, or because",
    "sense": "a feeling or a meaning",
    "your": "belonging to you",
    "you're": "“you are”",
    "its": "belonging to it",
    "it's": "“it is” or “it has”",
    "their": "belonging to them",
    "they're": "“they are”",
    "there": "a place, or “there is”",
    "then": "at that time, or next",
    "than": "what a comparison goes on with",
    "to": "the way to something, or what comes before a verb",
    "too": "also, or more than enough",
    "two": "the number",
    "lose": "no longer have, or not win",
    "loose": "not tight",
    "breath": "the air you take in",
    "breathe": "what you do with air",
    "were": "a past form of “be”",
    "where": "a place",
    "we're": "“we are”",
    "whose": "belonging to whom",
    "who's": "“who is” or “who has”",
    "quiet": "with little noise",
    "quite": "rather, or wholly",
    "passed": "went by, or handed over",
    "past": "beyond, or time gone by",
    "peak": "the top",
    "peek": "a quick look",
    "wander": "walk without an aim",
    "wonder": "ask oneself, or marvel",
    "scared": "afraid",
    "scarred": "marked by scars",
    "weather": "rain and sun",
    "whether": "if",
    "accept": "take what is offered",
    "except": "apart from",
    "affect": "change something",
    "effect": "what comes of something",
    "defiantly": "with defiance",
    "definitely": "without doubt",
}


def explain(written: str, meant: str) -> tuple[str, str]:
    """Return the sentence for the popover and the few words for the list."""
    short = f"{written} / {meant}"
    meanings = [(_MEANINGS.get(form_of(word)), word) for word in (meant, written)]
    if all(meaning for meaning, _ in meanings):
        (fits, _), (does_not, _) = meanings
        return f"“{meant}” fits here: {fits}; “{written}” is {does_not}.", short
    return f"From the words around it, “{meant}” fits here better than “{written}”.", short
