"""A contested committee election with a run-off, by what is on the screen: from the first name to the committee in office."""

import uuid
from datetime import timedelta

import pytest

from linli.domains.committees.rules import Post
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction
from linli.verify import main as verify
from tests.conftest import NOON
from tests.factories.committees import Chosen

# As in production; each step has its own tests on both kinds of database.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

ROUND = {
    n: ["c1", "c2", "c3", "c4", *(["c5"] if n < 8 else []), *(["c6"] if n >= 4 else [])] for n in range(12)
}
for n in range(4, 8):  # they would have six
    ROUND[n].remove(f"c{n - 3}")


@pytest.fixture
def chosen(site):
    """Twelve owners, and a draft that elects five with two alternates."""
    with clock.freeze(NOON):
        yield Chosen()


@pytest.mark.feature("VO-24", "NN-10", "NN-11")
def test_a_contested_election_with_a_run_off_forms_the_committee(site, phone, chosen, tmp_path):
    table = f"/work/e/{chosen.id}/elections/{chosen.election_id}"
    nominated(site, phone, chosen, table)
    vote = f"/work/e/{chosen.id}/votes/{chosen.vote_id}"
    held(site, phone, chosen, vote, ROUND, touch=(0, 5, 11))
    phone.get_by_text("须另行投票").first.wait_for()

    site.open(phone, table)
    phone.get_by_text("业主4、业主5 得票完全相同").wait_for()
    phone.get_by_label("哪天开始投票").fill(str(day_of(clock.now()) + timedelta(days=20)))
    phone.get_by_label("哪天截止").fill(str(day_of(clock.now()) + timedelta(days=30)))
    phone.get_by_role("button", name="起草另行选举").click()
    phone.get_by_role("button", name="公告这次表决").wait_for()
    bundle_holds(site, phone, chosen.officer, vote, tmp_path / "first.zip")

    site.open(phone, table)
    phone.get_by_role("link", name="看另行选举").click()
    phone.get_by_role("button", name="公告这次表决").wait_for()
    run_off = phone.url.removeprefix(site.url)
    chosen.vote_id = uuid.UUID(run_off.rpartition("/")[2])
    held(site, phone, chosen, run_off, {n: ["c6" if n < 8 else "c5"] for n in range(12)}, touch=(1, 10))
    chosen.settle()

    bundle_holds(site, phone, chosen.officer, run_off, tmp_path / "second.zip")
    phone.context.clear_cookies()
    site.open(phone, f"/p/committees/{chosen.id}")
    for name in ("业主0", "业主1", "业主2", "业主3", "业主5"):
        phone.get_by_text(name).first.wait_for()
    assert chosen.names(post=Post.MEMBER) == ["业主0", "业主1", "业主2", "业主3", "业主5"]


def nominated(site, phone, chosen, table):
    """Seven stand, one by touch; the officer looks at one by page; the list is up and its days pass."""
    as_officer(site, phone, chosen.officer, table)
    phone.get_by_label("结束（含当日）").fill(str(day_of(clock.now()) + timedelta(days=6)))
    phone.get_by_role("button", name="保存，通知业主").click()
    phone.get_by_text("登记社区推荐的候选人").wait_for()
    for n in range(6):
        chosen.stand(n)
        chosen.check(n).approve(n)

    site.sign_in(phone, chosen.account_ids[6])
    site.open(phone, f"/e/{chosen.id}/elections")
    phone.get_by_role("link", name="选举业主委员会委员").click()
    phone.get_by_role("link", name="我要自荐").click()
    phone.get_by_label("自我介绍").fill("我住在小区十年，愿意为大家把账目公开好。")
    phone.locator("form[data-draft=stand] button[type=submit]").last.click()
    phone.get_by_role("heading", name="业主6").wait_for()

    as_officer(site, phone, chosen.officer, table)
    phone.get_by_role("link", name="业主6").click()
    phone.get_by_role("button", name="保存核对结果").wait_for()
    for choice in phone.locator("input[name^=holds-][value=yes]").all():
        choice.check()
    for evidence in phone.locator("[name^=evidence-]").all():
        evidence.fill("看了书面材料")
    phone.get_by_role("button", name="保存核对结果").click()
    phone.get_by_role("button", name="审查通过").click()
    chosen.nominations_over()
    as_officer(site, phone, chosen.officer, table)
    phone.get_by_role("button", name="公布名单").click()
    phone.get_by_text("名单公示").first.wait_for()
    chosen.list_over()


def held(site, phone, chosen, vote, named, *, touch):
    """Notice, a second officer's word, all ballots (of `touch` by touch), the close and the published result."""
    as_officer(site, phone, chosen.officer, vote)
    phone.get_by_role("button", name="公告这次表决").click()
    phone.get_by_text("等另一位工作人员确认").wait_for()
    with transaction(writes=False):
        opens_at, closes_at = chosen.vote.opens_at, chosen.vote.closes_at
    clock.advance(opens_at - clock.now())
    as_officer(site, phone, chosen.second, vote)
    phone.get_by_role("button", name="确认开始投票").click()
    phone.get_by_role("heading", name="参与率").wait_for()
    for n, names in named.items():
        if n not in touch:
            chosen.choose(n, *names)
    for n in touch:
        by_touch(site, phone, chosen, n, named[n])
    clock.advance(closes_at - clock.now())
    as_officer(site, phone, chosen.second, vote)
    phone.get_by_role("button", name="停止投票").click()
    phone.get_by_role("button", name="公布结果").click()
    phone.get_by_text("结果公示中").first.wait_for()


def by_touch(site, phone, chosen, n, names):
    site.sign_in(phone, chosen.account_ids[n])
    site.open(phone, f"/e/{chosen.id}/votes/{chosen.vote_id}")
    for name in names:
        phone.get_by_role("checkbox", name=f"业主{int(name[1:]) - 1}").check()
    phone.get_by_role("button", name="核对我的选择").click()
    phone.get_by_role("button", name="确认投票").click()
    phone.get_by_role("heading", name="投票成功").wait_for()


def as_officer(site, phone, officer, path):
    site.sign_in(phone, officer.account_id)
    site.open(phone, path)


def bundle_holds(site, phone, officer, vote, path):
    """Whoever downloads the bundle recounts it, without the application."""
    as_officer(site, phone, officer, vote)
    with phone.expect_download() as loading:
        phone.get_by_role("link", name="下载核验包").click()
    loading.value.save_as(path)
    assert verify([str(path)]) == 0
