"""The committee's meetings, its filing, its seal and its accounts (DL-06, scenarios 22 to 24)."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.committees.models import SealUse
from linli.domains.committees.rules import CommitteeRules, Task
from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.kernel.times import day_of, start_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.committees import Chosen
from tests.support import paper
from tests.support.forms import submit
from tests.support.required import need


class Office(Chosen):
    """A committee in office whose people have tokens."""

    def __init__(self):
        super().__init__()
        self.run([11, 10, 9, 8, 8, 7, 0])
        self.api, self.desk = f"/api/v1/estates/{self.id}/committee", f"/work/e/{self.id}/committee"
        self.home = f"/e/{self.id}/committee"
        with transaction():
            self.clerk = people.staff(Role.COMMITTEE_MEMBER, self.estate_now(), name="委员文书")
            self.clerk_id = self.clerk.id

    def headers(self, who="clerk"):
        with transaction():
            account_id = {"clerk": self.clerk_id}.get(who) or self.account_ids[who]
            return people.bearer(identity.account(account_id))

    def officer_headers(self):
        with transaction():
            return people.bearer(identity.account(self.officer.account_id))


@pytest.fixture
def office(app):
    return Office()


def call(client, office, *, days=7, **more):
    meets_at = start_of(day_of(clock.now()) + timedelta(days=days)) + timedelta(hours=19)
    body = {
        "title": "第一次会议",
        "agenda": "推选主任",
        "place": "社区会议室",
        "meets_at": meets_at.isoformat(),
    } | more
    return client.post(f"{office.api}/meetings", json=body, headers=office.headers())


@pytest.fixture
def meeting(client, office):
    """A meeting whose hour has come; `who` are the ids of those called, members first."""
    made = call(client, office).json
    office.meeting = f"{office.api}/meetings/{made['id']}"
    office.who = [one["member_id"] for one in made["attendance"]]
    clock.advance(timedelta(days=8))
    return office


def came(client, office, *present):
    body = {"present": {one: n in present for n, one in enumerate(office.who)}}
    return client.put(f"{office.meeting}/attendance", json=body, headers=office.headers())


def decided(client, office, answers, title="同意更换电梯维保单位"):
    body = {"title": title, "answers": {office.who[n]: said for n, said in answers.items()}}
    return client.post(f"{office.meeting}/decisions", json=body, headers=office.headers())


def minutes(client, office):
    client.put(f"{office.meeting}/minutes", json={"minutes": "会议同意。"}, headers=office.headers())
    return client.post(f"{office.meeting}/publication", headers=office.headers())


@pytest.mark.parametrize(("days", "status"), [(6, 422), (7, 201)])
def test_members_hear_of_a_meeting_seven_days_before(client, office, days, status):
    assert call(client, office, days=days).status_code == status


@pytest.mark.parametrize(
    ("setting", "days", "half"),
    [(None, 7, False), ({"notice_days": 3, "half_suffices": True}, 3, True), ({"notice_days": 1}, 7, False)],
)
def test_the_place_says_how_many_days_and_whether_the_half_suffices(setting, days, half):
    decided = CommitteeRules.of_setting(setting)
    assert (decided.notice_days, decided.enough(2, 4), decided.enough(3, 5), decided.enough(2, 5)) == (
        days,
        half,
        True,
        False,
    )


@pytest.mark.feature("DL-06")
def test_minutes_are_not_published_without_the_attendance_of_everybody(client, meeting):
    refused = minutes(client, meeting)
    assert (refused.status_code, refused.json["code"]) == (409, "committees.attendance_missing")
    came(client, meeting, 0, 1, 2)
    assert minutes(client, meeting).status_code == 200
    page = client.get(meeting.meeting.replace("/api/v1/estates", "/e"), headers=meeting.headers(9))
    assert "会议同意" in page.text
    assert page.text.count("未到会") == 3


@pytest.mark.feature("DL-06")
def test_a_member_signs_up_for_oneself(client, office):
    made = call(client, office).json
    path = f"{office.desk}/meetings/{made['id']}"
    with transaction():
        account = identity.account(office.account_ids[0])
        account.password_hash = "x"
        mine = people.bearer(account, acting=(Role.COMMITTEE_MEMBER, office.estate_now()))
    assert submit(client, path, {"coming": "yes"}, to=f"{path}/coming", headers=mine).status_code == 303
    found = client.get(f"{office.api}/meetings", headers=office.headers()).json["items"][0]
    assert found["attendance"][0]["coming"] is True
    assert (
        client.put(
            f"{office.api}/meetings/{made['id']}/coming", json={"coming": True}, headers=office.headers()
        ).status_code
        == 404
    )  # the clerk is no member


def test_nobody_writes_attendance_before_the_meeting(client, office):
    made = call(client, office).json
    office.meeting, office.who = (
        f"{office.api}/meetings/{made['id']}",
        [one["member_id"] for one in made["attendance"]],
    )
    assert came(client, office, 0, 1, 2).json["code"] == "committees.wrong_step"


def test_without_more_than_half_of_the_members_nothing_is_decided(client, meeting):
    came(client, meeting, 0, 1, 5)  # two members and the alternate
    refused = decided(client, meeting, {0: "for", 1: "for"})
    assert (refused.status_code, refused.json["code"]) == (409, "committees.not_quorate")


@pytest.mark.parametrize(
    ("present", "agreeing", "passed"), [(3, 3, True), (5, 3, True), (4, 2, False), (3, 2, False)]
)
def test_a_decision_needs_more_than_half_of_all_members_whoever_came(
    client, meeting, present, agreeing, passed
):
    came(client, meeting, *range(present))
    answers = {n: "for" if n < agreeing else "against" for n in range(present)}
    assert decided(client, meeting, answers).json["decisions"][0]["passed"] is passed


@pytest.mark.parametrize("absent", [4, 5])
def test_nobody_votes_for_the_absent_and_an_alternate_not_at_all(client, meeting, absent):
    came(client, meeting, 0, 1, 2, 5)
    refused = decided(client, meeting, {0: "for", 1: "for", 2: "for", absent: "for"})
    assert refused.json["code"] == "committees.no_proxy"


def test_everybody_who_came_has_said_something(client, meeting):
    came(client, meeting, 0, 1, 2)
    assert decided(client, meeting, {0: "for", 1: "for"}).json["code"] == "committees.attendance_missing"


def test_published_minutes_do_not_change_and_the_task_is_done(client, meeting):
    assert Task.POST_MINUTES in meeting.tasks()
    came(client, meeting, 0, 1, 2)
    decided(client, meeting, {0: "for", 1: "for", 2: "for"})
    assert came(client, meeting, 0).json["code"] == "committees.wrong_step"
    minutes(client, meeting)
    assert Task.POST_MINUTES not in meeting.tasks()
    again = client.put(f"{meeting.meeting}/minutes", json={"minutes": "改"}, headers=meeting.headers())
    assert again.json["code"] == "committees.wrong_step"


def test_residents_see_who_came_how_often_and_nothing_of_unpublished_meetings(client, meeting):
    assert client.get(f"{meeting.api}/meetings", headers=meeting.headers(9)).json["items"] == []
    came(client, meeting, 0, 1, 2)
    minutes(client, meeting)
    page = client.get(meeting.home, headers=meeting.headers(9)).text
    assert "到会情况" in page
    public = client.get(f"/p/committees/{meeting.id}").text
    assert "业主0" in public


def test_the_meeting_is_led_by_page_from_the_call_to_the_minutes(client, office):
    desk = f"{office.desk}/meetings"
    day = str(day_of(clock.now()) + timedelta(days=7))
    fields = {
        "title": "第二次会议",
        "agenda": "讨论收益",
        "place": "会议室",
        "meets_at": day,
        "hour": "19:30",
    }
    late = submit(
        client,
        f"{desk}/new",
        fields | {"meets_at": str(day_of(clock.now()))},
        to=desk,
        headers=office.headers(),
    )
    assert late.status_code == 422
    assert "提前 7 天" in late.text
    made = submit(client, f"{desk}/new", fields, to=desk, headers=office.headers())
    assert made.status_code == 303
    one = made.location
    clock.advance(timedelta(days=8))
    found = client.get(f"{office.api}/meetings", headers=office.headers()).json["items"][0]["attendance"]
    present = {f"present-{who['member_id']}": "yes" if n < 4 else "no" for n, who in enumerate(found)}
    assert submit(client, one, present, to=f"{one}/attendance", headers=office.headers()).status_code == 303
    answers = {f"answer-{who['member_id']}": "for" for who in found[:4]}
    assert submit(client, one, answers | {"title": "公布收益"}, to=f"{one}/decisions", headers=office.headers()).status_code == 303  # fmt: skip
    assert (
        submit(
            client, one, {"minutes": "同意公布。"}, to=f"{one}/minutes", headers=office.headers()
        ).status_code
        == 303
    )
    assert submit(client, one, {}, to=f"{one}/publication", headers=office.headers()).status_code == 303
    assert "同意公布" in client.get(one, headers=office.headers()).text


# ------------------------------------------------------------------------------------- filing, seal, accounts


def test_the_filing_set_goes_to_the_street_complete_and_comes_back_filed(client, office):
    officer = office.officer_headers()
    with transaction(writes=False):
        term = f"{office.desk}/terms/{office.term().id}"
    page = f"{term}/papers"
    lacking = submit(
        client, page, {"on": str(day_of(clock.now()))}, to=f"{term}/filing/submission", headers=officer
    )
    assert lacking.status_code == 409
    assert "还缺：业主大会选举的决定" in lacking.text
    papers = dict.fromkeys(("result", "minutes", "rules", "covenant", "members"), "见附件")
    assert submit(client, page, papers, to=f"{term}/filing", headers=officer).status_code == 303
    on = {"on": str(day_of(clock.now()))}
    assert submit(client, page, on, to=f"{term}/filing/submission", headers=officer).status_code == 303
    filed = submit(
        client,
        page,
        on | {"filed": "yes", "number": "衢柯备 12 号"},
        to=f"{term}/filing/answer",
        headers=officer,
    )
    assert filed.status_code == 303
    assert Task.FILE not in office.tasks()
    assert "衢柯备 12 号" in client.get(office.home, headers=office.headers(9)).text


def test_a_use_of_the_seal_is_written_down_read_by_owners_and_never_changed(client, office):
    body = {
        "used_on": str(day_of(clock.now())),
        "purpose": "签订合同",
        "document": "电梯维保合同",
        "approved_by": "第 1 次会议",
    }
    assert client.post(f"{office.api}/seal", json=body, headers=office.headers()).status_code == 201
    assert "电梯维保合同" in client.get(f"{office.home}/seal", headers=office.headers(9)).text
    assert client.post(f"{office.api}/seal", json=body, headers=office.headers(9)).status_code == 403
    with pytest.raises(DBAPIError, match="append only"), transaction():
        db.session.query(SealUse).update({"purpose": "别的"})


def test_common_income_is_disclosed_with_vouchers_and_stays_as_it_was_put_up(client, office):
    desk = f"{office.desk}/disclosures"
    first = {
        "account": "income",
        "title": "2026 年上半年公共收益",
        "since_on": "2026-01-01",
        "until_on": "2026-06-30",
    }
    made = submit(client, f"{desk}/new", first, to=desk, headers=office.headers())
    assert made.status_code == 303
    one = made.location
    empty = submit(client, one, {}, to=f"{one}/publication", headers=office.headers())
    assert empty.status_code == 409
    line = {"side": "source", "title": "电梯广告", "amount": "12000.50", "document": "合同 2026-03"}
    assert (
        submit(client, one, line | {"amount": "0"}, to=f"{one}/lines", headers=office.headers()).status_code
        == 422
    )
    assert (
        submit(client, one, line | {"document": " "}, to=f"{one}/lines", headers=office.headers()).status_code
        == 422
    )
    assert submit(client, one, line, to=f"{one}/lines", headers=office.headers()).status_code == 303
    spent = {"side": "use", "title": "补种绿化", "amount": "800", "document": "发票 881"}
    assert submit(client, one, spent, to=f"{one}/lines", headers=office.headers()).status_code == 303
    assert submit(client, one, {}, to=f"{one}/publication", headers=office.headers()).status_code == 303
    assert submit(client, one, line, to=f"{one}/lines", headers=office.headers()).status_code == 409
    found = client.get(f"{office.api}/disclosures", headers=office.headers(9)).json["items"][0]
    assert (found["source_fen"], found["use_fen"]) == (1200050, 80000)
    page = client.get(f"{office.home}/disclosures/{found['id']}", headers=office.headers(9)).text
    assert "合同 2026-03" in page
    assert "11200.50" in page
    assert found["shown_until"] == str(day_of(clock.now()) + timedelta(days=15))


def test_an_account_that_is_not_up_is_nobodys_business(client, office):
    first = {
        "account": "fund",
        "title": "电梯维修",
        "since_on": "2026-01-01",
        "until_on": "2026-02-28",
        "ground": "2026 年 1 月业主大会",
    }
    made = client.post(f"{office.api}/disclosures", json=first, headers=office.headers())
    assert (
        client.get(f"{office.home}/disclosures/{made.json['id']}", headers=office.headers(9)).status_code
        == 404
    )
    assert client.get(f"{office.api}/disclosures", headers=office.headers(9)).json["items"] == []


def test_the_register_of_decisions_holds_the_committees_minutes_and_searches_them(
    client, meeting
):  # scenario 21
    came(client, meeting, 0, 1, 2, 3)
    decided(client, meeting, dict.fromkeys(range(4), "for"))
    register = f"/e/{meeting.id}/decisions"
    owner = meeting.headers(9)
    assert "同意更换电梯维保单位" not in client.get(register, headers=owner).text  # not yet put up
    minutes(client, meeting)
    for asked, there in (("", True), ("电梯维保", True), ("推选主任", True), ("门禁", False)):
        for page in (f"{register}?q={asked}", f"{meeting.home}/meetings?q={asked}"):
            assert ("同意更换电梯维保单位" in client.get(page, headers=owner).text) is there, page
        found = client.get(f"{meeting.api}/meetings?q={asked}", headers=owner).json["items"]
        assert bool(found) is there
    assert "没有含“%”的纪要" in client.get(f"{meeting.home}/meetings?q=%25", headers=owner).text


def test_the_filing_set_is_one_file_with_every_paper_of_the_street(client, office):
    need("papers")
    with transaction(writes=False):
        term = office.term()
        address = f"terms/{term.id}"
    taken = client.get(f"{office.desk}/{address}/filing.zip", headers=office.headers())
    assert (taken.status_code, taken.mimetype) == (200, "application/zip")
    assert client.get(f"{office.api}/{address}/filing/set", headers=office.headers(9)).status_code == 403
    with zipfile.ZipFile(io.BytesIO(taken.data)) as packed:
        said = {name[3:-4]: paper.words(packed.read(name)) for name in packed.namelist()}
        assert len(paper.sheets(packed.read("05 任职同意和承诺书.pdf"))) == 6  # a page for each to sign
    assert list(said) == [
        "备案申请表和委员名单", "业主大会表决结果单", "业主大会会议纪要", "投票人名册", "任职同意和承诺书",
    ]  # fmt: skip
    for who in range(6):
        assert f"业主{who}" in said["备案申请表和委员名单"]
        assert f"本人业主{who}，是" in said["任职同意和承诺书"]
    assert "候补委员（按得票先后递补）" in said["备案申请表和委员名单"]
    assert "业主5" in said["业主大会会议纪要"]
    assert (
        f"{office.desk}/{address}/filing.zip"
        in client.get(f"{office.desk}/{address}/papers", headers=office.headers()).text
    )
