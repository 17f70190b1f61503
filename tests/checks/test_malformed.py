"""What is malformed, too much or smuggled is refused with a sentence, and is never a fault of the server.

Each operation that takes a body is tried by somebody whom its door lets in.
"""

import json
import re

import pytest
from marshmallow import fields

from tests.checks.bodies import GHOST, fitting, text_fields
from tests.checks.crawl import Crawl
from tests.checks.routes import TABLES, fillings, routes
from tests.checks.turns import in_turn

pytestmark = pytest.mark.usefixtures("nothing_stays")

NOT_JSON = {
    "empty": b"", "truncated": b'{"a": "b', "NaN": b'{"a": NaN}', "infinity": b'{"a": -Infinity}',
    "too large a number": b'{"a": 1e999}', "a key twice": b'{"a": 1, "a": 2}', "bad UTF-8": b'{"a": "\xff"}',
    "a lone surrogate": b'{"a": "\\ud800"}', "NUL": b'{"a": "\\u0000"}', "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of a million digits": b'{"a": ' + b"9" * 1_000_000 + b"}", "two values": b"{} {}", "a comment": b"{} // x",
}  # fmt: skip
NOT_AN_OBJECT = {"a list": b"[]", "text": b'"a"', "a number": b"1", "null": b"null", "true": b"true"}
TEXTS = {
    "bidi": "甲\u202e乙", "zero width": "甲\u200b乙", "Han of four bytes": "𠮷野家", "emoji": "👩‍👩‍👧", "combining": "e" + "\u0301" * 10_000,
    "SQL": "'; DROP TABLE vote; --", "markup": "<script>alert(1)</script>", "control": "甲\x1b[31m乙",
    "template": "{{ 7*7 }}${7*7}%s%n",
}  # fmt: skip
OTHER_KINDS = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
    "text/json",
)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"}
VALUES = (None, 10**30, -1, 1.5, True, [], {}, "", "１２", "1e3", "0001-01-01", "9999-12-31T23:59:60Z")
ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "/%2f%2fevil.example", "javascript:alert(1)",
             "/@evil.example:80//x", "\t//evil.example")  # fmt: skip
EXTRA = {"role": "system_admin", "estate_id": "01990000-0000-7000-8000-00000000dead", "state": "paid", "paid": True,
         "owner_id": "01990000-0000-7000-8000-00000000dead", "floor_area": 1, "amount_fen": 1, "is_admin": True}  # fmt: skip
INSIDE = re.compile(
    r"Traceback|File \"|/work/|site-packages|sqlalchemy|sqlite3|psycopg|werkzeug|SELECT .* FROM|\.py\b"
)


@pytest.fixture(scope="module")
def crawl(sqlite_place):
    sqlite_place.app.config["WTF_CSRF_ENABLED"] = False
    return Crawl(sqlite_place, sqlite_place.town.here, sqlite_place.town.there)


@pytest.fixture(scope="module")
def openings(crawl):
    """Each API operation with a JSON body, the ids of an object and somebody who may."""
    found = []
    for route in routes(crawl.place.app, api=True):
        if route.operation.body is None or route.operation.files:
            continue
        found.append((route, *_let_in(crawl, route)))
    return found


def _let_in(crawl, route):
    for ids in fillings(route, crawl.here):
        for who in crawl.here.tokens:
            if route.public or crawl.door(route, who, ids) == "open":
                return ids, who
    raise AssertionError(f"{route}: nobody is let in")


def send(crawl, route, ids, who, content, *, kind="application/json", **more):
    """The answer; whatever it is, it must not be a fault or tell of the inside."""
    headers = crawl.headers(who) | {"Idempotency-Key": "check-1"}
    answer = crawl.client.open(
        route.fill(ids), method=route.method, headers=headers, data=content, content_type=kind, **more
    )
    said = answer.data.decode(errors="replace")
    if answer.status_code >= 500 or (answer.status_code >= 400 and INSIDE.search(said)):
        crawl.fault(route, who, f"{answer.status_code} {said[:300]}")
    return answer


@pytest.mark.feature("API-09")
def test_what_is_not_json_is_refused_by_every_operation(crawl, openings):
    for number, (route, ids, who) in enumerate(openings):
        for what, content in in_turn(NOT_JSON.items(), number, 3):
            answer = send(crawl, route, ids, who, content)
            if answer.status_code not in {400, 429}:
                crawl.fault(route, who, f"{what}: {answer.status_code}")
        for what, content in in_turn(NOT_AN_OBJECT.items(), number, 2):
            if send(crawl, route, ids, who, content).status_code not in {422, 429}:
                crawl.fault(route, who, f"{what} is taken")
    assert crawl.faults() == ""
    assert len(openings) > 40


def test_other_kinds_of_content_are_refused(crawl, openings):
    for number, (route, ids, who) in enumerate(openings):
        for kind in in_turn(OTHER_KINDS, number, 2):
            if send(crawl, route, ids, who, b"{}", kind=kind or None).status_code not in {415, 429}:
                crawl.fault(route, who, f"{kind!r} is taken")
    assert crawl.faults() == ""


