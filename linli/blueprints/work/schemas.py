"""What the staff's wide operations take and give: jobs, dead letters, the log of acts."""

from typing import Any

from marshmallow import fields, pre_load

from linli.platform.web.schemas import Moment, Out, Text, WindowIn


class JobOut(Out):
    """One job: when it runs, how the last run went."""

    name = fields.String(required=True)
    schedule = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    started_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)
    set_aside = fields.Integer(required=True)
    failures = fields.Integer(required=True)
    next_at = Moment(required=True)
    late = fields.Boolean(required=True)


class BoardOut(Out):
    """All jobs and whether a worker is alive."""

    jobs = fields.List(fields.Nested(JobOut), required=True)
    worker_seen_at = Moment(required=True, allow_none=True)
    silent = fields.Boolean(required=True)
    pending = fields.Integer(required=True)
    dead = fields.Integer(required=True)


class DeadLetterOut(Out):
    """A promise that could not be kept."""

    id = fields.UUID(required=True)
    reaction = fields.String(required=True)
    made_at = Moment(required=True)
    tries = fields.Integer(required=True)
    last_error = fields.String(required=True, allow_none=True)


class AuditIn(WindowIn):
    """The log of acts: of an estate, an account, a thing, or whose name begins so."""

    estate_id = fields.UUID(load_default=None, error_messages={"invalid_uuid": "小区编号的格式不对。"})
    account_id = fields.UUID(load_default=None, error_messages={"invalid_uuid": "账号编号的格式不对。"})
    object_id = Text(most=120, load_default=None)
    act = Text(most=60, least=0, load_default="")

    @pre_load
    def _no_blanks(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """An empty field of the search form asks for everything."""
        return {name: value for name, value in sent.items() if value}


class ChainIn(WindowIn):
    """The estate whose log is checked; without one, the platform's."""

    estate_id = fields.UUID(load_default=None, error_messages={"invalid_uuid": "小区编号的格式不对。"})


class EntryOut(Out):
    """One act: who did what to what, with which result."""

    chain = fields.UUID(required=True)
    seq = fields.Integer(required=True)
    at = Moment(required=True)
    account_id = fields.UUID(required=True, allow_none=True)
    role = fields.String(required=True)
    source = fields.String(required=True)
    act = fields.String(required=True)
    object_kind = fields.String(required=True)
    object_id = fields.String(required=True)
    result = fields.String(required=True)
    details = fields.Dict(required=True)
    hash = fields.String(required=True)


class VerificationOut(Out):
    """Whether the chain holds; where not, the first numbers that do not."""

    holds = fields.Boolean(required=True)
    broken = fields.List(fields.Integer(), required=True)
