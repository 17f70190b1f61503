"""Part of the fee held and released by the quarter's rating, by a formula everybody reads before (NN-34)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.estates.models import Estate
from linli.domains.fees.queries import bills
from linli.domains.payments.queries import commons
from linli.domains.payments.rules.escrow import Formula, held_of, percent
from linli.jobs.escrow import hold_escrow
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.payments.test_invoices import pay, taken_back
from tests.payments.world import World


@pytest.fixture
def world(app):
    return World()


@given(held=st.integers(0, 10**12), ratings=st.lists(st.integers(0, 10_000), min_size=2, max_size=2))
def test_a_better_rating_never_releases_less_and_never_more_than_is_held(held, ratings):
    formula = Formula(6000, 9000)
    low, high = (formula.released_fen(held, one) for one in sorted(ratings))
    assert 0 <= low <= high <= held
    assert (formula.released_fen(held, 6000), formula.released_fen(held, 9000)) == (0, held)
    assert held_of(held, 10_000) == held


@pytest.mark.feature("NN-34")
def test_what_is_held_of_the_fee_is_released_by_the_rating_and_the_rest_is_the_owners(client, world):
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        member = people.bearer(people.staff(Role.COMMITTEE_MEMBER, estate, name="李委员"))
        item_id = bills.bill(estate_id=world.id, bill_id=world.one).item_id
    terms = {
        "item_id": str(item_id), "share_bp": 2000, "none_bp": 6000, "full_bp": 9000, "rest": "owners",
        "since_on": "2026-01-01", "basis": "物业服务合同补充协议",
    }  # fmt: skip
    there = f"{world.api}/escrow-agreements"
    assert client.post(there, json=terms | {"full_bp": 6000}, headers=world.second_cashier).status_code == 422
    made = client.post(there, json=terms, headers=world.second_cashier).json
    pay(client, world, world.one)
    assert hold_escrow(now=clock.now()) == 0
    one = f"{there}/{made['id']}"
    assert client.post(f"{one}/agreement", headers=world.second_cashier).status_code == 403
    assert client.post(f"{one}/agreement", headers=member).status_code == 200
    assert client.post(f"{one}/agreement", headers=member).json["code"] == "payments.agreement_decided"
    page = client.get(f"/e/{world.id}/common-income/escrow", headers=world.tenant).text
    assert [words for words in ("20%", "60%", "90%", "归公共收益", "已生效") if words not in page] == []
    assert (hold_escrow(now=clock.now()), hold_escrow(now=clock.now())) == (2400, 0)
    pay(client, world, world.two)
    quarter = {"span": "2025-Q4", "rating_bp": 8000, "basis": "2025 年第四季度满意度调查"}
    assert (
        client.post(f"{one}/releases", json=quarter | {"span": "2026-Q1"}, headers=member).status_code == 422
    )
    assert client.post(f"{one}/releases", json=quarter, headers=world.second_cashier).status_code == 403
    done = client.post(f"{one}/releases", json=quarter, headers=member).json
    (release,) = done["releases"]
    assert (release["held_fen"], release["released_fen"], release["rest_fen"], done["held_fen"]) == (
        4800,
        3200,
        1600,
        0,
    )
    with transaction(writes=False):
        assert commons.balance_fen(world.id) == 1600
    assert (
        client.post(f"{one}/releases", json=quarter, headers=member).json["code"]
        == "payments.nothing_escrowed"
    )
    assert world.proven()


def test_offer_agreement_and_release_go_by_the_staffs_page_too_and_refuse_in_words(app, client, world):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        member = people.bearer(people.staff(Role.COMMITTEE_MEMBER, estate))
        item_id = bills.bill(estate_id=world.id, bill_id=world.one).item_id
    page = f"/work/e/{world.id}/common-income/escrow"
    typed = {
        "item_id": str(item_id), "share": "20", "none": "60", "full": "60", "rest": "owners",
        "since_on": "2026-01-01", "basis": "补充协议", "once": "a",
    }  # fmt: skip
    refused = client.post(page, data=typed, headers=world.second_cashier)
    assert (refused.status_code, "要高于一分不放的考核分" in refused.text, "补充协议" in refused.text) == (
        422,
        True,
        True,
    )
    assert client.post(page, data=typed | {"full": "89,5"}, headers=world.second_cashier).status_code == 422
    made = client.post(page, data=typed | {"full": "89.5", "once": "b"}, headers=world.second_cashier)
    assert made.status_code == 303
    (one,) = client.get(f"{world.api}/escrow-agreements", headers=world.cashier).json["items"]
    assert (one["share_bp"], one["none_bp"], one["full_bp"]) == (2000, 6000, 8950)
    assert "业委会同意，从今天起留存" in client.get(page, headers=member).text
    assert "业委会同意，从今天起留存" not in client.get(page, headers=world.cashier).text
    assert client.post(f"{page}/{one['id']}/agreement", headers=member).status_code == 303
    pay(client, world, world.one)
    hold_escrow(now=clock.now())
    early = {"span": "2026-Q1", "rating": "80", "basis": "调查", "once": "c"}
    assert (
        "请选择已经结束的季度或半年"
        in client.post(f"{page}/{one['id']}/releases", data=early, headers=member).text
    )
    given = client.post(
        f"{page}/{one['id']}/releases", data=early | {"span": "2025-Q4", "once": "d"}, headers=member
    )
    assert given.status_code == 303
    assert "2025 年第 4 季度" in client.get(page, headers=world.cashier).text
    assert client.get(page, headers=world.owner).status_code == 403


def test_a_bill_that_was_taken_back_is_held_no_longer(client, world):
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        member = people.bearer(people.staff(Role.COMMITTEE_MEMBER, estate))
        item_id = bills.bill(estate_id=world.id, bill_id=world.one).item_id
    terms = {
        "item_id": str(item_id), "share_bp": 2000, "none_bp": 0, "full_bp": 10_000, "rest": "next",
        "since_on": "2026-03-01", "basis": "合同",
    }  # fmt: skip
    one = client.post(f"{world.api}/escrow-agreements", json=terms, headers=world.second_cashier).json["id"]
    client.post(f"{world.api}/escrow-agreements/{one}/agreement", headers=member)
    pay(client, world, world.one)
    assert hold_escrow(now=clock.now()) == 2400
    taken_back(world)
    assert (hold_escrow(now=clock.now()), world.proven()) == (-2400, True)


def test_percents_are_written_without_needless_zeros():
    assert [percent(one) for one in (0, 2000, 8550, 8555, 10_000)] == ["0%", "20%", "85.5%", "85.55%", "100%"]
