"""Questions about an estate's rated year: where it stands, what was reported, checked, appealed, corrected, asked."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from config.holidays import calendar
from linli.domains.rating.models import (
    AreaCheck,
    CourseStep,
    RatingAppeal,
    RatingCourse,
    RatingPlan,
    RatingRemark,
    ScoreCorrection,
    ScoreEntry,
    ScoreSheet,
    SelfReport,
    Visit,
)
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules import course as rules
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.course import OPEN_TO_ALL, SETTLED, Stage
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Clocks:
    """Until when a published result can be read and appealed."""

    public_until: datetime
    appeal_until: datetime

    @property
    def public_on(self) -> date:
        """The last day of the publication."""
        return day_of(self.public_until) - timedelta(days=1)

    @property
    def appeal_on(self) -> date:
        """The last day for an appeal."""
        return day_of(self.appeal_until) - timedelta(days=1)


def course(*, estate_id: uuid.UUID, year: int, **_: object) -> RatingCourse:
    """The estate's way through a year, or Unknown where the year has no plan with it."""
    if not 2000 <= year <= 2200:  # noqa: PLR2004 - no year that has a plan, and perhaps no number a database knows
        raise Unknown
    found = db.session.scalar(select(RatingCourse).filter_by(estate_id=estate_id, year=year))
    if found is None:
        raise Unknown
    return found


def published(*, estate_id: uuid.UUID, year: int, **_: object) -> RatingCourse:
    """The way of a year whose preliminary result is open to everybody; otherwise Unknown."""
    found = course(estate_id=estate_id, year=year)
    if found.stage not in OPEN_TO_ALL | SETTLED:
        raise Unknown
    return found


def newest(estate_id: uuid.UUID) -> RatingCourse | None:
    """The estate's newest year that is assessed by plan."""
    query = select(RatingCourse).filter_by(estate_id=estate_id)
    return db.session.scalar(query.order_by(RatingCourse.year.desc()).limit(1))


def underway(estate_id: uuid.UUID) -> Sequence[RatingCourse]:
    """The estate's years that are not confirmed yet."""
    query = select(RatingCourse).where(
        RatingCourse.estate_id == estate_id, RatingCourse.stage.notin_(SETTLED)
    )
    return db.session.scalars(query.order_by(RatingCourse.year)).all()


def sheet_of(of: RatingCourse) -> ScoreSheet:
    """The sheet in which the year's result stands."""
    return db.session.get_one(ScoreSheet, (of.estate_id, of.sheet_id))


def plan_of(of: RatingCourse) -> RatingPlan:
    """The plan that it follows."""
    return db.session.get_one(RatingPlan, of.plan_id)


def catalogue_of(of: RatingCourse) -> Catalogue:
    """The catalogue by which it is graded."""
    return sheets.catalogue(sheet_of(of).catalogue)


def clocks(of: RatingCourse) -> Clocks | None:
    """When publication and appeals end; None before the publication."""
    if of.published_at is None:
        return None
    return Clocks(rules.public_until(of.published_at), rules.appeal_until(of.published_at, calendar()))


def steps(of: RatingCourse) -> Sequence[CourseStep]:
    """Every step, the newest first, those undone too."""
    query = select(CourseStep).filter_by(estate_id=of.estate_id, course_id=of.id)
    return db.session.scalars(query.order_by(CourseStep.id.desc())).all()


def reports(of: RatingCourse) -> dict[str, SelfReport]:
    """What the estate says of itself, by indicator: the newest of each."""
    query = select(SelfReport).filter_by(estate_id=of.estate_id, course_id=of.id).order_by(SelfReport.id)
    return {one.code: one for one in db.session.scalars(query)}


def report(*, estate_id: uuid.UUID, report_id: uuid.UUID, **_: object) -> SelfReport:
    """One report of the estate, or Unknown."""
    found = db.session.get(SelfReport, (estate_id, report_id))
    if found is None:
        raise Unknown
    return found


def checks(of: RatingCourse) -> dict[str, AreaCheck]:
    """What was said of each area in this round of checks: the newest of each."""
    return checks_of([of]).get(of.id, {})


