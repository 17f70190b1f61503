"""The course of a vote on its pages and by its API, from the template to the city's own result."""

import io
import uuid
from datetime import timedelta

import pytest

from config.voting_templates import templates
from linli.domains.estates.queries import unit
from linli.domains.estates.rules import RegionLevel
from linli.domains.voting.operations import closing, drafting
from linli.domains.voting.queries import officials, readiness, roll_objections, rolls, votes
from linli.domains.voting.rules.course import Meeting, State
from linli.domains.voting.rules.kinds import Audience
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.terms import Terms
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import clock, export_writing
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import item
from tests.support.forms import submit
from tests.voting.aftermaths import PDF
from tests.voting.test_api import Hall, cast, key
from tests.voting.test_roll_versions import sell

DAY = timedelta(days=1)


@pytest.fixture
def hall(app):
    return Hall()


def once(**fields):
    return fields | {"once": uuid.uuid4().hex}


def dates(start=20):
    first = day_of(clock.now()) + start * DAY
    return {"opens_at": first.isoformat(), "closes_at": (first + 10 * DAY).isoformat()}


def moments(start=20):
    return {name: f"{day}T09:00:00+08:00" for name, day in dates(start).items()}


def retermed(hall, **terms):
    """The draft with other terms."""
    with transaction():
        vote = hall.vote
        drafting.redraft(
            vote=vote, title=vote.title, meeting=Meeting(vote.meeting), opens_at=vote.opens_at, closes_at=vote.closes_at,
            terms=Terms(**terms), now=clock.now(),
        )  # fmt: skip
    return hall


def made_by(answer):
    return answer.headers["Location"].rpartition("/")[2]


def street(hall):
    with transaction():
        region = hall.region
        return people.staff(Role.STREET_OFFICER, region, name="街道李").id


class TestDrafting:
    @pytest.mark.feature("VO-03")
    def test_a_template_is_shown_taken_and_its_blanks_are_named_until_they_are_filled(self, client, hall):
        officer = hall.headers("officer")
        page = f"/work/e/{hall.id}/votes/templates/use_fund"
        shown = client.get(page, headers=officer).text
        assert templates()["use_fund"].item in shown
        assert "民法典第278条第1款第(五)项" in shown
        made = submit(client, page, once(title="", meeting="regular", **dates()), headers=officer)
        assert made.status_code == 303
        desk = client.get(made.headers["Location"], headers=officer).text
        assert "还有没填的【】" in desk
        assert "可以公告了" not in desk

    @pytest.mark.feature("VO-01")
    def test_the_kind_is_chosen_at_drafting_and_a_consultation_says_on_every_page_that_it_binds_nobody(
        self, client, hall
    ):
        officer = hall.headers("officer")
        fields = {"title": "要不要设晾衣架", "kind": "consultation", "meeting": "regular", "mode": "named",
                  "audience": "public", "advisory": "no", "extension_days": "5", "notice_text": "听听大家的意见"} | dates()  # fmt: skip
        made = submit(
            client,
            f"/work/e/{hall.id}/votes/new",
            once(**fields),
            to=f"/work/e/{hall.id}/votes",
            headers=officer,
        )
        with transaction():
            vote = votes.vote(estate_id=hall.id, vote_id=uuid.UUID(made_by(made)))
            assert (vote.kind, vote.extension_days, vote.notice_text) == ("consultation", 5, "听听大家的意见")
            item(vote, Matter.OTHER)
            drafting.announce(actor=hall.officer, vote=vote, now=clock.now())
            path = f"{vote.estate_id}/{vote.id}"
        for page, headers in ((f"/p/votes/{path}", {}), (made.headers["Location"], officer)):
            assert "没有法律效力" in client.get(page, headers=headers).text
        again = client.get(f"{hall.api}/{path.partition('/')[2]}", headers=officer).json
        assert (again["kind"], again["binding"]) == ("consultation", False)

    @pytest.mark.feature("VO-57")
    def test_a_past_vote_is_copied_with_new_dates(self, client, hall):
        hall.announce()
        made = submit(client, f"{hall.desk}/copy", once(**dates()), headers=hall.headers("officer"))
        assert made.status_code == 303
        copied = client.get(f"{hall.api}/{made_by(made)}", headers=hall.headers("officer")).json
        original = client.get(hall.path, headers=hall.headers("officer")).json
        assert [one["words"] for one in copied["items"]] == [one["words"] for one in original["items"]]
        assert (copied["state"], copied["roll"], copied["text_hash"]) == ("draft", None, None)
        early = submit(client, f"{hall.desk}/copy", once(**dates(3)), headers=hall.headers("officer"))
        assert (early.status_code, "最早" in early.text) == (422, True)

    @pytest.mark.feature("VO-58")
    def test_a_removed_draft_is_found_and_brought_back_and_nobody_removes_an_opened_vote(self, client, hall):
        officer, listed = hall.headers("officer"), f"/work/e/{hall.id}/votes"
        assert (
            submit(client, f"{hall.desk}/edit", {}, to=f"{hall.desk}/removal", headers=officer).status_code
            == 303
        )
        assert hall.vote_id.hex not in client.get(listed, headers=officer).text.replace("-", "")
        assert "恢复" in client.get(f"{listed}?removed=yes", headers=officer).text
        assert client.post(f"{hall.path}/restoration", headers=officer).status_code == 200
        hall.open()
        for who in ("officer", "second", 0):
            assert client.delete(hall.path, headers=hall.headers(who)).status_code in {403, 409}
        assert (
            client.delete(hall.path, headers=hall.headers("officer")).json["code"] == "voting.cannot_remove"
        )

    def test_an_item_is_changed_on_its_page_and_keeps_what_was_typed_where_it_is_wrong(self, client, hall):
        officer = hall.headers("officer")
        with transaction(writes=False):
            page = f"{hall.desk}/items/{votes.items(hall.vote)[0].id}/edit"
        fields = {
            "title": "新标题",
            "matter": "rebuild",
            "words": "新条文",
            "changes": "a",
            "costs": "b",
            "otherwise": "",
        }
        wrong = submit(client, page, fields, headers=officer)
        assert (wrong.status_code, 'value="新标题"' in wrong.text) == (422, True)
        assert submit(client, page, fields | {"otherwise": "c"}, headers=officer).status_code == 303
        assert client.get(hall.path, headers=officer).json["items"][0]["threshold"] == "special"

    @pytest.mark.feature("NN-02", "NN-07")
    def test_the_counter_of_days_shows_each_meetings_days_source_and_earliest_date(self, client, app):
        hall = Hall()
        with transaction():
            city = places.region("杭州市", level=RegionLevel.CITY)
            hall.estate_now().city_id = city.id
        text = client.get(f"/work/e/{hall.id}/votes/new", headers=hall.headers("officer")).text
        assert "公告满 7 天" in text
        assert "杭州市物业管理条例第19条" in text
        assert "2026年3月9日" in text  # seven days after 2 March
        assert "2026年3月17日" in text


