"""An ordinary resolution from notice to published result, by what is on the screen (390 × 844)."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.people.models import Owner
from linli.domains.people.queries import homes, register
from linli.domains.voting.queries import votes
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import NOON
from tests.factories import people, places
from tests.factories.voting import doutan, neighbours_vote

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def estate(site):
    """斗潭新村 from its roster, two officers of its community, and the clock stopped at NOON."""
    with clock.freeze(NOON):
        with transaction():
            region = places.region("斗潭社区")
            estate, _ = doutan(region)
            owners = db.session.scalars(select(Owner).filter_by(estate_id=estate.id, kind="person").limit(40))
            held = homes.units_of_owners(estate.id, [one.id for one in owners], on=day_of(NOON))
            alone = [owner_id for owner_id, units in held.items() if len(units) == 1][:2]
            ids = {
                "estate": estate.id,
                "owners": [register.owner(estate_id=estate.id, owner_id=one).account_id for one in alone],
            }
            ids["officer"] = people.staff(Role.COMMUNITY_OFFICER, region, name="周社区").id
            ids["second"] = people.staff(Role.COMMUNITY_OFFICER, region, name="钱社区").id
        yield ids


def move_to(moment):
    clock.advance(moment - clock.now())


@pytest.mark.feature("VO-48", "VO-15")
def test_a_resolution_from_notice_to_published_result(site, phone, estate):
    desk = f"/work/e/{estate['estate']}/votes"
    vote_id = drafted_and_announced(site, phone, estate, desk)
    with transaction(writes=False):
        vote = votes.vote(estate_id=estate["estate"], vote_id=vote_id)
        opens_at, closes_at = vote.opens_at, vote.closes_at

    phone.get_by_text("开始投票须由另一位社区或街道工作人员确认").wait_for()
    move_to(opens_at + timedelta(minutes=1))
    site.sign_in(phone, estate["second"])
    site.open(phone, f"{desk}/{vote_id}")
    phone.get_by_role("button", name="确认开始投票").click()
    phone.get_by_role("heading", name="参与率").wait_for()

    neighbours_vote(estate["estate"], vote_id, "for", times=330, but=estate["owners"])
    for account_id in estate["owners"]:
        votes_by_touch(site, phone, estate, vote_id, account_id)

    move_to(closes_at)
    site.sign_in(phone, estate["officer"])
    site.open(phone, f"{desk}/{vote_id}")
    phone.get_by_role("button", name="停止投票").click()
    site.sign_in(phone, estate["second"])
    site.open(phone, f"{desk}/{vote_id}")
    phone.get_by_role("button", name="公布结果").click()
    phone.get_by_text("本项通过").first.wait_for()

    phone.context.clear_cookies()
    site.open(phone, f"/p/votes/{estate['estate']}/{vote_id}")
    phone.get_by_text("同意的人数 332 人 / 332 人（100.0%）").wait_for()
    assert "参与表决的人数 332 人 / 411 人（80.7%）" in " ".join(phone.locator("main").inner_text().split())


def drafted_and_announced(site, phone, estate, desk):
    """The first officer writes the vote and gives notice; returns its id."""
    site.sign_in(phone, estate["officer"])
    site.open(phone, desk)
    phone.get_by_role("link", name="起草表决").click()
    phone.get_by_label("标题").fill("2026 年第一次业主大会")
    phone.get_by_label("哪天开始投票").fill("2026-03-20")
    phone.get_by_label("哪天截止").fill("2026-03-30")
    phone.get_by_role("button", name="保存草稿").click()
    phone.get_by_role("link", name="还没有表决事项").click()
    phone.get_by_label("表决什么").fill("使用维修资金更换 1 幢电梯")
    phone.get_by_label("属于哪一类").select_option("use_maintenance_fund")
    phone.get_by_label("正式条文").fill("同意使用住宅专项维修资金 186,000 元更换 1 幢电梯。")
    phone.get_by_label("通过后有什么变化").fill("1 幢的电梯换成新的。")
    phone.get_by_label("每户要出多少钱").fill("从维修资金里出，每户约 800 元，不用另交。")
    phone.get_by_label("不通过会怎样").fill("电梯继续维修，故障可能增多。")
    phone.get_by_role("button", name="加入表决").click()
    phone.get_by_role("button", name="公告这次表决").click()
    phone.get_by_text("等另一位工作人员确认").wait_for()
    return uuid.UUID(phone.url.rpartition("/")[2])


def votes_by_touch(site, phone, estate, vote_id, account_id):
    """From the list to the receipt in four taps."""
    site.sign_in(phone, account_id)
    site.open(phone, f"/e/{estate['estate']}/votes")
    phone.get_by_role("link", name="2026 年第一次业主大会").click()
    phone.get_by_text("您代表").wait_for()
    phone.get_by_label("同意", exact=True).check()
    phone.get_by_role("button", name="核对我的选择").click()
    phone.get_by_role("button", name="确认投票").click()
    phone.get_by_role("heading", name="投票成功").wait_for()
    phone.get_by_text("回执号", exact=True).wait_for()


@pytest.mark.feature("AX-01", "AX-17", "AX-15")
def test_a_ballot_is_cast_by_keyboard_alone_in_three_steps_from_the_link(site, phone, estate):
    from tests.factories.voting import actor, announce, confirm, draft

    with transaction():
        from linli.domains.estates import queries as estates
        from linli.domains.people.queries import identity

        officer, second = (actor(identity.account(estate[who])) for who in ("officer", "second"))
        vote = draft(estates.estate(estate_id=estate["estate"]), officer)
        announce(vote, officer)
        vote_id, opens_at = vote.id, vote.opens_at
    move_to(opens_at)
    with transaction():
        confirm(votes.vote(estate_id=estate["estate"], vote_id=vote_id), second)

    site.sign_in(phone, estate["owners"][0])
    site.open(phone, f"/e/{estate['estate']}/votes/{vote_id}")
    phone.get_by_role("heading", name="用大白话说").wait_for()
    to_the_control(phone, 'input[name="choice-1"]')
    phone.keyboard.press("Space")  # one: the first choice, 同意
    to_the_control(phone, "button[type=submit]")
    phone.keyboard.press("Enter")  # two: look again
    phone.wait_for_url("**/check")
    to_the_control(phone, "form[action$='/ballots'] .confirm-bar button.btn-primary")
    phone.keyboard.press("Enter")  # three: in
    phone.get_by_role("heading", name="投票成功").wait_for()


def to_the_control(phone, selector):
    """Press Tab until the control has the focus."""
    for _ in range(60):
        phone.keyboard.press("Tab")
        if phone.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")
