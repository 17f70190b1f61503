"""The register over HTTP: masked for everybody, in full for a reason, changed by two people."""

import itertools
import re
from datetime import date

import pytest

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity, register
from linli.domains.people.rules import voter_key
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places

NAME, PHONE = "欧阳金丝雀", "13912345678"
_keys = itertools.count(1)


@pytest.fixture
def ground(app):
    """A canary owner with a home and a neighbour, and the staff round them."""
    with transaction():
        community = places.region()
        estate = places.estate(community=community)
        company = places.company()
        places.contract(estate, company)
        unit = places.unit(estate, "3幢2单元501室")
        mine = people.account(NAME, phone=PHONE)
        owner = people.owner(estate, unit, name=NAME, account=mine, phones=[PHONE])
        other_home = places.unit(estate, "3幢2单元502室")
        neighbour = people.account("赵邻居")
        people.owner(estate, other_home, name="赵邻居", account=neighbour)
        officer = people.staff(Role.COMMUNITY_OFFICER, community, name="王提出")
        second = people.staff(Role.COMMUNITY_OFFICER, community, name="孙确认")
        return {
            "place": f"/api/v1/estates/{estate.id}",
            "estate": estate.id,
            "unit": unit.id,
            "owner": owner.id,
            "account": mine.id,
            "me": people.bearer(mine),
            "neighbour": people.bearer(neighbour),
            "officer": people.bearer(officer),
            "second": people.bearer(second),
            "manager": people.bearer(people.staff(Role.PROPERTY_MANAGER, company)),
            "cashier": people.bearer(people.staff(Role.PROPERTY_CASHIER, company)),
            "worker": people.bearer(people.staff(Role.PROPERTY_WORKER, company)),
        }


def test_lists_searches_and_details_hide_names_and_phones(client, ground):
    """Check I-1."""
    place, work = ground["place"], f"/work/e/{ground['estate']}"
    seen = [
        client.get(url, headers=ground[who])
        for who in ("officer", "manager", "cashier")
        for url in (
            f"{place}/owners",
            f"{place}/owners?search=欧阳",
            f"{place}/owners/{ground['owner']}",
            f"{work}/owners",
            f"{work}/owners?search=欧阳",
            f"{work}/owners?search=3-2-501",
            f"{work}/owners/{ground['owner']}",
            f"{work}/units/{ground['unit']}",
        )
    ]
    seen.append(client.get(f"{place}/units/{ground['unit']}/household", headers=ground["officer"]))
    for answer in seen:
        assert answer.status_code == 200
        assert NAME not in answer.text
        assert PHONE not in answer.text
    (found,) = client.get(f"{place}/owners?search=欧阳", headers=ground["officer"]).get_json()["items"]
    assert (found["name"], found["phones"]) == ("欧****", ["139****5678"])
    assert [unit["label"] for unit in found["units"]] == ["3幢2单元501室"]


def test_the_full_number_needs_a_right_and_a_reason_and_leaves_a_row(client, ground):
    """Check I-1."""
    place = f"{ground['place']}/owners/{ground['owner']}/reveal"
    for who, status in (("cashier", 403), ("worker", 403), ("neighbour", 403), ("me", 403)):
        assert client.post(place, json={"reason": "想看看电话"}, headers=ground[who]).status_code == status
    assert client.post(place, json={"reason": ""}, headers=ground["officer"]).status_code == 422
    assert client.post(place, json={}, headers=ground["officer"]).status_code == 422
    shown = client.post(place, json={"reason": "水管爆裂通知关阀"}, headers=ground["officer"]).get_json()
    assert (shown["name"], shown["phones"]) == (NAME, [PHONE])
    with transaction(writes=False):
        (row,) = db.session.query(AuditEntry).filter_by(act="people:owner:reveal", result="done").all()
    assert (row.object_id, row.details) == (str(ground["owner"]), {"reason": "水管爆裂通知关阀"})

    page = f"/work/e/{ground['estate']}/owners/{ground['owner']}"
    opened = client.get(page, headers=ground["officer"])
    form = {"reason": "短", "csrf_token": csrf_of(opened)}
    refused = client.post(f"{page}/reveal", data=form, headers=ground["officer"])
    assert refused.status_code == 422
    assert 'value="短"' in refused.text
    assert PHONE not in refused.text
    full = client.post(f"{page}/reveal", data=form | {"reason": "通知关阀"}, headers=ground["officer"])
    assert NAME in full.text
    assert PHONE in full.text


def csrf_of(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]