class TestReview:
    @pytest.mark.feature("VO-04")
    def test_the_street_reads_the_whole_text_sends_it_back_and_then_passes_it(self, client, hall):
        officer, reader = hall.headers("officer"), hall.headers(street(hall))
        assert client.post(f"{hall.path}/review/request", headers=officer).json["state"] == "legality_review"
        page = f"{hall.desk}/review"
        shown = client.get(page, headers=reader).text
        assert "186,000" in shown
        assert client.get(page, headers=hall.headers(0)).status_code == 403
        empty = submit(client, page, {"verdict": "returned", "advice": ""}, headers=reader)
        assert empty.status_code == 422
        sent = submit(client, page, {"verdict": "returned", "advice": "写明资金来源"}, headers=reader)
        assert sent.status_code == 303
        assert "写明资金来源" in client.get(hall.desk, headers=officer).text
        client.post(f"{hall.path}/review/request", headers=officer)
        passed = client.post(
            f"{hall.path}/review", json={"verdict": "passed", "advice": "符合规定"}, headers=reader
        )
        assert (passed.status_code, passed.json["reviewer"]) == (201, "street")
        assert "可以公告了" in client.get(hall.desk, headers=officer).text
        announced = client.post(f"{hall.path}/announcement", headers=officer).json
        assert (announced["state"], announced["text_hash"]) == ("announced", passed.json["text_hash"])


