"""Our rules for LanguageTool: every example in the file, run through LanguageTool itself."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from workshop.grammar.engine import Engine
from workshop.grammar.languagetool.java import RULES
from workshop.grammar.languagetool.matches import Match
from workshop.prose.utf16 import utf16_length

pytestmark = pytest.mark.languagetool

PACK = RULES / "org" / "languagetool" / "rules" / "en" / "grammar_custom.xml"
ENTRIES = [entry for category in ElementTree.parse(PACK).getroot() for entry in category]


def examples(wrong: bool) -> list:
    """Return each example with the id of its rule, those with a mistake or those without."""
    found = [(entry.get("id"), example) for entry in ENTRIES for example in entry.iter("example")]
    chosen = [(rule, example) for rule, example in found if (example.get("correction") is not None) is wrong]
    return [pytest.param(rule, example, id=f"{rule}-{number}") for number, (rule, example) in enumerate(chosen)]


def own_matches(engine: Engine, example: ElementTree.Element, rule: str) -> list[Match]:
    return [match for match in engine.client.check("".join(example.itertext()), "en-US") if match.rule == rule]


@pytest.mark.parametrize(("rule", "example"), examples(wrong=True))
def test_rule_finds_its_mistake_and_corrects_it(languagetool: Engine, rule: str, example: ElementTree.Element) -> None:
    start = utf16_length(example.text or "")
    end = start + utf16_length("".join(example.find("marker").itertext()))
    corrections = tuple(example.get("correction").split("|"))
    found = [(match.start, match.end, match.suggestions) for match in own_matches(languagetool, example, rule)]
    assert found == [(start, end, corrections)]


@pytest.mark.parametrize(("rule", "example"), examples(wrong=False))
def test_rule_leaves_the_clean_sentence_alone(languagetool: Engine, rule: str, example: ElementTree.Element) -> None:
    assert own_matches(languagetool, example, rule) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.get("id"))
def test_every_rule_has_examples_both_ways(entry: ElementTree.Element) -> None:
    for rule in [entry] if entry.tag == "rule" else entry.findall("rule"):
        wrong = [example for example in rule.iter("example") if example.get("correction") is not None]
        assert wrong
    assert any(example.get("correction") is None for example in entry.iter("example"))


def test_every_id_says_whose_rule_it_is() -> None:
    assert {entry.get("id").startswith("GALLEY_") for entry in ENTRIES} == {True}
