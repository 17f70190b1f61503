"""A whole assembly of 斗潭新村: two officers, 30 phones, 40 paper ballots keyed by two, an objection, the final result.

Eight of the phones are a real browser, the others programs at the same door; the counting desk is worked by keyboard
for some sheets of each operator and by its API for the rest.
"""

import json
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.people.models import Owner
from linli.domains.people.queries import identity
from linli.domains.voting.models import PaperBallot, RollEntry, RollOwner
from linli.domains.voting.queries import votes
from linli.jobs import voting as jobs
from linli.kernel.actors import Role
from linli.kernel.times import end_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from linli.verify import main as verify
from tests.browser.test_voting import drafted_and_announced, move_to, votes_by_touch
from tests.conftest import NOON
from tests.factories import people, places
from tests.factories.voting import doutan, neighbours_vote

PHONES, TOUCHED, PAPERS, KEYED_BY_HAND, NEIGHBOURS = 30, 8, 40, 3, 230
SIDES = ("for", "for", "for", "against")


class Estate:
    """斗潭新村 with three officers; what the play needs to know of its vote."""

    def __init__(self, site):
        self.site, self.client = site, site.app.test_client()
        with transaction():
            region = places.region("斗潭社区")
            self.id = doutan(region)[0].id
            self.officer, self.second, self.street = (
                people.staff(role, region, name=name).id
                for role, name in (
                    (Role.COMMUNITY_OFFICER, "周社区"),
                    (Role.COMMUNITY_OFFICER, "钱社区"),
                    (Role.STREET_OFFICER, "孙街道"),
                )
            )
        self.vote_id = None

    @property
    def desk(self):
        return f"/work/e/{self.id}/votes"

    @property
    def vote(self):
        return votes.vote(estate_id=self.id, vote_id=self.vote_id)

    def voters(self):
        """Voter number and account of everybody who has one voter number alone."""
        with transaction(writes=False):
            rows = db.session.execute(
                select(RollEntry.voter_no, Owner.account_id)
                .join(RollOwner, RollOwner.entry_id == RollEntry.id)
                .join(Owner, Owner.id == RollOwner.owner_id)
                .where(RollEntry.roll_id == self.vote.roll_id, Owner.account_id.is_not(None))
                .order_by(RollEntry.voter_no)
            ).all()
        numbers = [row.voter_no for row in rows]
        return [tuple(row) for row in rows if numbers.count(row.voter_no) == 1]

    def headers(self, account_id):
        with transaction():
            token = people.token(identity.account(account_id))
        return {"Authorization": f"Bearer {token}"}

    def ask(self, way, body, headers):
        """A program's request about the vote, which succeeds."""
        answer = self.client.post(
            f"/api/v1/estates/{self.id}/votes/{self.vote_id}{way}",
            json=body, headers=headers | {"Idempotency-Key": uuid.uuid4().hex},
        )  # fmt: skip
        assert answer.status_code in {200, 201}, answer.text
        return answer.json


@pytest.fixture
def estate(site):
    with clock.freeze(NOON):
        yield Estate(site)


@pytest.mark.parametrize(
    "database", ["postgresql"], indirect=True
)  # as in production; each step has its own tests
@pytest.mark.feature("VO-48", "VO-40", "VO-43", "VO-44")
def test_a_whole_assembly_with_phones_and_paper_stands_and_can_be_recounted(site, phone, estate, tmp_path):
    estate.vote_id = drafted_and_announced(
        site, phone, {"estate": estate.id, "officer": estate.officer}, estate.desk
    )
    with transaction(writes=False):
        opens_at, closes_at = estate.vote.opens_at, estate.vote.closes_at
    voters = estate.voters()
    phones, papers = voters[:PHONES], voters[PHONES : PHONES + PAPERS]
    paper_given_out(site, phone, estate, [number for number, _ in papers])

    move_to(opens_at + timedelta(minutes=1))
    open_page(site, phone, estate.second, f"{estate.desk}/{estate.vote_id}")
    phone.get_by_role("button", name="确认开始投票").click()
    phone.get_by_role("heading", name="参与率").wait_for()
    phones_cast(site, phone, estate, [account for _, account in phones])
    spoken_for = [account for _, account in [*phones, *papers]]
    assert neighbours_vote(estate.id, estate.vote_id, "for", times=NEIGHBOURS, but=spoken_for) == NEIGHBOURS
    serials = paper_returned(site, phone, estate)

    move_to(closes_at)
    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}")
    phone.get_by_role("button", name="停止投票").click()
    phone.get_by_text("等纸质票录完").wait_for()
    paper_keyed(site, phone, estate, serials)

    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}")
    phone.get_by_role("button", name="封箱计票").click()
    open_page(site, phone, estate.second, f"{estate.desk}/{estate.vote_id}")
    phone.get_by_role("button", name="公布结果").click()
    phone.get_by_text("本项通过").first.wait_for()
    objected_and_answered(site, phone, estate, phones[0][1])
    stands_and_holds(site, phone, estate, tmp_path / "bundle.zip")


def open_page(site, phone, account_id, path):
    site.sign_in(phone, account_id)
    site.open(phone, path)