class TestChanges:
    @pytest.mark.feature("VO-06")
    def test_the_hash_of_the_text_is_on_the_pages_and_a_change_is_announced_anew_with_its_reason(
        self, client, hall
    ):
        hall.announce()
        officer = hall.headers("officer")
        with transaction(writes=False):
            text_hash = hall.vote.text_hash
        assert text_hash in client.get(hall.page, headers=hall.headers(0)).text
        assert text_hash in client.get(hall.desk, headers=officer).text
        page = f"{hall.desk}/timing"
        short = submit(client, page, {"change_reason": "改"}, to=f"{page}/notice", headers=officer)
        assert short.status_code == 422
        sent = submit(client, page, {"change_reason": "金额写错了"}, to=f"{page}/notice", headers=officer)
        assert sent.status_code == 303
        assert client.get(hall.page, headers=hall.headers(0)).status_code == 403
        hall.announce()
        again = client.get(hall.page, headers=hall.headers(0)).text
        assert "第 2 次公告" in again
        assert "金额写错了" in again

    @pytest.mark.feature("VO-09", "VO-10")
    def test_the_close_is_put_off_as_foreseen_and_ended_early_by_the_street_only(self, client, app):
        hall = retermed(Hall(), extension_days=5, early_end=True).open()
        page, officer = f"{hall.desk}/timing", hall.headers("officer")
        with transaction(writes=False):
            closes_on = day_of(hall.vote.closes_at)
        for days, status in ((6, 409), (2, 303)):
            fields = {"closes_at": (closes_on + days * DAY).isoformat(), "extension_reason": "参与的人还不够"}
            sent = submit(client, page, fields, to=f"{page}/extension", headers=officer)
            assert sent.status_code == status
        assert "参与的人还不够" in client.get(hall.page, headers=hall.headers(0)).text
        reason = {"reason": "大家都说可以结束"}
        for who in ("officer", 0):
            assert (
                client.post(f"{hall.path}/early-end", json=reason, headers=hall.headers(who)).status_code
                == 403
            )
        clock.advance(6 * DAY)
        ended = client.post(f"{hall.path}/early-end", json=reason, headers=hall.headers(street(hall)))
        assert (ended.status_code, ended.json["kind"]) == (201, "early_end")
        assert cast(client, hall).json["code"] == "voting.closed"
        clock.advance(timedelta(seconds=1))
        assert client.post(f"{hall.path}/closing", headers=hall.headers("officer")).json["state"] == "counted"
        hall.publish()
        assert "大家都说可以结束" in client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text


class TestPlans:
    @pytest.mark.feature("VO-19")
    def test_a_question_of_two_plans_is_asked_once_with_none_of_them_and_cast_as_two_answers(
        self, client, app
    ):
        hall = Hall(matters=())
        with transaction():
            for name in ("甲牌电梯", "乙牌电梯"):
                item(hall.vote, title=name, alternative_of="用哪家的电梯")
        hall.open()
        me = hall.headers(0)
        shown = client.get(hall.page, headers=me).text
        assert "都不同意" in shown
        assert shown.count('class="choices choices-big"') == 1
        with transaction(writes=False):
            text_hash = hall.vote.text_hash
        fields = {"plan-1": "1=against,2=against", "text_hash": text_hash, "voter_no": ""}
        assert submit(client, hall.page, fields, to=f"{hall.page}/check", headers=me).text.count("反对") == 2
        again = submit(client, hall.page, fields, to=f"{hall.page}/again", headers=me)
        assert again.text.count("checked") == 1
        both = {"plan-1": "1=for,2=for", "text_hash": text_hash, "voter_no": ""}
        refused = submit(client, hall.page, once(**both), to=f"{hall.page}/ballots", headers=me)
        assert (refused.status_code, "最多同意一个" in refused.text) == (422, True)
        assert (
            submit(client, hall.page, once(**fields), to=f"{hall.page}/ballots", headers=me).status_code
            == 303
        )


