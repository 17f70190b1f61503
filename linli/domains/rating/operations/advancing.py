"""An estate's year goes from stage to stage, one by one or all together; undoing a step is written down (RA-15)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from config.holidays import calendar
from linli.domains.rating.errors import (
    NotReady,
    SamePerson,
    TookPart,
    TooManyNotApplicable,
    TooSoon,
    WrongStage,
)
from linli.domains.rating.events import PreliminaryPublished, PreliminaryWithdrawn, StarConfirmed
from linli.domains.rating.models import AreaCheck, CourseStep, RatingCourse, RatingPlan, ScoreSheet
from linli.domains.rating.operations import settling
from linli.domains.rating.queries import courses, datasets, plans, sheets, visits
from linli.domains.rating.rules import course as rules
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.keeping import kept
from linli.domains.rating.rules.scoring import Result
from linli.domains.rating.rules.states import State
from linli.kernel.actors import Actor
from linli.kernel.refusals import Invalid
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(slots=True)
class Moved:
    """What a step for many came to: how many went on, and why the others stayed (course → reason)."""

    count: int = 0
    left: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody wants to take some estates on; `left` gathers why an estate stays (course → reason)."""

    actor: Actor
    plan: RatingPlan
    some: Sequence[RatingCourse]
    now: datetime
    decision: str
    left: dict[UUID, str] = field(default_factory=dict)


def forward(*, actor: Actor, of: RatingCourse, now: datetime, decision: str = "") -> Stage:
    """Take one estate to the next stage; `decision` is what a person decided where too much does not apply.

    Raises WrongStage at the end, TooSoon before the plan's day or a clock, NotReady saying what is missing,
    TooManyNotApplicable, SamePerson and TookPart where another person has to do it.
    """
    plan = courses.plan_of(of)
    moved = _move(actor, plan, of.standing, [of], now, decision)
    if of.id in moved.left:
        reason = moved.left[of.id]
        if reason == TooManyNotApplicable.sentence:
            raise TooManyNotApplicable(field_errors={"decision": [reason]})
        raise NotReady(reason if reason.endswith("。") else f"{reason}，办完才能进入下一步。")
    return of.standing


def forward_all(*, actor: Actor, plan: RatingPlan, stage: Stage, now: datetime) -> Moved:
    """Take all estates of a plan that stand at a stage to the next one; what is not ready stays, with its reason.

    Raises as forward does where nobody can go on yet.
    """
    with seeing_every_estate():
        moved = _move(actor, plan, stage, plans.courses(plan, stage), now, "")
        db.session.flush()
    return moved


def open_appeals(*, of: RatingCourse, now: datetime) -> None:
    """The seven days are over: what was published can be appealed. Done by the clock."""
    if of.standing is Stage.PRELIMINARY and of.published_at and rules.public_until(of.published_at) <= now:
        _step(None, of, Stage.APPEAL, now)


def undo(*, actor: Actor, of: RatingCourse, reason: str, now: datetime) -> Stage:
    """Go one stage back, with the reason. A published result is taken back with it; a confirmed one never.

    Raises WrongStage.
    """
    before = rules.precedes(of.standing)
    if before is None:
        raise WrongStage
    if of.standing is Stage.PRELIMINARY:
        sheet = courses.sheet_of(of)
        sheet.state, sheet.result, sheet.sent_back_for = State.DRAFT, None, reason
        of.published_at = of.published_by = None
        publish(PreliminaryWithdrawn(at=now, estate_id=of.estate_id, year=of.year))
    of.round += 1
    _step(actor, of, before, now, undone=True, reason=reason)
    return of.standing


