"""The shapes of elections: seats and days, candidates and their words, checks, lists, objections, recalls."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from linli.blueprints.voting.schemas import CLOSES_AFTER, OPENS_AFTER
from linli.domains.voting.operations.nominating import Profile
from linli.domains.voting.rules.candidacy import LONGEST_TERM, Condition, ElectionKind
from linli.kernel.area import parse_area
from linli.kernel.refusals import Invalid
from linli.kernel.times import start_of
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole, one_of

_CHOOSE: dict[str, Any] = {"required": "请选一项。", "null": "请选一项。", "invalid": "请选一项。"}


class ElectionIn(In):
    """An election to be put on a draft."""

    title = Text(most=80, required=True)
    kind = one_of(ElectionKind, load_default=ElectionKind.GENERAL.value)
    seats = Whole(least=1, most=99, required=True)
    alternates = Whole(most=50, load_default=0)
    contested = fields.Boolean(load_default=True, error_messages=_CHOOSE)
    term_years = Whole(least=3, most=LONGEST_TERM, load_default=LONGEST_TERM)
    agreed_seats = Whole(least=1, most=99, load_default=None, allow_none=True)

    @post_load
    def _kind(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"kind": ElectionKind(body["kind"])}


class ElectionForm(ElectionIn):
    """The same from a form, where the whole committee's number may be left empty."""

    agreed_seats = Text(least=0, most=2, load_default="")  # type: ignore[assignment]

    @post_load
    def _agreed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        said = body["agreed_seats"]
        return body | {
            "agreed_seats": int(said) if said.isascii() and said.isdecimal() and int(said) else None
        }


class NominationsIn(In):
    """From which day until which day (included) names are taken."""

    since_on = Day(required=True)
    until_on = Day(required=True)


class ProfileIn(In):
    """What a candidate says of oneself; the party is shown only with `party_shown`."""

    statement = Text(most=1000, least=10, required=True)
    party_member = fields.Boolean(load_default=False)
    party_shown = fields.Boolean(load_default=False)

    @post_load
    def _profile(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        named = ("statement", "party_member", "party_shown")
        rest = {name: value for name, value in body.items() if name not in named}
        return rest | {"profile": Profile(**{name: body[name] for name in named})}


class ProfileForm(ProfileIn):
    """The same with a photo."""

    photos = fields.List(Upload(), load_default=list, validate=validate.Length(max=1, error="只要一张照片。"))


class PhotoIn(In):
    """A candidate's photo."""

    photos = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, 1, error="请选择一张照片。"),
        error_messages={"required": "请选择一张照片。"},
    )


class OwnerNamed(In):
    """An owner as people name one: room and name as on the roster."""

    room = Text(most=60, required=True)
    name = Text(most=60, required=True)


class RecommendationIn(OwnerNamed):
    """Whom the community recommends, and by which paper."""

    source = Text(most=200, required=True)


class CheckIn(In):
    """What was found about one condition, and on what evidence."""

    condition = one_of(Condition, required=True)
    holds = fields.Boolean(required=True, error_messages=_CHOOSE)
    evidence = Text(most=300, required=True)

    @post_load
    def _condition(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"condition": Condition(body["condition"])}


class ChecksForm(
    In.from_dict(  # type: ignore[misc]
        {
            f"holds-{one}": fields.String(load_default="", validate=validate.OneOf(["", "yes", "no"]))
            for one in Condition
        }
        | {f"evidence-{one}": Text(least=0, most=300, load_default="") for one in Condition}
    )
):
    """All conditions at once from a form; what is left open is not yet looked at."""

    @validates_schema
    def _evidence(self, body: dict[str, Any], **_: object) -> None:
        lacking = [
            f"evidence-{one}" for one in Condition if body[f"holds-{one}"] and not body[f"evidence-{one}"]
        ]
        if lacking:
            raise ValidationError({name: ["请写明依据，例如看了什么、谁提供的。"] for name in lacking})

    @post_load
    def _found(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        said = [one for one in Condition if body[f"holds-{one}"]]
        return {"found": {one: (body[f"holds-{one}"] == "yes", body[f"evidence-{one}"]) for one in said}}


class ListIn(In):
    """Why a changed list goes up anew; may be empty the first time."""

    reason = Text(least=0, most=200, load_default="")


class ObjectionIn(In):
    """What an owner says against the list, or against one candidate."""

    candidacy_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "没有这位候选人。"}
    )
    words = Text(most=1000, least=5, required=True)


class ObjectionForm(ObjectionIn):
    """The same from a form, where nobody chosen means the whole list."""

    candidacy_id = fields.String(load_default="", validate=validate.Length(max=36))  # type: ignore[assignment]


class AnswerIn(In):
    """The answer to an objection; one that is upheld takes the candidate off the list."""

    answer = Text(most=1000, least=5, required=True)
    upheld = fields.Boolean(required=True, error_messages=_CHOOSE)


