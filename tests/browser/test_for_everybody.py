"""What people with other eyes, hands, nerves and networks need: kept sizes, spoken names, second chances."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import expect

from linli.domains.people.queries import identity
from linli.domains.voting.models import Ballot
from linli.domains.voting.queries import votes
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, tickets
from tests.factories.voting import actor, announce, confirm, draft
from tests.support.browser import as_phone

# What the page does is tried; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def another_phone(browser):
    context = as_phone(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def open_vote(site, app_clock):
    """An estate with three owners and an open vote; the ids that a phone needs."""
    with transaction():
        region = places.region()
        estate = places.estate("斗潭新村", community=region)
        owners = [people.account(f"业主{n}") for n in range(3)]
        for n, account in enumerate(owners):
            people.owner(estate, places.unit(estate, f"1幢{n + 1}室"), account=account, name=account.name)
        officer, second = (
            actor(people.staff(people.Role.COMMUNITY_OFFICER, region, name=name))
            for name in ("周社区", "钱社区")
        )
        vote = draft(estate, officer)
        announce(vote, officer)
        ids = {"estate": estate.id, "vote": vote.id, "owner": owners[0].id, "opens_at": vote.opens_at}
    clock.advance(ids["opens_at"] - clock.now())
    with transaction():
        confirm(votes.vote(estate_id=ids["estate"], vote_id=ids["vote"]), second)
    return ids


@pytest.fixture
def app_clock():
    """The clock of the application, stopped."""
    with clock.freeze(datetime(2026, 3, 2, 4, 0, tzinfo=UTC)) as stopped:
        yield stopped


@pytest.mark.feature("AX-03")
def test_elder_mode_comes_along_to_another_device(site, phone, another_phone):
    with transaction():
        account = people.staff(people.Role.PROPERTY_WORKER, places.estate("斗潭新村"), name="钱师傅")
        account_id, username, secret = account.id, account.username, account.totp_secret
    site.sign_in(phone, account_id)
    site.open(phone, "/me")
    phone.get_by_label("长辈模式", exact=True).check()
    phone.get_by_role("button", name="保存").click()
    expect(phone.locator("html[data-mode=elder]")).to_have_count(1)

    site.open(another_phone, "/sign-in/staff")
    expect(another_phone.locator("html[data-mode=normal]")).to_have_count(1)
    another_phone.get_by_label("用户名").fill(username)
    another_phone.get_by_label("密码").fill("correct horse battery")
    another_phone.get_by_label(re.compile("动态码")).fill(pyotp.TOTP(secret).now())
    another_phone.get_by_role("button", name="登录").click()
    expect(another_phone.locator("html[data-mode=elder]")).to_have_count(1)
    assert another_phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18


@pytest.mark.feature("AX-01", "AX-15")
def test_a_screen_reader_reads_the_whole_ballot(site, phone, open_vote):
    site.sign_in(phone, open_vote["owner"])
    site.open(phone, f"/e/{open_vote['estate']}/votes/{open_vote['vote']}")
    expect(phone.locator("main")).to_match_aria_snapshot("""
      - main:
        - heading "2026 年业主大会" [level=1]
        - region "关于使用维修资金":
          - region "用大白话说":
            - term: 通过后有什么变化
            - definition: 电梯换成新的。
            - term: 我要出多少钱
            - definition: /800 元/
            - term: 不通过会怎样
            - definition: /继续维修/
          - group "您的意见":
            - radio "同意"
            - radio "反对"
            - radio "弃权"
        - button "核对我的选择"
    """)
    phone.get_by_role("radio", name="反对").check()
    phone.get_by_role("button", name="核对我的选择").click()
    expect(phone.get_by_role("button", name="确认投票")).to_be_visible()
    expect(phone.get_by_role("button", name="返回修改")).to_be_visible()
    assert phone.locator("main").get_by_role("list").first.inner_text().endswith("反对")


@pytest.mark.feature("AX-07")
def test_a_fault_takes_the_focus_says_what_to_do_and_is_read_with_its_field(site, phone):
    with transaction():
        ground = tickets.ground()
        ticket_id = tickets.finished(ground).id
    site.sign_in(phone, ground.resident_id)
    site.open(phone, f"/e/{ground.estate_id}/tickets/{ticket_id}/rating")
    phone.get_by_label(re.compile("1 星")).check()
    phone.get_by_role("button", name="提交评价").click()
    summary = phone.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="请写明哪里不满意").click()
    field = phone.get_by_label("想说的话")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("请写明哪里不满意"))
    expect(phone.get_by_label(re.compile("1 星"))).to_be_checked()


@pytest.mark.feature("AX-09")
def test_two_minutes_before_the_end_a_session_can_be_prolonged_and_the_words_stay(site, phone, app_clock):
    with transaction():
        ground = tickets.ground()
    site.sign_in(phone, ground.manager_id)
    phone.clock.install(time=clock.now())
    site.open(phone, f"/work/e/{ground.estate_id}/tickets/new/own.water")
    warning = phone.locator("#session-warning")
    ends_at = datetime.fromisoformat(warning.get_attribute("data-ends"))
    phone.get_by_label("居民姓名").fill("住三楼的老太太")
    left = int((ends_at - clock.now()).total_seconds())
    pass_by(phone, left - 180)
    expect(warning).to_be_hidden()
    pass_by(phone, 70)
    expect(warning).to_be_visible()
    with phone.expect_response("**/me/extend") as answer:
        phone.get_by_role("button", name="继续使用").click()
    expect(phone.get_by_text("好的，可以继续使用。")).to_be_visible()
    expect(warning).to_be_hidden()
    assert datetime.fromisoformat(answer.value.json()["ends_at"]) > ends_at
    expect(phone.get_by_label("居民姓名")).to_have_value("住三楼的老太太")


def pass_by(phone, seconds):
    """Time goes on, on the phone and at the site."""
    clock.advance(timedelta(seconds=seconds))
    phone.clock.fast_forward(seconds * 1000)


def test_going_back_after_signing_out_shows_nothing_of_the_person(site, phone):
    with transaction():
        ground = tickets.ground()
        name = identity.account(ground.resident_id).name
    site.sign_in(phone, ground.resident_id)
    site.open(phone, f"/e/{ground.estate_id}/")
    expect(phone.get_by_role("heading", name=re.compile(name))).to_be_visible()
    site.open(phone, "/me")
    phone.get_by_role("button", name="退出登录").click()
    expect(phone.get_by_role("heading", name="登录邻礼通")).to_be_visible()
    for _ in range(2):
        phone.go_back()
        expect(phone.get_by_role("heading", name="登录邻礼通")).to_be_visible()
        assert name not in phone.content()
    kept = phone.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length")
    assert kept == 0


@pytest.mark.parametrize("arrives", [True, False], ids=["the answer is lost", "the ballot is lost"])
def test_a_line_lost_while_voting_ends_in_one_ballot_and_a_true_page(site, phone, open_vote, arrives):
    page = f"/e/{open_vote['estate']}/votes/{open_vote['vote']}"
    site.sign_in(phone, open_vote["owner"])
    site.open(phone, page)
    to_the_last_look(phone)

    def lose(route):
        if arrives:
            route.fetch(max_redirects=0)
        route.abort("connectionreset")

    phone.route("**/ballots", lose, times=1)
    phone.get_by_role("button", name="确认投票").click()
    phone.wait_for_timeout(500)
    assert ballots(open_vote) == int(arrives)

    site.open(phone, page)
    if arrives:
        expect(phone.get_by_text("您已投票")).to_be_visible()
        expect(phone.get_by_role("button", name="核对我的选择")).to_have_count(0)
    else:
        expect(phone.get_by_text("您已投票")).to_have_count(0)
        to_the_last_look(phone)
        phone.get_by_role("button", name="确认投票").click()
        expect(phone.get_by_role("heading", name="投票成功")).to_be_visible()
    assert ballots(open_vote) == 1


def to_the_last_look(phone):
    phone.get_by_label("同意", exact=True).check()
    phone.get_by_role("button", name="核对我的选择").click()
    expect(phone.get_by_role("button", name="确认投票")).to_be_visible()


def ballots(ids):
    """How many ballots lie in the box."""
    with transaction(writes=False):
        return db.session.query(Ballot).filter_by(estate_id=ids["estate"], vote_id=ids["vote"]).count()
