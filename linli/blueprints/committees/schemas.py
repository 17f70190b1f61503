"""What operations on the owners' committee take and give."""

from datetime import time, timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate

from linli.domains.committees.rules import Account, Answer, Leaving, Paper, Post, Side
from linli.kernel.fen import parse_yuan
from linli.kernel.refusals import Invalid
from linli.kernel.times import start_of
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole

CHOOSE: dict[str, Any] = {"required": "请选一项。", "null": "请选一项。", "invalid": "请选一项。", "unknown": "请选一项。",
          "invalid_uuid": "请选一项。"}  # fmt: skip
_NAMED = (Leaving.RESIGNED, Leaving.SOLD, Leaving.CAPACITY, Leaving.CRIME, Leaving.OTHER)


def one_of(kind: Any, **options: Any) -> fields.Enum[Any]:
    """One of a kind's words."""
    return fields.Enum(kind, by_value=True, error_messages=CHOOSE, **options)


class MinutesRegisterIn(WindowIn):
    """A page of the minutes, and what to look for."""

    q = Text(least=0, most=40, load_default="")


class MemberOut(Out):
    """Somebody in a post of a term; an empty last day means until the term ends."""

    id = fields.UUID(required=True)
    owner_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    post_title = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)
    leaving = fields.String(required=True, allow_none=True)
    holding = fields.Boolean(required=True)
    party = fields.Boolean(required=True, allow_none=True)


class TermOut(Out):
    """A term, its first and last day, and everybody who held a post in it."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    current = fields.Boolean(required=True)
    agreed_seats = Whole(required=True)
    least_members = Whole(required=True)
    members = fields.List(fields.Nested(MemberOut), required=True)


class CommitteeOut(Out):
    """Every term of an estate's committee, the newest first."""

    items = fields.List(fields.Nested(TermOut), required=True)


class TermIn(In):
    """A new term: its first and last day."""

    since_on = Day(required=True)
    until_on = Day(required=True)


class SeatIn(In):
    """Which owner takes which post from which day."""

    owner_id = fields.UUID(required=True, error_messages=CHOOSE)
    post = one_of(Post, required=True)
    since_on = Day(required=True)


class SeatForm(In):
    """A new member of the committee, named as people do: room and name."""

    room = Text(most=60, required=True)
    name = Text(most=60, required=True)
    post = one_of(Post, required=True)
    since_on = Day(required=True)


class PostIn(In):
    """Another post for a seated member, from a day on."""

    post = one_of(Post, required=True)
    on = Day(required=True)


class LeavingIn(In):
    """The last day in the post, and why."""

    until_on = Day(required=True)
    leaving = one_of(Leaving, load_default=Leaving.OTHER, validate=validate.OneOf(_NAMED, error="请选一项。"))


class TaskOut(Out):
    """Something to be done for a term by a day."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    due_on = Day(required=True)
    done_at = Moment(required=True, allow_none=True)


class TasksOut(Out):
    """What is to be done."""

    items = fields.List(fields.Nested(TaskOut), required=True)


class PapersIn(In):
    """The document of each paper of the filing set, by its name."""

    result = Text(least=0, most=200, load_default="")
    minutes = Text(least=0, most=200, load_default="")
    rules = Text(least=0, most=200, load_default="")
    covenant = Text(least=0, most=200, load_default="")
    members = Text(least=0, most=200, load_default="")

    @post_load
    def _papers(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"papers": {paper: body[paper.value] for paper in Paper}}


class SubmittedIn(In):
    """The day on which the set went to the street."""

    on = Day(required=True)


class FilingAnswerIn(In):
    """What the street answered: filed under a number, or sent back and why."""

    filed = fields.Boolean(required=True, error_messages=CHOOSE)
    on = Day(required=True)
    number = Text(least=0, most=60, load_default="")
    remark = Text(least=0, most=300, load_default="")


class FilingOut(Out):
    """Where the filing stands."""

    state = fields.String(required=True)
    due_on = Day(required=True)
    papers = fields.Dict(required=True)
    submitted_on = Day(required=True, allow_none=True)
    answered_on = Day(required=True, allow_none=True)
    number = fields.String(required=True)
    remark = fields.String(required=True)


class HandedIn(In):
    """When, by whom and to whom something was handed over."""

    handed_on = Day(required=True)
    handed_by = Text(most=60, required=True)
    received_by = Text(most=60, required=True)
    remark = Text(least=0, most=200, load_default="")


class HandoverOut(Out):
    """One thing that is handed over."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    handed_on = Day(required=True, allow_none=True)
    handed_by = fields.String(required=True)
    received_by = fields.String(required=True)
    remark = fields.String(required=True)


class MeetingIn(In):
    """A meeting to be called."""

    title = Text(most=80, required=True)
    agenda = Text(most=2000, required=True)
    place = Text(most=100, required=True)
    meets_at = Moment(required=True)


