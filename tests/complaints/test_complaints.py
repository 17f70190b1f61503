"""Complaints about the company: who sees them, the ten days, the street, what comes back, and what the company hears."""

from datetime import date, timedelta
from types import MappingProxyType, SimpleNamespace

import pytest

from linli.domains.complaints import facts
from linli.domains.estates.models import Estate
from linli.domains.notices.models import Message
from linli.domains.people.models import Account
from linli.domains.people.operations import roles
from linli.jobs import complaints as job
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.times import day_of
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import complaints, people, tickets


@pytest.fixture
def desk(app, client):
    """Everybody whom a complaint can concern, each signed in."""
    with transaction():
        ground = tickets.ground()
        estate = db.session.get(Estate, ground.estate_id)
        made = SimpleNamespace(client=client, ground=ground, url=f"/api/v1/estates/{estate.id}", heads={})
        street = people.staff(Role.STREET_OFFICER, Scope(ScopeKind.STREET, estate.street_id), name="街道周")
        head = people.staff(Role.COMPANY_HEAD, Scope(ScopeKind.COMPANY, ground.company_id), name="物业总")
        made.ids = {
            "resident": ground.resident_id, "neighbour": ground.neighbour_id, "manager": ground.manager_id,
            "worker": ground.worker_id, "officer": ground.officer_id, "street": street.id, "head": head.id,
        }  # fmt: skip
    signed_in(made)
    return made


def signed_in(desk):
    with transaction():
        desk.heads = {name: people.bearer(db.session.get_one(Account, one)) for name, one in desk.ids.items()}


def later(desk, **more):
    clock.advance(timedelta(**more))
    signed_in(desk)


def ask(desk, who, path, body=None, *, status=200):
    url, head = desk.url + path, desk.heads[who]
    answer = (
        desk.client.get(url, headers=head) if body is None else desk.client.post(url, json=body, headers=head)
    )
    assert answer.status_code == status, (who, path, answer.json)
    return answer.json


def filed(desk, who="resident", *, status=201, **more):
    """A complaint as a form of the API."""
    body = {"subject": "fees", "words": "押金不退，我是 1 幢的张三"} | more
    answer = desk.client.post(
        f"{desk.url}/complaints", data=body, headers=desk.heads[who], content_type="multipart/form-data"
    )
    assert answer.status_code == status, answer.json
    return answer.json


@pytest.mark.feature("TK-49")
def test_the_company_hears_only_what_the_community_asks_and_never_handles_it(desk):
    made = filed(desk, photos=[(tickets.photo(), "a.jpg")])
    one = f"/complaints/{made['id']}"
    assert day_of(clock.now()) == date(2026, 3, 2)
    assert made["due_at"].startswith("2026-03-12")  # ten days on, a Thursday
    said = {"words": "查清了，物业本周退还"}
    for who in ("manager", "worker", "head", "neighbour"):
        ask(desk, who, one, status=404)
        ask(desk, who, f"{one}/answer", said, status=404)
    for who in ("manager", "head"):
        ask(desk, who, "/complaints", status=403)
    photo = f"{one}/photos/{made['photos'][0]['id']}"
    assert desk.client.get(desk.url + photo, headers=desk.heads["head"]).status_code == 404
    assert desk.client.get(desk.url + photo, headers=desk.heads["officer"]).mimetype == "image/jpeg"

    ask(desk, "resident", f"{one}/forwarding", {"question": "?"}, status=403)
    ask(desk, "officer", f"{one}/forwarding", {"question": "请说明装修押金的收退"})
    ask(desk, "officer", f"{one}/forwarding", {"question": "再问"}, status=409)
    (asked,) = ask(desk, "manager", "/company-statements")["items"]
    assert (asked["words"], asked["who"]) == ("请说明装修押金的收退", "")
    text = desk.client.get(f"{desk.url}/company-statements", headers=desk.heads["head"]).text
    assert not [told for told in ("张三", "押金不退", made["id"]) if told in text]
    assert ask(desk, "manager", f"/company-statements/{asked['id']}/answer", {"answer": "本周退"})["answer"]
    ask(desk, "head", f"/company-statements/{asked['id']}/answer", {"answer": "不退"}, status=409)
    shown = ask(desk, "resident", one)
    assert shown["statements"] == []
    assert [step["words"] for step in shown["steps"] if step["kind"] in ("forwarded", "stated")] == ["", ""]
    assert ask(desk, "officer", one)["statements"][0]["answer"] == "本周退"
    assert ask(desk, "officer", f"{one}/answer", said)["state"] == "answered"
    ask(desk, "officer", f"{one}/rating", {"satisfied": True}, status=403)
    assert ask(desk, "resident", f"{one}/rating", {"satisfied": True})["state"] == "closed"
    while outbox.deliver():
        pass
    told = {(row.account_id, row.template) for row in db.session.query(Message).filter_by(channel="app")}
    assert told == {
        (desk.ids["manager"], "statement_asked"), (desk.ids["head"], "statement_asked"),
        (desk.ids["resident"], "complaint_answered"),
    }  # fmt: skip
    open_one = filed(desk, named="true", subject="order")
    ask(desk, "officer", f"/complaints/{open_one['id']}/forwarding", {"question": "请说明"})
    assert "张三" in ask(desk, "head", "/company-statements")["items"][0]["who"]


