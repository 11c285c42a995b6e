"""The look holds what it promises: readable in both themes, one file of tokens, no icon or token that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "static" / "css"
THEMES = ("light", "dark")

SURFACES = (
    "desk",
    "paper",
    "raised",
    "sunken",
    "hover",
    "note",
    "accent-soft",
    "good-soft",
    "warn-soft",
    "danger-soft",
)
INKS = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "danger", "mistake", "style", "unknown", "insert", "delete")
#: Ink that stands on a colour of its own.
PAIRS = (
    ("ink", "mark"),
    ("ink", "mark-on"),
    ("accent-ink", "accent-fill"),
    ("accent-ink", "accent-fill-hover"),
    ("insert", "insert-soft"),
    ("delete", "delete-soft"),
    ("desk", "ink"),
    *(("ink", f"person-{number}") for number in range(6)),
)
#: What must be seen, but is not read.
OUTLINES = ("line-strong", "focus")

HEX = r"#[0-9a-f]{3,8}\b"


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_surface(theme: str) -> None:
    pairs = [(ink, surface) for ink in INKS for surface in SURFACES] + list(PAIRS)
    faint = {pair: round(ratio, 2) for pair in pairs if (ratio := contrast(*pair, theme=theme)) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("theme", THEMES)
def test_fields_and_focus_can_be_seen(theme: str) -> None:
    pairs = [(line, surface) for line in OUTLINES for surface in ("desk", "paper", "raised")]
    assert {pair: ratio for pair in pairs if (ratio := contrast(*pair, theme=theme)) < 3} == {}


def test_colours_are_named_in_the_tokens_alone() -> None:
    raw = {path.name: re.findall(rf"{HEX}|\b(?:rgb|hsl|oklch)a?\(", path.read_text("utf-8")) for path in style_sheets()}
    assert {name for name, found in raw.items() if found} <= {"tokens.css"}


def test_every_token_that_is_used_exists() -> None:
    texts = {path.name: path.read_text("utf-8") for path in style_sheets()}
    # A script may set a property that its style sheet reads with a fallback; without one it has to be named somewhere.
    used = {token for text in texts.values() for token in re.findall(r"var\((--[\w-]+)\)", text)}
    named = {token for text in texts.values() for token in re.findall(r"(--[\w-]+)\s*:", text)}
    assert used - named == set()


def test_every_icon_that_is_shown_exists() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text("utf-8")))
    shown = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'\bicon\("([\w-]+)"', path.read_text("utf-8"))
    }
    assert shown
    assert shown - drawn == set()


def style_sheets() -> list[Path]:
    return sorted(STYLES.glob("*.css"))


def colours(theme: str) -> dict[str, str]:
    """Return each colour token's hex value in the theme."""
    text = (STYLES / "tokens.css").read_text("utf-8")
    both = dict(re.findall(rf"--([\w-]+):\s*({HEX});", text))
    pairs = re.findall(rf"--([\w-]+):\s*light-dark\(({HEX}),\s*({HEX})\)", text)
    return both | {name: values[THEMES.index(theme)] for name, *values in pairs}


def contrast(first: str, second: str, *, theme: str) -> float:
    """Return WCAG's contrast ratio of two tokens, from 1 to 21."""
    named = colours(theme)
    dark, light = sorted((luminance(named[first]), luminance(named[second])))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
