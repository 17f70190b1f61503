"""An estate appeals single indicators, once each; whoever took no part decides, and the new total explains itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from config.holidays import calendar
from linli.domains.rating.errors import (
    AppealClosed,
    AppealDecided,
    AppealedAlready,
    BadEntry,
    TookPart,
    WrongStage,
)
from linli.domains.rating.events import AppealAnswered
from linli.domains.rating.models import RatingAppeal, RatingCourse
from linli.domains.rating.operations import proving, settling
from linli.domains.rating.operations.advancing import record
from linli.domains.rating.queries import courses, sheets
from linli.domains.rating.rules import course as rules
from linli.domains.rating.rules.catalogue import Indicator
from linli.domains.rating.rules.course import OPEN_TO_ALL
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.keeping import kept
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db

KIND = "rating_appeal"


def appeal(
    *,
    actor: Actor,
    of: RatingCourse,
    code: str,
    words: str,
    documents: Sequence[Readable] = (),
    photos: Sequence[Readable] = (),
    now: datetime,
) -> RatingAppeal:
    """Say that an indicator was judged wrongly, with evidence: within five working days, once an indicator (NN-37).

    Raises AppealClosed, AppealedAlready, BadEntry.
    """
    if of.stage not in OPEN_TO_ALL or of.published_at is None:
        raise AppealClosed
    if not rules.may_appeal(of.published_at, now, calendar()):
        raise AppealClosed
    if courses.catalogue_of(of).indicator(code) is None:
        raise BadEntry(field_errors={"code": ["请选一项指标。"]})
    if any(one.code == code for one in courses.appeals(of)):
        raise AppealedAlready
    if not documents and not photos:
        raise BadEntry(field_errors={"documents": ["请附上佐证材料（PDF 或照片）。"]})
    made = RatingAppeal(
        id=new_id(),
        estate_id=of.estate_id,
        course_id=of.id,
        code=code,
        words=words,
        filed_by=actor.account_id,
        filed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AppealedAlready from None
    proving.hang(actor=actor, on=made, kind=KIND, documents=documents, photos=photos, now=now)
    record("appeal", of, code=code)
    return made


def decide(
    *, actor: Actor, appeal: RatingAppeal, points: int | None, answer: str, now: datetime
) -> RatingAppeal:
    """Answer an appeal: with `points` it is granted and the indicator gets them, without it is turned down.

    By somebody who neither assessed nor checked the estate nor filed the appeal. Raises TookPart, AppealDecided,
    WrongStage once the year is confirmed, BadEntry for points that the indicator cannot have.
    """
    of = courses.of_appeal(appeal)
    if appeal.decided_at is not None:
        raise AppealDecided
    if of.stage not in OPEN_TO_ALL:
        raise WrongStage
    if appeal.filed_by == actor.account_id or courses.took_part(of, actor.account_id):
        raise TookPart
    indicator = courses.catalogue_of(of).indicator(appeal.code)
    assert indicator is not None
    sheet = courses.sheet_of(of)
    assert sheet.result is not None
    appeal.points_before = appeal.points_after = sheet.result["points"].get(appeal.code)
    appeal.total_before = appeal.total_after = sheet.result["total"]
    if points is not None:
        check_points(indicator, points, appeal.points_before)
        resettle(actor, of, appeal.code, points, f"申诉成立：{answer}", now)
        appeal.points_after, appeal.total_after = points, sheet.result["total"]
    appeal.granted, appeal.answer = points is not None, answer
    appeal.decided_by, appeal.decided_at = actor.account_id, now
    record("decide_appeal", of, code=appeal.code, granted=appeal.granted)
    publish(
        AppealAnswered(
            at=now,
            estate_id=of.estate_id,
            year=of.year,
            appeal_id=appeal.id,
            account_id=appeal.filed_by,
        )
    )
    return appeal


def check_points(indicator: Indicator, points: int, before: int | None) -> None:
    """New points lie within the indicator's maximum and differ from the old ones. Raises BadEntry."""
    if not 0 <= points <= indicator.max:
        raise BadEntry(field_errors={"points": [f"这项指标是 0 到 {plain(indicator.max)} 分。"]})
    if points == before:
        raise BadEntry(field_errors={"points": ["分数没有变化。"]})


def resettle(actor: Actor, of: RatingCourse, code: str, points: int, words: str, now: datetime) -> None:
    """Write an indicator's new points into the sheet and reckon its result anew."""
    sheet = courses.sheet_of(of)
    before = sheets.entries(sheet).get(code)
    finding = Finding(before.values if before else {}, settled=points)
    db.session.add(settling.entry(actor, of, code, finding, words, now))
    db.session.flush()
    sheet.result = kept(sheets.catalogue(sheet.catalogue), sheets.preview(sheet))
