"""The description of the API is complete and true."""

import json
import re
from enum import StrEnum
from uuid import UUID

import pytest
from marshmallow import fields

from linli.kernel.actors import Role
from linli.kernel.grants import may
from linli.platform.db import db
from linli.platform.web import (
    Api,
    In,
    Out,
    WindowIn,
    allow,
    gives,
    idempotent,
    openapi,
    page_of,
    public,
    signed_in,
    summary,
    takes,
)
from linli.platform.web.openapi import api_rules, describe, description, refusal_codes
from linli.platform.web.schemas import Day, Moment, Text, Whole
from tests.platform.small import small_app


class Act(StrEnum):
    OPEN = "door:open"


GRANTS = {Act.OPEN: (may(Role.OWNER, Role.TENANT, when="自己的门"), may(Role.PROPERTY_MANAGER))}


class DoorIn(In):
    name = Text(most=30)
    note = Text(most=500, least=0, load_default="")
    width = Whole(least=1, most=300)
    opens_at = Moment()
    made_on = Day(allow_none=True)


class DoorOut(Out):
    id = fields.UUID()
    name = fields.String()


class PhotoIn(In):
    photo = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    api = Api("doors", __name__, tag="门")

    @api.post("/estates/<uuid:estate_id>/doors")
    @allow(Act.OPEN, GRANTS)
    @takes(DoorIn)
    @gives(DoorOut, 201)
    @idempotent(required=True)
    @summary("装一扇门")
    def make_door(actor, body):
        """Make a door."""

    @api.get("/estates/<uuid:estate_id>/doors")
    @signed_in
    @takes(WindowIn, where="query")
    @gives(page_of(DoorOut))
    def doors(actor, query):
        """列出门。"""

    @api.post("/estates/<uuid:estate_id>/photos")
    @signed_in
    @takes(PhotoIn, files=True)
    @gives(None, 204)
    @idempotent()
    def add_photo(actor, body):
        """加一张照片。"""

    @api.get("/hello")
    @public
    @gives(None)
    def hello(actor):
        """问好。"""

    app = small_app(f"sqlite:///{tmp_path_factory.mktemp('spec')}/small.sqlite3")
    app.register_blueprint(api)
    describe(app)
    answer = app.test_client().get("/api/v1/openapi.json")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return answer.json


def operation(spec, path, method="post"):
    return spec["paths"][f"/api/v1{path}"][method]


DOORS = "/estates/{estate_id}/doors"


@pytest.mark.feature("API-01")
def test_every_route_is_described_and_only_those(spec):
    assert spec["openapi"] == "3.1.0"
    assert set(spec["paths"]) == {
        f"/api/v1{path}" for path in (DOORS, "/estates/{estate_id}/photos", "/hello", "/openapi.json")
    }
    assert {tag["name"] for tag in spec["tags"]} == {"门", "接口说明"}


def test_a_route_without_a_door_is_refused(tmp_path):
    app = small_app(f"sqlite:///{tmp_path}/small.sqlite3")
    app.add_url_rule("/api/v1/backdoor", "backdoor", lambda: "open")
    with app.app_context():
        with pytest.raises(TypeError):
            description()
        db.engine.dispose()


def test_every_reference_leads_somewhere(spec):
    for kind, name in re.findall(r'"#/components/(\w+)/([^"]+)"', json.dumps(spec)):
        assert name in spec["components"][kind]


def test_ids_of_paths_are_uuids_and_operations_have_stable_names(spec):
    said = operation(spec, DOORS)
    assert said["operationId"] == "doors_make_door"
    assert said["parameters"][0] == {
        "in": "path",
        "name": "estate_id",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }


def test_fields_say_what_they_take(spec):
    door = spec["components"]["schemas"]["DoorIn"]
    assert door["additionalProperties"] is False
    assert door["properties"]["name"] | {"title": ""} == {
        "type": "string",
        "minLength": 1,
        "maxLength": 30,
        "title": "",
    }
    assert door["properties"]["note"]["maxLength"] == 500
    assert door["properties"]["width"] == {"type": "integer", "minimum": 1, "maximum": 300}
    assert door["properties"]["opens_at"] == {"type": "string", "format": "date-time"}
    assert door["properties"]["made_on"] == {"type": ["string", "null"], "format": "date"}


