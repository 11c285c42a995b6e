"""A storm of typing in two tabs of two devices, cut off from the server and from each other again and again.

Each typed character is found nowhere else, so a lost or doubled one shows, wherever it was meant to go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, Tab
from tests.browser.modules import own

TURNS = 120
#: Letters without meaning for the editor: no quotes, dashes or dots that it would turn into others.
FIRST_LETTER = 0x4E00
MOVES = ("ArrowLeft", "ArrowUp", "Home", "End", "Control+Home", "Control+End", "Enter", "Control+B")

#: Whatever is unsent, something is being done about it.
_IS_AT_IT = own("""async (id) => {
  const { editorOf } = await import("/static/js/desk/editor.js");
  const { sync } = editorOf(id);
  return !sync.hasUnsent || sync.effort !== null;
}""")

pytestmark = pytest.mark.tolerates("Failed to load resource", "ERR_", "Failed to fetch")


@pytest.mark.parametrize("seed", [1, 2])
def test_two_tabs_in_a_storm_end_equal_and_lose_no_letter(desk: Desk, seed: int) -> None:
    random = Random(seed)
    devices = [desk.device(), desk.device()]
    tabs = [desk.tab(device) for device in devices]
    tabs[0].type("The harbour had been quiet.")
    expect(tabs[1].words).to_have_text("The harbour had been quiet.")
    letters = (chr(code) for code in range(FIRST_LETTER, FIRST_LETTER + 10_000))

    typed = "".join(letter for _ in range(TURNS) for letter in _turn(random, desk, tabs, letters))
    for device in devices:
        device.set_offline(False)

    stored = _settled(desk, tabs)
    assert Counter(stored) - Counter(typed) == Counter("Theharbourhadbeenquiet.")
    assert Counter(typed) - Counter(stored) == Counter()


def _turn(random: Random, desk: Desk, tabs: list[Tab], letters: Iterator[str]) -> Iterator[str]:
    """One of the two types, moves its caret, or loses or finds its connection; yields what was typed."""
    side = random.randrange(2)
    kind = random.randrange(12)
    if kind == 0:
        tabs[side].page.context.set_offline(random.random() < 0.7)
    elif kind < 4:
        tabs[side].words.press(random.choice(MOVES))
    else:
        word = "".join(next(letters) for _ in range(random.randint(1, 4)))
        tabs[side].words.press_sequentially(word)
        assert tabs[side].page.evaluate(_IS_AT_IT, desk.document_id)
        yield word


def _settled(desk: Desk, tabs: list[Tab]) -> str:
    """Wait until both tabs are kept and show what the server has; return its letters, without blanks."""
    for tab in tabs:
        expect(tab.state).to_have_text("Kept", timeout=30_000)
    expect(tabs[1].words).to_have_text(tabs[0].words.text_content() or "", timeout=15_000)
    assert tabs[0].html() == tabs[1].html()
    stored = "".join(desk.stored_text().split())
    assert "".join((tabs[0].words.text_content() or "").split()) == stored
    return stored
