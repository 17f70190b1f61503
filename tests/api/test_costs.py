"""No call may cost without bound: pages, searches, lists and nesting have an end, and beyond it a code."""

import json

import pytest
from marshmallow import fields, validate

from linli.kernel.actors import Role
from linli.platform.paging import MOST
from linli.platform.transactions import transaction
from linli.platform.web.openapi import api_rules
from linli.platform.web.schemas import Text, WindowIn
from tests.factories import people, places


@pytest.fixture
def officer(app):
    with transaction():
        community = places.region()
        estate = places.estate(community=community)
        return str(estate.id), people.bearer(people.staff(Role.COMMUNITY_OFFICER, community))


@pytest.mark.feature("API-09")
@pytest.mark.parametrize(
    ("query", "field"),
    [
        (f"limit={MOST + 1}", "limit"), ("limit=1000000000000", "limit"), ("limit=0", "limit"), ("limit=-1", "limit"),
        ("search=" + "张" * 500, "search"), ("cursor=" + "A" * 5000, "cursor"), ("expand=units.owners.units", "expand"),
    ],
)  # fmt: skip
def test_a_huge_or_nested_query_is_refused_with_a_code(client, officer, query, field):
    estate_id, headers = officer
    answer = client.get(f"/api/v1/estates/{estate_id}/units?{query}", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid"), answer.text
    assert field in answer.get_json()["errors"]


@pytest.mark.feature("API-09")
def test_a_huge_or_deeply_nested_body_is_refused_with_a_code(client, officer):
    estate_id, headers = officer
    place, headers = f"/api/v1/estates/{estate_id}/buildings", headers | {"Content-Type": "application/json"}
    deep = '{"name": ' + "[" * 10_000 + "]" * 10_000 + "}"
    assert client.post(place, data=deep, headers=headers).get_json()["code"] == "malformed_json"
    huge = json.dumps({"name": "x" * 1_100_000})
    answer = client.post(place, data=huge, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


@pytest.mark.feature("API-09")
def test_every_list_has_a_last_page_size_and_every_word_of_a_query_a_length(app):
    lists, words = 0, 0
    for rule, method, view in api_rules(app):
        operation = view.operation
        answer = type(operation.answer).__name__ if operation.answer else ""
        if answer.endswith("Page"):
            lists += 1
            assert isinstance(operation.query, WindowIn), f"{method} {rule.rule}: a page without a window"
            (bound,) = [
                one for one in operation.query.fields["limit"].validators if isinstance(one, validate.Range)
            ]
            assert bound.max <= MOST
        for name, field in (operation.query.fields if operation.query else {}).items():
            if type(field) is fields.String or isinstance(field, Text):
                words += 1
                assert bounded(field), f"{method} {rule.rule}: {name} may be of any length"
    assert lists >= 10
    assert words >= 10


def bounded(field):
    return any(
        isinstance(one, validate.OneOf | validate.Regexp) or (isinstance(one, validate.Length) and one.max)
        for one in field.validators
    )