def test_who_may_is_said(spec):
    said = operation(spec, DOORS)
    assert said["security"] == [{"bearer": []}, {"cookie": []}]
    assert said["x-linli-act"] == "door:open"
    assert said["x-linli-roles"] == [
        {"roles": ["owner", "tenant"], "when": "自己的门"},
        {"roles": ["property_manager"]},
    ]
    assert operation(spec, "/hello", "get")["security"] == []


def test_answers_and_refusals_are_said_where_they_can_occur(spec):
    assert set(operation(spec, DOORS)["responses"]) == {
        "201", "400", "401", "403", "404", "409", "413", "415", "422", "503",
    }  # fmt: skip
    assert set(operation(spec, DOORS, "get")["responses"]) == {"200", "401", "404", "422", "503"}
    assert set(operation(spec, "/hello", "get")["responses"]) == {"204", "503"}
    problem = spec["components"]["responses"]["Problem422"]["content"]
    assert problem == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "Retry-After" in spec["components"]["responses"]["Problem429"]["headers"]


def test_the_key_header_is_required_where_money_or_votes_move(spec):
    def key(path):
        return next(one for one in operation(spec, path)["parameters"] if one["name"] == "Idempotency-Key")

    assert key(DOORS)["required"] is True
    assert key("/estates/{estate_id}/photos")["required"] is False


def test_bodies_and_lists_are_said(spec):
    assert list(operation(spec, DOORS)["requestBody"]["content"]) == ["application/json"]
    assert list(operation(spec, "/estates/{estate_id}/photos")["requestBody"]["content"]) == [
        "multipart/form-data"
    ]
    names = [one["name"] for one in operation(spec, DOORS, "get")["parameters"]]
    assert names == ["estate_id", "limit", "cursor"]
    assert set(spec["components"]["schemas"]["DoorPage"]["properties"]) == {"items", "next"}


def test_the_summary_is_the_mark_or_the_first_line(spec):
    assert operation(spec, DOORS)["summary"] == "装一扇门"
    assert operation(spec, DOORS, "get")["summary"] == "列出门。"


def test_two_rooms_may_use_one_name_for_their_schemas():
    names = openapi._Names()
    other = type("DoorOut", (Out,), {"__module__": "linli.blueprints.gates.schemas"})
    assert [names(DoorOut), names(other), names(DoorOut())] == ["DoorOut", "GatesDoorOut", "DoorOut"]


@pytest.mark.feature("API-03")
def test_every_code_is_listed_once_with_its_status():
    codes = [code for code, _, _ in refusal_codes()]
    assert len(codes) == len(set(codes))
    listed = {code: status for code, status, _ in refusal_codes()}
    assert listed["too_many_requests"] == 429
    assert listed["idempotency_key_reused"] == 422


class TestTheWholeApplication:
    """The real routes, all of them."""

    @pytest.fixture
    def whole(self, app):
        if "docs_api" not in app.view_functions:
            describe(app)
        return app

    def test_every_route_has_a_door_a_tag_a_name_and_a_chinese_summary(self, whole):
        spec, seen = description(), set()
        for rule, method, view in api_rules(whole):
            assert view.operation.entrance is not None
            path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
            said = spec["paths"][path][method.lower()]
            assert said["tags"]
            assert re.search(r"[一-鿿]", said["summary"]), f"{path} {method}: {said['summary']!r}"
            assert said["operationId"] not in seen
            seen.add(said["operationId"])
        assert seen

    def test_people_can_read_it_without_a_stranger_s_script(self, whole):
        client = whole.test_client()
        parts = re.findall(r'href="(/docs/api/[^"]+)"', client.get("/docs/api").text)
        for path in ("/docs/api", "/docs/errors", *parts):
            page = client.get(path)
            assert page.status_code == 200
            assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
        shown = "".join(client.get(path).text for path in parts)
        for path, operations in description()["paths"].items():
            assert path in shown
            assert all(f'id="{said["operationId"]}"' in shown for said in operations.values())
        assert client.get("/docs/api/nothing").status_code == 404
        assert 'id="too_many_requests"' in client.get("/docs/errors").text

    def test_ids_are_uuids_wherever_they_stand(self, whole):
        assert UUID(int=0)
        for rule, _, _ in api_rules(whole):
            assert not re.search(r"<(?:string:|int:)?\w+_id>", rule.rule), rule.rule
