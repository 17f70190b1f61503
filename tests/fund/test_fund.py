"""A repair from the maintenance fund asks only those it concerns, splits to the fen, is settled in the open (NN-32)."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.fund.rules import shares
from linli.domains.people.models import Account
from linli.domains.voting.queries import rolls, votes
from linli.kernel.actors import Role
from linli.kernel.ids import new_id
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly
from tests.support.forms import submit

REPAIR = {
    "title": "2幢电梯更换钢丝绳", "words": "钢丝绳磨损到报废标准，更换并做检验。", "contractor": "某电梯公司",
    "plan_fen": 1_000_001,
}  # fmt: skip


@given(total=st.integers(1, 10**10), areas=st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
@settings(max_examples=60)
def test_what_falls_to_the_units_is_the_whole_to_the_fen_and_never_one_fen_from_its_area(total, areas):
    by_unit = {new_id(): area for area in areas}
    split, whole = shares(total, by_unit), sum(areas)
    assert sum(split.values()) == total
    assert all(abs(split[one] * whole - total * area) < whole for one, area in by_unit.items())


@pytest.fixture
def world(app):
    """Owners of the first house, and two more of the second, whose lift it is."""

    def second_house(made):
        house = places.building(made.estate, "2幢")
        made.building_id = house.id
        for label, area in (("2幢101室", 9_000), ("2幢102室", 6_001)):
            unit, account = places.unit(made.estate, label, area=area, building=house), people.account(label)
            made.owners.append(people.owner(made.estate, unit, account=account, name=label))
            made.accounts.append(account)
            made.account_ids.append(account.id)
            made.unit_ids.append(unit.id)

    made = Assembly(owners=1, prepare=second_house)
    with transaction():
        estate = made.estate_now()
        made.staff = [
            people.staff(Role.PROPERTY_MANAGER, estate, name="吴经理").id,
            people.staff(Role.STREET_OFFICER, made.region, name="郑街道").id,
            made.officer_account.id,
        ]
    sign_in(made)
    made.api = f"/api/v1/estates/{made.id}"
    return made


def sign_in(made):
    """Everybody of the world with a fresh session: a vote takes longer than one lives."""
    with transaction():
        bearers = [
            people.bearer(db.session.get_one(Account, one)) for one in (*made.account_ids, *made.staff)
        ]
    made.outside, made.first, made.second_owner, made.manager, made.street, made.community = bearers


def post(client, address, who, body=None):
    return client.post(address, json=body or {}, headers=who | {"Idempotency-Key": new_id().hex})


def asked(client, world, **more):
    body = REPAIR | {"scope": f"building:{world.building_id}"} | more
    return post(client, f"{world.api}/fund-projects", world.manager, body)


@pytest.mark.feature("NN-32")
def test_a_lift_of_one_house_is_voted_on_split_paid_and_settled_by_its_owners_alone(client, world):
    assert asked(client, world, scope="building:x").json["code"] == "fund.no_such_place"
    made = asked(client, world).json
    planned = {one["unit_label"]: one["plan_fen"] for one in made["shares"]}
    assert planned == {"2幢101室": 599_961, "2幢102室": 400_040}
    one, own = f"{world.api}/fund-projects/{made['id']}", f"{world.api}/own-fund-projects"
    seen = [
        client.get(f"{own}/{made['id']}", headers=who).status_code for who in (world.first, world.outside)
    ]
    assert (seen, client.get(own, headers=world.outside).json["items"]) == ([200, 404], [])
    assert post(client, f"{one}/review", world.community).json["code"] == "fund.needs_vote"
    assert post(client, f"{one}/vote", world.manager).status_code == 403
    world.vote_id = UUID(post(client, f"{one}/vote", world.community).json["vote_id"])
    with transaction(writes=False):
        vote = votes.vote(estate_id=world.id, vote_id=world.vote_id)
        assert (vote.scope_kind, vote.scope_ids) == (rolls.BUILDING, [str(world.building_id)])
        (item,) = votes.items(vote)
        assert "10000.01 元" in item.words
    payment = {"on": "2026-03-01", "amount_fen": 999_000, "payee": "某电梯公司", "voucher_no": "拨 1"}
    assert post(client, f"{one}/payments", world.manager, payment).json["code"] == "fund.wrong_step"
    world.open()
    world.cast(1)
    world.cast(2)
    world.close().publish()
    while outbox.deliver():
        pass
    sign_in(world)
    assert client.get(one, headers=world.manager).json["state"] == "agreed"
    assert client.post(f"{one}/settlement", headers=world.manager).json["code"] == "fund.nothing_paid"
    assert post(client, f"{one}/payments", world.manager, payment).status_code == 201
    again = payment | {"voucher_no": "拨 2", "amount_fen": 1_002}
    assert post(client, f"{one}/payments", world.manager, again).json["code"] == "fund.above_plan"
    settled = client.post(f"{one}/settlement", headers=world.manager).json
    assert (settled["settled_fen"], sum(share["settled_fen"] for share in settled["shares"])) == (
        999_000,
        999_000,
    )
    while outbox.deliver():
        pass
    assert "维修项目已结算" in client.get("/me/messages", headers=world.first).text
    assert "维修项目已结算" not in client.get("/me/messages", headers=world.outside).text
    page = client.get(f"/e/{world.id}/fund/{made['id']}", headers=world.second_owner).text
    assert [word for word in ("我家", "10000.01", "9990.00", "已结算") if word not in page] == []


@pytest.mark.feature("NN-32")
def test_the_emergency_way_needs_its_ground_and_two_confirmations(client, world):
    assert asked(client, world, ground="paint").status_code == 422
    home = f"/work/e/{world.id}/fund"
    form = {name: words for name, words in REPAIR.items() if name != "plan_fen"} | {
        "scope": f"building:{world.building_id}", "plan": "10000.01", "ground": "lift",
    }  # fmt: skip
    page = submit(client, home, form, headers=world.manager).location
    one = f"{world.api}/fund-projects/{page.rpartition('/')[2]}"
    assert post(client, f"{one}/vote", world.community).json["code"] == "fund.wrong_step"
    assert (
        post(client, f"{one}/confirmation", world.street, {"agree": True}).json["code"] == "fund.wrong_step"
    )
    assert post(client, f"{one}/review", world.manager).status_code == 403
    assert submit(client, page, {}, to=f"{page}/review", headers=world.community).status_code == 303
    assert post(client, f"{one}/confirmation", world.community, {"agree": True}).status_code == 403
    assert "等街道确认" in client.get(page, headers=world.manager).text
    agreed = submit(client, page, {"agree": "true"}, to=f"{page}/confirmation", headers=world.street)
    assert agreed.status_code == 303
    money = {"on": "2026-03-02", "amount": "5000", "payee": "某电梯公司", "voucher_no": "拨 1"}
    late = money | {"on": str((clock.now() + timedelta(days=1)).date())}
    assert "不能晚于今天" in submit(client, page, late, to=f"{page}/payments", headers=world.manager).text
    assert submit(client, page, money, to=f"{page}/payments", headers=world.manager).status_code == 303
    shown = client.get(page, headers=world.manager).text
    assert [word for word in ("电梯故障危及安全", "郑街道", "5000.00") if word not in shown] == []