def check_area(
    *, actor: Actor, of: RatingCourse, area: str, passed: bool, words: str, now: datetime
) -> AreaCheck:
    """The county looked through one area; where it does not pass, with its words.

    Raises WrongStage, TookPart for whoever assessed the estate, Invalid for an area that is none or missing words.
    """
    if of.standing is not Stage.AREA_CHECK:
        raise WrongStage
    if any(one.account_id == actor.account_id for one in visits.ever(of)):
        raise TookPart
    if courses.catalogue_of(of).area(area) is None:
        raise Invalid(field_errors={"area": ["请从列出的方面里选。"]})
    if not passed and not words:
        raise Invalid(field_errors={"words": ["不通过的，请写明哪里不对。"]})
    made = AreaCheck(
        estate_id=of.estate_id,
        course_id=of.id,
        round=of.round,
        area=area,
        passed=passed,
        words=words,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    record("check_area", of, area=area, passed=passed)
    return made


def pay(*, actor: Actor, of: RatingCourse, now: datetime) -> None:
    """The year's prize is settled, or there is none for this estate: the year is over. Raises WrongStage."""
    if of.standing is not Stage.CONFIRMED:
        raise WrongStage
    _step(actor, of, Stage.PAID, now)


def record(verb: str, of: RatingCourse, **details: Any) -> None:
    """Write an act on an estate's year into its audit log."""
    audit.record(
        f"rating:course:{verb}",
        object_kind="rating_course",
        object_id=of.id,
        estate_id=of.estate_id,
        year=of.year,
        **details,
    )


def _move(
    actor: Actor,
    plan: RatingPlan,
    here: Stage,
    some: Sequence[RatingCourse],
    now: datetime,
    decision: str,
) -> Moved:
    to = rules.follows(here)
    if to is None or to is Stage.PAID or not some:
        raise WrongStage
    begins_on = rules.begins_on(to, plan.days)
    if begins_on is not None and day_of(now) < begins_on:
        raise TooSoon(
            f"按计划，“{to.title}”从 {begins_on.year} 年 {begins_on.month} 月 {begins_on.day} 日开始。"
        )
    turn = Turn(actor, plan, some, now, decision)
    ready = _DO[to](turn)
    for of in ready:
        _step(actor, of, to, now)
    return Moved(len(ready), turn.left)


def _freely(turn: Turn) -> Sequence[RatingCourse]:
    return turn.some


def _to_self_report(turn: Turn) -> Sequence[RatingCourse]:
    if datasets.frozen(turn.plan.year) is None:
        raise NotReady("这一年的数据还没有冻结，请先在“数据集”里冻结。")
    return turn.some


def _to_assessment(turn: Turn) -> Sequence[RatingCourse]:
    people = visits.of_courses(turn.some)
    short = [one for one in turn.some if len(people.get(one.id, [])) < settling.TWO]
    turn.left.update({one.id: settling.NO_ASSESSORS for one in short})
    return [one for one in turn.some if one.id not in turn.left]


def _to_area_check(turn: Turn) -> Sequence[RatingCourse]:
    turn.left.update(settling.not_assessed(turn.some, sheets.catalogue(turn.plan.catalogue)))
    ready = [one for one in turn.some if one.id not in turn.left]
    settling.write(actor=turn.actor, plan=turn.plan, some=ready, now=turn.now)
    return ready


def _to_preliminary(turn: Turn) -> Sequence[RatingCourse]:
    settling.write(
        actor=turn.actor, plan=turn.plan, some=turn.some, now=turn.now
    )  # figures corrected meanwhile
    standing, made, checked = (
        courses.sheets_of(turn.some),
        courses.entries_of(turn.some),
        courses.checks_of(turn.some),
    )
    catalogue, places = sheets.catalogue(turn.plan.catalogue), [of.estate_id for of in turn.some]
    areas = {area.code for area in catalogue.areas}
    held, odd = sheets.kept_up(places, turn.plan.year), _unexplained(places, turn.plan.year, catalogue)
    ready = []
    for of in turn.some:
        sheet = standing[of.sheet_id]
        result = sheets.result_of(sheet, made.get(of.sheet_id, {}), kept_up=of.estate_id in held)
        passed = {area for area, one in checked.get(of.id, {}).items() if one.passed}
        reason = _not_publishable(result, sorted(areas - passed), turn.decision or sheet.decision)
        reason = reason or odd.get(of.estate_id, "")
        if reason:
            turn.left[of.id] = reason
            continue
        _settle(turn, sheet, result)
        of.published_by, of.published_at = turn.actor.account_id, turn.now
        publish(PreliminaryPublished(at=turn.now, estate_id=of.estate_id, year=of.year))
        ready.append(of)
    return ready


def _not_publishable(result: Result, unchecked: Sequence[str], decision: str) -> str:
    if unchecked:
        return f"还有方面没有审核通过：{'、'.join(unchecked)}"
    if result.open:
        return f"还有 {len(result.open)} 项没有数据：{'、'.join(result.open[:8])}{'等' if result.open[8:] else ''}"
    if any(area.too_many_not_applicable for area in result.areas) and not decision:
        return TooManyNotApplicable.sentence
    return ""


def _unexplained(places: Sequence[UUID], year: int, catalogue: Catalogue) -> dict[UUID, str]:
    """The estates with figures that jumped against last year and that nobody has said a word about (RA-18)."""
    found = {}
    for place, jumps in datasets.jumps_of_all(places, year, catalogue).items():
        asking = (catalogue.asking(jump.fact) for jump in jumps if not jump.comment)
        codes = [one.code for one in asking if one is not None]
        if codes:
            named = f"{'、'.join(codes[:8])}{'等' if codes[8:] else ''}"
            found[place] = f"有 {len(codes)} 项数据和上年相差很大，请先在“各项数据”里写明原因：{named}"
    return found


def _settle(turn: Turn, sheet: ScoreSheet, result: Result) -> None:
    sheet.state, sheet.sent_back_for = State.PRELIMINARY, ""
    sheet.decision = turn.decision or sheet.decision
    sheet.result = kept(sheets.catalogue(sheet.catalogue), result)
    sheet.submitted_by, sheet.submitted_at = turn.actor.account_id, turn.now


def _to_appeal(turn: Turn) -> Sequence[RatingCourse]:
    ready = [
        one for one in turn.some if one.published_at and rules.public_until(one.published_at) <= turn.now
    ]
    if not ready:
        raise TooSoon("公示要满七天。")
    turn.left.update({one.id: "公示还没满七天" for one in turn.some if one not in ready})
    return ready


def _to_confirmed(turn: Turn) -> Sequence[RatingCourse]:
    undecided, standing = courses.undecided(turn.some), courses.sheets_of(turn.some)
    made, ready = courses.entries_of(turn.some), []
    held = sheets.kept_up([of.estate_id for of in turn.some], turn.plan.year)
    for of in turn.some:
        if of.published_at is None or turn.now < rules.appeal_until(of.published_at, calendar()):
            turn.left[of.id] = "申诉期还没结束"
        elif of.id in undecided:
            turn.left[of.id] = "还有申诉没有处理"
        elif of.published_by == turn.actor.account_id:
            turn.left[of.id] = SamePerson.sentence
        else:
            sheet = standing[of.sheet_id]
            entries = made.get(of.sheet_id, {})
            _confirm(turn, of, sheet, sheets.result_of(sheet, entries, kept_up=of.estate_id in held))
            ready.append(of)
    if not ready and set(turn.left.values()) == {SamePerson.sentence}:
        raise SamePerson("公示初评的人不能自己确认，请由另一位工作人员确认。")
    if not ready and set(turn.left.values()) == {"申诉期还没结束"}:
        raise TooSoon("公示结束后要等五个工作日的申诉期满。")
    return ready


def _confirm(turn: Turn, of: RatingCourse, sheet: ScoreSheet, result: Result) -> None:
    if sheet.result != kept(sheets.catalogue(sheet.catalogue), result):
        raise NotReady(
            "评分表和公示时的结果不一致，请退回分项审核。"
        )  # short of a changed catalogue it cannot be
    by, now = turn.actor.account_id, turn.now
    sheet.state, sheet.confirmed_by, sheet.confirmed_at = State.CONFIRMED, by, now
    of.confirmed_by, of.confirmed_at = by, now
    publish(StarConfirmed(at=now, estate_id=sheet.estate_id, year=sheet.year, stars=result.stars))


def _step(
    actor: Actor | None, of: RatingCourse, to: Stage, now: datetime, *, undone: bool = False, reason: str = ""
) -> None:
    db.session.add(
        CourseStep(
            estate_id=of.estate_id,
            course_id=of.id,
            before=of.stage,
            after=to,
            undone=undone,
            reason=reason,
            made_by=actor.account_id if actor else None,
            made_at=now,
        )
    )
    record("undo" if undone else "step", of, before=of.stage, after=to)
    of.stage, of.since_at = to, now


_DO: dict[Stage, Callable[[Turn], Sequence[RatingCourse]]] = {
    Stage.DATA_FREEZE: _freely,
    Stage.SELF_REPORT: _to_self_report,
    Stage.ASSESSMENT: _to_assessment,
    Stage.AREA_CHECK: _to_area_check,
    Stage.PRELIMINARY: _to_preliminary,
    Stage.APPEAL: _to_appeal,
    Stage.CONFIRMED: _to_confirmed,
}
