"""A task force from its proposal to its end, over the API: who may, in which order, and what is refused."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.domains.estates.models import Estate
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, taskforces, tickets


@pytest.fixture
def hall(app, client):
    """A street's officer, two of the county, one of the city, one of a community, one of another county."""
    with transaction():
        ground = tickets.ground()
        estate = db.session.get(Estate, ground.estate_id)
        made = SimpleNamespace(client=client, ground=ground, estate_id=estate.id, heads={}, actors={})
        for name, role, kind, where in (
            ("street", Role.STREET_OFFICER, ScopeKind.STREET, estate.street_id),
            ("deputy", Role.COUNTY_OFFICER, ScopeKind.COUNTY, estate.county_id),
            ("head", Role.COUNTY_OFFICER, ScopeKind.COUNTY, estate.county_id),
            ("city", Role.CITY_OFFICER, ScopeKind.CITY, estate.city_id),
            ("community", Role.COMMUNITY_OFFICER, ScopeKind.COMMUNITY, estate.community_id),
        ):
            account = people.staff(role, Scope(kind, where), name=name)
            made.heads[name] = people.bearer(account)
            made.actors[name] = Actor(account.id, role, Scope(kind, where))
        far = places.estate(name="外地花园")
        account = people.staff(Role.COUNTY_OFFICER, Scope(ScopeKind.COUNTY, far.county_id))
        made.heads["far"], made.far_id = people.bearer(account), far.id
        made.heads["manager"] = people.bearer(people.staff(Role.PROPERTY_MANAGER, estate))
    return made


def ask(hall, who, path="", body=None, *, status=None):
    url = f"/api/v1/taskforces{path}"
    answer = (
        hall.client.get(url, headers=hall.heads[who])
        if body is None
        else hall.client.post(url, json=body, headers=hall.heads[who])
    )
    assert answer.status_code == (status or (200 if path or body is None else 201)), answer.json
    return answer.json


def later(hall, days):
    """Days pass, and everybody signs in again: sessions of staff are short."""
    clock.advance(timedelta(days=days))
    with transaction():
        for who, actor in hall.actors.items():
            hall.heads[who] = people.bearer(identity.account(actor.account_id))


def day(days=0):
    return (day_of(clock.now()) + timedelta(days=days)).isoformat()


def proposal(**more):
    return taskforces.CHARGING | {"level": "county", "due_on": day(90)} | more


def member(part, department="county.fire", **more):
    given = {"part": part, "name": "周某", "department": department, "post": "副局长", "since_on": day()}
    return given | more


def test_admission_takes_three_persons_a_leading_group_an_office_and_more_than_one_department(hall):
    ask(hall, "street", body=proposal(level="community"), status=422)
    ask(hall, "head", body=proposal(level="street"), status=422)  # not one's own level or above
    ask(hall, "street", body=proposal(lead="nobody"), status=422)
    ask(hall, "community", body=proposal(), status=403)
    one = f"/{ask(hall, 'street', body=proposal())['id']}"
    said = {"words": "同意"}
    for who, status in (("street", 403), ("manager", 404), ("far", 404), ("community", 403)):
        ask(hall, who, f"{one}/review", said, status=status)
    ask(hall, "head", f"{one}/approve", said, status=409)  # not reviewed yet
    ask(hall, "deputy", f"{one}/review", said)
    ask(hall, "deputy", f"{one}/approve", said, status=403)  # reviewed it
    assert ask(hall, "head", f"{one}/approve", said, status=409)["code"] == "taskforces.group_missing"
    for part in ("leader", "office"):
        ask(hall, "street", f"{one}/members", member(part))
    assert ask(hall, "head", f"{one}/approve", said, status=409)["code"] == "taskforces.group_missing"
    ask(hall, "street", f"{one}/members", member("member", "county.housing"))
    shown = ask(hall, "head", f"{one}/approve", said)
    assert (shown["state"], [step["title"] for step in shown["steps"]]) == (
        "at_work",
        ["牵头单位提出", "分管领导审核", "领导小组批准"],
    )
    assert ask(hall, "community")["items"][0]["id"] == shown["id"]  # those below see it
    assert ask(hall, "far")["items"] == []
    refused = f"/{ask(hall, 'street', body=proposal())['id']}"
    ask(hall, "deputy", f"{refused}/return", {"reason": "消防一家就能办"})
    ask(hall, "head", f"{refused}/approve", said, status=409)
    assert len(ask(hall, "street", "?over=true")["items"]) == 1


