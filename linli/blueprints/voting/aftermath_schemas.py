"""The shapes of what follows a result: objections, recounts, revocation, tasks, the sheet and the register."""

from typing import Any

from marshmallow import fields, post_load, validate

from linli.blueprints.voting.schemas import RollOut, WeightOut
from linli.domains.voting.rules.aftermath import Authority, Decision, Ground
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole, one_of

MOST_FILES = 9


class Chosen(fields.UUID):
    """An id from a list; an empty choice of a form is none."""

    default_error_messages = {"invalid_uuid": "请从列表里选择。"}

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


def files(*, required: bool = False) -> fields.List[Any]:
    """Photos or PDFs that came with a form."""
    said = "请选择文件，一次最多 9 个。"
    presence: dict[str, Any] = {"required": True} if required else {"load_default": list}
    return fields.List(
        Upload(),
        validate=validate.Length(int(required), MOST_FILES, error=said),
        error_messages={"required": said},
        **presence,
    )


def _percent() -> Whole:
    return Whole(least=0, most=100, required=True)


class ObjectionIn(In):
    """An objection: what it is about, in one's own words."""

    kind = one_of(Ground, required=True)
    words = Text(most=1000, least=5, required=True)

    @post_load
    def _ground(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in body.items() if name != "kind"} | {
            "ground": Ground(body["kind"])
        }


class ObjectionForm(ObjectionIn):
    """The same with photos."""

    photos = files()


class AnswerIn(In):
    """The answer to an objection."""

    decision = one_of(Decision, required=True)
    words = Text(most=1000, least=5, required=True)

    @post_load
    def _decision(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"decision": Decision(body["decision"])}


class RecountIn(In):
    """Why the vote is counted again, and on which objection."""

    reason = Text(most=500, least=5, required=True)
    objection_id = Chosen(load_default=None, allow_none=True)


class RevocationForm(In):
    """By whom a decision was taken back, with the document."""

    authority = one_of(Authority, required=True)
    number = Text(most=80, required=True)
    decided_on = Day(required=True)
    words = Text(most=1000, least=5, required=True)
    item_id = Chosen(load_default=None, allow_none=True)
    documents = files(required=True)

    @post_load
    def _authority(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"authority": Authority(body["authority"])}


class OutcomeIn(In):
    """What comes of the vote."""

    words = Text(most=1000, least=5, required=True)


class TaskIn(In):
    """One more thing to do after a decision."""

    title = Text(most=80, required=True)
    due_on = Day(required=True)
    item_id = Chosen(load_default=None, allow_none=True)


class TaskChangeIn(In):
    """Another name, another day."""

    title = Text(most=80, required=True)
    due_on = Day(required=True)


class ReportIn(In):
    """How far a task has come; 100 means done. `steps_done` counts from 0."""

    percent = _percent()
    words = Text(most=1000, required=True)
    steps_done = fields.List(Whole(least=0, most=50), load_default=list, validate=validate.Length(max=50))


class ReportForm(ReportIn):
    """The same with files."""

    files = files()


class RegisterIn(WindowIn):
    """What to look for in the register."""

    q = Text(least=0, most=40, load_default="")


class VersionIn(In):
    """Which version of the result; the newest where none is named."""

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 10_000, error="没有这一版。"),
        error_messages={"invalid": "版本写成数字，例如 1。"},
    )


class AnswerOut(Out):
    """An answer."""

    decision = fields.String(required=True)
    words = fields.String(required=True)
    answered_at = Moment(required=True)


class ObjectionOut(Out):
    """An objection with its answer; the name of whoever made it is not told."""

    id = fields.UUID(attribute="objection.id", required=True)
    kind = fields.String(attribute="objection.kind", required=True)
    words = fields.String(attribute="objection.words", required=True)
    version = Whole(attribute="objection.version", required=True)
    made_at = Moment(attribute="objection.made_at", required=True)
    answer = fields.Nested(AnswerOut, required=True, allow_none=True)


class RecountOut(Out):
    """A recount or a correction: versions of the count before and after."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    reason = fields.String(required=True)
    before_version = Whole(required=True)
    after_version = Whole(required=True, allow_none=True)
    done_at = Moment(required=True, allow_none=True)


class RollChangeOut(Out):
    """One voter who came, went, or has another area (0.01 ㎡)."""

    voter_no = fields.String(required=True)
    label = fields.String(required=True)
    before = Whole(required=True, allow_none=True)
    after = Whole(required=True, allow_none=True)


class ChangeOut(Out):
    """One figure before and after, in words."""

    name = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class ItemChangesOut(Out):
    """What changed of one item; an empty id: of the ballots as a whole."""

    item_id = fields.String(required=True)
    changes = fields.List(fields.Nested(ChangeOut), required=True)


class VersionOut(Out):
    """One version of the count."""

    version = Whole(attribute="counted.version", required=True)
    result = fields.Dict(attribute="counted.result", required=True)
    result_hash = fields.String(attribute="counted.result_hash", required=True)
    counted_at = Moment(attribute="counted.counted_at", required=True)
    roll = fields.Nested(RollOut, required=True)
    reason = fields.String(attribute="made.reason", dump_default="")
    roll_changes = fields.List(fields.Nested(RollChangeOut), required=True)
    changes = fields.List(fields.Nested(ItemChangesOut), required=True)


class VersionsOut(Out):
    """Every version, the newest first."""

    items = fields.List(fields.Nested(VersionOut), required=True)


class RevokedOut(Out):
    """A decision that was taken back."""

    authority = fields.String(required=True)
    number = fields.String(required=True)
    decided_on = Day(required=True)
    words = fields.String(required=True)


class ExplicitOut(Out):
    """The figures before anybody is joined to the majority."""

    verdict = fields.String(required=True)
    why = fields.String(required=True)


class CandidateOut(Out):
    """A candidate's figures."""

    name = fields.String(required=True)
    got = fields.Nested(WeightOut, required=True)
    outcome = fields.String(required=True)


