"""The shapes of task forces on the wire and in forms."""

import re
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from config.departments import duties
from linli.domains.taskforces.rules import Part
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text

LEVELS = {"street": "街道级", "county": "县区级", "city": "市级"}


class _Department(fields.String):
    def __init__(self) -> None:
        codes = list(duties().departments)
        super().__init__(required=True, validate=validate.OneOf(codes, error="请从列表里选择单位。"))
        self.error_messages |= {"required": "请选择单位。", "null": "请选择单位。"}


class _Id(fields.UUID):
    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}

    def __init__(self) -> None:
        super().__init__(required=True)


class _Time(Moment):
    """A moment as programs write it, or as a form does: a time in Shanghai without a zone."""

    _local = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d", re.ASCII)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if isinstance(value, str) and self._local.fullmatch(value):
            value = f"{value}:00+08:00"
        return super()._deserialize(value, attr, data, **kwargs)


class _Account(fields.UUID):
    """The account of a member, or none; an empty choice of a form is none."""

    default_error_messages = {"invalid_uuid": "请从列表里选择。"}

    def __init__(self) -> None:
        super().__init__(load_default=None, allow_none=True)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


class _LastDay(Day):
    """A day, or none: an empty field of a form is none."""

    def __init__(self) -> None:
        super().__init__(load_default=None, allow_none=True)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


class Month(fields.Field[date]):
    """A month, 2026-03, as its first day."""

    default_error_messages = {"required": "请选择月份。", "null": "请选择月份。"}

    def __init__(self) -> None:
        super().__init__(required=True, metadata={"type": "string", "pattern": r"^\d{4}-\d{2}$"})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:  # noqa: ARG002
        found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", value, re.ASCII) if isinstance(value, str) else None
        if found is None:
            raise ValidationError("月份请写成 2026-03 这样。")
        return date(int(found[1]), int(found[2]), 1)

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        return None if value is None else f"{value:%Y-%m}"


class ListIn(WindowIn):
    """Which task forces: those at work, or those that ended."""

    over = fields.Boolean(load_default=False)


class ProposeIn(In):
    """A proposal."""

    title = Text(most=60, required=True)
    problem = Text(most=2000, required=True)
    why = Text(most=1000, required=True)
    goal = Text(most=1000, required=True)
    lead = _Department()
    level = fields.String(required=True, validate=validate.OneOf(list(LEVELS), error="请选择专班的层级。"))
    due_on = Day(required=True)


class WordsIn(In):
    """What one says to it."""

    words = Text(most=500, required=True)


class ReasonIn(In):
    """Why not."""

    reason = Text(most=500, required=True)


class LendIn(In):
    """Somebody whom a department lends."""

    part = fields.String(
        required=True, validate=validate.OneOf([one.value for one in Part], error="请选择职责。")
    )
    name = Text(most=40, required=True)
    department = _Department()
    post = Text(most=60, required=True)
    since_on = Day(required=True)
    until_on = _LastDay()
    account_id = _Account()


class MeetingIn(In):
    """When and where the members meet, and about what."""

    at = _Time(required=True)
    place = Text(most=100, required=True)
    agenda = Text(most=1000, required=True)


class ReleaseIn(In):
    """Who goes back, and which day is the last."""

    member_id = _Id()
    last_on = Day(required=True)


class TaskIn(In):
    """A line of the wall chart."""

    department = _Department()
    title = Text(most=200, required=True)
    due_on = Day(required=True)


class MilestoneIn(In):
    """A step on the way."""

    under_id = _Id()
    milestone = Text(most=200, required=True)
    reach_on = Day(required=True)


class ReachIn(In):
    """Which step is done."""

    milestone_id = _Id()


class FinishIn(In):
    """Which task is done, and with which result."""

    task_id = _Id()
    result = Text(most=500, required=True)


class WeekIn(In):
    """A week in words; `day` is any day of it."""

    day = Day(required=True)
    done = Text(most=2000, required=True)
    problems = Text(least=0, most=2000, load_default="")
    ahead = Text(most=2000, required=True)


class MonthIn(In):
    """A month as the leading group sees it."""

    month_on = Month()
    verdict = Text(most=2000, required=True)


class AttachIn(In):
    """A ticket by its estate and its number."""

    estate_id = _Id()
    number = Text(most=20, required=True)


class DissolveIn(In):
    """What was reached."""

    summary = Text(most=2000, required=True)


class ForceOut(Out):
    """A task force in a list."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    region = fields.String(required=True)
    lead = fields.String(required=True)
    lead_title = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    due_on = Day(required=True)
    tasks = fields.Integer(required=True)
    done = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class StepOut(Out):
    """One of the three of admission, or the end: who, when, in which words."""

    title = fields.String(required=True)
    who = fields.String(required=True)
    at = Moment(required=True)
    words = fields.String(required=True)


class MemberOut(Out):
    """Somebody in it."""

    id = fields.UUID(required=True)
    part = fields.String(required=True)
    part_title = fields.String(required=True)
    name = fields.String(required=True)
    department = fields.String(required=True)
    department_title = fields.String(required=True)
    post = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)


class MilestoneOut(Out):
    """A step of a task."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    due_on = Day(required=True)
    done_on = Day(required=True, allow_none=True)
    lamp = fields.String(required=True)


class TaskOut(MilestoneOut):
    """A line of the wall chart."""

    department = fields.String(required=True)
    department_title = fields.String(required=True)
    result = fields.String(required=True)
    milestones = fields.List(fields.Nested(MilestoneOut), required=True)


class MeetingOut(Out):
    """A meeting that was called."""

    at = Moment(required=True)
    place = fields.String(required=True)
    agenda = fields.String(required=True)


class ReportOut(Out):
    """A weekly report."""

    week_on = Day(required=True)
    done = fields.String(required=True)
    problems = fields.String(required=True)
    ahead = fields.String(required=True)
    written_at = Moment(required=True)


class StandingOut(Out):
    """A department in a month."""

    department = fields.String(required=True)
    department_title = fields.String(required=True)
    place = fields.Integer(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    late = fields.Integer(required=True)
    praised = fields.Boolean(required=True)
    watched = fields.Boolean(required=True)


class ReviewOut(Out):
    """A monthly review."""

    month_on = Day(required=True)
    verdict = fields.String(required=True)
    reviewed_at = Moment(required=True)
    ranking = fields.List(fields.Nested(StandingOut), required=True)


class TicketOut(Out):
    """A ticket that hangs on it."""

    estate_id = fields.UUID(required=True)
    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    state_title = fields.String(required=True)
    settled = fields.Boolean(required=True)


class ForceDetailOut(ForceOut):
    """A task force with everything that its readers may see and do."""

    problem = fields.String(required=True)
    why = fields.String(required=True)
    goal = fields.String(required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    members = fields.List(fields.Nested(MemberOut), required=True)
    chart = fields.List(fields.Nested(TaskOut), required=True)
    meetings = fields.List(fields.Nested(MeetingOut), required=True)
    reports = fields.List(fields.Nested(ReportOut), required=True)
    missing_weeks = fields.List(Day(), required=True)
    reviews = fields.List(fields.Nested(ReviewOut), required=True)
    tickets = fields.List(fields.Nested(TicketOut), required=True)
    may = fields.List(fields.String(), required=True)
