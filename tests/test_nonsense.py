"""Nonsense to every route: nothing breaks, nothing is a 500, and nothing takes long."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.full_house import AUTHOR, BETA, PEOPLE
from tests.hostile import STRINGS
from tests.hostile.everywhere import KEPT_OR_REFUSED
from tests.makers import client_of
from tests.route_table import TABLE, Route, Table
from workshop.people.views import limiter

#: Requests of nonsense to each route. They come from a seed, so a failure is the same again.
TRIES = 40
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
#: Without a LanguageTool, asking it says so.
FINE = KEPT_OR_REFUSED | {401, 405, 406, 410, 412, 414, 415, 416, 503}

BODIES = [
    b"",
    b"\xff\xfe\x00",
    b"\x00",
    b"{",
    b"null",
    b"[]",
    b'"a"',
    b"1e999",
    b"NaN",
    b"9" * 5000,
    b'{"a":' * 5000,
    b"[" * 100_000,
    b'{"steps":' + b"[" * 3000 + b"]" * 3000 + b"}",
    b'{"version": 1, "version": -1}',
    b'{"body": "\\ud800"}',
    b'{"version": 1e400, "steps": null, "client": {}}',
    b"a=" + b"%" * 3000,
    b"title=%ff%fe&summary=%00",
    b"&" * 3000,
    b"chapter=1&" * 2000,
    b"--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n\xff\x00\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n",
]
TYPES = [
    "application/json",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "\x7f/%%",
]
HEADERS = [
    {},
    {"Accept": "application/json"},
    {"HX-Request": "true"},
    {"Accept": "*/*;q=x"},
    {"Accept-Encoding": "gzip;q=-1"},
    {"Range": "bytes=5-2"},
    {"If-Modified-Since": "yesterday"},
    {"Last-Event-ID": "\x7f"},
    {"Cookie": "galley=a.b.c; galley=;;=="},
    {"X-Forwarded-For": "'; --", "Forwarded": "for=\x7f"},
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 10**30, float("inf"), float("nan")),
    *("", "x", "1", "-1", "1e3", [], {}, [[]], [None], {"a": {"b": []}}, "a" * 20_000, list(range(3000))),
]


@pytest.mark.parametrize("route", TABLE, ids=str)
def test_nonsense_is_refused_in_words(table: Table, route: Route) -> None:
    random = Random(str(route))
    table.reset()
    clients = {who: client_of(table.app, table.house.sessions[who]) for who in PEOPLE}
    for number in range(TRIES):
        limiter.reset()
        client = clients[random.choice((AUTHOR, AUTHOR, AUTHOR, BETA, *PEOPLE))]
        request = next(_requests(table, route, random)) if number % 2 else _spoiled_request(table, route, random)
        answer = table.send(client, **request)
        assert answer.status_code in FINE, request
        assert b"Traceback" not in answer.get_data(), request


def test_no_route_is_slow_to_refuse_a_huge_body(table: Table) -> None:
    table.reset()
    client = client_of(table.app, table.house.sessions[AUTHOR])
    for route in TABLE:
        if route.method == "POST":
            for kind in TYPES[:3]:
                answer = table.send(
                    client, path=table.address(route), method="POST", data=b"x" * 9_000_000, content_type=kind
                )
                assert answer.status_code in FINE, (route, kind)


def _requests(table: Table, route: Route, random: Random) -> Iterator[dict[str, Any]]:
    """Requests that need not even be of the right kind."""
    while True:
        ids = {name: random.choice([0, 1, 2**31 - 1, 2**31, 2**64, -1, "x", "1.0", "%00"]) for name in table.house.ids}
        yield {
            "path": table.address(route, **(ids if random.random() < 0.3 else {})),
            "method": random.choice((route.method, route.method, random.choice(METHODS))),
            "data": random.choice(BODIES),
            "content_type": random.choice(TYPES),
            "headers": random.choice(HEADERS),
            "query_string": _query(random),
        }


def _spoiled_request(table: Table, route: Route, random: Random) -> dict[str, Any]:
    """The request that the table has, with one value in it changed to something else."""
    form, body = table.form(route), table.json(route)
    request = {"path": table.address(route), "method": route.method, "query_string": _query(random)}
    if body is not None:
        return request | {"data": json.dumps(_spoiled(body, random)), "content_type": "application/json"}
    fields = {name: value for name, value in (form or {"x": "y"}).items() if random.random() < 0.9}
    name = random.choice([*(form or {"x": ""}), "version", "next"])
    fields[name] = str(random.choice(STRINGS)).encode("utf-8", "surrogatepass")
    return request | {"data": fields, "headers": random.choice(HEADERS)}


def _query(random: Random) -> dict[str, Any]:
    names = (
        "since",
        "old",
        "new",
        "undo",
        "restored",
        "removed",
        "learnt",
        "binned",
        "sent_away",
        "older_than",
        "next",
    )
    names += ("began", "ended", "with", "changed", "moved", "verdict", "page", "taken_back")
    value = random.choice([*STRINGS, "9" * 400, "-1", "1", "2026-01-01T00:00:00+00:00", "0001-01-01T00:00:00-23:59"])
    return {random.choice(names): value.encode("utf-8", "surrogatepass")} if random.random() < 0.6 else {}


def _spoiled(body: Any, random: Random) -> Any:
    """Return a copy of the JSON with the value at one place, or a key, changed or gone."""
    body = copy.deepcopy(body)
    *way, last = random.choice(list(_places(body)))
    inner = body
    for key in way:
        inner = inner[key]
    if random.random() < 0.15 and isinstance(inner, dict):
        del inner[last]
    else:
        inner[last] = random.choice([*VALUES, random.choice(STRINGS)])
    return body


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*way, key)
        yield from _places(inner, (*way, key))
