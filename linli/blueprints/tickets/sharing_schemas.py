"""The shapes of what households share: places, reports nearby, duty, incidents."""

from typing import Any

from marshmallow import fields, validate

from linli.blueprints.tickets.schemas import CommonOut, Id
from linli.domains.tickets.operations.places import PlaceKind
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text

_MOST_CHOSEN = 500


def _ids() -> fields.List[Any]:
    return fields.List(
        Id(), load_default=list, validate=validate.Length(max=_MOST_CHOSEN, error="选得太多了。")
    )


class AtIn(In):
    """At which place of the list, as its code says."""

    at = Id(load_default=None, allow_none=True)


class SpotIn(In):
    """About what, and where, somebody is going to report."""

    category = Text(most=40, required=True)
    unit_id = Id(load_default=None, allow_none=True)
    place_id = Id(load_default=None, allow_none=True)
    building_id = Id(load_default=None, allow_none=True)
    place = Text(least=0, most=100, load_default="")


class SharedOut(CommonOut):
    """A report as those see it who share the matter: no words, no names, no photos."""

    id = fields.UUID(required=True)
    households = fields.Integer(required=True)
    mine = fields.Boolean(required=True)
    following = fields.Boolean(required=True)
    me_too = fields.Boolean(required=True)


class IncidentShortOut(Out):
    """An incident in a list."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    building_id = fields.UUID(required=True, allow_none=True)
    opened_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    result = fields.String(required=True)
    reports = fields.Integer(required=True)


class NearbyOut(Out):
    """Open reports that may be the same thing, the nearest first, and incidents that are going on."""

    items = fields.List(fields.Nested(SharedOut), required=True)
    incidents = fields.List(fields.Nested(IncidentShortOut), required=True)


class PlaceIn(In):
    """A common place or piece of equipment."""

    name = Text(most=40, required=True)
    kind = fields.String(
        load_default=PlaceKind.SPOT.value,
        validate=validate.OneOf([one.value for one in PlaceKind], error="请选择“公共位置”或“设备”。"),
    )
    category = Text(least=0, most=40, load_default="")
    building_id = Id(load_default=None, allow_none=True)
    entrance_id = Id(load_default=None, allow_none=True)


class PlaceOut(Out):
    """A common place of the list."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    category = fields.String(required=True)
    building_id = fields.UUID(required=True, allow_none=True)
    entrance_id = fields.UUID(required=True, allow_none=True)


class PlacesOut(Out):
    """The list of an estate."""

    items = fields.List(fields.Nested(PlaceOut), required=True)


class DutyIn(In):
    """Who is on duty, the first to be rung first."""

    account_ids = _ids()


class OnDutyOut(Out):
    """Somebody on duty."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    position = fields.Integer(required=True)


class DutyOut(Out):
    """Everybody on duty."""

    items = fields.List(fields.Nested(OnDutyOut), required=True)


class IncidentForm(In):
    """One matter behind several reports; the category stands in the form's address."""

    title = Text(most=40, required=True)
    building_id = Id(load_default=None, allow_none=True)
    ticket_ids = _ids()


class IncidentIn(IncidentForm):
    """The same from a program."""

    category = Text(most=40, required=True)


class IncidentNumberIn(In):
    """One more report, by its number."""

    number = Text(most=20, required=True)


class IncidentWordsIn(In):
    """What everybody concerned is told."""

    words = Text(most=200, required=True)


class IncidentCloseIn(In):
    """How it ended, and which of its reports end with it."""

    result = Text(most=200, required=True)
    ticket_ids = _ids()


class IncidentNoticeOut(Out):
    """Something that was told."""

    at = Moment(required=True)
    words = fields.String(required=True)


class IncidentOut(IncidentShortOut):
    """An incident with its reports and what was told."""

    numbers = fields.List(fields.String(), required=True)
    notices = fields.List(fields.Nested(IncidentNoticeOut), required=True)


class RefusedOut(Out):
    """A report that could not be closed along with its incident, and why."""

    number = fields.String(required=True)
    why = fields.String(required=True)


class IncidentClosedOut(IncidentOut):
    """An incident just closed, with what became of its reports."""

    done = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(RefusedOut), required=True)