class TestRoll:
    @pytest.mark.feature("VO-11", "VO-15")
    def test_an_owner_finds_himself_in_full_and_others_masked_and_strangers_see_buildings_only(
        self, client, hall
    ):
        hall.announce()
        text = client.get(f"{hall.page}/roll", headers=hall.headers(0)).text
        assert ("业主0" in text, "业主1" in text, "业**" in text) == (True, False, True)
        assert "100.00" in text
        lines = client.get(f"{hall.path}/roll/lines", headers=hall.headers(0)).json["items"]
        assert sorted(one["names"] for one in lines) == ["业**", "业**", "业主0"]
        public = client.get(f"/p/votes/{hall.id}/{hall.vote_id}/roll").text
        assert ("业" + "**" in public, "1幢1室" in public, "300.00" in public) == (False, False, True)
        with transaction(writes=False):
            assert rolls.current(hall.vote).fingerprint in public

    def test_an_objection_is_made_answered_and_shown_to_whoever_made_it(self, client, hall):
        hall.announce()
        page, me = f"{hall.page}/roll", hall.headers(0)
        blank = submit(client, page, once(about="1幢1室", words=""), headers=me)
        assert blank.status_code == 422
        assert submit(client, page, once(about="1幢1室", words="面积少了"), headers=me).status_code == 303
        with transaction(writes=False):
            found = roll_objections.objections_page(hall.vote, window=Window()).items[0].id
        desk, officer = f"{hall.desk}/roll/objections", hall.headers("officer")
        assert "面积少了" in client.get(desk, headers=officer).text
        assert "等答复" in client.get(hall.desk, headers=officer).text
        none = submit(client, f"{desk}/{found}", {"words": "登记簿就是这样"}, headers=officer)
        assert none.status_code == 422
        assert (
            submit(
                client, f"{desk}/{found}", {"upheld": "no", "words": "登记簿就是这样"}, headers=officer
            ).status_code
            == 303
        )
        assert "登记簿就是这样" in client.get(page, headers=me).text
        assert "面积少了" not in client.get(page, headers=hall.headers(1)).text

    def test_the_desk_corrects_the_roll_after_the_register_was_mended(self, client, hall):
        hall.announce()
        with transaction():
            people.owner(hall.estate_now(), places.unit(hall.estate_now(), "9幢1室"), name="新登记")
        page, officer = f"{hall.desk}/roll", hall.headers("officer")
        assert "按业主名册更正" in client.get(page, headers=officer).text
        sent = submit(client, page, {"reason": "补登 9幢1室"}, to=f"{page}/correction", headers=officer)
        assert sent.status_code == 303
        assert "第 2 版" in client.get(page, headers=officer).text
        same = submit(client, page, {"reason": "再更正一次"}, to=f"{page}/correction", headers=officer)
        assert same.status_code == 409

    @pytest.mark.feature("VO-14")
    def test_a_sale_during_the_vote_is_listed_and_given_to_its_buyer(self, client, hall):
        hall.open()
        with transaction():
            sell(hall, 0)
        page, officer = f"{hall.desk}/roll", hall.headers("officer")
        assert "改由买方投票" in client.get(page, headers=officer).text
        fields = {"unit_id": str(hall.unit_ids[0]), "reason": "1幢1室 过户"}
        assert submit(client, page, fields, to=f"{page}/supplement", headers=officer).status_code == 303
        assert "投票期间的补充" in client.get(page, headers=officer).text


class TestWatching:
    @pytest.mark.feature("VO-63")
    def test_a_supervisor_sees_the_whole_process_and_has_no_ballot(self, client, hall):
        hall.open()
        with transaction():
            watcher = people.staff(Role.COMMITTEE_SUPERVISOR, hall.estate_now(), name="监督员").id
        headers = hall.headers(watcher)
        page = client.get(f"{hall.desk}/process", headers=headers)
        assert page.status_code == 200
        assert "第 1 次公告" in page.text
        assert "同意" not in page.text.split("表决事项")[0].replace("不同意", "")
        process = client.get(f"{hall.path}/process", headers=headers).json
        assert [len(process[name]) for name in ("notices", "rolls", "timings")] == [1, 1, 0]
        refused = client.post(f"{hall.path}/ballots", json={"choices": {"1": "for"}}, headers=headers | key())
        assert refused.status_code == 403

    @pytest.mark.feature("NN-15")
    def test_the_desk_warns_of_whoever_can_stop_the_vote_alone_before_it_is_announced(self, client, app):
        hall = Hall(
            owners=6,
            prepare=lambda a: people.owner(
                a.estate, places.unit(a.estate, "商铺", area=40000), name="大业主"
            ),
        )
        text = client.get(hall.desk, headers=hall.headers("officer")).text
        assert "有一户就能让表决不成" in text
        assert "商铺 一户占面积 40.0%" in text

    @pytest.mark.feature("VO-64")
    @pytest.mark.parametrize(
        ("audience", "public", "tenant", "voter"),
        [
            (Audience.PUBLIC, True, True, True),
            (Audience.RESIDENTS, False, True, True),
            (Audience.ROLL, False, False, True),
        ],
    )
    def test_the_result_is_read_by_those_whom_the_notice_named(
        self, client, app, audience, public, tenant, voter
    ):
        hall = retermed(Hall(), audience=audience).open()
        with transaction():
            lodger = people.account("租客")
            people.resident(hall.estate_now(), unit(estate_id=hall.id, unit_id=hall.unit_ids[0]), lodger)
            lodger_id = lodger.id
        hall.cast(0)
        hall.close().publish()
        there = "参与表决合计"
        assert (there in client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text) == public
        assert (client.get(f"/p/votes/{hall.id}/{hall.vote_id}/sheet").status_code == 200) == public
        assert (there in client.get(hall.page, headers=hall.headers(0)).text) == voter
        assert (client.get(f"{hall.path}/result", headers=hall.headers(0)).status_code == 200) == voter
        assert (there in client.get(hall.page, headers=hall.headers(lodger_id)).text) == tenant
        assert (
            client.get(f"{hall.path}/result", headers=hall.headers(lodger_id)).status_code == 200
        ) == tenant