class MeetingForm(In):
    """The same from a form, with day and hour apart."""

    title = Text(most=80, required=True)
    agenda = Text(most=2000, required=True)
    place = Text(most=100, required=True)
    meets_at = Day(required=True)
    hour = Text(most=5, load_default="19:00")

    @post_load
    def _moment(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        try:
            hour = time.fromisoformat(body.pop("hour"))
        except ValueError:
            raise ValidationError({"hour": ["时间请写成 19:00 这样。"]}) from None
        since = timedelta(hours=hour.hour, minutes=hour.minute)
        return body | {"meets_at": start_of(body["meets_at"]) + since}


class ComingIn(In):
    """Whether I come."""

    coming = fields.Boolean(required=True, error_messages=CHOOSE)


class AttendanceIn(In):
    """Who came and who did not, by the member's id."""

    present = fields.Dict(keys=fields.UUID(), values=fields.Boolean(), required=True)


class _PerMember(In):
    """A form with one field for each member: a prefix and the member's id."""

    prefix = ""
    into = ""

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        mine = {
            name.removeprefix(self.prefix): one for name, one in sent.items() if name.startswith(self.prefix)
        }
        return {name: one for name, one in sent.items() if not name.startswith(self.prefix)} | {
            self.into: mine
        }


class AttendanceForm(AttendanceIn, _PerMember):
    """The same from a form."""

    prefix, into = "present-", "present"


class DecisionIn(In):
    """What was voted on, and what each member who came said."""

    title = Text(most=200, required=True)
    answers = fields.Dict(keys=fields.UUID(), values=one_of(Answer), required=True)


class DecisionForm(DecisionIn, _PerMember):
    """The same from a form."""

    prefix, into = "answer-", "answers"


class MinutesIn(In):
    """What was said."""

    minutes = Text(most=20000, required=True)


class ReasonIn(In):
    """Why."""

    reason = Text(most=300, least=2, required=True)


class AttendeeOut(Out):
    """A member who was called."""

    member_id = fields.UUID(required=True)
    name = fields.String(required=True)
    post = fields.String(required=True)
    coming = fields.Boolean(required=True, allow_none=True)
    present = fields.Boolean(required=True, allow_none=True)


class DecisionOut(Out):
    """What was decided; who said what stands by the member's id."""

    number = Whole(required=True)
    title = fields.String(required=True)
    answers = fields.Dict(required=True)
    members = Whole(required=True)
    passed = fields.Boolean(required=True)


class MeetingOut(Out):
    """A meeting with its attendance, decisions and minutes."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    title = fields.String(required=True)
    agenda = fields.String(required=True)
    place = fields.String(required=True)
    meets_at = Moment(required=True)
    minutes = fields.String(required=True)
    published_at = Moment(required=True, allow_none=True)
    cancelled_at = Moment(required=True, allow_none=True)
    attendance = fields.List(fields.Nested(AttendeeOut), required=True)
    decisions = fields.List(fields.Nested(DecisionOut), required=True)


class SealIn(In):
    """One use of the seal."""

    used_on = Day(required=True)
    purpose = Text(most=200, required=True)
    document = Text(most=200, required=True)
    copies = Whole(least=1, most=1000, load_default=1)
    approved_by = Text(most=100, required=True)


class SealOut(Out):
    """The same as written down."""

    id = fields.UUID(required=True)
    used_on = Day(required=True)
    purpose = fields.String(required=True)
    document = fields.String(required=True)
    copies = Whole(required=True)
    approved_by = fields.String(required=True)
    at = Moment(required=True)


class DisclosureIn(In):
    """What an account is of, and its period; for the fund also plan, ground, settlement and share."""

    account = one_of(Account, required=True)
    title = Text(most=80, required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    plan = Text(least=0, most=2000, load_default="")
    ground = Text(least=0, most=500, load_default="")
    settlement = Text(least=0, most=2000, load_default="")
    share = Text(least=0, most=500, load_default="")


class LineIn(In):
    """One source or use in whole fen."""

    side = one_of(Side, required=True)
    title = Text(most=100, required=True)
    amount_fen = Whole(least=1, most=10**13, required=True)
    document = Text(most=200, required=True)


class LineForm(In):
    """The same from a form, in yuan, with photos of the voucher."""

    side = one_of(Side, required=True)
    title = Text(most=100, required=True)
    amount = Text(most=20, required=True)
    document = Text(most=200, required=True)
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(max=9, error="一次最多 9 张。")
    )

    @post_load
    def _fen(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        try:
            fen = parse_yuan(body.pop("amount"))
        except Invalid as no:
            raise ValidationError({"amount": [no.sentence]}) from None
        if fen <= 0:
            raise ValidationError({"amount": ["金额要大于 0。"]})
        return body | {"amount_fen": fen, "vouchers": body.pop("photos")}


class LineOut(Out):
    """A line with its voucher."""

    id = fields.UUID(required=True)
    side = fields.String(required=True)
    title = fields.String(required=True)
    amount_fen = Whole(required=True)
    document = fields.String(required=True)


class DisclosureOut(Out):
    """A disclosure with its sums in whole fen."""

    id = fields.UUID(required=True)
    account = fields.String(required=True)
    title = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    plan = fields.String(required=True)
    ground = fields.String(required=True)
    settlement = fields.String(required=True)
    share = fields.String(required=True)
    published_at = Moment(required=True, allow_none=True)
    shown_until = Day(required=True, allow_none=True)
    lines = fields.List(fields.Nested(LineOut), required=True)
    source_fen = Whole(required=True)
    use_fen = Whole(required=True)