def test_another_estates_canary_is_in_no_list_search_or_error(client, ground):
    """Check B-6."""
    with transaction():
        foreign = places.estate()
        unit = places.unit(foreign, "金丝雀楼101")
        owner = people.owner(foreign, unit, name="金丝雀外人", phones=["13700000001"])
        ids = {"estate": foreign.id, "unit": unit.id, "owner": owner.id}
    place, work = ground["place"], f"/work/e/{ground['estate']}"
    for url in (
        f"{place}/owners?search=金丝雀",
        f"{place}/units?search=金丝雀",
        f"{place}/owners/{ids['owner']}",
        f"{place}/units/{ids['unit']}/household",
        f"{work}/owners?search=金丝雀楼101",
        f"{work}/owners/{ids['owner']}",
        f"{work}/units/{ids['unit']}",
        f"/api/v1/estates/{ids['estate']}/owners",
        "/api/v1/estates?search=金丝雀",
        "/work/estates?search=金丝雀",
    ):
        text = client.get(url, headers=ground["officer"]).text
        assert "金丝雀外" not in text
        assert "金*" not in text
        assert "13700000001" not in text
        assert text.replace("没有叫“金丝雀”", "").replace('value="金丝雀', "").count(
            "金丝雀楼101"
        ) == text.count("没有找到“金丝雀楼101”")


def test_a_neighbour_sees_nothing_of_a_home(client, ground):
    household = f"{ground['place']}/units/{ground['unit']}/household"
    assert client.get(household, headers=ground["neighbour"]).status_code == 403
    assert client.get(f"{ground['place']}/owners", headers=ground["neighbour"]).status_code == 403
    mine = client.get(household, headers=ground["me"]).get_json()["owners"]
    assert [(one["name"], one["me"]) for one in mine] == [(NAME, True)]


def sale(ground, **more):
    body = {
        "unit_id": str(ground["unit"]),
        "since_on": "2026-03-02",
        "reason": "不动产权证",
        "new_owners": [{"name": "钱买家", "phones": ["13600000001"], "share": "1/2"}, {"name": "钱共有"}],
    }
    return body | more


def test_a_sale_needs_a_second_person_and_takes_the_sellers_access_at_once(client, ground, now):
    """Check B-13."""
    changes = f"{ground['place']}/register-changes"
    household = f"{ground['place']}/units/{ground['unit']}/household"
    assert client.get(household, headers=ground["me"]).status_code == 200
    for who in ("manager", "me", "worker"):
        assert client.post(changes, json=sale(ground), headers=ground[who]).status_code == 403
    made = client.post(changes, json=sale(ground), headers=ground["officer"])
    assert made.status_code == 201
    assert "钱买家" not in made.text
    assert "13600000001" not in made.text
    assert client.post(changes, json=sale(ground), headers=ground["officer"]).status_code == 409
    decide = f"{changes}/{made.get_json()['id']}/decision"
    yes = {"approved": True, "reason": "证件核对无误"}
    own = client.post(decide, json=yes, headers=ground["officer"])
    assert (own.status_code, own.get_json()["code"]) == (403, "people.second_person_needed")
    assert client.get(household, headers=ground["me"]).status_code == 200  # nothing changed yet
    assert client.post(decide, json=yes, headers=ground["second"]).status_code == 200
    assert client.post(decide, json=yes, headers=ground["second"]).status_code == 409

    assert client.get(household, headers=ground["me"]).status_code in {403, 404}
    with transaction(writes=False):
        before = register.ownerships(ground["estate"], on=date(2026, 3, 1), unit_id=ground["unit"])
        after = register.ownerships(ground["estate"], on=date(2026, 3, 2), unit_id=ground["unit"])
        names = {
            view.name for view in register.owner_views(ground["estate"], [o.owner_id for o in after]).values()
        }
        acts = [
            row.act for row in db.session.query(AuditEntry).filter(AuditEntry.act.contains("register_change"))
        ]
        still = identity.account(ground["account"])
    assert [one.owner_id for one in before] == [ground["owner"]]  # his time stays on the register
    assert names == {"钱买家", "钱共有"}
    assert sorted(one.share for one in after) == ["", "1/2"]
    assert acts == ["people:register_change:propose", "people:register_change:approved"]
    assert still.name == NAME
    page = client.get(f"/work/e/{ground['estate']}/units/{ground['unit']}", headers=ground["officer"])
    assert "以前的业主" in page.text


def test_a_buyer_who_is_on_the_register_stays_one_head(client, ground):
    with transaction():
        estate = estates.estate(estate_id=ground["estate"])
        known = people.owner(
            estate, places.unit(estate, "5幢101室"), name="钱买家", phones=["13600000001"]
        ).id
    changes = f"{ground['place']}/register-changes"
    only = [{"name": "钱买家", "phones": ["13600000001"]}]
    made = client.post(changes, json=sale(ground, new_owners=only), headers=ground["officer"]).get_json()
    client.post(
        f"{changes}/{made['id']}/decision", json={"approved": True, "reason": "好"}, headers=ground["second"]
    )
    with transaction(writes=False):
        held = register.ownerships(ground["estate"], on=date(2026, 3, 2))
    mine = [one.unit_id for one in held if one.owner_id == known]
    assert len(mine) == 2
    assert voter_key([known]) == (known,)