@pytest.mark.feature("TK-49")
def test_nobody_handles_a_complaint_about_their_own_employer_or_their_own(desk):
    with transaction():
        for name, role in (("officer", Role.PROPERTY_CASHIER),):
            scope = Scope(ScopeKind.COMPANY, desk.ground.company_id)
            roles.grant(
                actor=None, account_id=desk.ids[name], role=role, scope=scope, until=None, now=clock.now()
            )
        made = complaints.filed(desk.ground.resident(), desk.ground.estate_id)
    signed_in(desk)
    with transaction():
        place = Scope(ScopeKind.ESTATE, desk.ground.estate_id)
        acting = (Role.COMMUNITY_OFFICER, place)
        desk.heads["officer"] = people.bearer(db.session.get_one(Account, desk.ids["officer"]), acting=acting)
        other = people.staff(
            Role.COMMUNITY_OFFICER, db.session.get(Estate, desk.ground.estate_id), name="自己人"
        )
        units = MappingProxyType({desk.ground.unit_id: Tie.FAMILY})
        own = complaints.filed(Actor(other.id, Role.FAMILY, place, "", None, units), desk.ground.estate_id)
        desk.heads["other"] = people.bearer(other)
    answer = {"words": "没有问题"}
    refused = ask(desk, "officer", f"/complaints/{made.id}/answer", answer, status=403)
    assert refused["code"] == "complaints.own_matter"
    ask(desk, "other", f"/complaints/{own.id}/answer", answer, status=403)
    ask(desk, "other", f"/complaints/{made.id}/answer", answer)


@pytest.mark.feature("TK-49")
def test_the_ten_days_one_extension_and_the_way_to_the_street(desk):
    one = f"/complaints/{filed(desk)['id']}"
    why = {"reason": "社区没有回音"}
    ask(desk, "resident", f"{one}/escalation", why, status=409)  # still within the ten days
    assert ask(desk, "officer", f"{one}/extension", {"reason": "要查三年的账"})["due_at"].startswith(
        "2026-03-23"
    )
    ask(desk, "officer", f"{one}/extension", {"reason": "再延"}, status=409)
    later(desk, days=22)
    job.mark_late(now=clock.now())
    assert ask(desk, "street", "/complaints")["items"][0]["late"] is True
    shown = ask(desk, "resident", f"{one}/escalation", why)
    assert (shown["state"], shown["first_due_at"][:10]) == ("escalated", "2026-03-12")
    ask(desk, "officer", f"{one}/answer", {"words": "晚了"}, status=409)
    ask(desk, "officer", f"{one}/review", {"words": "我来"}, status=403)
    ask(desk, "street", f"{one}/review", {"words": "物业本周公开账目"})
    ask(desk, "resident", f"{one}/rating", {"satisfied": False}, status=422)
    assert (
        ask(desk, "resident", f"{one}/rating", {"satisfied": False, "opinion": "太慢"})["state"] == "closed"
    )

    two = f"/complaints/{filed(desk, subject='order')['id']}"
    ask(desk, "officer", f"{two}/answer", {"words": "已加派保安"})
    ask(desk, "resident", f"{two}/escalation", why, status=409)  # first say that it does not content
    ask(desk, "resident", f"{two}/rating", {"satisfied": False, "opinion": "没看到保安"})
    ask(desk, "resident", f"{two}/rating", {"satisfied": True}, status=409)
    ask(desk, "resident", f"{two}/escalation", why)
    assert ask(desk, "resident", f"{two}/withdrawal", {})["state"] == "withdrawn"

    three = f"/complaints/{filed(desk, subject='repair')['id']}"
    ask(desk, "officer", f"{three}/answer", {"words": "已修"})
    later(desk, days=16)
    job.close_silent(now=clock.now())
    shown = ask(desk, "resident", three)
    assert (shown["state"], shown["satisfied"]) == ("closed", None)


def test_what_comes_back_within_a_year_counts_for_the_rating_and_what_was_withdrawn_does_not(desk):
    since = clock.now() - timedelta(days=1)
    filed(desk)
    assert filed(desk)["repeats"] is True
    assert filed(desk, subject="order")["repeats"] is False
    assert filed(desk, who="neighbour")["repeats"] is False
    gone = filed(desk, subject="other")
    ask(desk, "resident", f"/complaints/{gone['id']}/withdrawal", {})
    assert filed(desk, subject="other")["repeats"] is False
    filed(desk, subject="rockets", status=422)
    filed(desk, unit_id=str(desk.ground.neighbour_unit_id), status=422)
    with transaction(writes=False):
        (found,) = facts.repeat_complaints(since=since, until=clock.now() + timedelta(seconds=1))
        assert (found.complaints, found.repeats, found.households) == (5, 1, 2)
        (quiet,) = facts.repeat_complaints(since=since, until=since)
        assert (quiet.complaints, quiet.repeats) == (0, 0)
    clock.advance(timedelta(days=366))
    signed_in(desk)
    assert filed(desk)["repeats"] is False
