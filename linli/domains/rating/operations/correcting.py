"""A confirmed result changes only by a signed line with its reason; and what people ask about indicators (RA-26)."""

from datetime import datetime
from uuid import UUID

from linli.domains.rating.errors import BadEntry, WrongStage
from linli.domains.rating.events import StarConfirmed
from linli.domains.rating.models import RatingCourse, RatingRemark, ScoreCorrection
from linli.domains.rating.operations.advancing import record
from linli.domains.rating.operations.appealing import check_points, resettle
from linli.domains.rating.queries import courses
from linli.domains.rating.rules.course import SETTLED
from linli.kernel.actors import Actor
from linli.kernel.canonical import canonical, sha256
from linli.kernel.ids import new_id
from linli.platform.bus import publish
from linli.platform.db import db


def correct(
    *, actor: Actor, of: RatingCourse, code: str, points: int, reason: str, now: datetime
) -> ScoreCorrection:
    """Change one indicator of a confirmed year by a line that names who, why, before and after (NN-35).

    The line carries the SHA-256 over its own words, so that it cannot be read otherwise later. Raises WrongStage
    before the confirmation, BadEntry.
    """
    if of.stage not in SETTLED:
        raise WrongStage("结果还没有确认，请按流程修改。")
    indicator = courses.catalogue_of(of).indicator(code)
    if indicator is None:
        raise BadEntry(field_errors={"code": ["请选一项指标。"]})
    sheet = courses.sheet_of(of)
    assert sheet.result is not None
    before = sheet.result
    check_points(indicator, points, before["points"].get(code))
    resettle(actor, of, code, points, f"更正：{reason}", now)
    after = sheet.result
    made = ScoreCorrection(
        id=new_id(),
        estate_id=of.estate_id,
        sheet_id=sheet.id,
        code=code,
        points_before=before["points"].get(code),
        points_after=points,
        total_before=before["total"],
        total_after=after["total"],
        stars_before=before["stars"],
        stars_after=after["stars"],
        reason=reason,
        signed_name=actor.name,
        signed_by=actor.account_id,
        signed_at=now,
    )
    made.signature = signature(made)
    db.session.add(made)
    db.session.flush()
    record("correct", of, code=code, line=str(made.id))
    if after["stars"] != before["stars"]:
        publish(StarConfirmed(at=now, estate_id=of.estate_id, year=of.year, stars=after["stars"]))
    return made


def signature(line: ScoreCorrection) -> str:
    """The fingerprint of a line's words; a line that was rewritten no longer has it."""
    said = {
        "id": str(line.id),
        "estate": str(line.estate_id),
        "sheet": str(line.sheet_id),
        "code": line.code,
        "points": [line.points_before, line.points_after],
        "total": [line.total_before, line.total_after],
        "stars": [line.stars_before, line.stars_after],
        "reason": line.reason,
        "signed": [line.signed_name, str(line.signed_by), line.signed_at.isoformat()],
    }
    return sha256(canonical(said))


def remark(
    *, actor: Actor, of: RatingCourse, code: str, words: str, answer_to: UUID | None = None, now: datetime
) -> RatingRemark:
    """Comment on an indicator, ask about it, or answer what was asked; by name, kept with the year (RA-26).

    Raises BadEntry for an indicator or a question that is none.
    """
    if courses.catalogue_of(of).indicator(code) is None:
        raise BadEntry(field_errors={"code": ["请选一项指标。"]})
    asked = {one.id: one for one in courses.remarks(of)}
    if answer_to is not None and (answer_to not in asked or asked[answer_to].code != code):
        raise BadEntry(field_errors={"answer_to": ["没有这个问题，请刷新后再答。"]})
    made = RatingRemark(
        estate_id=of.estate_id,
        course_id=of.id,
        code=code,
        words=words,
        answer_to=answer_to,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made
