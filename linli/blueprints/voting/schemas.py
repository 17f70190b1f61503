"""The shapes of votes on the wire and in forms."""

from datetime import date, datetime, timedelta
from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from linli.blueprints.voting.choices import gathered
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.kinds import Audience, Mode, VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.domains.voting.rules.terms import Terms
from linli.kernel.times import start_of
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of

OPENS_AFTER, CLOSES_AFTER = timedelta(hours=9), timedelta(hours=18)  # of a day chosen in a form


class TermsIn(In):
    """What the notice says beside the items; put together for the operation."""

    mode = one_of(Mode, load_default=Mode.NAMED.value)
    audience = one_of(Audience, load_default=Audience.PUBLIC.value)
    advisory = fields.Boolean(load_default=False, error_messages={"invalid": "请选一项。"})
    extension_days = Whole(most=60, load_default=0)
    early_end = fields.Boolean(load_default=False)
    notice_text = Text(least=0, most=2000, load_default="")

    @post_load
    def _terms(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        terms = Terms(
            mode=Mode(body.pop("mode")),
            audience=Audience(body.pop("audience")),
            advisory=body.pop("advisory"),
            extension_days=body.pop("extension_days"),
            early_end=body.pop("early_end"),
            notice_text=body.pop("notice_text"),
        )
        return body | {"terms": terms}


class MeetingIn(TermsIn):
    """A vote's title, days and terms."""

    title = Text(most=80, required=True)
    meeting = one_of(Meeting, load_default=Meeting.REGULAR.value)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)

    @post_load
    def _meeting(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"meeting": Meeting(body["meeting"])}


class VoteIn(MeetingIn):
    """A vote to be drafted: of the whole estate, of some buildings, or of some stairwells. Its kind stays."""

    kind = one_of(VoteKind, load_default=VoteKind.JOINT_DECISION.value)
    scope_kind = fields.String(
        load_default="estate",
        validate=validate.OneOf(["estate", "building", "entrance"], error="没有这个选项，请重新选择。"),
    )
    scope_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))

    @post_load
    def _kind(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"kind": VoteKind(body["kind"])}


class MeetingForm(TermsIn):
    """Title, days and terms from a form: voting begins at nine in the morning and ends at six in the evening."""

    title = Text(most=80, required=True)
    meeting = one_of(Meeting, required=True)
    opens_at = Day(required=True)
    closes_at = Day(required=True)

    @post_load
    def _moments(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {
            "meeting": Meeting(body["meeting"]),
            "opens_at": _at(body["opens_at"], OPENS_AFTER),
            "closes_at": _at(body["closes_at"], CLOSES_AFTER),
        }


class VoteForm(MeetingForm):
    """A vote to be drafted, from a form; no building ticked means the whole estate."""

    kind = one_of(VoteKind, load_default=VoteKind.JOINT_DECISION.value)
    scope_ids = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "没有这幢楼，请重新选择。"}),
        load_default=list,
        validate=validate.Length(max=200),
    )

    @post_load
    def _scope(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return (
            body
            | {"kind": VoteKind(body["kind"])}
            | {"scope_kind": "building" if body["scope_ids"] else "estate"}
        )


def _at(day: date, after: timedelta) -> datetime:
    return start_of(day) + after


class ItemIn(In):
    """A resolution to be put on a draft, with what it means in plain words (AX-15)."""

    title = Text(most=80, required=True)
    words = Text(most=5000, required=True)
    matter = one_of(Matter, required=True)
    changes = Text(most=300, required=True)
    costs = Text(most=300, required=True)
    otherwise = Text(most=300, required=True)
    follow_majority = fields.Boolean(load_default=False)
    alternative_of = Text(least=0, most=40, load_default="")

    @post_load
    def _matter(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"matter": Matter(body["matter"])}


class VoterIn(In):
    """For which voter one is to vote, where there are several."""

    voter = Text(most=20, least=0, load_default="")


class BallotIn(In):
    """A ballot: for each item's number what is chosen; an election's choice is a list of candidates."""

    voter_no = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    choices = fields.Dict(
        keys=fields.String(validate=validate.Length(max=20)),
        values=fields.Raw(
            metadata={"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        ),
        required=True,
        validate=validate.Length(max=100),
        error_messages={"required": "请给每一项都选一个答案。", "invalid": "请给每一项都选一个答案。"},
    )
    text_hash = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))


class BallotForm(BallotIn):
    """The same from a form, where each item has a field of its own, choice-1, choice-2 …, and elections have names."""

    names = fields.List(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=2000))

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        rest = {
            name: value
            for name, value in sent.items()
            if not name.startswith(("choice-", "plan-")) and name != "names"
        }
        if not rest.get("voter_no"):
            rest["voter_no"] = None
        return rest | {"choices": gathered(sent)}


