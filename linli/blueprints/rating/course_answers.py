"""What a rated year's plan and course look like on the wire. Points and totals are whole hundredths."""

from marshmallow import fields

from linli.platform.web import Out
from linli.platform.web.schemas import Moment


class DaysOut(Out):
    """The days of a stage."""

    stage = fields.String(required=True)
    since_on = fields.Date(required=True)
    until_on = fields.Date(required=True)


class PlanOut(Out):
    """A city's plan for a year."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    version = fields.String(required=True)
    organisation = fields.String(required=True)
    stages = fields.List(fields.Nested(DaysOut), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PlansOut(Out):
    """The plans of a city, the newest year first."""

    items = fields.List(fields.Nested(PlanOut), required=True)


class AssessorOut(Out):
    """An assessor of a plan."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    estates = fields.Integer(required=True)
    ties = fields.List(fields.String(), required=True)


class DrawOut(Out):
    """A draw with all that it hung on; whoever repeats it gets the same."""

    seed = fields.String(required=True)
    inputs = fields.Dict(keys=fields.String(), required=True)
    inputs_hash = fields.String(required=True)
    result_hash = fields.String(required=True)
    drawn_at = Moment(required=True)


class LeftOut(Out):
    """An estate that stayed where it was, and why."""

    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)


class PlanDetailOut(PlanOut):
    """A plan with its assessors, its draws, and what the last step for all left behind."""

    assessors = fields.List(fields.Nested(AssessorOut), required=True)
    draws = fields.List(fields.Nested(DrawOut), required=True)
    moved = fields.Integer(required=True, allow_none=True)
    left = fields.List(fields.Nested(LeftOut), required=True)


class CourseOut(Out):
    """Where an estate's year stands."""

    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    year = fields.Integer(required=True)
    stage = fields.String(required=True)
    since_at = Moment(required=True)


class StepOut(Out):
    """A step, or one undone."""

    before = fields.String(required=True)
    after = fields.String(required=True)
    undone = fields.Boolean(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    made_at = Moment(required=True)


class PersonOut(Out):
    """Somebody who assesses an estate."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    place = fields.Integer(required=True)
    codes = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    sent_at = Moment(required=True, allow_none=True)


class CheckOut(Out):
    """What was said of an area."""

    area = fields.String(required=True)
    passed = fields.Boolean(required=True)
    words = fields.String(required=True)
    made_at = Moment(required=True)


class FileOut(Out):
    """A file that can be read."""

    name = fields.String(required=True)
    href = fields.String(required=True)
    image = fields.Boolean(required=True)


class ReportOut(Out):
    """What the estate says of itself for one indicator."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    said = fields.String(required=True)
    words = fields.String(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)
    files = fields.List(fields.Nested(FileOut), required=True)
    made_at = Moment(required=True)


class AppealOut(Out):
    """An appeal and what became of it; points and totals in hundredths."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    words = fields.String(required=True)
    files = fields.List(fields.Nested(FileOut), required=True)
    filed_at = Moment(required=True)
    granted = fields.Boolean(required=True, allow_none=True)
    answer = fields.String(required=True)
    points_before = fields.Integer(required=True, allow_none=True)
    points_after = fields.Integer(required=True, allow_none=True)
    total_before = fields.Integer(required=True, allow_none=True)
    total_after = fields.Integer(required=True, allow_none=True)
    decided_at = Moment(required=True, allow_none=True)


class CorrectionOut(Out):
    """A signed line; points in hundredths."""

    code = fields.String(required=True)
    points_before = fields.Integer(required=True, allow_none=True)
    points_after = fields.Integer(required=True, allow_none=True)
    total_before = fields.Integer(required=True)
    total_after = fields.Integer(required=True)
    stars_before = fields.Integer(required=True)
    stars_after = fields.Integer(required=True)
    reason = fields.String(required=True)
    signed_name = fields.String(required=True)
    signed_at = Moment(required=True)
    signature = fields.String(required=True)


class RemarkOut(Out):
    """A comment, a question or an answer, by name."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    words = fields.String(required=True)
    answer_to = fields.UUID(required=True, allow_none=True)
    by = fields.String(required=True)
    made_at = Moment(required=True)


class CourseDetailOut(CourseOut):
    """All about an estate's year."""

    public_until = Moment(required=True, allow_none=True)
    appeal_until = Moment(required=True, allow_none=True)
    assessors = fields.List(fields.Nested(PersonOut), required=True)
    reports = fields.List(fields.Nested(ReportOut), required=True)
    checks = fields.List(fields.Nested(CheckOut), required=True)
    appeals = fields.List(fields.Nested(AppealOut), required=True)
    corrections = fields.List(fields.Nested(CorrectionOut), required=True)
    remarks = fields.List(fields.Nested(RemarkOut), required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)


class PublicLineOut(Out):
    """An indicator of a preliminary result; points in hundredths, none where it does not apply."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    max = fields.Integer(required=True)
    points = fields.Integer(required=True, allow_none=True)


class PublicOut(Out):
    """A preliminary result while it is open to everybody."""

    year = fields.Integer(required=True)
    stage = fields.String(required=True)
    total = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    public_until = Moment(required=True)
    appeal_until = Moment(required=True)
    lines = fields.List(fields.Nested(PublicLineOut), required=True)


class TaskOut(Out):
    """An estate that the actor assesses."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    year = fields.Integer(required=True)
    stage = fields.String(required=True)
    sent_at = Moment(required=True, allow_none=True)


class TasksOut(Out):
    """The estates that the actor assesses, those to be sent first."""

    items = fields.List(fields.Nested(TaskOut), required=True)


class AskedOut(Out):
    """An indicator to look at, where on the round, and what the estate says of itself."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    stop = fields.String(required=True)
    max = fields.Integer(required=True)
    report = fields.Nested(ReportOut, required=True, allow_none=True)


class ShotOut(Out):
    """A photo that was sent."""

    id = fields.UUID(required=True)
    codes = fields.List(fields.String(), required=True)
    taken_at = Moment(required=True)
    place = fields.String(required=True)
    href = fields.String(required=True)


class VisitOut(TaskOut):
    """An assessment: what is asked and what was sent."""

    asked = fields.List(fields.Nested(AskedOut), required=True)
    photos = fields.List(fields.Nested(ShotOut), required=True)
    reopened = fields.String(required=True, metadata={"description": "退回重做的原因；没有退回的为空"})
