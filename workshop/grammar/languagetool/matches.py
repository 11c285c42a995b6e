"""What is asked of LanguageTool and what comes back, as values; the context model answers in the same form. Pure."""

from dataclasses import dataclass

#: How the ids of spelling rules begin.
SPELLING = (
    "MORFOLOGIK_RULE_",
    "HUNSPELL_RULE",
    "GERMAN_SPELLER_RULE",
    "AUSTRIAN_GERMAN_SPELLER_RULE",
    "SWISS_GERMAN_SPELLER_RULE",
    "FR_SPELLING_RULE",
)
#: The categories of what the context model says, of what it is very sure about, and of what it would say only to an
#: author who makes this mistake often.
CONTEXT = "CONTEXT"
CONTEXT_SURE = "CONTEXT_SURE"
CONTEXT_FAINT = "CONTEXT_FAINT"


@dataclass(frozen=True, slots=True)
class Match:
    """One match as LanguageTool sent it. `start` and `end` are UTF-16 units in the text that was sent."""

    start: int
    end: int
    rule: str
    category: str
    #: LanguageTool's word for it: misspelling, grammar, typographical, style, duplication …
    issue: str
    message: str
    short: str
    suggestions: tuple[str, ...]

    @property
    def is_spelling(self) -> bool:
        return self.rule.startswith(SPELLING)

    @property
    def is_context(self) -> bool:
        return self.category in (CONTEXT, CONTEXT_SURE, CONTEXT_FAINT)


@dataclass(frozen=True)
class Switches:
    """Which rules and categories the server leaves out.

    There is one set for all requests: LanguageTool keeps a warm pipeline for each, and a new one costs 50 ms.
    """

    rules_off: tuple[str, ...] = ()
    categories_off: tuple[str, ...] = ()

    def parameters(self) -> dict[str, str]:
        pairs = (("disabledRules", self.rules_off), ("disabledCategories", self.categories_off))
        return {name: ",".join(ids) for name, ids in pairs if ids}
