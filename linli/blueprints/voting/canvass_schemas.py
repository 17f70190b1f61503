"""The shapes of canvassing on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load

from linli.blueprints.voting.aftermath_schemas import Chosen
from linli.blueprints.voting.proxies_schemas import MaybeDay
from linli.domains.voting.rules.visits import Means, Outcome
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of


class VisitIn(In):
    """A visit: to whom, by which means, what came of it, when next."""

    voter_no = Text(most=20, required=True)
    means = one_of(Means, required=True)
    outcome = one_of(Outcome, required=True)
    next_on = MaybeDay(load_default=None, allow_none=True)
    note = Text(most=300, least=0, load_default="")

    @post_load
    def _kinds(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"means": Means(body["means"]), "outcome": Outcome(body["outcome"])}


class DoorsIn(WindowIn):
    """Which households: of a building, or of all; with `still` only those who have not voted."""

    building_id = Chosen(load_default=None, allow_none=True)
    still = fields.Boolean(load_default=True, error_messages={"invalid": "请选一项。"})


class VoterIn(In):
    """Which household."""

    voter = Text(most=20, required=True)


class UnreachedIn(WindowIn):
    """Whose message failed, or who has no account that a message could go to."""

    account = fields.Boolean(load_default=True, error_messages={"invalid": "请选一项。"})


class BoardOut(Out):
    """How many voters of a building stand where."""

    building_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    voters = Whole(required=True)
    stands = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class BoardsOut(Out):
    """The whole roll's board, and each building's."""

    whole = fields.Nested(BoardOut, required=True)
    buildings = fields.List(fields.Nested(BoardOut), required=True)


class VisitOut(Out):
    """A visit as it was written down."""

    id = fields.UUID(required=True)
    voter_no = fields.String(required=True)
    means = fields.String(required=True)
    outcome = fields.String(required=True)
    next_on = Day(required=True, allow_none=True)
    note = fields.String(required=True)
    made_by = fields.UUID(required=True)
    made_at = Moment(required=True)


class DoorOut(Out):
    """A household: house, masked names, where it stands, the last visit; no choice."""

    voter_no = fields.String(required=True, attribute="entry.voter_no")
    label = fields.String(required=True, attribute="entry.label")
    names = fields.String(required=True)
    stand = fields.String(required=True)
    last = fields.Nested(VisitOut, required=True, allow_none=True)


class ReminderOut(Out):
    """When those who had not voted were reminded; by nobody where it went out by itself."""

    id = fields.UUID(required=True)
    sent_by = fields.UUID(required=True, allow_none=True)
    sent_at = Moment(required=True)
