"""The shapes of what everybody may know of an estate's reports."""

from marshmallow import fields

from linli.blueprints.tickets.schemas import Id
from linli.domains.tickets.queries.openly import Which
from linli.platform.web import Out, WindowIn
from linli.platform.web.schemas import Moment, one_of


class OpenlyIn(WindowIn):
    """Those that wait or those that were handled, of one building or of all."""

    stage = one_of(Which, load_default=Which.OPEN.value)
    building_id = Id(load_default=None, allow_none=True)


class _BuildingOut(Out):
    """A building of the plan, with how many are open there."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    open = fields.Integer(required=True)


class _LineOut(Out):
    """A report without anybody in it."""

    category = fields.String(required=True)
    place = fields.String(required=True)
    state = fields.String(required=True)
    reported_at = Moment(required=True)
    settled_at = Moment(required=True, allow_none=True)


class OpenlyOut(Out):
    """Figures, the plan, and a page of the list."""

    open = fields.Integer(required=True)
    handled = fields.Integer(required=True)
    average_seconds = fields.Integer(required=True, allow_none=True)
    buildings = fields.List(fields.Nested(_BuildingOut), required=True)
    elsewhere = fields.Integer(required=True)
    items = fields.List(fields.Nested(_LineOut), required=True)
    next = fields.String(required=True, allow_none=True)