def paper_given_out(site, phone, estate, numbers):
    """The first few are ticked on the page, the rest registered by a program."""
    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}/paper/voters")
    shown = [box.get_attribute("value") for box in phone.locator("input[name=voter_nos]").all()]
    ticked = [number for number in numbers if number in shown][:5]
    for number in ticked:
        phone.locator(f"input[name=voter_nos][value='{number}']").check()
    if ticked:
        phone.get_by_role("button", name="登记", exact=True).click()
        phone.get_by_role("heading", name="等打印").wait_for()
    left = [number for number in numbers if number not in ticked]
    estate.ask("/paper/sheets", {"voter_nos": left}, estate.headers(estate.officer))


def phones_cast(site, phone, estate, accounts):
    """Eight by touch; the others ask the same door as a program would."""
    for account in accounts[:TOUCHED]:
        votes_by_touch(site, phone, {"estate": estate.id}, estate.vote_id, account)
    for number, account in enumerate(accounts[TOUCHED:]):
        receipt = estate.ask("/ballots", {"choices": {"1": SIDES[number % 4]}}, estate.headers(account))
        assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", receipt["receipt_no"])


def paper_returned(site, phone, estate):
    """A pack is opened and its first sheets scanned on the page; returns all serials."""
    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}/paper/batches")
    phone.get_by_label("这一批叫什么").fill("流动票箱")
    phone.get_by_label("数出来有几张").fill(str(PAPERS))
    phone.get_by_role("button", name="开始登记").click()
    phone.get_by_role("heading", name="流动票箱").wait_for()
    pack = phone.url.rpartition("/")[2]
    with transaction(writes=False):
        serials = db.session.scalars(
            select(PaperBallot.serial)
            .filter_by(estate_id=estate.id, vote_id=estate.vote_id)
            .order_by(PaperBallot.serial)
        ).all()
    assert len(serials) == PAPERS
    for number, serial in enumerate(serials[:KEYED_BY_HAND], 1):
        phone.locator("[name=serial]").fill(serial)
        phone.keyboard.press("Enter")
        phone.get_by_text(f"{PAPERS - number}张").first.wait_for()
    headers = estate.headers(estate.officer)
    for serial in serials[KEYED_BY_HAND:]:
        estate.ask(f"/paper/batches/{pack}/sheets", {"serial": serial}, headers)
    return serials


def paper_keyed(site, phone, estate, serials):
    """Two operators key each sheet, the last one differently; a third person settles it."""
    last = serials[-1]
    for operator in (estate.officer, estate.second):
        open_page(site, phone, operator, f"{estate.desk}/{estate.vote_id}/paper/desk")
        for serial in serials[:KEYED_BY_HAND]:
            phone.locator("[data-scan] [name=serial]").fill(serial)
            phone.keyboard.press("Enter")
            phone.locator("[data-item]").first.wait_for()
            phone.keyboard.press("1")
            phone.keyboard.press("Enter")
            phone.locator("[data-scan]").wait_for()
        headers = estate.headers(operator)
        for number, serial in enumerate(serials[KEYED_BY_HAND:]):
            side = "abstain" if (serial, operator) == (last, estate.second) else SIDES[number % 4]
            done = estate.ask("/paper/keyings", {"serial": serial, "choices": {"1": side}}, headers)
    assert done["sheet"]["state"] == "differing"
    open_page(site, phone, estate.street, f"{estate.desk}/{estate.vote_id}/paper/differing")
    phone.locator("main a[href$='/settlement']").first.click()
    phone.locator("input[name=choice-1][value=for]").check()
    phone.get_by_role("button", name="定下来", exact=True).click()
    phone.wait_for_url(re.compile(r"/paper/(?!.*settlement)"))


def objected_and_answered(site, phone, estate, account):
    """An owner objects on the phone, and hears the answer there."""
    theirs = f"/e/{estate.id}/votes/{estate.vote_id}/objections"
    open_page(site, phone, account, theirs)
    phone.locator("input[name=kind]").first.check()
    phone.get_by_label("请写清楚理由").fill("1 幢 101 室的面积和房产证不一样。")
    phone.get_by_role("button", name="提交异议").click()
    phone.get_by_text("等答复").first.wait_for()
    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}/objections")
    phone.locator("main a[href*='/objections/']").first.click()
    phone.locator("input[name=decision]").last.check()
    phone.get_by_label("答复（提出的人会看到）").fill("核对了房产证，面积与名册一致。")
    phone.get_by_role("button", name="发出答复").click()
    phone.get_by_text("核对了房产证").first.wait_for()
    open_page(site, phone, account, theirs)
    phone.get_by_text("社区答复").wait_for()


def stands_and_holds(site, phone, estate, path):
    """The days for objections pass; everybody reads the final result, and the bundle is recounted."""
    with transaction(writes=False):
        last = estate.vote.objections_until
    move_to(end_of(last) + timedelta(hours=1))
    jobs.settle_due(now=clock.now())
    cast = PHONES + PAPERS + NEIGHBOURS
    phone.context.clear_cookies()
    site.open(phone, f"/p/votes/{estate.id}/{estate.vote_id}")
    phone.get_by_text("已生效").first.wait_for()
    said = " ".join(phone.locator("main").inner_text().split())
    assert f"参与表决的人数 {cast} 人 / 411 人" in said
    open_page(site, phone, estate.officer, f"{estate.desk}/{estate.vote_id}")
    with phone.expect_download() as loading:
        phone.get_by_role("link", name="下载核验包").click()
    loading.value.save_as(path)
    assert verify([str(path)]) == 0
    with zipfile.ZipFile(path) as bundle:
        channels = [json.loads(line)["channel"] for line in bundle.read("ballots.jsonl").splitlines()]
    assert (len(channels), channels.count("paper")) == (cast, PAPERS)
