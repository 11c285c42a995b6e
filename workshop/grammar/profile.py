"""The fiction profile: which of LanguageTool's rules speak in a story, where, and how loudly. Pure.

Its lists come from counting matches on edited novels: stock LanguageTool raises 3.8 to 4.1 per thousand words there,
besides spelling, and nearly all of them are about voice. A rule that was wrong twice there needs a louder level.
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


#: Never asked for: they know one side of the ocean, or count how often a sentence begins with "I".
CATEGORIES_OFF = ("AMERICAN_ENGLISH_STYLE", "BRITISH_ENGLISH", "REPETITIONS_STYLE")

#: Marks that are closed in another paragraph than they open in (marks.py looks at those), and sentences without a capital.
_MARKS = """
    DE_UNPAIRED_QUOTES EN_DASH_RULE EN_UNPAIRED_BRACKETS EN_UNPAIRED_QUOTES ES_UNPAIRED_BRACKETS LIGATURES QUESTION_MARK
    UNPAIRED_BRACKETS UPPERCASE_SENTENCE_START
"""
#: How people talk and how a story sounds.
_SOUND = """
    ANYWAYS DUNNO EXTREME_ADJECTIVES GONNA GONNA_TEMP GOTTA GIMME IF_OF LEMME LOTS_OF_NN NOT_SURE_IT_WORKS OUTTA
    PASSIVE_VOICE_SIMPLE PROFANITY PROFANITY_XML SENT_START_ARE_NOT_ARENT_FORMAL SUBJECT_DROP TOO_LONG_SENTENCE WANNA
"""
#: Names of things that LanguageTool knows from our world; a story has its own, and its own calendar.
_WORLD = """
    CAPITALIZATION_NNP_DERIVED EN_DATE_WEEKDAY_CURRENTYEAR EN_SPECIFIC_CASE GROUND_FIRST_FLOOR NORTH_POLE
    NON_STANDARD_WORD POSSESSIVE_APOSTROPHE SPIDERMAN
"""
#: One spelling all through and one side of the ocean: characters come from both, and a chapter is not a manual.
_VARIANTS = "AFTERWARDS_US APARTMENT-FLAT EN_WORD_COHERENCY OXFORD_SPELLING_Z_NOT_S"
RULES_OFF = tuple(sorted({*_MARKS.split(), *_SOUND.split(), *_WORLD.split(), *_VARIANTS.split()}))

#: What the server is told. One set for all levels: see `Switches`.
SWITCHES = Switches(rules_off=RULES_OFF, categories_off=CATEGORIES_OFF)

#: Commas that are a matter of rhythm: they come once in 700 words of edited novels.
_RHYTHM = """
    COMMA_COMPOUND_SENTENCE COMMA_COMPOUND_SENTENCE_2 FINAL_ADVERB_COMMA IF_WE_CANT_COMMA INTERJECTIONS_PUNCTUATION
    MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE MISSING_COMMA_WITH_TOO NOWADAYS_COMMA NO_COMMA_BEFORE_INDIRECT_QUESTION
    NO_COMMA_BEFORE_SO PRP_COMMA SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA SERIAL_COMMA_ON THEN_WHEN_COMMA
    THE_JJR_THE_MORE_COMMA
"""
#: Ways to say it that an editor of essays would change: what is wrong with them, a story may want.
_WAYS = """
    ADVERB_WORD_ORDER ALL_MOST_SOME_OF_NOUN DIFFERENT_THAN KIND_OF_A LITTLE_BIT NONE_THE_LESS ONTO_ON_TO
"""
#: Compounds of which fiction writes both forms.
_COMPOUNDS = """
    CLEAR_CUT_HYPHEN EN_COMPOUNDS_ASH_TRAY EN_COMPOUNDS_STAND_OFF EN_COMPOUNDS_TABLE_TOP FREE_LANCE FRIEND_COMPOUNDS
    LINE_COMPOUNDS MAN_COMPOUNDS MISSING_HYPHEN NEAR_BY RECOMMENDED_COMPOUNDS ROOM_COMPOUNDS SHIP_COMPOUNDS
"""
_EVERYTHING = frozenset({*_RHYTHM.split(), *_WAYS.split(), *_COMPOUNDS.split()})
_EVERYTHING_CATEGORIES = frozenset(
    {"COLLOCATIONS", "COMPOUNDING", "CREATIVE_WRITING", "PLAIN_ENGLISH", "REDUNDANCY", "STYLE"}
)

#: Grammar that is as often voice, an older turn or an ellipsis as a mistake.
_TURNS = """
    ADMIT_ENJOY_VB ADVERB_OR_HYPHENATED_ADJECTIVE ADVISE_VBG AM_I AUXILIARY_DO_WITH_INCORRECT_VERB_FORM
    A_COLLECTIVE_OF_NN A_RB_NN A_UNCOUNTABLE BODY_TISSUE_UNCOUNTABLE CD_OF_MY_FRIEND
    COLLECTIVE_NOUN_VERB_AGREEMENT_VBP CONFUSION_OF_ME_I DEPEND_ON DT_PRP EVER_NN FARTHER_FURTHER HE_NEED
    HOW_DO_I_VB IF_VB IN_WHO IT_IS IT_IS_2 I_AM_VB I_ME MASS_AGREEMENT MISSING_TO_BEFORE_A_VERB NEITHER_NOR
    NODT_DOZEN NOW NO_NOT OF_ALL_PLURAL PCT_SINGULAR_NOUN_PLURAL_VERB_AGREEMENT PHRASE_REPETITION
    PLURAL_VERB_AFTER_THIS PRP_HAVE_VB PRP_VBG SUBJECT_VERB_AGREEMENT THERE_MISSING_VERB THERE_RE_MANY
    THE_SUPERLATIVE THIS_NNS TOO_DETERMINER
