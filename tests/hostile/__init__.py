"""Texts that are meant to do harm, or do it by accident, for every place where text comes in.

`markup.txt` tries to run a script, `strings.jsonl` (one JSON string a line) is everything else that trips up programs:
lone surrogates, null bytes, right-to-left overrides, the words and numbers that languages mean something by.
"""

import json
from pathlib import Path

_FOLDER = Path(__file__).parent


def _markup() -> list[str]:
    lines = (_FOLDER / "markup.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _strings() -> list[str]:
    return [json.loads(line) for line in (_FOLDER / "strings.jsonl").read_text("ascii").splitlines()]


MARKUP = _markup()
STRINGS = _strings()
EVERYTHING = MARKUP + STRINGS