class SheetItemOut(Out):
    """One item of the sheet."""

    number = Whole(required=True)
    title = fields.String(required=True)
    matter = fields.String(required=True)
    formula = fields.String(required=True)
    verdict = fields.String(required=True)
    why = fields.String(attribute="reading.why", dump_default="")
    roll = fields.Nested(WeightOut, required=True)
    participating = fields.Nested(WeightOut, required=True)
    participating_shares = fields.List(fields.String(), required=True)
    agreed = fields.Nested(WeightOut, required=True)
    agreed_shares = fields.List(fields.String(), required=True)
    refused = fields.Nested(WeightOut, required=True)
    abstained = fields.Nested(WeightOut, required=True)
    followed = fields.Nested(WeightOut, required=True)
    returned = fields.Nested(WeightOut, required=True)
    valid = fields.Nested(WeightOut, required=True)
    blank = fields.Nested(WeightOut, required=True)
    invalid = fields.Nested(WeightOut, required=True)
    chosen_follow = fields.Nested(WeightOut, required=True)
    silent = fields.Nested(WeightOut, required=True)
    explicit = fields.Nested(ExplicitOut, required=True, allow_none=True)
    candidates = fields.List(fields.Nested(CandidateOut), required=True)
    revoked = fields.Nested(RevokedOut, required=True, allow_none=True)


class SheetOut(Out):
    """The result sheet (domain rules 1.5)."""

    estate = fields.String(required=True)
    title = fields.String(required=True)
    scope = fields.String(required=True)
    initiator = fields.String(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    released_by = fields.String(required=True)
    released_at = Moment(required=True, allow_none=True)
    objections_until = Day(required=True, allow_none=True)
    version = Whole(required=True)
    newest = Whole(required=True)
    roll_version = Whole(required=True)
    roll = fields.Nested(WeightOut, required=True)
    roll_hash = fields.String(required=True)
    received = Whole(required=True)
    void = Whole(required=True)
    superseded = Whole(required=True)
    effective = Whole(required=True)
    online = fields.Nested(WeightOut, required=True)
    paper = fields.Nested(WeightOut, required=True)
    clause = fields.String(required=True)
    items = fields.List(fields.Nested(SheetItemOut), required=True)
    result_hash = fields.String(required=True)
    last_hash = fields.String(required=True)
    root = fields.String(required=True)
    revoked = fields.Nested(RevokedOut, required=True, allow_none=True)


class StepOut(Out):
    """One step of a task."""

    title = fields.String(required=True)
    done = fields.Boolean(required=True)


class WordOut(Out):
    """What was said on a task."""

    words = fields.String(attribute="entry.words", required=True)
    percent = Whole(attribute="entry.percent", required=True)
    made_at = Moment(attribute="entry.made_at", required=True)


class TaskOut(Out):
    """A task after a decision."""

    id = fields.UUID(attribute="task.id", required=True)
    item_id = fields.UUID(attribute="task.item_id", required=True, allow_none=True)
    title = fields.String(attribute="task.title", required=True)
    basis = fields.String(attribute="task.basis", required=True)
    due_on = Day(attribute="task.due_on", required=True)
    percent = Whole(attribute="task.percent", required=True)
    steps = fields.List(fields.Nested(StepOut), attribute="task.steps", required=True)
    done_at = Moment(attribute="task.done_at", required=True, allow_none=True)
    flagged_at = Moment(attribute="task.flagged_at", required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    words = fields.List(fields.Nested(WordOut), required=True)


class TasksOut(Out):
    """The tasks of a vote, the first due first."""

    items = fields.List(fields.Nested(TaskOut), required=True)


class DecidedOut(Out):
    """One item of the register."""

    number = Whole(attribute="item.number", required=True)
    title = fields.String(attribute="item.title", required=True)
    passed = fields.Boolean(required=True)
    revoked = fields.Nested(RevokedOut, required=True, allow_none=True)


class DecisionOut(Out):
    """One vote of the register."""

    vote_id = fields.UUID(attribute="vote.id", required=True)
    title = fields.String(attribute="vote.title", required=True)
    published_at = Moment(attribute="vote.published_at", required=True, allow_none=True)
    final_at = Moment(attribute="vote.final_at", required=True, allow_none=True)
    items = fields.List(fields.Nested(DecidedOut), required=True)
