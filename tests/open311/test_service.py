"""Open311 as a stranger's client meets it, over a real socket and in both formats."""

import io
import re
import shlex
import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from PIL import Image
from werkzeug.serving import make_server

from config import open311
from config.tickets import catalogue
from linli.domains.people.queries import identity
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import handling
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, tickets
from tests.open311.client import Client, Refused

FORMS = ("xml", "json")
LAMP = {
    "service_code": "common.light",
    "description": "灯一直闪\n晚上看不清路",
    "address_string": "3幢2单元一楼",
}
ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def place(app):
    """The service on a port, an estate with people, and the keys of a resident, an officer and a cashier."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    with transaction():
        ground = tickets.ground()
        keys = {who: people.token(identity.account(getattr(ground, f"{who}_id")))
                for who in ("resident", "officer", "worker")}  # fmt: skip
    yield Place(f"http://127.0.0.1:{server.server_port}/open311", ground, keys)
    server.shutdown()
    running.join()
    server.server_close()


class Place:
    """Where the service is, and who is there."""

    def __init__(self, url, ground, keys):
        self.url, self.ground, self.keys = url, ground, keys

    def client(self, form="json", *, who="resident", **more):
        given = {"jurisdiction_id": str(self.ground.estate_id), "api_key": self.keys.get(who, who)} | more
        return Client(f"{self.url}/discovery", form=form, **given)


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as no:
        call(*args, **kwargs)
    assert {str(one["code"]) for one in no.value.errors} == {str(no.value.status)}
    return no.value.status, " ".join(one["description"] for one in no.value.errors)


@pytest.mark.feature("GI-26")
def test_a_stranger_s_client_lists_services_files_with_media_and_reads_it_back(place):
    photo = tickets.photo().read()
    for form in FORMS:
        client = place.client(form)
        services = {one["service_code"]: one for one in client.services()}
        assert set(services) == {one.code for group in catalogue().groups for one in group.categories}
        lamp = services["common.light"]
        assert (lamp["type"], str(lamp["metadata"]).lower()) == ("realtime", "true")
        assert services["public.company"]["type"] == services["own.water"]["type"] == "blackbox"
        definition = client.definition("urgent.lift")
        assert [str(one["order"]) for one in definition["attributes"]] == ["1", "2", "3"]
        assert "96333" in definition["attributes"][0]["description"]
        urgency = definition["attributes"][1]
        assert {one["key"] for one in urgency["values"]} == {"normal", "urgent"}

        made = client.file(**LAMP, **{"attribute[urgency]": "urgent"}, media=[photo], email="a@example.org")
        number = made["service_request_id"]
        assert "编号" in made["service_notice"]
        read = client.request(number)
        assert read == next(one for one in client.requests() if one["service_request_id"] == number)
        assert client.token(number) == {"service_request_id": number, "token": number}
        assert (read["status"], read["status_notes"]) == ("open", "待受理")
        assert (read["service_code"], read["service_name"]) == ("common.light", lamp["service_name"])
        assert read["description"] == LAMP["description"]
        assert read["address"].startswith("3幢2单元一楼，")
        assert ZONED.fullmatch(read["requested_datetime"])
        assert ZONED.fullmatch(read["expected_datetime"])
        assert (read["lat"], read["long"]) == (None, None)
        with urlopen(read["media_url"]) as seen:
            picture = Image.open(io.BytesIO(seen.read()))
        assert picture.size == (64, 48)
        assert not picture.getexif()  # where it was taken is nobody's business
    with transaction(writes=False):
        kept = db.session.query(Ticket).all()
        assert {(one.channel, one.urgency, one.reporter_id) for one in kept} == {
            ("open311", "urgent", place.ground.resident_id)
        }


@pytest.mark.feature("GI-26")
def test_nobody_is_in_what_everybody_may_read(place):
    """By app: no words, no place, no photo. Homes, private matters and anonymous reports: not there at all."""
    words = "张三 13800001234 家门口"
    with transaction():
        ground = place.ground
        shown = tickets.report(ground, words=words, place=words).id
        hidden = [
            tickets.report(ground, category=category, words=words, place=words, **more).id
            for category, more in (
                ("own.water", {}),
                ("public.noise", {}),
                ("common.gate", {"anonymous": True}),
            )
        ]
    client = place.client()
    quiet = client.file(**LAMP | {"service_code": "public.noise"})
    unseen = client.file(**LAMP, **{"attribute[anonymous]": "true"})
    shut = client.file(**LAMP | {"service_code": "common.other"})  # open to all, its words are not
    assert quiet["service_request_id"] is unseen["service_request_id"] is None
    for form in FORMS:
        reader = place.client(form, who="")
        found = {one["service_request_id"]: one for one in reader.requests()}
        assert set(found) == {str(shown), shut["service_request_id"]}
        for one in found.values():
            assert one["description"] is one["media_url"] is None
            assert "家门口" not in one["address"]
            assert "3幢" not in one["address"]
        assert reader.requests(service_request_id=",".join([str(one) for one in hidden] + [str(shown)])) == [
            found[str(shown)]
        ]
        for one in hidden:
            assert refused(reader.request, one)[0] == refused(reader.token, one)[0] == 404
        assert {one["service_request_id"] for one in reader.updates()} & {str(one) for one in hidden} == set()


@pytest.mark.feature("GI-26")
def test_requests_are_found_by_service_status_and_date_at_most_90_days(place):
    client, day = place.client(), timedelta(days=1)
    old = client.file(**LAMP)["service_request_id"]
    clock.advance(100 * day)
    with transaction():
        client.api_key = people.token(identity.account(place.ground.resident_id))
    lamp, gate = (
        client.file(**LAMP | {"service_code": code})["service_request_id"]
        for code in ("common.light", "common.gate")
    )
    with transaction():
        ticket = db.session.get(Ticket, (place.ground.estate_id, uuid.UUID(gate)))
        handling.reject(actor=place.ground.manager(), ticket=ticket, reason="王五家的事", now=clock.now())

    def ids(**wanted):
        return {one["service_request_id"] for one in client.requests(**wanted)}

    long_ago = (clock.now() - 120 * day).isoformat().replace("+00:00", "Z")
    assert ids() == {lamp, gate}
    pages = [ids(page=number, page_size=1) for number in (1, 2, 3)]
    assert (sorted(map(len, pages)), set().union(*pages)) == ([0, 1, 1], {lamp, gate})
    assert ids(status="open", service_code="common.light,common.gate") == {lamp}
    assert (ids(status="closed"), ids(status="open,closed")) == ({gate}, {lamp, gate})
    assert ids(start_date=long_ago) == {old}
    assert ids(service_request_id=old, status="closed", start_date="2026-01-01T00:00:00Z") == {old}
    (change,) = client.updates()
    assert (change["service_request_id"], change["status"], change["description"]) == (
        gate,
        "closed",
        "不予受理",
    )
    assert "王五" not in str(client.request(gate)) + str(change)
    over = {"start_date": long_ago, "end_date": clock.now().astimezone(UTC).isoformat()}
    for wanted in (
        over,
        {"start_date": "2026-03-01"},
        {"status": "fixed"},
        {"page": 0},
        {"page_size": "1001"},
        {"end_date": "2026-03-01T00:00:00"},
    ):
        assert refused(client.requests, **wanted)[0] == 400


@pytest.mark.feature("GI-26")
def test_refusals_are_worded_as_the_specification_says_in_both_formats(place, app):
    for form in FORMS:
        client = place.client(form)
        here, client.jurisdiction_id = client.jurisdiction_id, ""
        assert refused(client.services)[0] == refused(client.requests)[0] == 400
        client.jurisdiction_id = str(uuid.uuid4())
        assert refused(client.services) == (404, "没有这个 jurisdiction_id，请核对小区的编号。")
        client.jurisdiction_id = here
        assert refused(client.definition, "no.such")[0] == refused(client.request, "1")[0] == 404
        assert refused(client.file, **LAMP | {"service_code": "no.such"})[0] == 404
        wrong = {
            "service_code": {"service_code": ""},
            "address_string": {"address_string": ""},
            "address_id": {"service_code": "own.water"},
            "lat": {"lat": "91", "long": "0"},
            "long": {"lat": "28.9"},
            "media_url": {"media_url": "javascript:alert(1)"},
            "media": {"media": [b"no photo"]},
            "attribute[urgency]": {"attribute[urgency]": "emergency"},
        }
        for field, sent in wrong.items():
            status, said = refused(client.file, **LAMP | sent)
            assert (status, field in said or field == "media") == (400, True), (field, said)
        assert refused(client.get, "nothing")[0] == 404
        for key in ("", "forged", place.keys["worker"]):  # a worker may not file for others
            client.api_key = key
            assert refused(client.file, **LAMP)[0] == 403
        with transaction():
            far = people.token(people.staff(Role.COMMUNITY_OFFICER, tickets.places.estate(name="外地花园")))
        client.api_key = far
        assert refused(client.file, **LAMP)[0] == 404
    with transaction(writes=False):
        assert db.session.query(Ticket).count() == 0


def test_staff_s_key_files_for_the_caller_and_a_cookie_files_for_nobody(place, app):
    client = place.client("xml", who="officer")
    made = client.file(**LAMP, first_name="三", last_name="张", phone="13800009999", lat="28.97", long="118.87",
                       media_url="https://city.example/1.jpg")  # fmt: skip
    with transaction(writes=False):
        (kept,) = db.session.query(Ticket).all()
        assert (kept.for_name, kept.for_phone, kept.channel) == ("张三", "13800009999", "open311")
        assert kept.place.endswith("坐标 28.97, 118.87")
        assert kept.words.endswith("附图：https://city.example/1.jpg")
    assert "张" not in str(client.request(made["service_request_id"])) + str(client.updates())
    cookie = {"Cookie": f"__Host-linli={place.keys['officer']}"}
    asked = f"jurisdiction_id={place.ground.estate_id}&service_code=common.light&address_string=1"
    with pytest.raises(HTTPError) as no:
        urlopen(Request(f"{place.url}/v2/requests.json", data=asked.encode(), headers=cookie))
    with no.value:
        assert no.value.code == 403


def test_the_commands_of_the_contract_s_page_do_what_it_says(place):
    """Each curl of docs/open311.md, as a shell would read it."""
    named = {
        "HOST": place.url.removesuffix("/open311"),
        "ESTATE": str(place.ground.estate_id),
        "KEY": place.keys["resident"],
    }
    lines = re.findall(r"^curl (.+)$", Path("docs/open311.md").read_text(encoding="utf-8"), re.MULTILINE)
    for line in lines:
        url, *options = shlex.split(Template(line).substitute(named))
        sent = dict(one.split("=", 1) for one in options[1::2])
        client = place.client("xml" if ".xml" in url else "json")
        media = [tickets.photo().read()] if sent.pop("media", "") else []
        assert (client.file(**sent, media=media) if sent else client.ask(url)) is not None
    assert len(lines) == 7


def test_only_common_matters_can_have_open_words():
    assert open311.terms().open_words <= {
        one.code for group in catalogue().groups for one in group.categories
    }
    private = [one for group in catalogue().groups for one in group.categories if one.private]
    assert private
    assert not any(open311.readable(one) for one in private)
    assert datetime.strptime(open311.terms().changeset, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a mark, no moment