def test_the_wall_chart_the_weeks_the_month_and_the_end(hall):
    with transaction():
        force = taskforces.at_work(*(hall.actors[who] for who in ("street", "deputy", "head")))
        one = f"/{force.id}"
    task = {"department": "county.fire", "title": "摸清飞线", "due_on": day(10)}
    assert ask(hall, "street", f"{one}/tasks", task | {"department": "county.water"}, status=422)
    assert ask(hall, "street", f"{one}/tasks", task | {"due_on": day(91)}, status=422)
    ask(hall, "street", f"{one}/tasks", task)
    chart = ask(hall, "city", f"{one}/tasks", task | {"department": "county.housing", "due_on": day(5)})[
        "chart"
    ]
    sheds, wires = chart
    step = {"under_id": sheds["id"], "milestone": "选址", "reach_on": day(5)}
    ask(hall, "street", f"{one}/milestones", step | {"reach_on": day(6)}, status=422)
    made = ask(hall, "street", f"{one}/milestones", step)["chart"][0]["milestones"][0]
    assert made["lamp"] == "yellow"
    ask(hall, "street", f"{one}/reached", {"milestone_id": made["id"]})
    ask(hall, "street", f"{one}/reached", {"milestone_id": made["id"]}, status=422)

    week = {"day": day(), "done": "摸排", "problems": "", "ahead": "整改"}
    ask(hall, "street", f"{one}/reports", week | {"day": day(14)}, status=422)
    ask(hall, "street", f"{one}/reports", week)
    ask(hall, "street", f"{one}/reports", week | {"day": day(4)}, status=409)  # the same week
    month = {"month_on": "2026-03", "verdict": "住建要赶上来"}
    ask(hall, "head", f"{one}/reviews", month, status=422)  # not over yet
    later(hall, 9)
    ask(hall, "street", f"{one}/finished", {"task_id": wires["id"], "result": "全部登记"})
    later(hall, 25)
    ask(hall, "community", f"{one}/reviews", month, status=403)
    shown = ask(hall, "head", f"{one}/reviews", month)
    assert [(row["department"], row["place"], row["praised"], row["watched"]) for row in shown["reviews"][0]["ranking"]] == [
        ("county.fire", 1, True, False),
        ("county.housing", 2, False, True),
    ]  # fmt: skip
    assert shown["missing_weeks"] == ["2026-03-23", "2026-03-16", "2026-03-09"]
    ask(hall, "head", f"{one}/reviews", month, status=409)
    assert (
        ask(hall, "head", f"{one}/dissolve", {"summary": "达到"}, status=409)["code"]
        == "taskforces.open_tasks"
    )
    ask(hall, "street", f"{one}/finished", {"task_id": sheds["id"], "result": "建成 20 处"})
    ended = ask(hall, "head", f"{one}/dissolve", {"summary": "飞线清零"})
    assert ended["state"] == "dissolved"
    assert {one["until_on"] for one in ended["members"]} == {day()}
    ask(hall, "street", f"{one}/tasks", task | {"due_on": day(5)}, status=409)


def test_tickets_of_the_region_hang_on_it_once_and_no_others(hall):
    with transaction():
        force = taskforces.at_work(*(hall.actors[who] for who in ("street", "deputy", "head")))
        one, number = f"/{force.id}/tickets", tickets.report(hall.ground).number
    here = {"estate_id": str(hall.estate_id), "number": number}
    for wrong in (here | {"number": "2026-99999"}, here | {"estate_id": str(hall.far_id)}):
        assert ask(hall, "street", one, wrong, status=422)["code"] == "taskforces.no_such_ticket"
    assert [row["number"] for row in ask(hall, "street", one, here)["tickets"]] == [number]
    ask(hall, "street", one, here, status=409)


def test_what_was_typed_stays_beside_its_mistake_on_the_page(hall):
    with transaction():
        one = f"/work/taskforces/{taskforces.proposed(hall.actors['street']).id}"
    hall.client.application.config["WTF_CSRF_ENABLED"] = False
    sent = member("leader", name="周县长", until_on=day(-3))
    answer = hall.client.post(f"{one}/members", data=sent, headers=hall.heads["street"])
    assert answer.status_code == 422
    assert 'value="周县长"' in answer.text
    assert 'id="f-until_on-error"' in answer.text
    kept = hall.client.post(f"{one}/members", data=sent | {"until_on": ""}, headers=hall.heads["street"])
    assert kept.status_code == 303
    assert "周县长" in hall.client.get(one, headers=hall.heads["community"]).text
