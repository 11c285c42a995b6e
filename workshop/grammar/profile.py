"""The fiction profile: which of LanguageTool's rules speak in a story, where, and how loudly. Pure.

Its lists come from counting matches on edited novels: stock LanguageTool raises 3.8 to 4.1 per thousand words there,
besides spelling, and nearly all of them are about voice.
"""

from enum import StrEnum

from workshop.grammar.findings import Kind
from workshop.grammar.languagetool.matches import CONTEXT, Match, Switches
from workshop.grammar.levels import Level


class Voice(StrEnum):
    """Who is speaking where a match lies."""

    NARRATION = "narration"
    SPEECH = "speech"
    #: The author, to the readers.
    NOTE = "note"


#: Never asked for. STYLE stays on: the rule for "I don't want too" lives there.
CATEGORIES_OFF = (
    "AMERICAN_ENGLISH_STYLE",
    "BRITISH_ENGLISH",
    "COLLOCATIONS",
    "COMPOUNDING",
    "REDUNDANCY",
    "REPETITIONS_STYLE",
)

#: Commas that are a matter of rhythm, marks that speech over several paragraphs upsets, sentences without a capital.
_RHYTHM = """
    COMMA_COMPOUND_SENTENCE COMMA_COMPOUND_SENTENCE_2 EN_UNPAIRED_QUOTES FINAL_ADVERB_COMMA IF_WE_CANT_COMMA
    INTERJECTIONS_PUNCTUATION MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE NOWADAYS_COMMA NO_COMMA_BEFORE_INDIRECT_QUESTION
    NO_COMMA_BEFORE_SO PRP_COMMA QUESTION_MARK SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA THE_JJR_THE_MORE_COMMA
    UPPERCASE_SENTENCE_START EN_DASH_RULE SERIAL_COMMA_ON
"""
#: How people talk and how a story sounds.
_SOUND = """
    ADVERB_WORD_ORDER ALL_MOST_SOME_OF_NOUN ANYWAYS DIFFERENT_THAN DUNNO EXTREME_ADJECTIVES GONNA GONNA_TEMP
    GOTTA GIMME IF_OF KIND_OF_A LEMME LITTLE_BIT LOTS_OF_NN NOT_SURE_IT_WORKS OUTTA PASSIVE_VOICE_SIMPLE PROFANITY
    PROFANITY_XML SENT_START_ARE_NOT_ARENT_FORMAL SUBJECT_DROP TOO_LONG_SENTENCE WANNA
"""
#: Names of things that LanguageTool knows from our world; a story has its own, and its own calendar.
_WORLD = """
    CAPITALIZATION_NNP_DERIVED EN_DATE_WEEKDAY_CURRENTYEAR EN_SPECIFIC_CASE GROUND_FIRST_FLOOR NORTH_POLE
    NON_STANDARD_WORD POSSESSIVE_APOSTROPHE
"""
#: One spelling all through and one side of the ocean: characters come from both, and a chapter is not a manual.
_VARIANTS = "APARTMENT-FLAT EN_WORD_COHERENCY OXFORD_SPELLING_Z_NOT_S"
#: Compounds of which fiction writes both forms.
_COMPOUNDS = """
    EN_COMPOUNDS_ASH_TRAY EN_COMPOUNDS_STAND_OFF EN_COMPOUNDS_TABLE_TOP MAN_COMPOUNDS MISSING_HYPHEN
    RECOMMENDED_COMPOUNDS ROOM_COMPOUNDS SHIP_COMPOUNDS
"""
RULES_OFF = tuple(sorted({*_RHYTHM.split(), *_SOUND.split(), *_WORLD.split(), *_VARIANTS.split(), *_COMPOUNDS.split()}))

#: What the server is told. One set for all: see `Switches`.
SWITCHES = Switches(rules_off=RULES_OFF, categories_off=CATEGORIES_OFF)

#: Agreement and grammar that a narrator keeps and a speaker may break.
DIALECT = frozenset(
    """
    ADJECTIVE_ADVERB ADVISE_VBG AGREEMENT_SENT_START A_NNS BEEN_PART_AGREEMENT CC_NNP_VBP CONDITIONAL_CLAUSE
    CONFUSION_OF_ME_I DOES_NP_VBZ DOUBLE_NEGATIVE GALLEY_HAVE_WENT GALLEY_LAYING_LYING HASNT_IRREGULAR_VERB HAS_OUGHT
    HAVE_PART_AGREEMENT HE_VERB_AGR HOW_YOU_DOING IN_WHO IS_AND_ARE IT_IS_2 IT_VBZ I_ME I_NO_GOOD LETS_LET MD_BASEFORM
    NON3PRS_VERB NOT_NEVER PERS_PRONOUN_AGREEMENT PHRASE_REPETITION PROGRESSIVE_VERBS PRP_JJ PRP_PAST_PART PRP_THE
    PRP_VBG SENT_START_THEM SUBJECT_VERB_AGREEMENT THERE_IS_A_LOT_OF THERE_RE_CONTRACTION_UNCOMMON THERE_S_MANY
    THERE_WAS_MANY THIS_NNS USE_TO_VERB YOU_GOOD
    """.split()
)

#: Kinds of rules that come by the hundred, by how their ids begin or end. Hyphens and spaces are a matter of style.
_STYLE_BEGINNINGS = ("EN_COMPOUNDS_", "GALLEY_STYLE", "EN_DIACRITICS_REPLACE", "EN_REPEATEDWORDS")
_STYLE_ENDINGS = ("_COMPOUNDS", "_HYPHEN")
_STYLE_CATEGORIES = frozenset({"STYLE", "PLAIN_ENGLISH", "TYPOGRAPHY", "CREATIVE_WRITING", "GALLEY_STYLE"})
#: Real mistakes that LanguageTool keeps among its matters of style.
_MISTAKES_IN_STYLE = frozenset({"TOO_TO_EITHER", "SPURIOUS_APOSTROPHE"})

#: Style that is as good as a mistake.
_ESSENTIAL_STYLE = frozenset({"GALLEY_NECK_DEEP"})

OWN_RULES = "GALLEY_"


def judge(match: Match, voice: Voice, level: Level = Level.ESSENTIAL) -> Kind | None:
    """Return how to show the match, or None where fiction has the right to it or the author wants to hear less."""
    if match.is_spelling:
        return Kind.UNKNOWN
    if voice is not Voice.NARRATION and match.rule in DIALECT:
        return None
    if voice is Voice.NOTE and match.category == CONTEXT:
        return None
    kind = Kind.STYLE if _is_style(match) else Kind.MISTAKE
    if not level.hears(_needed(match, kind)):
        return None
    # A note is a letter to friends: what is wrong there is said, what could be nicer is not.
    return None if voice is Voice.NOTE and kind is Kind.STYLE else kind


def _needed(match: Match, kind: Kind) -> Level:
    """Return the quietest level that shows the match."""
    return Level.THOROUGH if kind is Kind.STYLE and match.rule not in _ESSENTIAL_STYLE else Level.ESSENTIAL


def _is_style(match: Match) -> bool:
    if match.rule in _MISTAKES_IN_STYLE:
        return False
    return (
        match.category in _STYLE_CATEGORIES
        or match.rule.startswith(_STYLE_BEGINNINGS)
        or match.rule.endswith(_STYLE_ENDINGS)
    )