@pytest.mark.feature("API-09")
def test_a_body_over_the_limit_is_cut_off(crawl, openings):
    for route, ids, who in in_turn(openings, 0, 60):
        answer = send(crawl, route, ids, who, b'{"a": "' + b"x" * 1_100_000 + b'"}')
        if answer.status_code not in {413, 429}:
            crawl.fault(route, who, f"takes too much: {answer.status_code}")
    assert crawl.faults() == ""


def test_fields_that_nobody_asked_for_are_refused(crawl, openings):
    for number, (route, ids, who) in enumerate(openings):
        body = fitting(route.operation.body)
        for name, value in in_turn(EXTRA.items(), number, 3):
            if name in body:
                continue
            answer = send(crawl, route, ids, who, json.dumps(body | {name: value}))
            told = answer.status_code == 422 and name in (answer.json.get("errors") or {})
            if not told and answer.status_code != 429:
                crawl.fault(route, who, f"takes {name}: {answer.status_code}")
    assert crawl.faults() == ""


@pytest.mark.feature("AO-09")
def test_a_foreign_id_inside_a_body_is_as_good_as_none(crawl, openings):
    """Bills, units, people of the other estate named in what is sent: the same answer as for made-up ones."""
    tried = 0
    for route, ids, who in openings:
        for name, field in route.operation.body.load_fields.items():
            rows = crawl.there.objects.get(TABLES.get(name.removesuffix("s"), ""), [])
            many = isinstance(field, fields.List)
            if (
                not rows
                or "estate_id" not in rows[0]
                or not isinstance(field.inner if many else field, fields.UUID)
            ):
                continue
            tried += 1
            said = []
            for value in (str(rows[0]["id"]), GHOST):
                body = fitting(route.operation.body) | {name: [value] if many else value}
                answer = send(crawl, route, ids, who, json.dumps(body))
                said.append(
                    (answer.status_code, (answer.json or {}).get("code"), (answer.json or {}).get("errors"))
                )
            if said[0] != said[1] or said[0][0] < 300:
                crawl.fault(route, who, f"{name} of another estate: {said}")
    assert crawl.faults() == ""
    assert tried > 4


def test_strange_text_is_taken_or_refused_with_a_sentence(crawl, openings):
    number = 0
    for route, ids, who in openings:
        body = fitting(route.operation.body)
        strange = {name: [] for name in body} | dict.fromkeys(
            text_fields(route.operation.body), TEXTS.values()
        )
        for name, texts in strange.items():
            number += 1
            values = in_turn(VALUES, number, 2) if name in body else []
            for value in [*in_turn(texts, number, 2), *values]:
                send(crawl, route, ids, who, json.dumps(body | {name: value}))
    assert crawl.faults() == ""


def test_methods_that_are_not_there_answer_405(crawl):
    addresses = crawl.place.app.url_map.bind("localhost")
    for number, route in enumerate(routes(crawl.place.app)):
        for ids in fillings(route, crawl.here, most=1):
            url = route.fill(ids)
            for method in in_turn(sorted(METHODS - set(addresses.allowed_methods(url))), number, 2):
                answer = crawl.client.open(url, method=method, headers=crawl.headers("owner"))
                if answer.status_code != 405:
                    crawl.fault(route, "owner", f"{method}: {answer.status_code}")
    assert crawl.faults() == ""


def test_a_form_without_its_token_or_from_elsewhere_is_refused(crawl):
    crawl.place.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for number, route in enumerate(routes(crawl.place.app, api=False)):
            if route.rule.startswith("/open311/"):
                continue  # no cookie counts there: a key does
            for ids in fillings(route, crawl.here, most=1) if route.method != "GET" else []:
                for who in in_turn(("owner", "community_officer", "system_admin"), number, 1):
                    bare = crawl.client.open(route.fill(ids), method=route.method, headers=crawl.headers(who))
                    away = {"Origin": "https://evil.example"} | crawl.headers(who)
                    from_elsewhere = crawl.client.open(route.fill(ids), method=route.method, headers=away)
                    for answer in (bare, from_elsewhere):
                        if answer.status_code not in {401, 403, 404}:
                            crawl.fault(route, who, f"taken without a token: {answer.status_code}")
    finally:
        crawl.place.app.config["WTF_CSRF_ENABLED"] = False
    assert crawl.faults() == ""


def test_no_redirect_leads_elsewhere(crawl):
    for number, route in enumerate(routes(crawl.place.app, api=False)):
        for ids in fillings(route, crawl.here, most=1):
            for where in in_turn(ELSEWHERE, number, 1):
                more = "query_string" if route.method == "GET" else "data"
                who = "visitor" if "sign-in" in route.rule else "owner"
                answer = crawl.client.open(
                    route.fill(ids),
                    method=route.method,
                    headers=crawl.headers(who),
                    **{more: {"next": where}},
                )
                led = answer.headers.get("Location", "/").removeprefix("http://localhost")
                if not re.match(r"/(?![/\\])", led) or "evil" in led.split("?")[0]:
                    crawl.fault(route, who, f"leads to {led}")
    assert crawl.faults() == ""
