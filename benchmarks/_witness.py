"""What a tab of the chaos run holds and what it did lately, for the case that it does not come to rest."""

from __future__ import annotations

import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Request

from tests.browser.desk import Tab
from tests.browser.modules import own

#: Requests and complaints of each tab that are remembered.
REMEMBERED = 30
_TOLD = re.compile(r"/documents/\d+/(steps|versions/\d+/content)$|/chapters/\d+(/events|/pulse)?$")

_HOLDS = own("""async (id) => {
  const { editorOf } = await import("/static/js/desk/editor.js");
  const { readUnsent } = await import("/static/js/desk/outbox.js");
  const { sendableSteps } = await import("/static/js/desk/prosemirror.js");
  const editor = editorOf(id);
  if (!editor) return null;
  const left = await readUnsent(id, editor.person);
  const { held } = await navigator.locks.query();
  return {
    doc: editor.doc.toJSON(),
    version: editor.version,
    client: editor.sync.client,
    effort: editor.sync.effort,
    unsent: sendableSteps(editor.state)?.steps.length ?? 0,
    left: left.map(({ client, version, steps }) => ({ client, version, steps: steps.length })),
    living: held.map(({ name }) => name.split(".").at(-1)),
    shows: document.querySelector("[data-behaviour~='saved-state']").textContent,
    composing: editor.view.composing,
    hidden: document.hidden,
  };
}""")


@dataclass
class Witness:
    """One tab, and what it asked the server and complained of, newest last."""

    tab: Tab
    document_id: int
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def __post_init__(self) -> None:
        page = self.tab.page
        page.on("requestfinished", self._note_answer)
        page.on("requestfailed", self._note_failure)
        page.on("pageerror", lambda error: self._add(f"uncaught: {error}"))

    def holds(self) -> dict[str, Any] | None:
        """Return what the tab's editor has: its text, version, unsent steps and what it does about them; None without one."""
        try:
            return self.tab.page.evaluate(_HOLDS, self.document_id)
        except PlaywrightError as error:
            self._add(f"no answer from the page: {error}")
            return None

    def account(self, holds: dict[str, Any] | None) -> str:
        """Return all that is known of the tab, in lines."""
        known = {name: value for name, value in (holds or {}).items() if name != "doc"}
        return "\n".join([f"  holds {known}", *(f"  {line}" for line in self.lately)])

    def _note_answer(self, request: Request) -> None:
        answer = request.response()
        self._note(request, str(answer.status if answer else "no answer"))

    def _note_failure(self, request: Request) -> None:
        self._note(request, request.failure or "failed")

    def _note(self, request: Request, end: str) -> None:
        path = request.url.partition("://")[2].partition("/")[2]
        if _TOLD.search(request.url.partition("?")[0]):
            self._add(f"{request.method} /{path} {_sent(request)}: {end}")

    def _add(self, line: str) -> None:
        self.lately.append(f"{time.strftime('%H:%M:%S')} {line}")


def _sent(request: Request) -> str:
    try:
        body = request.post_data_json or {}
    except (PlaywrightError, ValueError):
        return "(unreadable)"
    return f"{len(body.get('steps', []))} steps of {body.get('client')} on {body.get('version')}" if body else ""
