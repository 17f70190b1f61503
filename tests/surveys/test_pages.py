"""Surveys by page and over the API: who may, what is answered, what stays sealed."""

import io
import re
import uuid

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from linli.domains.people.models import Owner
from linli.domains.people.operations import register
from linli.domains.people.queries import identity
from linli.domains.surveys.models import Survey, SurveyAnswer, SurveyEnvelope, SurveyParticipation, SurveyText
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules import questions
from linli.domains.surveys.rules.course import WITHOUT_EFFECT, Mode, Per, Showing
from linli.platform import clock, exports
from linli.platform.db import db
from linli.platform.export_writing import write_next
from linli.platform.idempotency import IdempotencyKey
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.surveys import ASKED, DAYS, Block, draft
from tests.support.forms import submit

FORM = {"q1": "2", "q2.1": "yes", "q2.3": "yes", "q3": "5", "q4": "树荫下最抢手"}
ANSWERS = {"q1": "2", "q2": ["1", "3"], "q3": 5, "q4": "树荫下最抢手"}


class Hall(Block):
    """A block whose people have tokens."""

    def as_(self, who):
        """The headers of an owner, "wife", "tenant", "officer" or "member"."""
        with transaction():
            account = {"officer": self.officer_account, "member": self.member_account}.get(who)
            found = identity.account(account.id if account is not None else self.ids[who])
            return people.bearer(found)

    def api(self, survey_id=None):
        return f"/api/v1/estates/{self.id}/surveys" + (f"/{survey_id}" if survey_id else "")

    def page(self, survey_id):
        return f"/e/{self.id}/surveys/{survey_id}"

    def desk(self, survey_id=None):
        return f"/work/e/{self.id}/surveys" + (f"/{survey_id}" if survey_id else "")


@pytest.fixture
def hall(app):
    return Hall()


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def send(client, hall, survey_id, who, way, fields):
    """A form of the survey's page, with the published text's hash."""
    page = hall.page(survey_id)
    return submit(client, page, fields, to=f"{page}/{way}", headers=hall.as_(who))


def test_a_resident_fills_reads_over_hands_in_and_is_thanked(client, hall):
    survey_id = hall.asks()
    shown = client.get(hall.page(survey_id), headers=hall.as_(0)).text
    assert all(
        text in shown for text in ("您家有车吗？", "停车难不难？", WITHOUT_EFFECT, "看一遍再交", "先存着")
    )
    check = send(client, hall, survey_id, 0, "check", FORM)
    assert check.status_code == 200
    assert all(text in check.text for text in ("车位、外面", "5 分（很难）", "树荫下最抢手"))
    assert (count(SurveyParticipation), count(SurveyAnswer)) == (0, 0)
    done = send(client, hall, survey_id, 0, "answers", FORM)
    assert (done.status_code, done.headers["Location"]) == (303, f"{hall.page(survey_id)}/thanks")
    assert "收到了" in client.get(f"{hall.page(survey_id)}/thanks", headers=hall.as_(0)).text
    assert db.session.scalars(select(SurveyAnswer)).one().answers == ANSWERS | {"q4": True}
    again = send(client, hall, survey_id, 0, "answers", FORM)
    assert (again.status_code, count(SurveyAnswer)) == (409, 1)
    assert "已经答过" in again.text


def test_what_is_missing_is_said_beside_the_question_and_nothing_typed_is_lost(client, hall):
    survey_id = hall.asks()
    answer = send(client, hall, survey_id, 0, "check", {"q1": "2", "q4": "写了半天的话", "q3": "9"})
    assert answer.status_code == 422
    assert all(
        text in answer.text
        for text in ("写了半天的话", 'id="f-q2-error"', "请在 1 到 5 分里选", "请回答这道题")
    )
    assert re.search(r'name="q1" value="2"[^>]* checked', answer.text)


