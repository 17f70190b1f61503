"""What of the bills stands on the first pages: what a household owes, what the cashier has to do."""

from datetime import timedelta

import pytest

from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import fees, people, places


@pytest.fixture
def ground(app):
    with transaction():
        estate = places.estate("斗潭新村")
        flat, shop = places.unit(estate, area=8957), places.unit(estate, area=10000)
        owner = people.account("王秀英")
        people.owner(estate, flat, shop, account=owner)
        tenant = people.account("租客")
        people.resident(estate, flat, tenant)
        fees.issued(estate)
        cashier = people.staff(Role.PROPERTY_CASHIER, estate)
        return {
            "estate": estate.id,
            "owner": people.bearer(owner),
            "tenant": people.bearer(tenant),
            "cashier": people.bearer(cashier),
            "owner_id": owner.id,
            "cashier_id": cashier.id,
        }


@pytest.mark.feature("NN-43")
def test_a_household_sees_on_its_first_page_what_it_owes_and_pays_in_one_tap(client, ground):
    home = client.get(f"/e/{ground['estate']}/", headers=ground["owner"]).text
    assert "今天没有要您办的事" not in home
    assert "227.48 元" in home
    assert "2 张账单" in home
    assert home.count(f'href="/e/{ground["estate"]}/bills"') >= 2
    assert "已逾期" not in home


def test_after_the_last_day_the_bills_are_called_overdue(client, ground):
    clock.advance(timedelta(days=90))
    with transaction():
        bearer = people.bearer(identity.account(ground["owner_id"]))
    home = client.get(f"/e/{ground['estate']}/", headers=bearer).text
    assert "已逾期" in home
    assert "其中 2 张已过缴费日" in home


def test_a_tenant_is_not_asked_for_the_owners_bills(client, ground):
    assert "227.48" not in client.get(f"/e/{ground['estate']}/", headers=ground["tenant"]).text


@pytest.mark.feature("NN-43")
def test_the_cashier_sees_todays_takings_arrears_and_what_to_issue(client, ground):
    today = client.get("/work/", headers=ground["cashier"]).text
    assert "今日收款" in today
    assert "逾期未缴" in today
    assert "去出账" not in today
    clock.advance(timedelta(days=60))
    with transaction():
        bearer = people.bearer(identity.account(ground["cashier_id"]))
    later = client.get("/work/", headers=bearer).text
    assert "2 张账单逾期未缴" in later
    assert "共 227.48 元" in later
    assert "去出账" in later