class ReasonIn(In):
    """Why."""

    reason = Text(most=500, least=5, required=True)


class WeightOut(Out):
    """Heads, and area in 0.01 ㎡."""

    heads = Whole(required=True)
    area = Whole(required=True)


class RollOut(Out):
    """The roll in force: its sums and its fingerprint, nobody's name."""

    version = Whole(required=True)
    heads = Whole(required=True)
    area = Whole(required=True)
    fingerprint = fields.String(required=True)


class ItemOut(Out):
    """One thing to decide."""

    id = fields.UUID(required=True)
    number = Whole(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    matter = fields.String(required=True)
    threshold = fields.String(required=True)
    changes = fields.String(required=True)
    costs = fields.String(required=True)
    otherwise = fields.String(required=True)
    follow_majority = fields.Boolean(required=True)
    alternative_of = fields.String(required=True)
    seats = Whole(required=True)
    alternates = Whole(required=True)
    candidates = fields.List(fields.Dict(), required=True)


class VoteOut(Out):
    """A vote as everybody of the estate sees it."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    title = fields.String(required=True)
    meeting = fields.String(required=True)
    kind = fields.String(required=True)
    mode = fields.String(required=True)
    audience = fields.String(required=True)
    advisory = fields.Boolean(required=True)
    binding = fields.Boolean(required=True)
    extension_days = Whole(required=True)
    early_end = fields.Boolean(required=True)
    notice_text = fields.String(required=True)
    edition = Whole(required=True)
    state = fields.String(required=True)
    scope_kind = fields.String(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    announced_at = Moment(required=True, allow_none=True)
    opening_confirmed = fields.Boolean(required=True)
    published_at = Moment(required=True, allow_none=True)
    objections_until = Day(required=True, allow_none=True)
    text_hash = fields.String(required=True, allow_none=True)
    roll = fields.Nested(RollOut, required=True, allow_none=True)
    items = fields.List(fields.Nested(ItemOut), required=True)


class DoubtOut(Out):
    """A unit that keeps the roll from being frozen."""

    unit_id = fields.UUID(required=True)
    label = fields.String(required=True)
    reason = fields.String(required=True)


class RollPreviewOut(Out):
    """The roll as the register would make it today."""

    heads = Whole(attribute="weight.heads", required=True)
    area = Whole(attribute="weight.area", required=True)
    fingerprint = fields.String(required=True)
    doubts = fields.List(fields.Nested(DoubtOut), required=True)
    warnings = fields.List(fields.String(), required=True)


class VoterOut(Out):
    """A voter of the roll that I have a part in."""

    voter_no = fields.String(attribute="entry.voter_no", required=True)
    label = fields.String(attribute="entry.label", required=True)
    area = Whole(attribute="entry.area", required=True)
    ballot_id = fields.UUID(attribute="ballot.id", dump_default=None, allow_none=True)


class VotersOut(Out):
    """All of mine."""

    items = fields.List(fields.Nested(VoterOut), required=True)


class ReceiptOut(Out):
    """What a voter keeps; it shows no choice."""

    ballot_id = fields.UUID(required=True)
    vote_id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    receipt_no = fields.String(required=True)
    voter_no = fields.String(required=True)
    seq = Whole(required=True)
    commitment = fields.String(required=True)
    cast_at = Moment(required=True)


class BuildingOut(Out):
    """How many of a building took part; only where it has at least five voters."""

    name = fields.String(required=True)
    taken_part = fields.Nested(WeightOut, required=True)
    roll = fields.Nested(WeightOut, required=True)


class TurnoutOut(Out):
    """How many took part, on both counts; never what was chosen."""

    taken_part = fields.Nested(WeightOut, required=True)
    roll = fields.Nested(WeightOut, required=True)
    buildings = fields.List(fields.Nested(BuildingOut), required=True)


class ResultOut(Out):
    """The result as published: result.json of the bundle, with the words for each item."""

    vote_id = fields.UUID(required=True)
    version = Whole(required=True)
    binding = fields.Boolean(required=True)
    result = fields.Dict(required=True)
    readings = fields.List(fields.String(), required=True)
    result_hash = fields.String(required=True)
    last_hash = fields.String(required=True)
    root = fields.String(required=True)
    nonce = fields.String(required=True, allow_none=True)
    roll = fields.Nested(RollOut, required=True)
    public_key = fields.String(required=True)


class ProofOut(Out):
    """My ballot's line in the published chain, and its way up to the published root."""

    line = fields.Dict(required=True)
    path = fields.List(fields.Dict(), required=True)
    root = fields.String(required=True)
