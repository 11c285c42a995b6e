"""What keeps the context model cheap: one thread, and a second network that is asked only where it can tip the scale."""

from __future__ import annotations

import subprocess
import sys

import pytest

from workshop.grammar.context.least import Least
from workshop.grammar.context.matching import the_model
from workshop.grammar.context.slips import directions, in_question
from workshop.grammar.context.tokens import read_tokens

TEXTS = [
    "You've been like this sense we left you.",
    "He was taller then his brother, and she was to tired to care.",
    "She took a deep breathe. " * 12 + "They walked passed the old church in silence.",
    "",
]


def test_model_computes_in_one_thread() -> None:
    program = (
        "import psutil, workshop.grammar.context.matching as m\n"
        "m.context_matches(['You have been like this sense we left you.'] * 50, 'en-US')\n"
        "print(psutil.Process().num_threads())"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "1\n"


@pytest.mark.parametrize("lowered", [0.0, 1.0])
def test_places_left_out_are_those_where_no_other_word_could_fit(lowered: float) -> None:
    model = the_model()
    tokens = [read_tokens(text) for text in TEXTS]
    asked = [in_question(text, own, directions()) for text, own in zip(TEXTS, tokens, strict=True)]
    everywhere = model.scores(tokens, asked)
    doubtful = model.scores(tokens, asked, Least(directions(), lowered))
    assert 0 < sum(map(len, doubtful)) < sum(map(len, everywhere))
    for own, every, some in zip(tokens, everywhere, doubtful, strict=True):
        for place, scores in every.items():
            fits = any(scores.better(meant, own[place].form) > least - lowered for meant, least in directions()[own[place].form])
            assert place in some or not fits