class RunOffIn(In):
    """When the run-off is voted on."""

    opens_at = Moment(required=True)
    closes_at = Moment(required=True)


class RunOffForm(In):
    """The same by days: from nine in the morning to six in the evening."""

    opens_at = Day(required=True)
    closes_at = Day(required=True)

    @post_load
    def _moments(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {
            "opens_at": start_of(body["opens_at"]) + OPENS_AFTER,
            "closes_at": start_of(body["closes_at"]) + CLOSES_AFTER,
        }


class RecallIn(OwnerNamed):
    """Whom to recall, and why."""

    reason = Text(most=500, least=5, required=True)


class RequestIn(In):
    """Who asks for the recall: the committee, or owners with so many heads and so much area (0.01 ㎡) signed."""

    asked_by = fields.String(
        required=True,
        validate=validate.OneOf(["owners", "committee"], error="请选择由谁提出。"),
        error_messages=_CHOOSE,
    )
    requested_on = Day(required=True)
    document = Text(most=200, required=True)
    heads = Whole(load_default=0)
    area = Whole(load_default=0)


class RequestForm(RequestIn):
    """The same from a form, where the area is typed in square metres."""

    area = Text(least=0, most=20, load_default="")  # type: ignore[assignment]

    @post_load
    def _area(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        try:
            return body | {"area": parse_area(body["area"]) if body["area"] else 0}
        except Invalid as no:
            raise ValidationError({"area": [no.sentence]}) from None


class HearingIn(In):
    """When and where the member was heard, whether the member came, and what was said."""

    heard_on = Day(required=True)
    place = Text(most=100, required=True)
    attended = fields.Boolean(required=True, error_messages=_CHOOSE)
    words = Text(most=2000, least=5, required=True)


class CandidateOut(Out):
    """A candidate as neighbours see one; `party` is null where it is not to be shown."""

    id = fields.UUID(required=True)
    number = Whole(required=True, allow_none=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    path = fields.String(required=True)
    path_source = fields.String(required=True)
    state = fields.String(required=True)
    statement = fields.String(required=True)
    party = fields.Boolean(required=True, allow_none=True)
    photo = fields.String(required=True, allow_none=True)
    signed = Whole(required=True, allow_none=True)
    needed = Whole(required=True, allow_none=True)


class CandidateListOut(Out):
    """A list as it was put up."""

    version = Whole(required=True)
    reason = fields.String(required=True)
    candidates = fields.List(fields.Dict(), required=True)
    published_at = Moment(required=True)
    shown_until = Day(required=True)


class ObjectionOut(Out):
    """An objection and its answer; who made it is not shown."""

    id = fields.UUID(required=True)
    candidacy_id = fields.UUID(required=True, allow_none=True)
    words = fields.String(required=True)
    made_at = Moment(required=True)
    answer = fields.String(required=True)
    upheld = fields.Boolean(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True)


class ElectionOut(Out):
    """An election: seats, days, and the candidates that may be shown."""

    id = fields.UUID(required=True)
    vote_id = fields.UUID(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    contested = fields.Boolean(required=True)
    seats = Whole(required=True)
    alternates = Whole(required=True)
    term_years = Whole(required=True)
    agreed_seats = Whole(required=True)
    nominations_from = Day(required=True, allow_none=True)
    nominations_until = Day(required=True, allow_none=True)
    taking_names = fields.Boolean(required=True)
    lists = fields.List(fields.Nested(CandidateListOut), required=True)
    candidates = fields.List(fields.Nested(CandidateOut), required=True)
    objections = fields.List(fields.Nested(ObjectionOut), required=True)


class ElectionsOut(Out):
    """The elections of an estate, the newest first."""

    items = fields.List(fields.Nested(ElectionOut), required=True)


class CheckOut(Out):
    """One condition, its source, and what was found; only for those who review, and the candidate."""

    condition = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    holds = fields.Boolean(required=True, allow_none=True)
    evidence = fields.String(required=True)
    checked_by = fields.String(required=True)
    checked_at = Moment(required=True, allow_none=True)


class ReviewOut(CandidateOut):
    """A candidate under review."""

    source = fields.String(required=True)
    reason = fields.String(required=True)
    checks = fields.List(fields.Nested(CheckOut), required=True)


class RecallOut(Out):
    """A recall: its request, its hearing, and what is still missing."""

    id = fields.UUID(required=True)
    vote_id = fields.UUID(required=True)
    name = fields.String(required=True)
    asked_by = fields.String(required=True)
    requested_on = Day(required=True, allow_none=True)
    request_document = fields.String(required=True)
    asked_heads = Whole(required=True)
    asked_area = Whole(required=True)
    whole_heads = Whole(required=True)
    whole_area = Whole(required=True)
    heard_on = Day(required=True, allow_none=True)
    hearing_place = fields.String(required=True)
    attended = fields.Boolean(required=True)
    hearing_words = fields.String(required=True)
    lacks = fields.List(fields.String(), required=True)
