"""The shapes of what a desk works with: replies, checklists, caps, saved filters, steps for many tickets at once."""

from typing import Any

from marshmallow import fields, pre_load, validate

from linli.blueprints.tickets.schemas import Id, TicketOut
from linli.domains.tickets.operations.bulk import MOST, BulkStep
from linli.domains.tickets.queries import STAGES
from linli.platform.web import In, Out
from linli.platform.web.schemas import Text, Whole, one_of

MOST_TICKS = 500


class ReplyIn(In):
    """What the reporter is told."""

    words = Text(most=500, required=True)


class RecategoriseIn(In):
    """Under which category it belongs, and why."""

    category = Text(most=40, required=True)
    reason = Text(most=200, required=True)


class TemplateIn(In):
    """Words that are sent often, with placeholders such as {上门时间}."""

    title = Text(most=40, required=True)
    words = Text(most=500, required=True)


class ChosenIn(In):
    """Which template a reply begins with."""

    template = Id(load_default=None, allow_none=True)


class TemplateOfIn(In):
    """Which template is to be filled."""

    template = Id(required=True)


class TemplateOut(Out):
    """Words that are sent often; `placeholders` are all that they hold."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    placeholders = fields.List(fields.String(), required=True)


class TemplatesOut(Out):
    """The templates of the actor's desk, by title."""

    items = fields.List(fields.Nested(TemplateOut), required=True)


class FilledOut(Out):
    """A template as one ticket fills it; `placeholders` are those still open."""

    words = fields.String(required=True)
    placeholders = fields.List(fields.String(), required=True)


class CapIn(In):
    """How many open orders at most: of one worker, or of everybody; no number, no cap."""

    account_id = Id(load_default=None, allow_none=True)
    most = Whole(most=200, load_default=None, allow_none=True)


class CapForm(CapIn):
    """The same as it is typed: an empty box is no number."""

    @pre_load
    def empty_is_none(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Read what was left empty."""
        return {name: None if name == "most" and value == "" else value for name, value in sent.items()}


class CappedOut(Out):
    """A worker: what is in hand, an own cap, the cap in force."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    in_hand = fields.Integer(required=True)
    own = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True, allow_none=True)


class CapsOut(Out):
    """Everybody's cap, and the workers."""

    everybody = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(CappedOut), required=True)


class ChecklistIn(In):
    """A checklist as it is typed: one point a line."""

    category = Text(most=40, required=True)
    title = Text(most=40, required=True)
    points = Text(most=4000, required=True)


class LineOut(Out):
    """A point of a checklist."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    must = fields.Boolean(required=True)


class ChecklistOut(Out):
    """A checklist of a category, or of a whole group."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    points = fields.List(fields.Nested(LineOut), required=True)


class ChecklistsOut(Out):
    """The checklists in use."""

    items = fields.List(fields.Nested(ChecklistOut), required=True)


class TicksIn(In):
    """Which points were looked at."""

    point_ids = fields.List(
        Id(), load_default=list, validate=validate.Length(max=MOST_TICKS, error="勾得太多了，请刷新页面。")
    )


class PointOut(LineOut):
    """A point of a ticket, and whether somebody has looked at it."""

    list_title = fields.String(required=True)
    done = fields.Boolean(required=True)
    who = fields.String(required=True)


class PointsOut(Out):
    """Everything that has to be looked at for a ticket."""

    items = fields.List(fields.Nested(PointOut), required=True)


class NarrowIn(In):
    """Which tickets of the queue."""

    stage = fields.String(load_default="open", validate=validate.OneOf(list(STAGES), error="没有这种状态。"))
    category = Text(least=0, most=40, load_default="")
    mine = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)


class FilterIn(NarrowIn):
    """A way of looking at the queue, with the title under which it is kept."""

    title = Text(most=20, required=True)


class WantedOut(Out):
    """What a filter asks for."""

    stage = fields.String(required=True)
    category = fields.String(required=True)
    mine = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)


class FilterOut(Out):
    """A filter of one's own."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    wanted = fields.Nested(WantedOut, required=True)


class FiltersOut(Out):
    """One's own filters."""

    items = fields.List(fields.Nested(FilterOut), required=True)


class ColumnOut(Out):
    """One column of the board: how many stand there, and the most pressing of them."""

    stage = fields.String(required=True)
    title = fields.String(required=True)
    count = fields.Integer(required=True)
    items = fields.List(fields.Nested(TicketOut), required=True)


class BoardOut(Out):
    """The board."""

    columns = fields.List(fields.Nested(ColumnOut), required=True)


class BoardIn(In):
    """Which tickets the board shows."""

    category = Text(least=0, most=40, load_default="")
    mine = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)


class BulkIn(In):
    """One step for many tickets: its words where it says something, an assignee where work is given."""

    step = one_of(BulkStep, required=True)
    ticket_ids = fields.List(
        Id(), required=True, validate=validate.Length(1, MOST, error=f"请勾选 1 到 {MOST} 件工单。"),
        error_messages={"required": "请勾选工单。"},
    )  # fmt: skip
    words = Text(least=0, most=500, load_default="")
    assignee_id = Id(load_default=None, allow_none=True)


class BulkForm(BulkIn):
    """The same as a page sends it, with what was being looked at."""

    stage = Text(least=0, most=20, load_default="")
    category = Text(least=0, most=40, load_default="")


class BulkSeenIn(NarrowIn):
    """Which tickets are offered for a step, and whether all are ticked."""

    everything = fields.Boolean(load_default=False)


class DoneOut(Out):
    """A ticket for which the step was taken."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)


class RefusedOut(Out):
    """A ticket for which it was refused, and why; without a number where it is out of reach."""

    id = fields.UUID(required=True, attribute="ticket_id")
    number = fields.String(required=True)
    code = fields.String(required=True)
    sentence = fields.String(required=True)


class BulkOut(Out):
    """What became of each."""

    done = fields.List(fields.Nested(DoneOut), required=True)
    refused = fields.List(fields.Nested(RefusedOut), required=True)
