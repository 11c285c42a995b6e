"""Keys that come one right after the other do what the same keys do with a pause after each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.desk import NOW, Desk, make_desk
from tests.live import LiveServer
from workshop.db import db
from workshop.prose.documents import document_from_text
from workshop.works import queries, service
from workshop.works.models import Chapter, Part

TEXT = "\n\n".join(
    [
        "The tide was out.",
        "She waited, and it came in again over the long flat sand.",
        "“Well?”",
        "",
        "No answer came to her from the boat.",
        "Rain.",
    ]
)
MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Control+ArrowLeft", "Control+ArrowRight"]
JUMPS = ["Control+Home", "Control+End", "PageUp", "PageDown"]
CHANGES = ["Enter", "Shift+Enter", "Backspace", "Delete", "Control+Backspace", "Control+Delete", "Control+Shift+H"]
FORMS = ["Control+B", "Control+Shift+E", "Control+Shift+8", "Control+Z"]
LETTERS = list("atThe on.-'\"*")
_SHIFTED = [f"Control+Shift+{move[8:]}" if move.startswith("Control+") else f"Shift+{move}" for move in MOVES]
_KINDS = {"moves": MOVES, "selecting": _SHIFTED, "letters": LETTERS, "changes": CHANGES, "jumps": JUMPS, "forms": FORMS}
_CHANCES = [30, 22, 40, 14, 4, 5]
#: Two frames, and a little more for the browser to tell of the caret.
PAUSE_MS = 50


def keys_at_random(seed: int) -> list[str]:
    random = Random(seed)
    return [random.choice(_KINDS[kind]) for kind in random.choices(list(_KINDS), _CHANCES, k=30)]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["Control+Shift+End", "ArrowUp", "a"], id="a letter after a selection"),
        pytest.param(["ArrowUp", "Enter", "ArrowUp", "Control+Shift+ArrowRight", "o"], id="back into a new paragraph"),
        pytest.param(
            ["Control+Shift+H", "Shift+ArrowUp", "End", "Control+Shift+ArrowRight", "Backspace"],
            id="over a scene break",
        ),
        *(pytest.param(keys_at_random(seed), id=f"seed {seed}") for seed in range(4)),
    ],
)
def test_haste_changes_nothing(
    live_server: LiveServer, new_context: Callable[..., BrowserContext], keys: list[str]
) -> None:
    calm = make_desk(live_server, new_context, TEXT)
    hasty = beside(calm)
    device = calm.device()

    ends = [typed(desk, device, keys, is_calm=desk is calm) for desk in (calm, hasty)]

    assert ends[1] == ends[0]


def beside(desk: Desk) -> Desk:
    """The same text in a second chapter of the work."""
    with desk.server.app.app_context():
        work = db.session.get_one(Chapter, desk.chapter_id).work
        person = work.memberships[0].person
        chapter = service.add_chapter(work, "Again", person, NOW, {Part.TEXT: document_from_text(TEXT)})
        db.session.commit()
        return replace(desk, chapter_id=chapter.id, document_id=queries.text_of(chapter).id)


def typed(desk: Desk, device: BrowserContext, keys: list[str], *, is_calm: bool) -> dict:
    """What the server has after these keys, from a caret near the start of the text."""
    tab = desk.tab(device)
    tab.words.locator("p").first.click(position={"x": 20, "y": 8})
    for key in keys:
        tab.press(key)
        if is_calm:
            tab.page.wait_for_timeout(PAUSE_MS)
    tab.page.wait_for_timeout(PAUSE_MS)
    tab.expect_kept()
    tab.page.close()
    return desk.stored()
