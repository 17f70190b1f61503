"""The shapes of takeovers on the wire and in forms. Money is typed in yuan."""

from typing import Any

from marshmallow import fields

from linli.blueprints.fees.schemas import Rate
from linli.blueprints.payments.schemas import Yuan
from linli.domains.takeover.rules import Cause, End, State
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, one_of


class _Id(fields.UUID):
    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}


class ListIn(WindowIn):
    """Which takeovers: those in one state, or all."""

    state = one_of(State, load_default=None, allow_none=True)


class ProposeIn(In):
    """Who should step in, why, from when until when and for what."""

    company_id = _Id(required=True)
    cause = one_of(Cause, required=True)
    cause_words = Text(most=500, required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    services = Text(most=1000, required=True)
    fee = Rate(required=True)
    aid = Yuan(required=True)


class WordsIn(In):
    """What one says to it."""

    words = Text(most=500, required=True)


class EndIn(In):
    """The last day and why."""

    cause = one_of(End, required=True)
    ended_on = Day(required=True)
    words = Text(most=500, least=0, load_default="")


class CompanyIn(In):
    """A state-owned company that may be asked, and by which document."""

    company_id = _Id(required=True)
    basis = Text(most=200, required=True)


class CompanyOut(Out):
    """A company that the county has named."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    basis = fields.String(required=True)


class CompaniesOut(Out):
    """All that the county has named."""

    items = fields.List(fields.Nested(CompanyOut), required=True)


class FigureOut(Out):
    """A figure of the days of a takeover, with both its numbers."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


class TakeoverOut(Out):
    """A takeover: who, why, when, on what terms, and how it ended."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    estate_name = fields.String(required=True)
    company_id = fields.UUID(required=True)
    company_name = fields.String(required=True)
    cause = fields.String(required=True)
    cause_words = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    services = fields.String(required=True)
    fee_mfen = fields.Integer(required=True)
    aid_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    decision_words = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    ended_on = Day(required=True, allow_none=True)
    end_cause = fields.String(required=True)
    end_words = fields.String(required=True)


class TakeoverDetailOut(TakeoverOut):
    """A takeover with the figures of its days."""

    figures = fields.List(fields.Nested(FigureOut), required=True)


class TakeoversOut(Out):
    """An estate's takeovers, the newest first."""

    items = fields.List(fields.Nested(TakeoverOut), required=True)


def terms_of(body: dict[str, Any]) -> dict[str, Any]:
    """What was proposed, in the words of the room."""
    sent = dict(body)
    sent["fee_mfen"], sent["aid_fen"] = sent.pop("fee"), sent.pop("aid")
    return sent | {"cause": Cause(sent["cause"])}
