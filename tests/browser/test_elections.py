"""The ballot of an election on a phone: a sixth name cannot be touched where there are five seats."""

import pytest
from playwright.sync_api import expect

from linli.platform import clock
from tests.conftest import NOON
from tests.factories.elections import Contest

# What the page does is tried; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def ballot(site):
    """Seven candidates for five seats, voting is open."""
    with clock.freeze(NOON):
        made = Contest()
        made.listed(*range(7))
        yield made.open()


@pytest.mark.feature("VO-20")
def test_more_names_than_seats_are_impossible_on_the_page(site, phone, ballot):
    site.sign_in(phone, ballot.account_ids[0])
    site.open(phone, f"/e/{ballot.id}/votes/{ballot.vote_id}")
    nobody = phone.get_by_role("checkbox", name="一个都不选")
    for n in range(5):
        phone.get_by_role("checkbox", name=f"业主{n}").check()
    phone.get_by_text("已选 5 人，最多 5 人").wait_for()
    expect(phone.get_by_role("checkbox", name="业主5")).to_be_disabled()
    expect(nobody).to_be_disabled()
    phone.get_by_role("checkbox", name="业主0").uncheck()
    expect(phone.get_by_role("checkbox", name="业主5")).to_be_enabled()
    for n in range(1, 5):
        phone.get_by_role("checkbox", name=f"业主{n}").uncheck()
    nobody.check()
    expect(phone.get_by_role("checkbox", name="业主5")).to_be_disabled()
    nobody.uncheck()
    phone.get_by_role("checkbox", name="业主2").check()
    phone.get_by_role("button", name="核对我的选择").click()
    phone.get_by_text("业主2").wait_for()
    phone.get_by_role("button", name="确认投票").click()
    phone.get_by_text("回执").first.wait_for()
