"""The shapes of a vote's course: its terms, review, notices, moved closes, the roll's objections, the city's result."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from config.voting_templates import templates
from linli.blueprints.voting.schemas import CLOSES_AFTER, OPENS_AFTER
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.kinds import Audience, Mode, Timing, Verdict
from linli.kernel.times import start_of
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole, one_of


class Dates(In):
    """A period from a form: voting begins at nine in the morning and ends at six in the evening."""

    opens_at = Day(required=True)
    closes_at = Day(required=True)

    @post_load
    def _moments(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {
            "opens_at": start_of(body["opens_at"]) + OPENS_AFTER,
            "closes_at": start_of(body["closes_at"]) + CLOSES_AFTER,
        }


class CopyIn(In):
    """The dates of a copy."""

    opens_at = Moment(required=True)
    closes_at = Moment(required=True)


class FromTemplateIn(CopyIn):
    """A vote on a common matter; without a title it has the template's."""

    template = fields.String(
        required=True,
        validate=validate.OneOf(list(templates()), error="没有这个模板，请重新选择。"),
        error_messages={"required": "请选一个模板。"},
    )
    title = Text(least=0, most=80, load_default="")
    meeting = one_of(Meeting, load_default=Meeting.REGULAR.value)

    @post_load
    def _template(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"template": templates()[body["template"]], "meeting": Meeting(body["meeting"])}


class TemplateForm(Dates):
    """The same from a form; the template is in the address."""

    title = Text(least=0, most=80, load_default="")
    meeting = one_of(Meeting, required=True)

    @post_load
    def _meeting(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"meeting": Meeting(body["meeting"])}


class ListIn(In):
    """A page of votes, or of the drafts that were removed."""

    limit = Whole(least=1, most=100, load_default=50)
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    removed = fields.Boolean(load_default=False)


class ReviewIn(In):
    """What a legality review came to. Who sends a draft back says why."""

    verdict = one_of(Verdict, required=True)
    advice = Text(most=1000, least=2, required=True)

    @post_load
    def _verdict(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"verdict": Verdict(body["verdict"])}


class ExtensionIn(In):
    """A later close, and why."""

    closes_at = Moment(required=True)
    reason = Text(most=500, least=5, required=True)


class ExtensionForm(In):
    """The same from a form, by the day."""

    closes_at = Day(required=True)
    extension_reason = Text(most=500, least=5, required=True)

    @post_load
    def _moment(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {
            "closes_at": start_of(body["closes_at"]) + CLOSES_AFTER,
            "reason": body["extension_reason"],
        }


class EarlyEndForm(In):
    """Why a vote ends early; a name of its own, since its page has several reasons."""

    end_reason = Text(most=500, least=5, required=True)

    @post_load
    def _reason(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"reason": body["end_reason"]}


class ChangeForm(In):
    """Why the announced text is changed."""

    change_reason = Text(most=500, least=5, required=True)

    @post_load
    def _reason(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"reason": body["change_reason"]}


class RollObjectionIn(In):
    """What is wrong in the published roll, and in which line."""

    about = Text(most=80, required=True)
    words = Text(most=1000, least=2, required=True)


class RollAnswerIn(In):
    """What is answered to an objection to the roll."""

    upheld = fields.Boolean(required=True, error_messages={"required": "请选一项。", "invalid": "请选一项。"})
    words = Text(most=1000, least=2, required=True)


class SupplementIn(In):
    """A unit that was sold while the vote is open, and what shows it."""

    unit_id = fields.UUID(required=True, error_messages={"invalid_uuid": "没有这套房屋。"})
    reason = Text(most=200, least=2, required=True)


class OfficialIn(In):
    """The city system's result: its paper, who signed it when, and the numbers of the items that passed."""

    document_no = Text(most=80, required=True)
    signed_by = Text(most=80, required=True)
    signed_on = Day(required=True)
    passed = fields.Dict(keys=fields.Integer(), values=fields.Boolean(), required=True)
    document = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, 1, error="请上传一份盖章的结果文件（PDF 或照片）。"),
        error_messages={"required": "请上传一份盖章的结果文件（PDF 或照片）。"},
    )

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        if "passed" in sent:
            return sent
        said = {name.removeprefix("passed-"): one for name, one in sent.items() if name.startswith("passed-")}
        rest = {name: one for name, one in sent.items() if not name.startswith("passed-")}
        return rest | {"passed": said}

    @post_load
    def _one(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"document": body["document"][0]}


class ReviewOut(Out):
    """A legality review: which text was read, in whose name, and what was said."""

    text_hash = fields.String(required=True)
    reviewer = fields.String(required=True)
    verdict = fields.String(required=True)
    advice = fields.String(required=True)
    reviewed_at = Moment(required=True)


class NoticeOut(Out):
    """One edition of the notice, word for word, with the first day on which voting was allowed."""

    edition = Whole(required=True)
    reason = fields.String(required=True)
    text = fields.Dict(required=True)
    text_hash = fields.String(required=True)
    earliest_on = Day(required=True)
    announced_at = Moment(required=True)


class TimingOut(Out):
    """The close moved."""

    kind = one_of(Timing, required=True)
    from_at = Moment(required=True)
    to_at = Moment(required=True)
    reason = fields.String(required=True)
    decided_at = Moment(required=True)


class RollVersionOut(Out):
    """One version of the roll: its sums, why it was made, its fingerprint."""

    version = Whole(required=True)
    reason = fields.String(required=True)
    made_at = Moment(required=True)
    heads = Whole(required=True)
    area = Whole(required=True)
    fingerprint = fields.String(required=True)


class OfficialOut(Out):
    """The city system's result, which decides."""

    version = Whole(required=True)
    system = fields.String(required=True)
    document_no = fields.String(required=True)
    signed_by = fields.String(required=True)
    signed_on = Day(required=True)
    outcomes = fields.List(fields.Dict(), required=True)


class ProcessOut(Out):
    """The whole course of a vote for whoever watches it: no ballot and no choice is in it."""

    reviews = fields.List(fields.Nested(ReviewOut), required=True)
    notices = fields.List(fields.Nested(NoticeOut), required=True)
    rolls = fields.List(fields.Nested(RollVersionOut), required=True)
    timings = fields.List(fields.Nested(TimingOut), required=True)
    officials = fields.List(fields.Nested(OfficialOut), required=True)
    blocks = fields.List(fields.String(), required=True)


class RollObjectionOut(Out):
    """An objection to the roll and its answer."""

    id = fields.UUID(required=True)
    about = fields.String(required=True)
    words = fields.String(required=True)
    made_at = Moment(required=True)
    upheld = fields.Boolean(required=True, allow_none=True)
    answer = fields.String(required=True)
    answered_at = Moment(required=True, allow_none=True)


class SupplementOut(Out):
    """A unit moved to its buyer's voter while the vote is open."""

    unit_id = fields.UUID(required=True)
    from_voter = fields.String(required=True)
    to_voter = fields.String(required=True)
    reason = fields.String(required=True)
    made_at = Moment(required=True)


class RollLineOut(Out):
    """One voter of the published roll: one's own in full, others with their names hidden."""

    voter_no = fields.String(required=True)
    label = fields.String(required=True)
    names = fields.String(required=True)
    area = Whole(required=True)
    mine = fields.Boolean(required=True)


MODES = [(one.value, one.title) for one in Mode]
AUDIENCES = [(one.value, one.title) for one in Audience]
