"""LanguageTool's own examples for the rules that a story keeps: our switches and our pack take none of them away."""

from __future__ import annotations

import re
import zipfile
from random import Random
from xml.etree import ElementTree

import pytest

from tests.languagetool_fixture import jar_instance
from workshop.grammar.check import paragraph_matches
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Kind
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.levels import Level
from workshop.grammar.profile import CATEGORIES_OFF, RULES_OFF, level_of
from workshop.prose.utf16 import utf16_length

pytestmark = pytest.mark.languagetool

SAMPLE = 150
_RULES = "org/languagetool/rules/en/grammar.xml"
_ENTITY = re.compile(r"<!DOCTYPE.*?\]>|<!DOCTYPE[^>]*>|&\w+;", re.DOTALL)


def kept_examples() -> list[tuple[str, ElementTree.Element]]:
    """Return the examples with a mistake of the rules that are on by themselves and shown at the quietest level."""
    (jar,) = (jar_instance() / "languagetool" / "jars").glob("language-en-*.jar")
    with zipfile.ZipFile(jar) as packed:
        tree = ElementTree.fromstring(_ENTITY.sub("", packed.read(_RULES).decode("utf-8")))
    found = []
    for category in tree.findall("category"):
        entries = category if category.get("id") not in CATEGORIES_OFF and not category.get("default") else ()
        for entry in entries:
            rules = [entry] if entry.tag == "rule" else entry.findall("rule")
            name = entry.get("id")
            if entry.get("default") or name in RULES_OFF or not _is_essential(name, category.get("id")):
                continue
            on = (rule for rule in rules if not rule.get("default") and not _is_picky(rule, entry, category))
            found += [
                (name, example) for rule in on for example in rule.findall("example") if example.get("correction")
            ]
    return found


def _is_picky(*elements: ElementTree.Element) -> bool:
    return any("picky" in (element.get("tags") or "") for element in elements)


def _is_essential(rule: str, category: str) -> bool:
    match = Match(0, 1, rule, category, "", "", "", ())
    return level_of(match, Kind.MISTAKE) is Level.ESSENTIAL


def test_sample_of_the_stock_examples_is_still_found(languagetool: Engine) -> None:
    examples = Random(4).sample(kept_examples(), SAMPLE)
    texts = ["".join(example.itertext()) for _, example in examples]
    found = paragraph_matches(languagetool.client, texts, "en-US")
    missed = [
        (rule, text)
        for (rule, example), text, matches in zip(examples, texts, found, strict=True)
        if not any(match.start <= _end(example) and match.end >= utf16_length(example.text or "") for match in matches)
    ]
    assert missed == []


def _end(example: ElementTree.Element) -> int:
    return utf16_length(example.text or "") + utf16_length("".join(example.find("marker").itertext()))
