"""Who may use which address: every route, each kind of person, each called for real.

A stranger's answer is also what somebody gets who asks for a thing that does not exist, and no answer holds a word
that the person may not see.
"""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.full_house import ANONYMOUS, AUTHOR, BETA, CANARIES, DOOR, MAY_SEE, PEOPLE, REVOKED, STRANGER
from tests.route_table import TABLE, Route, Table
from workshop.web import SAFE_METHODS

HIDDEN = [
    (route, who)
    for route in TABLE
    for who in (STRANGER, BETA, REVOKED)
    if route.statuses[PEOPLE.index(who)] == 404 and "_id>" in route.rule
]
WRITES = [route for route in TABLE if route.method not in SAFE_METHODS]
each_route = pytest.mark.parametrize("route", TABLE, ids=str)


@pytest.mark.parametrize("who", PEOPLE)
@each_route
def test_everyone_gets_the_answer_that_the_table_says(table: Table, route: Route, who: str) -> None:
    answer = table.call(route, who)
    assert answer.status_code == route.statuses[PEOPLE.index(who)]
    # A backup is no text.
    shown = answer.get_data().decode(errors="replace") + str(answer.headers)
    # Whoever holds a link may see which work it leads to.
    may_see = MAY_SEE[who] | ({DOOR} if "<token>" in route.rule else set())
    assert {word for word in CANARIES if word in shown} <= may_see


def test_the_table_has_every_route(table: Table) -> None:
    there = {
        (method, rule.rule) for rule in table.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(route.method, route.rule) for route in TABLE} == there


@pytest.mark.parametrize(("route", "who"), HIDDEN, ids=str)
def test_what_is_not_yours_looks_like_what_is_not_there(table: Table, route: Route, who: str) -> None:
    real = table.call(route, who)
    first_id = route.rule.partition("<int:")[2].partition(">")[0]
    missing = table.call(route, who, **{first_id: 99_999})
    assert (real.status_code, real.data, _telling(real)) == (missing.status_code, missing.data, _telling(missing))


@pytest.mark.parametrize("route", WRITES, ids=str)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost:8000"},
    ],
    ids=lambda headers: " ".join(map(" ".join, headers.items())),
)
def test_another_sites_page_cannot_write(table: Table, route: Route, headers: dict[str, str]) -> None:
    assert table.call(route, AUTHOR, headers).status_code == 403


def test_answers_tell_browsers_to_run_and_keep_nothing_of_others(table: Table) -> None:
    for route in TABLE:
        answer = table.call(route, AUTHOR)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        assert "unsafe" not in policy, route
        assert answer.headers["X-Content-Type-Options"] == "nosniff", route
        assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), route
        if not route.rule.startswith(("/static", "/schema")):
            assert answer.headers["Cache-Control"] == "no-store", route


def test_an_anonymous_caller_learns_no_more_from_a_script_than_that_it_should_sign_in(table: Table) -> None:
    for route in TABLE:
        if route.statuses[PEOPLE.index(ANONYMOUS)] in (401, 303) and "_id>" in route.rule:
            answer = table.call(route, ANONYMOUS, {"Accept": "application/json"})
            assert (answer.status_code, list(answer.json)) == (401, ["error"]), route


def _telling(answer: TestResponse) -> dict[str, str]:
    """Return the headers but for those that differ from call to call."""
    return {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Date")}
