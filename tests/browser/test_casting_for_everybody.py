"""Casting by an owner of any age, for himself and for a neighbour; a stairwell without a network (390 × 844)."""

import pytest
from playwright.sync_api import expect

from linli.domains.people.queries import identity
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.queries import rolls
from linli.domains.voting.rules.proxies import Powers
from linli.platform import clock
from linli.platform.transactions import transaction
from linli.platform.web.show import LOOK_COOKIE
from tests.conftest import NOON
from tests.factories.voting import Assembly

# What the page does is tried; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

SPEAKS = """Object.defineProperty(window, "speechSynthesis", {value: {
  cancel() {}, speak(said) { sessionStorage.said = (sessionStorage.said || "") + said.text; said.onstart(); }}});"""
MUTE = 'Object.defineProperty(window, "speechSynthesis", {value: undefined});'


@pytest.fixture
def hall(site):
    """An open vote on one question among three owners."""
    with clock.freeze(NOON):
        yield Assembly(owners=3).open()


def as_elder(site, phone, account_id):
    site.sign_in(phone, account_id)
    phone.context.add_cookies([{"name": LOOK_COOKIE, "value": "theme=light&mode=elder", "url": site.url}])


@pytest.mark.feature("NN-23")
def test_one_question_from_the_first_page_to_the_receipt_in_three_taps_read_aloud(site, phone, hall):
    phone.add_init_script(SPEAKS)
    as_elder(site, phone, hall.account_ids[0])
    site.open(phone, f"/e/{hall.id}/")
    phone.get_by_role("link", name="去投票").click()  # one
    phone.get_by_role("button", name="读给我听").first.wait_for()
    phone.get_by_role("button", name="同意", exact=True).click()  # two
    phone.get_by_role("button", name="停止朗读").wait_for()
    said = phone.evaluate("sessionStorage.said")
    assert "您代表 1幢1室" in said
    assert said.rstrip("。").endswith("同意")
    phone.get_by_role("button", name="确认投票").click()  # three
    phone.get_by_role("heading", name="投票成功").wait_for()
    phone.get_by_text("回执号", exact=True).wait_for()


def test_an_agent_says_first_for_whom_and_a_browser_that_cannot_speak_shows_no_button(site, phone, hall):
    with transaction(writes=False):
        voter_no = rolls.my_voters(hall.vote, hall.account_ids[1])[0].entry.voter_no
        agents_phone = identity.account(hall.account_ids[0]).phone
    with transaction():
        proxying.give(
            actor=hall.owner_actor(1), vote=hall.vote, voter_no=voter_no, phone=agents_phone,
            powers=Powers.AS_TOLD, choices={"1": "against"}, now=clock.now(),
        )  # fmt: skip
    phone.add_init_script(MUTE)
    as_elder(site, phone, hall.account_ids[0])
    site.open(phone, f"/e/{hall.id}/votes/{hall.vote_id}")
    phone.get_by_role("link", name="替 1幢2室 投票").click()
    phone.get_by_text("委托人写明了怎么投").wait_for()
    assert phone.get_by_label("反对", exact=True).is_checked()
    expect(phone.locator("[data-speak]:visible")).to_have_count(0)
    phone.get_by_role("button", name="核对我的选择").click()
    phone.get_by_text("您替 1幢2室 投票").wait_for()
    phone.get_by_role("button", name="确认投票").click()
    phone.get_by_role("link", name="继续投下一户").click()
    phone.get_by_text("您代表 1幢1室").wait_for()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the server's cut-off answers
@pytest.mark.feature("VO-46")
def test_a_building_s_list_stays_readable_and_a_note_is_kept_without_a_network(site, phone, hall):
    hall.cast(0)
    site.sign_in(phone, hall.officer.account_id)
    site.open(phone, f"/work/e/{hall.id}/votes/{hall.vote_id}/canvass/doors")
    phone.context.set_offline(True)
    expect(phone.get_by_role("link", name="1幢2室")).to_be_visible()
    expect(phone.get_by_text("1幢1室")).to_have_count(0)
    phone.context.set_offline(False)
    phone.get_by_role("link", name="1幢2室").click()
    phone.get_by_label("约好再来").check()
    phone.context.set_offline(True)
    phone.get_by_label("备注").fill("晚上七点以后在家")
    phone.wait_for_timeout(700)
    phone.context.set_offline(False)
    phone.reload()
    assert phone.get_by_label("备注").input_value() == "晚上七点以后在家"
    assert phone.get_by_label("约好再来").is_checked()
    phone.get_by_role("button", name="记下来").click()
    phone.get_by_text("约好再来").wait_for()