def checks_of(courses: Sequence[RatingCourse]) -> dict[uuid.UUID, dict[str, AreaCheck]]:
    """The same for several courses at once."""
    rounds = {one.id: one.round for one in courses}
    found: dict[uuid.UUID, dict[str, AreaCheck]] = {}
    query = select(AreaCheck).where(AreaCheck.course_id.in_(rounds)).order_by(AreaCheck.id)
    for one in db.session.scalars(query):
        if one.round == rounds[one.course_id]:
            found.setdefault(one.course_id, {})[one.area] = one
    return found


def appeals(of: RatingCourse) -> Sequence[RatingAppeal]:
    """The appeals, in the order in which they came."""
    query = select(RatingAppeal).filter_by(estate_id=of.estate_id, course_id=of.id)
    return db.session.scalars(query.order_by(RatingAppeal.id)).all()


def appeal(*, estate_id: uuid.UUID, appeal_id: uuid.UUID, **_: object) -> RatingAppeal:
    """One appeal of the estate, or Unknown."""
    found = db.session.get(RatingAppeal, (estate_id, appeal_id))
    if found is None:
        raise Unknown
    return found


def undecided(courses: Sequence[RatingCourse]) -> set[uuid.UUID]:
    """Which of these courses have an appeal that nobody decided yet."""
    query = select(RatingAppeal.course_id).where(
        RatingAppeal.course_id.in_([one.id for one in courses]), RatingAppeal.decided_at.is_(None)
    )
    return set(db.session.scalars(query))


def of_appeal(found: RatingAppeal) -> RatingCourse:
    """The course that an appeal is about."""
    return db.session.get_one(RatingCourse, (found.estate_id, found.course_id))


def took_part(of: RatingCourse, account_id: uuid.UUID) -> bool:
    """Whether a person assessed the estate or checked one of its areas this year (NN-37)."""
    assessed = select(Visit.id).filter_by(estate_id=of.estate_id, course_id=of.id, account_id=account_id)
    checked = select(AreaCheck.id).filter_by(estate_id=of.estate_id, course_id=of.id, made_by=account_id)
    return any(db.session.scalar(query.limit(1)) is not None for query in (assessed, checked))


def corrections(sheet: ScoreSheet) -> Sequence[ScoreCorrection]:
    """The signed lines beside a confirmed result, oldest first."""
    query = select(ScoreCorrection).filter_by(estate_id=sheet.estate_id, sheet_id=sheet.id)
    return db.session.scalars(query.order_by(ScoreCorrection.id)).all()


def remarks(of: RatingCourse) -> Sequence[RatingRemark]:
    """Comments and questions with their answers, oldest first."""
    query = select(RatingRemark).filter_by(estate_id=of.estate_id, course_id=of.id)
    return db.session.scalars(query.order_by(RatingRemark.id)).all()


def sheets_of(courses: Sequence[RatingCourse]) -> dict[uuid.UUID, ScoreSheet]:
    """The sheets of several courses, by the sheet's id."""
    query = select(ScoreSheet).where(ScoreSheet.id.in_([one.sheet_id for one in courses]))
    return {one.id: one for one in db.session.scalars(query)}


def entries_of(courses: Sequence[RatingCourse]) -> dict[uuid.UUID, dict[str, ScoreEntry]]:
    """What stands in the sheets of several courses, by the sheet's id; the newest of each indicator."""
    query = select(ScoreEntry).where(ScoreEntry.sheet_id.in_([one.sheet_id for one in courses]))
    found: dict[uuid.UUID, dict[str, ScoreEntry]] = {}
    for one in db.session.scalars(query.order_by(ScoreEntry.id)):
        found.setdefault(one.sheet_id, {})[one.code] = one
    return found


def ready_for_appeal(now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(estate, course) of those whose publication is over and that still stand as published."""
    query = select(RatingCourse).filter_by(stage=Stage.PRELIMINARY)
    with seeing_every_estate():
        return [
            (one.estate_id, one.id)
            for one in db.session.scalars(query)
            if one.published_at is not None and rules.public_until(one.published_at) <= now
        ]


def by_key(estate_id: uuid.UUID, course_id: uuid.UUID) -> RatingCourse:
    """The course with this key."""
    return db.session.get_one(RatingCourse, (estate_id, course_id))