"""
#: Words taken for others by too little of what stands around them: the context model sees more.
_GUESSES = """
    AFFECT_EFFECT ANY_BODY A_BIT BEING_BEGIN BUNCH_OF BY_BUY DO_IT_SOMETIME DUN_DONT FOR_SOMETIME_FOR_SOME_TIME HEP
    I_IF KNEW_NEW LES_LESS NO_WHERE PRP_MD_NN QUIET_QUITE SHOUT_SHOULD SIGH_SIGN SOMETIME_SOMETIMES
"""
_THOROUGH = frozenset({*_TURNS.split(), *_GUESSES.split()})
_THOROUGH_CATEGORIES = frozenset({"PUNCTUATION"})

#: Agreement and grammar that a narrator keeps and a speaker may break.
DIALECT = frozenset(
    """
    ADJECTIVE_ADVERB ADVERB_VERB_ADVERB_REPETITION AGREEMENT_SENT_START AGREEMENT_SENT_START_2 AN_AND A_NNS
    BASE_FORM BEEN_PART_AGREEMENT CC_NNP_VBP CONDITIONAL_CLAUSE COULDVE_IRREGULAR_VERB DE_THE DIS DOES_NP_VBZ
    DOES_YOU DOUBLE_NEGATIVE DO_HE_VERB GALLEY_D_OF GALLEY_HAVE_WENT GALLEY_I_SEEN GALLEY_LAID_LAY GALLEY_LAYING_LYING
    GALLEY_LAY_LIE GALLEY_SIT GALLEY_YOU_WAS GIT_GET
    HASNT_IRREGULAR_VERB HAS_OUGHT HAVE_PART_AGREEMENT HE_VERB_AGR HOW_YOU_DOING IN_TO_VBD IS_AND_ARE IT_VBZ
    I_NO_GOOD LAY_AROUND LETS_LET MA_MY MD_BASEFORM NNP_AGREEMENT NON3PRS_VERB NOT_NEVER ORDER_OF_WORDS_WITH_NOT
    PCT_PLURAL_NOUN_SINGULAR_VERB_AGREEMENT PERS_PRONOUN_AGREEMENT POSSESSIVE_CASE PROGRESSIVE_VERBS PRP_JJ
    PRP_PAST_PART PRP_RB_JJ PRP_REPITION PRP_THE SENT_START_THEM THEE THERE_IS_A_LOT_OF
    THERE_RE_CONTRACTION_UNCOMMON THERE_S_MANY THERE_WAS_MANY TH_THORIUM UH_UH_COMMA USE_TO_VERB
    WRONG_PRP_AT_SENT_START YOU_GOOD
    """.split()
)

#: Kinds of rules that come by the hundred, by how their ids begin or end. Hyphens and spaces are a matter of style.
_STYLE_BEGINNINGS = ("CA_", "EN_COMPOUNDS_", "EN_DIACRITICS_REPLACE", "EN_REPEATEDWORDS")
_STYLE_ENDINGS = ("_COMPOUNDS", "_HYPHEN")
_STYLE_CATEGORIES = frozenset({*_EVERYTHING_CATEGORIES, "TYPOGRAPHY", "GALLEY_HYPHENS", "GALLEY_STYLE"})
#: Real mistakes that LanguageTool keeps among its matters of style.
_MISTAKES_IN_STYLE = frozenset({"TOO_TO_EITHER", "SPURIOUS_APOSTROPHE"})

OWN_RULES = "GALLEY_"
REPEATED_WORD = "ENGLISH_WORD_REPEAT_RULE"
#: "She had had enough of what that was was not the point": twice, and right.
_RIGHT_TWICE = frozenset({"had", "that", "is", "was", "her"})


def judge(match: Match, words: str, voice: Voice, level: Level = Level.ESSENTIAL) -> Kind | None:
    """Return how to show the match on these words, or None where fiction has the right to it or the level is quieter."""
    if match.is_spelling:
        return Kind.UNKNOWN
    if _is_voice(match, words, voice):
        return None
    kind = Kind.STYLE if _is_style(match) else Kind.MISTAKE
    # A note is a letter to friends: what is wrong there is said, what could be nicer is not.
    if voice is Voice.NOTE and (kind is Kind.STYLE or match.category == CONTEXT):
        return None
    return kind if level.hears(level_of(match, kind)) else None


def level_of(match: Match, kind: Kind) -> Level:
    """Return the quietest level that shows the match."""
    if match.rule in _MISTAKES_IN_STYLE or match.category == "GALLEY_HYPHENS":
        return Level.ESSENTIAL
    if match.rule in _EVERYTHING or match.category in _EVERYTHING_CATEGORIES:
        return Level.EVERYTHING
    probable = match.rule in _THOROUGH or (
        match.category in _THOROUGH_CATEGORIES and not match.rule.startswith(OWN_RULES)
    )
    return Level.THOROUGH if probable or kind is Kind.STYLE else Level.ESSENTIAL


def _is_voice(match: Match, words: str, voice: Voice) -> bool:
    """Whether the match is about how somebody speaks, or a word that stands twice as it may."""
    if match.rule == REPEATED_WORD:
        return len(set(words.lower().split())) == 1 and words.lower().split()[0] in _RIGHT_TWICE
    return voice is not Voice.NARRATION and match.rule in DIALECT


def _is_style(match: Match) -> bool:
    if match.rule in _MISTAKES_IN_STYLE:
        return False
    return (
        match.category in _STYLE_CATEGORIES
        or match.rule in _RHYTHM.split()
        or match.rule.startswith(_STYLE_BEGINNINGS)
        or match.rule.endswith(_STYLE_ENDINGS)
    )
