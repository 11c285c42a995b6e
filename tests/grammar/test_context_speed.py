"""What keeps the context model cheap: one thread, and networks that are asked only where they can tip the scale."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from workshop.grammar.context.least import Least
from workshop.grammar.context.matching import the_model
from workshop.grammar.context.model import Model
from workshop.grammar.context.slips import LOWERED, directions, find_slips, in_question
from workshop.grammar.context.tokens import read_tokens

PLANTED = Path(__file__).resolve().parents[3] / "shared" / "bench" / "grammar_dev.jsonl"

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
            fits = any(
                scores.better(meant, own[place].form) > least - lowered
                for meant, least in directions()[own[place].form]
            )
            assert place in some or not fits


def test_a_glance_spares_the_networks_most_places_of_clean_text() -> None:
    text = "She took a deep breath. They walked past the old church in silence, and it was too late to go back then."
    tokens = read_tokens(text)
    asked = in_question(text, tokens, directions())
    model, whole = the_model(), Model.load(glance=None)
    seen = []
    rows = model.window.rows
    try:
        model.window.rows = lambda places: seen.append(len(places.asked)) or rows(places)
        assert model.scores([tokens], [asked], Least(directions(), LOWERED)) == [{}]
    finally:
        model.window.rows = rows
    assert sum(seen) < len(asked) / 3
    assert whole.scores([tokens], [asked], Least(directions(), LOWERED)) == [{}]


@pytest.mark.skipif(not PLANTED.exists(), reason="the planted mistakes lie beside the project")
def test_planted_mistakes_are_found_with_a_glance_as_without() -> None:
    texts = [json.loads(line)["text"] for line in PLANTED.read_text("utf-8").splitlines()]
    found = [
        # Sums in another order differ in their last digits.
        [replace(slip, margin=0.0) for slip in chain.from_iterable(find_slips(model, texts, LOWERED))]
        for model in (the_model(), Model.load(glance=None))
    ]
    assert len(found[0]) > 1_000
    assert found[0] == found[1]