def test_one_question_a_screen_in_elder_mode_and_the_hidden_one_is_skipped(client, hall):
    survey_id = hall.asks(mode=Mode.ANONYMOUS)
    client.set_cookie("linli-look", "theme=auto&mode=elder", domain="localhost")
    first = client.get(hall.page(survey_id), headers=hall.as_(0)).text
    assert "您家有车吗？" in first
    assert "停车难不难？" not in first
    empty = send(client, hall, survey_id, 0, "step", {"at": "q1", "go": "next"})
    assert (empty.status_code, "请回答这道题" in empty.text) == (422, True)
    second = send(client, hall, survey_id, 0, "step", {"at": "q1", "go": "next", "q1": "1"})
    assert "停车难不难？" in second.text  # no car: where it stands is not asked
    assert 'name="q1" value="1"' in second.text
    back = send(client, hall, survey_id, 0, "step", {"at": "q3", "go": "back", "q1": "1"})
    assert "您家有车吗？" in back.text
    third = send(client, hall, survey_id, 0, "step", {"at": "q3", "go": "next", "q1": "1", "q3": "2"})
    assert "还有什么想说的？" in third.text
    last = send(
        client, hall, survey_id, 0, "step", {"at": "q4", "go": "next", "q1": "1", "q3": "2", "q4": ""}
    )
    assert all(text in last.text for text in ("看一遍再交", "没有回答", "交上去"))
    assert send(client, hall, survey_id, 0, "answers", {"q1": "1", "q3": "2"}).status_code == 303
    assert count(SurveyEnvelope) == 1


@pytest.mark.feature("VO-69")
def test_what_was_saved_is_filled_in_when_the_person_comes_back_on_any_device(client, app, hall):
    survey_id = hall.asks()
    saved = send(client, hall, survey_id, 0, "draft", {"q1": "3", "q4": "写到一半"})
    assert saved.status_code == 303
    other = app.test_client().get(hall.page(survey_id), headers=hall.as_(0)).text
    assert all(text in other for text in ("写到一半", "上次答到一半"))
    assert "写到一半" not in client.get(hall.page(survey_id), headers=hall.as_(1)).text


@pytest.mark.feature("VO-68")
def test_handing_in_an_anonymous_answer_leaves_no_key_that_joins_it(client, hall):
    survey_id = hall.asks(mode=Mode.ANONYMOUS)
    fields = FORM | {"once": uuid.uuid4().hex}
    assert send(client, hall, survey_id, 0, "answers", fields).status_code == 303
    key = {"Idempotency-Key": uuid.uuid4().hex}
    sent = client.post(f"{hall.api(survey_id)}/answers", json={"answers": ANSWERS}, headers=key | hall.as_(1))
    assert (sent.status_code, sent.data) == (204, b"")
    assert (count(SurveyEnvelope), count(IdempotencyKey)) == (2, 0)
    shown = client.get(hall.page(survey_id), headers=hall.as_(2)).text
    assert 'data-draft="survey-' in shown
    assert "/draft" not in shown


@pytest.mark.feature("VO-01")
def test_a_survey_never_claims_legal_effect_and_knows_no_rule_of_a_vote(client, hall):
    survey_id = hall.asks()
    for who in range(5):
        hall.answer(survey_id, who)
    assert WITHOUT_EFFECT in client.get(hall.page(survey_id), headers=hall.as_(0)).text
    hall.close(survey_id)
    seen = {
        path: client.get(path, headers=hall.as_(who)).text
        for who, path in (
            (0, f"{hall.page(survey_id)}/results"),
            ("officer", f"{hall.desk(survey_id)}/results"),
            ("officer", hall.desk(survey_id)),
            ("tenant", f"{hall.api(survey_id)}/results"),
            ("tenant", hall.api(survey_id)),
        )
    }
    for path, text in seen.items():
        assert WITHOUT_EFFECT in text, path
        for claim in ("表决通过", "未通过", "决议生效", "四分之三", "法定"):
            assert claim not in text, path
    for rule in ({"matter": "use_fund"}, {"threshold": "special"}, {"kind": "election"}, {"quorum": 2}):
        body = settings_body() | rule
        sent = client.post(hall.api(), json=body, headers=hall.as_("officer"))
        assert (sent.status_code, list(sent.json["errors"])) == (422, list(rule))
    sent = client.post(
        hall.api(), json=settings_body(title="表决结果具有法律效力"), headers=hall.as_("officer")
    )
    assert (sent.status_code, sent.json["code"]) == (422, "surveys.claims_effect")


def settings_body(**more):
    now = clock.now()
    return {
        "title": "保洁做得怎么样",
        "opens_at": now.isoformat(),
        "closes_at": (now + DAYS).isoformat(),
    } | more