class TestCity:
    @pytest.mark.feature("NN-18")
    def test_the_citys_result_comes_back_as_a_signed_document_and_our_count_is_never_called_legal(
        self, client, app
    ):
        hall = retermed(Hall(), advisory=True).open()
        hall.cast(0)
        officer = hall.headers("officer")
        page = f"{hall.desk}/official"
        fields = once(
            **{
                "document_no": "杭业投〔2026〕1号",
                "signed_by": "某街道办事处",
                "signed_on": "2026-03-31",
                "passed-1": "yes",
            }
        )
        early = submit(client, page, fields | {"document": (io.BytesIO(PDF), "结果.pdf")}, headers=officer)
        assert early.status_code == 409
        hall.close().publish()
        officer = hall.headers("officer")
        missing = submit(client, page, once(**fields), headers=officer)
        assert (missing.status_code, "盖章" in missing.text) == (422, True)
        done = submit(
            client, page, once(**fields) | {"document": (io.BytesIO(PDF), "结果.pdf")}, headers=officer
        )
        assert done.status_code == 303
        assert client.get(f"{page}/document", headers=officer).data == PDF
        public = client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text
        assert "没有法律效力" in public
        assert "杭业投〔2026〕1号" in public
        assert client.get(f"{hall.path}/result", headers=officer).json["binding"] is False
        with transaction():
            assert [one["passed"] for one in officials.result(hall.vote).outcomes] == [True]
        clock.advance(20 * DAY)
        with transaction():
            closing.settle(vote=hall.vote, now=clock.now())
            assert hall.vote.state == State.FINAL
        assert "已生效" not in client.get(f"/p/votes/{hall.id}/{hall.vote_id}").text
        assert hall.vote_id.hex not in client.get(f"/p/votes/{hall.id}").text.replace("-", "")

    @pytest.mark.feature("NN-18")
    def test_the_roll_goes_out_as_a_table_with_one_unit_a_line(self, client, app):
        hall = retermed(Hall(), advisory=True).announce()
        page, officer = f"{hall.desk}/official", hall.headers("officer")
        assert submit(client, page, {}, to=f"{page}/roll", headers=officer).status_code == 303
        assert export_writing.write_next() == 1
        with transaction(writes=False):
            rows = list(officials.roll_rows(hall.vote))
        assert sorted(row[2:5] for row in rows) == [
            (f"1幢{n}室", f"业主{n - 1}", "100.00") for n in (1, 2, 3)
        ]

    def test_a_vote_of_our_own_takes_no_result_from_outside(self, client, hall):
        hall.open().close()
        fields = once(**{"document_no": "1", "signed_by": "某", "signed_on": "2026-03-31", "passed-1": "yes"})
        sent = submit(
            client,
            f"{hall.desk}/official",
            fields | {"document": (io.BytesIO(PDF), "a.pdf")},
            headers=hall.headers("officer"),
        )
        assert sent.status_code == 409


def test_the_same_step_by_the_api(client, hall):
    officer = hall.headers("officer")
    made = client.post(
        f"{hall.api}/from-template", json={"template": "lift"} | moments(), headers=officer | key()
    )
    assert (made.status_code, made.json["title"]) == (201, "加装电梯")
    unknown = client.post(
        f"{hall.api}/from-template", json={"template": "x"} | moments(), headers=officer | key()
    )
    assert unknown.status_code == 422
    copied = client.post(f"{hall.path}/copy", json=moments(), headers=officer | key())
    assert copied.status_code == 201
    hall.announce()
    objected = client.post(
        f"{hall.path}/roll/objections",
        json={"about": "1幢1室", "words": "面积不对"},
        headers=hall.headers(0) | key(),
    )
    answer = f"{hall.path}/roll/objections/{objected.json['id']}/answer"
    said = client.post(answer, json={"upheld": True, "words": "已更正"}, headers=officer)
    assert (said.status_code, said.json["upheld"]) == (200, True)
    assert client.get(f"{hall.path}/roll/objections", headers=officer).json["items"][0]["answer"] == "已更正"
    taken = client.post(f"{hall.path}/notice/withdrawal", json={"reason": "改一处文字"}, headers=officer)
    assert (taken.status_code, taken.json["state"]) == (200, "draft")
    with transaction(writes=False):
        assert [one.edition for one in readiness.notices(hall.vote)] == [1]
