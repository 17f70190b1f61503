"""What households share over HTTP: the same refusals for strangers, one thing once, forms that keep what was typed."""

import pytest

from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from tests.factories import people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


@pytest.fixture
def call(client, ground):
    """Somebody of the ground calls: method, path below the estate, JSON."""

    def as_role(role, method, path, body=None, *, estate_id=None):
        with transaction():
            headers = people.bearer(identity.account(getattr(ground, f"{role}_id")))
        more = {"json": body} if body is not None else {}
        path = f"/api/v1/estates/{estate_id or ground.estate_id}/{path}"
        answer = getattr(client, method)(path, headers=headers, **more)
        return answer.status_code, answer.get_json(silent=True) or {}

    return as_role


GATE = {"category": "common.gate", "place": "3幢门口", "words": "暗号"}


@pytest.mark.feature("TK-04")
def test_programs_read_the_questions_and_must_answer_them(call):
    _, tree = call("resident", "get", "ticket-categories")
    asked = {one["code"]: one for group in tree["groups"] for one in group["categories"]}["common.lift"]
    assert asked["questions"][0]["required"]
    report = {"category": "common.lift", "place": "3幢", "words": "停了"}
    status, said = call("resident", "post", "tickets", report)
    assert (status, said["code"]) == (422, "tickets.answers_wanted")
    assert call("resident", "post", "tickets", report | {"answers": {"fault": 3}})[0] == 422
    fault = asked["questions"][0]["options"][0]
    status, made = call("resident", "post", "tickets", report | {"answers": {"fault": fault}})
    assert status == 201
    assert made["answers"] == [{"question": asked["questions"][0]["text"], "answer": fault}]


@pytest.mark.feature("TK-09")
@pytest.mark.feature("TK-14")
def test_neighbours_find_and_join_a_report_without_learning_who_reported_it(call, ground):
    _, made = call("resident", "post", "tickets", GATE)
    status, near = call("neighbour", "get", "tickets/nearby?category=common.gate&place=3幢门口")
    (offer,) = near["items"]
    assert (status, offer["id"], offer["mine"]) == (200, made["id"], False)
    status, joined = call("neighbour", "post", f"tickets/{made['id']}/me-too", {})
    assert (status, joined["households"], joined["following"]) == (200, 2, True)
    assert not {"words", "reporter_name", "history"} & joined.keys()
    assert call("neighbour", "get", f"tickets/{made['id']}")[0] == 404
    _, noise = call("resident", "post", "tickets", GATE | {"category": "public.noise"})
    for path in ("shared", "me-too", "follow"):
        method = "get" if path == "shared" else "post"
        assert call("neighbour", method, f"tickets/{noise['id']}/{path}")[0] == 404
    assert call("manager", "get", f"tickets/{made['id']}")[1]["households"] == 2


@pytest.mark.feature("TK-47")
@pytest.mark.feature("TK-48")
def test_staff_keep_places_duty_and_incidents_and_residents_do_not(call, ground):
    place = {"name": "东门", "kind": "spot", "category": "common.gate"}
    status, gate = call("manager", "post", "common-places", place)
    assert (status, gate["number"]) == (201, 1)
    assert call("manager", "post", "common-places", place)[1]["code"] == "tickets.place_there"
    assert (
        call("manager", "put", f"common-places/{gate['id']}", place | {"name": "东大门"})[1]["name"]
        == "东大门"
    )
    assert [one["name"] for one in call("resident", "get", "common-places")[1]["items"]] == ["东大门"]
    for method, path, body in (
        ("post", "common-places", place),
        ("get", "emergency-duty", None),
        ("get", "incidents", None),
        ("post", "incidents", {"title": "停电", "category": "common.gate"}),
    ):
        assert call("resident", method, path, body)[0] == 403
    _, duty = call("manager", "put", "emergency-duty", {"account_ids": [str(ground.worker_id)]})
    assert [one["name"] for one in duty["items"]] == ["钱师傅"]
    stranger = {"account_ids": [str(ground.resident_id)]}
    assert call("manager", "put", "emergency-duty", stranger)[1]["code"] == "tickets.not_on_duty"
    _, made = call("resident", "post", "tickets", GATE | {"place_id": gate["id"], "place": ""})
    _, incident = call("manager", "post", "incidents", {"title": "门禁断电", "category": "common.gate"})
    one = f"incidents/{incident['id']}"
    assert call("manager", "post", f"{one}/tickets", {"number": made["number"]})[1]["numbers"] == [
        made["number"]
    ]
    assert call("manager", "post", f"{one}/tickets", {"number": "2026-99999"})[0] == 422
    assert len(call("manager", "post", f"{one}/notices", {"words": "在修"})[1]["notices"]) == 1
    near = call("neighbour", "get", "tickets/nearby?category=common.gate&place=东大门")[1]
    assert [one["title"] for one in near["incidents"]] == ["门禁断电"]
    closing = {"result": "修好了", "ticket_ids": [made["id"]]}
    status, closed = call("manager", "post", f"{one}/close", closing)
    assert (status, closed["done"], closed["refused"]) == (200, [made["number"]], [])
    assert call("manager", "post", f"{one}/close", closing)[1]["code"] == "tickets.incident_over"
    assert call("resident", "get", f"tickets/{made['id']}")[1]["state"] == "feedback"
    assert call("manager", "delete", f"common-places/{gate['id']}")[0] == 204
    assert call("manager", "delete", f"common-places/{gate['id']}")[0] == 404