def test_a_program_makes_publishes_answers_closes_and_reads_a_survey(client, hall):
    officer = hall.as_("officer")
    made = client.post(hall.api(), json=settings_body(quotas={"total": 50}), headers=officer)
    assert (made.status_code, made.json["state"]) == (201, "draft")
    survey_id = made.json["id"]
    early = client.post(f"{hall.api(survey_id)}/publication", headers=officer)
    assert (early.status_code, early.json["code"]) == (409, "surveys.not_ready")
    asked = [questions.plain(one) for one in ASKED]
    put = client.put(f"{hall.api(survey_id)}/questions", json={"questions": asked}, headers=officer)
    assert (put.status_code, put.json["lacks"], put.json["questions"]) == (200, [], asked)
    changed = client.put(hall.api(survey_id), json=settings_body(per="household"), headers=officer)
    assert changed.json["per"] == "household"
    assert client.get(hall.api(survey_id), headers=hall.as_(0)).status_code == 403
    published = client.post(f"{hall.api(survey_id)}/publication", headers=officer)
    assert (published.status_code, published.json["state"]) == (200, "open")
    for who in range(6):
        body = {"answers": ANSWERS, "text_hash": published.json["text_hash"]}
        assert (
            client.post(f"{hall.api(survey_id)}/answers", json=body, headers=hall.as_(who)).status_code == 204
        )
    mine = client.get(f"{hall.api(survey_id)}/answers/mine", headers=hall.as_("wife")).json
    assert [one["answered"] for one in mine["items"]] == [True]
    sealed = client.get(f"{hall.api(survey_id)}/results", headers=officer)
    assert (sealed.status_code, sealed.json["code"]) == (403, "surveys.results_sealed")
    closed = client.post(f"{hall.api(survey_id)}/closing", json={"reason": "已经收齐。"}, headers=officer)
    assert closed.json["state"] == "closed"
    waiting = client.get(f"{hall.api(survey_id)}/texts", headers=officer).json["items"]
    assert len(waiting) == 6
    shown = client.post(
        f"{hall.api(survey_id)}/texts/{waiting[0]['id']}", json={"release": True}, headers=officer
    )
    assert shown.json["state"] == "released"
    found = client.get(f"{hall.api(survey_id)}/results", headers=hall.as_("tenant")).json
    assert (found["asked"], found["answered"], found["texts"]) == (7, 6, {"q4": ["树荫下最抢手"]})
    assert [bar["number"] for bar in found["questions"][0]["figure"]["bars"]] == [0, 6, 0]
    named = client.get(f"{hall.api(survey_id)}/answers", headers=officer).json["items"]
    assert {one["name"] for one in named} == {f"业主{n}" for n in range(6)}
    assert client.get(f"{hall.api(survey_id)}/answers", headers=hall.as_(0)).status_code == 403
    told = client.post(
        f"{hall.api(survey_id)}/outcome", json={"words": "下月起重新划线，增加车位。"}, headers=officer
    )
    assert told.status_code == 201
    assert (
        client.get(hall.api(survey_id), headers=hall.as_(0)).json["outcome"] == "下月起重新划线，增加车位。"
    )
    copy = client.post(f"{hall.api(survey_id)}/copy", headers=officer)
    assert (copy.status_code, copy.json["state"]) == (201, "draft")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"q9": "1"},
        {"q1": {}},
        {"q1": [["1"]]},
        {"q1": "2", "q2": [1], "q3": 10**30},
        {"q1": None, "q3": "x"},
    ],
)
def test_answers_that_do_not_fit_are_refused_beside_their_questions(client, hall, answers):
    survey_id = hall.asks()
    sent = client.post(f"{hall.api(survey_id)}/answers", json={"answers": answers}, headers=hall.as_(0))
    assert sent.status_code == 422
    assert sent.json["errors"]
    assert client.put(f"{hall.api(survey_id)}/answers/draft", json={"answers": answers}, headers=hall.as_(0)).status_code in {204, 422}  # fmt: skip
    assert client.get(hall.page(survey_id), headers=hall.as_(0)).status_code == 200


