"""Puts texts into every field that takes one, over HTTP, as the work's author and its beta."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.full_house import AUTHOR, BETA
from tests.makers import client_of
from tests.route_table import Table
from workshop.beta.models import LABEL_MAX
from workshop.works.models import SUMMARY_MAX, TITLE_MAX

#: A text that cannot be kept is refused in words; anything else is a failure of ours.
KEPT_OR_REFUSED = {200, 201, 204, 303, 400, 403, 404, 409, 413, 429}
NOTES = ("note_before", "note_after", "private_note")


class Everywhere:
    """Writes into the house of a route table. `refused` has what came back with a status that should never be."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.author, self.beta = (client_of(table.app, table.house.sessions[who]) for who in (AUTHOR, BETA))
        self.ids = table.house.ids
        self.refused: list[str] = []

    def put(self, texts: Sequence[str]) -> None:
        self._type_into("document_id", texts)
        self._type_into("private_id", texts[::10])
        for number, text in enumerate(texts):
            # Of two ways into the same column, each text takes one.
            as_json = number % 2 == 0
            self._name_things(text)
            self._comment(text, as_json)
            self._know(text, as_json)
            # These answer with long pages or make much at once; a part of the texts has to do.
            if number % 4 == 0:
                self._label(text)
            if number % 8 == 0:
                self._bring_a_chapter(text)
        self._describe(texts)

    def _type_into(self, document: str, texts: Sequence[str]) -> None:
        """Every text as a paragraph of its own, and in one of the places of a document that take a text as well."""
        address = f"/documents/{self.ids[document]}"
        version = self.author.get(address).json["version"]
        for number, text in enumerate(texts):
            for content in _blocks_with(text, number):
                step = {"stepType": "replace", "from": 0, "to": 0, "slice": {"content": [content]}}
                answer = self.json(self.author, f"{address}/steps", version=version, steps=[step], client="tab")
                version += answer.status_code == 200
            self.json(self.author, f"{address}/steps", version=version, steps=[], client=text[:40])

    def _name_things(self, text: str) -> None:
        ids = self.ids
        self.form(self.author, f"/chapters/{ids['second_chapter_id']}/title", title=text[:TITLE_MAX])
        self.form(self.author, f"/documents/{ids['document_id']}/versions/{ids['number']}/name", name=text[:120])

    def _comment(self, text: str, as_json: bool) -> None:
        send = self.json if as_json else self.form
        send(self.beta, f"/threads/{self.ids['thread_id']}/comments", body=text)

    def _know(self, text: str, as_json: bool) -> None:
        work = f"/works/{self.ids['work_id']}"
        if as_json:
            self.json(self.author, f"{work}/terms", text=text[:80])
            self.form(self.author, f"{work}/lexicons", name=text[:80])
        else:
            self.form(self.author, f"{work}/terms", term=text[:80])
            self.form(self.author, f"/lexicons/{self.ids['lexicon_id']}/terms", lines=f"{text}\nRen = {text}")
        said = dict.fromkeys(("short", "message", "before", "words", "after"), text)
        finding = {"id": text[:90] or "f", "place": text[:16] or "p", "rule": text[:90] or "R", "suggestions": [text]}
        for verdict in ("leave", "voice", "accept") if as_json else ("never", "accept"):
            self.json(self.author, f"{work}/decisions", finding=finding | said, decision=verdict)

    def _label(self, text: str) -> None:
        self.form(self.author, f"/works/{self.ids['work_id']}/invitations", days="7", label=text[:LABEL_MAX])
        self.form(self.author, "/works", title=text[:TITLE_MAX])

    def _bring_a_chapter(self, text: str) -> None:
        fields = {"title": text[:TITLE_MAX], "text": f"A/N: {text}\n\n{text}\n\nIt rained."}
        self.form(self.author, f"/works/{self.ids['work_id']}/chapters", **fields)
        self.form(self.author, f"/works/{self.ids['work_id']}/chapters", **fields, notes="lift")

    def _describe(self, texts: Sequence[str]) -> None:
        """The longest texts that one field takes, so that the last ones stay to be seen."""
        summary = "\n".join(texts)
        address = f"/works/{self.ids['work_id']}"
        for start in range(0, len(summary), SUMMARY_MAX):
            self.form(
                self.author, address, title="".join(texts)[:TITLE_MAX], summary=summary[start : start + SUMMARY_MAX]
            )

    def form(self, client: FlaskClient, path: str, /, **fields: str) -> TestResponse:
        data = urlencode(fields, errors="surrogatepass")
        return self._judged(path, client.post(path, data=data, content_type="application/x-www-form-urlencoded"))

    def json(self, client: FlaskClient, path: str, /, **body: Any) -> TestResponse:
        return self._judged(path, client.post(path, json=body))

    def _judged(self, path: str, answer: TestResponse) -> TestResponse:
        if answer.status_code not in KEPT_OR_REFUSED:
            self.refused.append(f"{path}: {answer.status}")
        return answer


def _blocks_with(text: str, number: int) -> list[dict[str, Any]]:
    """The text in a paragraph, and as one of the attributes that take a text: which one, the number decides."""
    carried = text or "x"
    odd = [
        paragraph({"type": "text", "text": "link", "marks": [{"type": "link", "attrs": {"href": carried}}]}),
        paragraph({"type": "text", "text": "ruby", "marks": [{"type": "ruby", "attrs": {"text": carried}}]}),
        paragraph({"type": "image", "attrs": {"src": carried, "alt": carried}}),
        paragraph({"type": "image", "attrs": {"src": "https://example.org/a.png", "alt": carried}}),
        paragraph({"type": "text", "text": "mark", "marks": [{"type": "insertion", "attrs": {"id": carried}}]}),
        {"type": "paragraph", "attrs": {"align": carried}, "content": [{"type": "text", "text": "align"}]},
        {"type": carried, "content": [{"type": "text", "text": "type"}]},
    ]
    return [paragraph({"type": "text", "text": carried}), odd[number % len(odd)]]


def paragraph(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}