def test_a_refused_change_leaves_the_register_and_lets_another_be_proposed(client, ground):
    changes = f"{ground['place']}/register-changes"
    made = client.post(changes, json=sale(ground), headers=ground["officer"]).get_json()
    no = {"approved": False, "reason": "证件不全"}
    decided = client.post(f"{changes}/{made['id']}/decision", json=no, headers=ground["officer"])
    assert (decided.status_code, decided.get_json()["state"]) == (200, "refused")
    with transaction(writes=False):
        held = register.ownerships(ground["estate"], on=date(2026, 3, 2), unit_id=ground["unit"])
    assert [one.owner_id for one in held] == [ground["owner"]]
    assert client.post(changes, json=sale(ground), headers=ground["officer"]).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"new_owners": []},
        {"new_owners": [{"name": "甲", "phones": ["123"]}]},
        {"new_owners": [{"name": "甲", "owner_id": "x"}]},
        {"since_on": "2026-02-30"},
        {"reason": ""},
        {"unit_id": "501"},
        {"approved": True},
    ],
)
def test_a_sale_that_does_not_fit_is_refused_in_chinese(client, ground, wrong):
    answer = client.post(
        f"{ground['place']}/register-changes", json=sale(ground, **wrong), headers=ground["officer"]
    )
    assert answer.status_code == 422
    assert re.search("[\u4e00-\u9fff]", answer.get_json()["detail"])


def test_a_sale_typed_on_the_page_keeps_what_was_typed(client, ground):
    page = f"/work/e/{ground['estate']}/units/{ground['unit']}/sale"
    opened = client.get(page, headers=ground["officer"])
    form = {
        "buyers": "钱买家 13600000001 1/2\n钱共有，1/2 又一句 话",
        "since_on": "2026-03-02",
        "reason": "权证",
        "csrf_token": csrf_of(opened),
    }
    refused = client.post(page, data=form, headers=ground["officer"])
    assert refused.status_code == 422
    assert "第 2 行看不懂" in refused.text
    assert "钱买家 13600000001 1/2" in refused.text
    good = form | {"buyers": "钱买家 13600000001 1/2\n钱共有，1/2"}
    assert client.post(page, data=good, headers=ground["officer"]).status_code == 303
    listed = client.get(f"/work/e/{ground['estate']}/changes", headers=ground["second"])
    assert "钱**" in listed.text
    assert "确认变更" in listed.text
    own = client.get(f"/work/e/{ground['estate']}/changes", headers=ground["officer"])
    assert "确认变更" not in own.text


@pytest.mark.feature("EI-08")
def test_a_unit_sold_on_the_first_of_may_shows_the_seller_until_the_thirtieth(client, ground):
    changes = f"{ground['place']}/register-changes"
    made = client.post(
        changes, json=sale(ground, since_on="2026-05-01"), headers=ground["officer"]
    ).get_json()
    client.post(
        f"{changes}/{made['id']}/decision", json={"approved": True, "reason": "好"}, headers=ground["second"]
    )

    def names(on):
        held = register.ownerships(ground["estate"], on=on, unit_id=ground["unit"])
        views = register.owner_views(ground["estate"], [one.owner_id for one in held])
        return {view.name for view in views.values()}

    with transaction(writes=False):
        assert names(date(2026, 4, 1)) == names(date(2026, 4, 30)) == {NAME}
        assert names(date(2026, 5, 1)) == names(date(2026, 5, 31)) == {"钱买家", "钱共有"}


def test_co_owners_choose_one_of_themselves_to_vote(client, ground, now):
    with transaction():
        estate = estates.estate(estate_id=ground["estate"])
        home = estates.unit(estate_id=ground["estate"], unit_id=ground["unit"])
        wife = people.account("林共有")
        second = people.owner(estate, home, name="林共有", account=wife).id
        stranger = people.owner(estate, places.unit(estate), name="不相干").id
        hers = people.bearer(wife)
    place = f"{ground['place']}/units/{ground['unit']}/representative"
    assert client.put(place, json={"owner_id": str(stranger)}, headers=hers).status_code == 422
    assert client.put(place, json={"owner_id": str(second)}, headers=ground["neighbour"]).status_code == 403
    first = client.put(place, json={"owner_id": str(ground["owner"])}, headers=hers)
    assert [one["representative"] for one in first.get_json()["owners"]] == [True, False]
    changed = client.put(place, json={"owner_id": str(second)}, headers=ground["me"])
    assert [one["representative"] for one in changed.get_json()["owners"]] == [False, True]
    page = client.get(f"/e/{ground['estate']}/units/{ground['unit']}", headers=ground["me"])
    assert "投票代表" in page.text
    assert NAME in page.text
    assert "林共有" not in page.text
    assert day_of(now) == date(2026, 3, 2)