def test_an_officer_builds_a_questionnaire_question_by_question(client, hall):
    officer = hall.as_("officer")
    opened = client.get(f"{hall.desk()}/new?template=parking", headers=officer).text
    assert "小区停车怎么办" in opened
    form = {
        "title": "小区停车怎么办", "intro": "先听听", "mode": "named", "per": "household", "showing": "after",
        "ties": ["owner", "tenant"], "opens_on": "2026-03-02", "closes_on": "2026-03-12", "template": "parking",
        "quota_total": "", "quota_building": "3",
    }  # fmt: skip
    made = submit(client, f"{hall.desk()}/new", form, to=hall.desk(), headers=officer)
    assert made.status_code == 303
    survey_id = made.headers["Location"].rpartition("/")[2]
    desk = hall.desk(survey_id)
    assert len(hall.survey(uuid.UUID(survey_id)).questions) == 6
    question = {
        "kind": "multiple", "title": "周末去哪停？", "hint": "", "options": "路边\n 单位 \n\n亲戚家", "required": "yes",
        "least": "", "most": "2", "when": ["q1=2", "q1=3"],
    }  # fmt: skip
    assert (
        submit(
            client, f"{desk}/questions/new?kind=multiple", question, to=f"{desk}/questions", headers=officer
        ).status_code
        == 303
    )
    mixed = submit(
        client, desk, question | {"when": ["q1=2", "q3=1"]}, to=f"{desk}/questions", headers=officer
    )
    assert mixed.status_code == 422
    assert "周末去哪停？" in mixed.text
    for way, fields in (
        ("questions/q7/move", {"to": "up"}),
        ("questions/q7/copy", {}),
        ("questions/q8/removal", {}),
    ):
        assert submit(client, desk, fields, to=f"{desk}/{way}", headers=officer).status_code == 303
    survey = hall.survey(uuid.UUID(survey_id))
    db.session.refresh(survey)
    assert [one["key"] for one in survey.questions] == ["q1", "q2", "q3", "q4", "q5", "q7", "q6"]
    assert survey.questions[5]["options"] == [
        {"key": "1", "text": "路边"},
        {"key": "2", "text": "单位"},
        {"key": "3", "text": "亲戚家"},
    ]
    edited = client.get(f"{desk}/questions/q7", headers=officer).text
    assert "亲戚家" in edited
    assert (
        submit(
            client, desk, question | {"title": "平日去哪停？"}, to=f"{desk}/questions/q7", headers=officer
        ).status_code
        == 303
    )
    assert "平日去哪停？" in client.get(f"{desk}/preview", headers=officer).text
    assert submit(client, desk, {}, to=f"{desk}/publication", headers=officer).status_code == 303
    frozen = submit(client, desk, question, to=f"{desk}/questions/q7", headers=officer)
    assert frozen.status_code == 409
    assert client.get(f"{desk}/questions/new", headers=officer).status_code == 200


def test_settings_that_contradict_each_other_come_back_with_what_was_typed(client, hall):
    officer = hall.as_("officer")
    form = {
        "title": "写了很久的标题", "mode": "anonymous", "per": "person", "showing": "live", "ties": ["owner"],
        "opens_on": "2026-03-12", "closes_on": "2026-03-02", "quota_total": "x",
    }  # fmt: skip
    bad = submit(client, f"{hall.desk()}/new", form, to=hall.desk(), headers=officer)
    assert (bad.status_code, "写了很久的标题" in bad.text, "f-quota_total-error" in bad.text) == (
        422,
        True,
        True,
    )
    bad = submit(client, f"{hall.desk()}/new", form | {"quota_total": ""}, to=hall.desk(), headers=officer)
    assert all(text in bad.text for text in ("截止要在开始之后", "匿名问卷只能结束后公布"))
    assert count(Survey) == 0


def test_who_may_ask_read_and_moderate(client, hall):
    with transaction():
        draft_id = draft(hall.officer, hall.id).id
    survey_id = hall.asks()
    for who, sees_draft in (("officer", 200), ("member", 200), (0, 403), ("tenant", 403)):
        assert client.get(hall.api(draft_id), headers=hall.as_(who)).status_code == sees_draft
    for who in (0, "tenant", "wife"):
        for path in ("texts", "answers", "edit", "questions/new", "results.xlsx"):
            assert client.get(f"{hall.desk(survey_id)}/{path}", headers=hall.as_(who)).status_code == 403, (
                path
            )
    stranger = Hall()
    for path in (stranger.desk(survey_id), stranger.api(survey_id)):
        assert client.get(path, headers=stranger.as_("officer")).status_code == 404
    named, hidden = survey_id, hall.asks(mode=Mode.ANONYMOUS)
    assert client.get(f"{hall.desk(named)}/answers", headers=hall.as_("officer")).status_code == 200
    assert client.get(f"{hall.desk(hidden)}/answers", headers=hall.as_("officer")).status_code == 403


