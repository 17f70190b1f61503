"""Decorating a home: registered, told, visited, put right, inspected; and what a neighbour reads of it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from config import BadSetting
from config.decoration import read
from linli.domains.estates.models import Estate
from linli.domains.people.models import Account
from linli.domains.tickets.models import Ticket
from linli.kernel.actors import Tie
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, tickets
from tests.support.paper import sheets
from tests.support.required import need


@pytest.fixture
def site(app, client):
    """A home with an owner and a tenant, a neighbour, the company and the community, each signed in."""
    with transaction():
        ground = tickets.ground()
        estate = db.session.get(Estate, ground.estate_id)
        tenant = people.account("租客")
        people.resident(estate, SimpleNamespace(id=ground.unit_id), tenant, tie=Tie.TENANT)
        ids = {
            "owner": ground.resident_id, "neighbour": ground.neighbour_id, "manager": ground.manager_id,
            "worker": ground.worker_id, "officer": ground.officer_id, "tenant": tenant.id,
        }  # fmt: skip
        heads = {name: people.bearer(db.session.get_one(Account, one)) for name, one in ids.items()}
    return SimpleNamespace(
        client=client, ground=ground, heads=heads, url=f"/api/v1/estates/{ground.estate_id}/decorations"
    )


def ask(site, who, path="", body=None, *, status=200, files=False):
    url, sent = site.url + path, {"headers": site.heads[who]}
    if body is None:
        answer = site.client.get(url, **sent)
    elif files:
        answer = site.client.post(url, data=body, content_type="multipart/form-data", **sent)
    else:
        answer = site.client.post(url, json=body, **sent)
    assert answer.status_code == status, (who, path, answer.json)
    return answer.json


def day(days):
    return (day_of(clock.now()) + timedelta(days=days)).isoformat()


def plan(site, **more):
    given = {"unit_id": str(site.ground.unit_id), "firm": "自己", "starts_on": day(1), "ends_on": day(30)}
    return given | {"items": ["walls"], "promised": True} | more


def test_an_owner_registers_beforehand_promises_and_has_one_at_a_time(site):
    for wrong in (
        {"promised": False}, {"items": []}, {"items": ["rocket"]}, {"starts_on": day(-1)}, {"ends_on": day(0)},
        {"ends_on": day(400)}, {"unit_id": str(site.ground.neighbour_unit_id)},
    ):  # fmt: skip
        assert ask(site, "owner", body=plan(site, **wrong), status=422)["errors"]
    ask(site, "tenant", body=plan(site), status=403)
    made = ask(site, "owner", body=plan(site), status=201)
    ask(site, "owner", body=plan(site), status=409)
    ask(site, "neighbour", f"/{made['id']}", status=404)
    assert ask(site, "tenant", f"/{made['id']}")["may"] == []
    assert ask(site, "neighbour", "/going-on")["items"] == []  # nobody is at work yet
    ask(site, "owner", f"/{made['id']}/acknowledgement", {}, status=403)
    assert ask(site, "manager", f"/{made['id']}/acknowledgement", {})["state"] == "under_way"
    (shown,) = ask(site, "neighbour", "/going-on")["items"]
    assert set(shown) == {"unit_label", "starts_on", "ends_on"}
    ask(site, "neighbour", status=403)
    ask(site, "owner", f"/{made['id']}/days", {"ends_on": day(-1)}, status=422)
    assert ask(site, "owner", f"/{made['id']}/days", {"ends_on": day(50)})["ends_on"] == day(50)
    ask(site, "owner", f"/{made['id']}/cancellation", {}, status=409)


@pytest.mark.feature("TK-51")
def test_a_finding_is_a_ticket_with_photo_and_place_and_what_endangers_the_house_goes_to_the_township(site):
    one = f"/{ask(site, 'owner', body=plan(site), status=201)['id']}"
    seen = {"words": "墙开了洞", "findings": ["structure", "rubbish"]}
    photo = {"photos": [(tickets.photo(), "a.jpg")]}
    ask(site, "worker", f"{one}/visits", seen | photo, files=True, status=409)  # not told yet
    ask(site, "manager", f"{one}/acknowledgement", {})
    ask(site, "worker", f"{one}/visits", seen, files=True, status=422)  # no photo
    ask(site, "neighbour", f"{one}/visits", seen, files=True, status=404)
    photo = {"photos": [(tickets.photo(), "a.jpg")]}
    shown = ask(site, "worker", f"{one}/visits", seen | photo, files=True)
    found = shown["visits"][0]["findings"]
    made = {row.category: row for row in db.session.query(Ticket)}
    assert {row.addressee for row in made.values()} == {"township", "company"}
    grave = made["public.decoration"]
    assert (grave.place, grave.private, grave.thing) == (shown["unit_label"], True, "decoration")
    assert "第五条第一项" in grave.words
    assert db.session.query(Attachment).filter_by(object_kind="ticket_event").count() == 2
    picture = f"{site.url}{one}/photos/{shown['visits'][0]['photos'][0]['id']}"
    assert site.client.get(picture, headers=site.heads["owner"]).mimetype == "image/jpeg"
    assert site.client.get(picture, headers=site.heads["neighbour"]).status_code == 404

    ask(site, "owner", f"{one}/completion", {})
    refused = ask(site, "manager", f"{one}/closing", {"result": "合格"}, status=409)
    assert refused["code"] == "decoration.open_findings"
    ask(site, "owner", f"{one}/findings/{found[0]['id']}/settlement", {"settled_words": "好了"}, status=403)
    for each in found:
        ask(site, "worker", f"{one}/findings/{each['id']}/settlement", {"settled_words": "已恢复原状"})
    ask(site, "worker", f"{one}/findings/{found[0]['id']}/settlement", {"settled_words": "又"}, status=409)
    ask(site, "worker", f"{one}/closing", {"result": "合格"}, status=403)
    assert ask(site, "manager", f"{one}/closing", {"result": "没有违规"})["state"] == "closed"
    assert ask(site, "officer", "?over=true")["items"][0]["state_title"] == "已办结"
    assert ask(site, "neighbour", "/going-on")["items"] == []
    ask(site, "owner", body=plan(site), status=201)  # the next one may begin


def test_the_written_notice_names_what_is_forbidden_with_the_law(site):
    need("papers")
    one = ask(site, "owner", body=plan(site), status=201)["id"]
    page = f"/e/{site.ground.estate_id}/decorations/{one}/notice.pdf"
    answer = site.client.get(page, headers=site.heads["owner"])
    assert answer.mimetype == "application/pdf"
    said = "".join(sheet.words for sheet in sheets(answer.data))
    for words in ("承重墙", "办法第五条第一项", "民法典第九百四十五条", "08:00-12:00"):
        assert words in said


def test_rules_that_make_no_sense_stop_the_start():
    with pytest.raises(BadSetting):
        read({"hours": []})
