"""An estate's year from the plan to the confirmed star: who may do what, when, and what it comes to."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from linli.domains.rating.errors import (
    AppealClosed,
    AppealedAlready,
    BadEntry,
    BadPlan,
    BadVisit,
    InCourse,
    NobodyToDraw,
    NotReady,
    SamePerson,
    TiedAssessor,
    TookPart,
    TooSoon,
    VisitSent,
    WrongStage,
)
from linli.domains.rating.models import CourseStep, VisitPhoto
from linli.domains.rating.operations import (
    advancing,
    appealing,
    assigning,
    correcting,
    filling_in,
    planning,
    recording,
    visiting,
)
from linli.domains.rating.queries import courses, plans, sheets, ties, visits
from linli.domains.rating.rules import drawing
from linli.domains.rating.rules.course import PLANNED, Stage, Window
from linli.domains.rating.rules.drawing import TieKind
from linli.kernel.actors import Role, Tie
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rating
from tests.factories.rating_course import DAYS, City, photo


@pytest.fixture
def city(app):
    with transaction():
        yield City()


def sheet_of(city):
    return courses.sheet_of(city.course)


@pytest.mark.feature("RA-15")
def test_a_year_goes_from_plan_to_confirmed_lower_approval_first_and_every_step_is_logged(city, now):
    city.plan()
    city.forward(to=Stage.AREA_CHECK, B12="1")
    with pytest.raises(NotReady, match="A、B、C、D"):
        advancing.forward(actor=city.ann, of=city.course, now=now)
    with pytest.raises(InCourse):
        filling_in.submit(actor=city.ann, sheet=sheet_of(city), decision="", now=now)
    city.check_all()
    assert advancing.forward(actor=city.ann, of=city.course, now=now) is Stage.PRELIMINARY
    assert sheet_of(city).result["total"] == 9960
    assert advancing.undo(actor=city.ann, of=city.course, reason="B12 照片放错", now=now) is Stage.AREA_CHECK
    assert (sheet_of(city).result, city.course.published_at) == (None, None)
    with pytest.raises(NotReady, match="A、B、C、D"):
        advancing.forward(actor=city.ann, of=city.course, now=clock.now())
    city.forward(to=Stage.PRELIMINARY)
    with pytest.raises(TooSoon):
        advancing.forward(actor=city.bob, of=city.course, now=clock.now())
    city.after_public()
    city.forward(to=Stage.APPEAL)
    with pytest.raises(TooSoon):
        advancing.forward(actor=city.bob, of=city.course, now=clock.now())
    city.after_public(20)
    with pytest.raises(SamePerson):
        advancing.forward(actor=city.ann, of=city.course, now=clock.now())
    city.forward(to=Stage.CONFIRMED)
    assert sheets.star(city.estate.id).stars == 5
    with pytest.raises(WrongStage):
        advancing.undo(actor=city.ann, of=city.course, reason="x", now=clock.now())
    steps = courses.steps(city.course)
    assert [(one.after, one.undone) for one in steps][:4] == [
        ("confirmed", False), ("appeal", False), ("preliminary", False), ("area_check", True),
    ]  # fmt: skip
    assert [one.reason for one in steps if one.undone] == ["B12 照片放错"]


def test_nothing_begins_before_its_day_or_without_frozen_data(city, now):
    city.plan()
    advancing.forward(actor=city.ann, of=city.course, now=now)
    with pytest.raises(NotReady, match="冻结"):
        advancing.forward(actor=city.ann, of=city.course, now=now)
    late = dict(DAYS) | {
        Stage.PRELIMINARY: Window(now.date() + timedelta(days=9), now.date() + timedelta(days=10))
    }
    planning.set_days(plan=city.planned, organisation="信衡", windows=late)
    city.forward(to=Stage.AREA_CHECK)
    city.check_all()
    with pytest.raises(TooSoon, match="初评公示"):
        advancing.forward(actor=city.ann, of=city.course, now=now)
    with pytest.raises(BadPlan):
        planning.set_days(plan=city.planned, organisation="x", windows={PLANNED[0]: DAYS[PLANNED[0]]})


@pytest.mark.feature("RA-18")
def test_a_figure_that_jumped_against_last_year_is_explained_before_the_publication(city, now):
    rating.data(city.estate, city.officers[0], year=2024)
    city.plan()
    city.forward(to=Stage.AREA_CHECK, B04="70")
    city.check_all()
    with pytest.raises(NotReady, match="1 项数据和上年相差很大"):
        advancing.forward(actor=city.ann, of=city.course, now=now)
    recording.comment(
        actor=city.carl, estate_id=city.estate.id, year=2025, fact="fees.collection_rate", words="换了物业",
        now=now,
    )  # fmt: skip
    assert advancing.forward(actor=city.ann, of=city.course, now=now) is Stage.PRELIMINARY


def test_all_estates_go_on_together_and_what_is_not_ready_stays_with_its_reason(app, now):
    with transaction():
        city = City(estates=3)
        city.plan()
        for one in city.estates:
            rating.data(one, city.officers[0])
        for stage in (Stage.PLAN, Stage.DATA_FREEZE, Stage.SELF_REPORT):
            assert advancing.forward_all(actor=city.ann, plan=city.planned, stage=stage, now=now).count == 3
        for one in visits.of_course(city.course):
            city.send(one)
        moved = advancing.forward_all(actor=city.ann, plan=city.planned, stage=Stage.ASSESSMENT, now=now)
        assert (moved.count, set(moved.left.values())) == (1, {"测评员还没交"})
        assert plans.counts(city.planned)[Stage.ASSESSMENT] == 2


@pytest.mark.feature("NN-36")
def test_whoever_is_tied_to_an_estate_is_never_drawn_and_a_gap_over_20_percent_calls_a_third(app, now):
    with transaction():
        city = City(assessors=7)
        by_company, by_street, at_home, declared = city.assessors[3:]
        people.roles.grant(
            actor=None, account_id=by_company.id, role=Role.PROPERTY_MANAGER,
            scope=people._scope(city.company), until=None, now=now,
        )  # fmt: skip
        people.roles.grant(
            actor=None, account_id=by_street.id, role=Role.STREET_OFFICER, scope=people._scope(city.street),
            until=None, now=now,
        )  # fmt: skip
        people.resident(city.estate, places.unit(city.estate), at_home, tie=Tie.TENANT)
        plan = city.plan(draw=False)
        planning.declare_tie(
            actor=city.ann, plan=plan, account_id=declared.id, kind=TieKind.COMPANY, object_id=city.company.id,
            words="配偶在该公司任职", now=now,
        )  # fmt: skip
        tied = ties.barred([one.id for one in city.assessors], now=now)
        assert {tied.get((city.estate.id, one.id)) for one in city.assessors[3:]} == {
            TieKind.COMPANY, TieKind.STREET, TieKind.HOME,
        }  # fmt: skip
        made = assigning.draw(actor=city.ann, plan=plan, seed="7", now=now)
        pair = [one.account_id for one in visits.of_course(city.course)]
        assert set(pair) < {one.id for one in city.assessors[:3]}
        barred = dict.fromkeys(tied, TieKind.HOME)
        again = drawing.draw(
            seed="7", estates=[city.estate.id], pool=[one.id for one in city.assessors], barred=barred
        )
        assert (list(again[0].assessors), drawing.result_hash(again)) == (pair, made.result_hash)
        city.forward(to=Stage.SELF_REPORT)
        city.forward(to=Stage.ASSESSMENT)
        one, two = visits.of_course(city.course)
        city.send(one, B12="0")
        city.send(two, B12="1", B14="2")
        third = visits.of_course(city.course)[2]
        assert (third.place, third.codes) == (3, ["B14"])
        city.send(third, B14="1")
        city.forward(to=Stage.AREA_CHECK)
        found = sheets.entries(sheet_of(city))
        assert (found["B12"].points, found["B14"].points) == (180, 120)


def test_an_estate_without_two_free_assessors_is_not_drawn_and_a_tied_one_cannot_send(city, now):
    city.assessors = city.assessors[:1]
    plan = city.plan(draw=False)
    with pytest.raises(NobodyToDraw):
        assigning.draw(actor=city.ann, plan=plan, seed="7", now=now)
    second, spare = (people.staff(Role.ASSESSOR, city.city) for _ in range(2))
    planning.add_assessor(actor=city.ann, plan=plan, username=second.username, now=now)
    assigning.draw(actor=city.ann, plan=plan, seed="7", now=now)
    city.forward(to=Stage.ASSESSMENT)
    planning.declare_own_tie(
        actor=rating.actor(second, Role.ASSESSOR), kind=TieKind.COMMITTEE, object_id=city.estate.id,
        words="兄弟是委员", now=now,
    )  # fmt: skip
    mine = next(one for one in visits.of_course(city.course) if one.account_id == second.id)
    with pytest.raises(TiedAssessor):
        city.send(mine)
    planning.add_assessor(actor=city.ann, plan=plan, username=spare.username, now=now)
    assert assigning.replace(actor=city.ann, visit=mine, reason="有利害关系", now=now).account_id == spare.id
    with pytest.raises(BadPlan):
        planning.add_assessor(actor=city.ann, plan=plan, username=city.manager.username, now=now)


@pytest.mark.feature("RA-10")
def test_a_deduction_on_the_spot_needs_a_photo_with_time_and_place_and_one_photo_serves_several(city, now):
    city.plan()
    city.forward(to=Stage.ASSESSMENT)
    one, two = visits.of_course(city.course)
    marks = city.marks(one, B12="1", B15="2")
    with pytest.raises(BadVisit) as no:
        visiting.send(visit=one, typed=marks, now=now)
    assert set(no.value.field_errors) == {"B12.photo", "B15.photo"}
    for wrong, field in (
        ({"taken_at": None}, "photo.taken_at"),
        ({"taken_at": now - timedelta(days=400)}, "photo.taken_at"),
        ({"taken_at": now + timedelta(hours=1)}, "photo.taken_at"),
        ({"place": ""}, "photo.place"),
        ({"place": "", "latitude": 28_900_000}, "photo.place"),
    ):
        with pytest.raises(BadVisit) as no:
            visiting.send(visit=one, typed=marks, shots=[city.shot(codes=["B12", "B15"], **wrong)], now=now)
        assert list(no.value.field_errors) == [field]
    with pytest.raises(BadVisit):
        visiting.add_photo(visit=one, shot=city.shot(codes=["B04"]), now=now)
    spot = {"place": "", "latitude": 28_936_000, "longitude": 118_874_000}
    visiting.send(visit=one, typed=marks, shots=[city.shot(codes=["B12", "B15"], **spot)], now=now)
    (kept,) = visits.photos([one.id], one.estate_id)
    assert (kept.codes, kept.latitude) == (["B12", "B15"], 28_936_000)
    with pytest.raises(VisitSent):
        city.send(one)
    missing = city.marks(two)
    del missing["B12"]
    with pytest.raises(BadVisit) as no:
        visiting.send(visit=two, typed=missing, now=now)
    assert list(no.value.field_errors) == ["B12.value"]


def test_an_entry_of_an_assessment_and_a_step_cannot_be_rewritten(app):
    with transaction():
        city = City()
        city.plan()
        city.forward(to=Stage.ASSESSMENT)
        city.send(visits.of_course(city.course)[0], B12="1")
    for table, values in ((VisitPhoto, {"place": "x"}), (CourseStep, {"reason": "x"})):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(db.update(table).values(**values))


@pytest.mark.feature("RA-13")
def test_a_self_report_stands_with_its_days_until_a_newer_one(city, now):
    city.plan()
    with pytest.raises(WrongStage):
        city.say("B01", values={"value": "只有合同"})
    city.forward(to=Stage.SELF_REPORT)
    city.say("B01", values={"value": "只有合同"}, words="备案办理中")
    city.say("B01", values={"value": "有合同并备案"}, valid_from=now.date(), photos=[photo()])
    assert courses.reports(city.course)["B01"].values == {"value": "有合同并备案"}
    for wrong in ({"code": "B04", "values": {"value": "99"}}, {"code": "B01", "values": {"value": "很好"}}):
        with pytest.raises(BadEntry):
            city.say(**wrong)


@pytest.mark.feature("NN-37")
def test_an_indicator_is_appealed_once_in_five_working_days_and_decided_by_somebody_else(city, now):
    city.plan()
    city.forward(to=Stage.PRELIMINARY, B12="1", B15="1")

    def appeal(code="B12", photos=()):
        return appealing.appeal(
            actor=city.company_actor, of=city.course, code=code, words="岗亭当天检修", photos=photos or [photo()],
            now=clock.now(),
        )  # fmt: skip

    with pytest.raises(AppealClosed):
        appeal()
    city.after_public()
    advancing.open_appeals(of=city.course, now=clock.now())
    assert city.course.standing is Stage.APPEAL
    made = appeal()
    with pytest.raises(BadEntry):
        appealing.appeal(actor=city.company_actor, of=city.course, code="B15", words="x", now=clock.now())
    with pytest.raises(TookPart):
        appealing.decide(actor=city.carl, appeal=made, points=200, answer="属实", now=clock.now())
    with pytest.raises(BadEntry):
        appealing.decide(actor=city.dora, appeal=made, points=201, answer="属实", now=clock.now())
    city.after_public(30)
    with pytest.raises(AppealClosed):
        appeal("B15")
    with pytest.raises(NotReady, match="申诉"):
        advancing.forward(actor=city.bob, of=city.course, now=clock.now())
    appealing.decide(actor=city.dora, appeal=made, points=200, answer="检修单属实", now=clock.now())
    assert (made.points_before, made.points_after, made.total_before, made.total_after) == (
        160,
        200,
        9930,
        9970,
    )
    city.forward(to=Stage.CONFIRMED)
    assert sheets.star(city.estate.id).total == 9970
    assert sheets.entries(sheet_of(city))["B12"].evidence == "申诉成立：检修单属实"


def test_an_indicator_is_appealed_once(app):
    with transaction():
        city = City()
        city.plan()
        city.forward(to=Stage.PRELIMINARY, B12="1")
        city.after_public()
    for refused in (False, True):
        with transaction():
            of = courses.course(estate_id=city.estate.id, year=2025)
            args = {"actor": city.company_actor, "of": of, "code": "B12", "words": "x", "now": clock.now()}
            if not refused:
                appealing.appeal(photos=[photo()], **args)
                continue
            with pytest.raises(AppealedAlready):
                appealing.appeal(photos=[photo()], **args)


@pytest.mark.feature("NN-35")
def test_a_confirmed_result_changes_only_by_a_signed_line_with_its_reason(city, now):
    city.plan()
    city.forward(to=Stage.PRELIMINARY, B12="1")
    arguments = {"actor": city.ann, "code": "B12", "points": 200, "reason": "复核录像", "now": now}
    with pytest.raises(WrongStage):
        correcting.correct(of=city.course, **arguments)
    city.after_public(20)
    city.forward(to=Stage.CONFIRMED)
    line = correcting.correct(of=city.course, **arguments)
    assert (line.total_before, line.total_after, line.signed_name) == (9960, 10000, "周明")
    assert correcting.signature(line) == line.signature
    assert sheets.star(city.estate.id).total == 10000
    line.reason = "改过"
    assert correcting.signature(line) != line.signature
    db.session.expire(line)


def test_a_signed_correction_shows_on_the_public_page_at_once(client, now):
    with transaction():
        city = City()
        city.plan()
        city.forward(to=Stage.PRELIMINARY, B12="1")
        city.after_public(20)
        city.forward(to=Stage.CONFIRMED)
    page = f"/p/estates/{city.estate.id}"
    assert '<b class="nums">99.6</b>' in client.get(page).text
    for points, shown in ((200, "100"), (180, "99.8")):  # both in the same moment
        with transaction():
            correcting.correct(
                actor=city.ann, of=city.course, code="B12", points=points, reason="复核录像", now=now
            )
        assert f'<b class="nums">{shown}</b>' in client.get(page).text


@pytest.mark.feature("RA-26")
def test_a_question_about_an_indicator_is_answered_by_name_and_stays_with_the_year(city, now):
    city.plan()
    asked = correcting.remark(
        actor=city.company_actor, of=city.course, code="B12", words="夜间算吗？", now=now
    )
    correcting.remark(actor=city.ann, of=city.course, code="B12", words="算。", answer_to=asked.id, now=now)
    assert [(one.words, one.made_by) for one in courses.remarks(city.course)] == [
        ("夜间算吗？", city.manager.id), ("算。", city.officers[0].id),
    ]  # fmt: skip
    with pytest.raises(BadEntry):
        correcting.remark(
            actor=city.ann, of=city.course, code="B11", words="算。", answer_to=asked.id, now=now
        )