def test_results_stand_in_bars_and_tables_and_go_into_a_workbook_without_formulas(client, hall):
    survey_id = hall.asks(title="=cmd|'/c calc'!A1")
    for who in range(6):
        hall.answer(
            survey_id,
            who,
            {"q1": "1" if who else "3", "q2": ["1"], "q3": 5, "q4": "=1+1"}
            if not who
            else {"q1": "1", "q3": 4},
        )
    hall.close(survey_id)
    text_id = db.session.scalars(select(SurveyText.id)).one()
    officer = hall.as_("officer")
    desk = hall.desk(survey_id)
    assert "=1+1" not in client.get(f"{hall.page(survey_id)}/results", headers=hall.as_(1)).text
    assert (
        submit(
            client, f"{desk}/texts", {"release": "true"}, to=f"{desk}/texts/{text_id}", headers=officer
        ).status_code
        == 303
    )
    shown = client.get(f"{hall.page(survey_id)}/results", headers=hall.as_(1)).text
    assert all(
        text in shown
        for text in ("=1+1", "5 份 · 83.3%", "问到 6 份，回答 6 份", "问到 1 份", "看表格", "4.17")
    )
    file = client.get(f"{desk}/results.xlsx", headers=officer)
    book = load_workbook(io.BytesIO(file.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    values = {cell.value for cell in cells}
    assert {"'=1+1", "'=cmd|'/c calc'!A1", WITHOUT_EFFECT, "83.3"} <= values
    split = client.get(f"{hall.page(survey_id)}/results?split=building", headers=hall.as_(1))
    assert split.status_code == 200
    assert client.get(f"{hall.page(survey_id)}/results?split=moon", headers=hall.as_(1)).status_code == 422


def test_named_answers_are_read_and_exported_by_those_who_asked(client, hall):
    survey_id = hall.asks()
    hall.answer(survey_id, 0, ANSWERS)
    officer, desk = hall.as_("officer"), hall.desk(survey_id)
    page = client.get(f"{desk}/answers", headers=officer).text
    assert all(text in page for text in ("业主0", "1-100", "树荫下最抢手"))
    assert (
        submit(client, f"{desk}/answers", {}, to=f"{desk}/answers/export", headers=officer).status_code == 303
    )
    assert write_next() == 1
    made = db.session.scalars(select(exports.Export)).one()
    assert (made.state, made.done_rows) == ("ready", 4)


def test_a_household_with_two_flats_answers_for_each(client, hall):
    with transaction():
        owner = db.session.scalars(select(Owner).filter_by(account_id=hall.ids[0])).one()
        register.add_ownership(estate_id=hall.id, unit_id=hall.unit_ids[3], owner_id=owner.id, since_on=None)
    survey_id = hall.asks(per=Per.HOUSEHOLD)
    assert "替哪一户回答" in client.get(hall.page(survey_id), headers=hall.as_(0)).text
    fields = {"q1": "1", "q3": "1", "unit_id": str(hall.unit_ids[3])}
    assert send(client, hall, survey_id, 0, "answers", fields).status_code == 303
    thanks = client.get(f"{hall.page(survey_id)}/thanks", headers=hall.as_(0)).text
    assert "还没有回答" in thanks
    assert send(client, hall, survey_id, 0, "answers", fields).status_code == 409
    assert (
        send(client, hall, survey_id, 0, "answers", fields | {"unit_id": str(hall.unit_ids[5])}).status_code
        == 403
    )
    assert send(client, hall, survey_id, 0, "answers", {"q1": "1", "q3": "1"}).status_code == 303


def test_an_open_survey_waits_on_the_first_page_until_it_is_answered(client, hall):
    survey_id = hall.asks(title="保洁做得怎么样")
    home = f"/e/{hall.id}/"
    assert "保洁做得怎么样" in client.get(home, headers=hall.as_("tenant")).text
    hall.answer(survey_id, "tenant")
    assert "保洁做得怎么样" not in client.get(home, headers=hall.as_("tenant")).text
    hall.close(survey_id)
    assert "写处理结果" in client.get("/work/", headers=hall.as_("officer")).text
    assert surveys.survey(estate_id=hall.id, survey_id=survey_id).closed_why == "够了够了。"


def test_live_results_are_shown_while_the_survey_runs(client, hall):
    survey_id = hall.asks(showing=Showing.LIVE, changeable=True)
    for who in range(5):
        hall.answer(survey_id, who)
    assert "5 份 · 100%" in client.get(f"{hall.page(survey_id)}/results", headers=hall.as_("wife")).text
    page = client.get(hall.page(survey_id), headers=hall.as_(0)).text
    assert "截止前可以改" in page
    assert re.search(r'name="q1" value="1"[^>]* checked', page)
    assert send(client, hall, survey_id, 0, "answers", FORM).status_code == 303
    assert count(SurveyAnswer) == 5
