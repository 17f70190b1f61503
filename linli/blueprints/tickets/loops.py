"""The steps of a ticket beyond the estate, named once for the API and for the console; parts; posts."""

from typing import Any
from uuid import UUID

from linli.blueprints.tickets import loops_schemas as shapes
from linli.blueprints.tickets import loops_shown as shown
from linli.blueprints.tickets.api import ONE as API_ONE
from linli.blueprints.tickets.showing import readable
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket, TicketPart
from linli.domains.tickets.operations import cooperating, posting
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import departments
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

api = Api("tickets_loops_api", __name__, tag="tickets")
PART = f"{API_ONE}/parts/<uuid:part_id>"


def part_here(**ids: UUID) -> TicketPart:
    """What a door finds: a part of the ticket in the address, if whoever stands there may read that."""
    return queries.part_of(readable(estate_id=ids["estate_id"], ticket_id=ids["ticket_id"]), ids["part_id"])


def ticket_of(part: TicketPart) -> Ticket:
    """The ticket that a part belongs to."""
    return queries.ticket(estate_id=part.estate_id, ticket_id=part.ticket_id)


@api.get(f"{API_ONE}/parts")
@allow(Act.READ_INSIDE, GRANTS, on=readable)
@gives(shapes.PartsOut)
@summary("协同部门的任务，各有签收和期限")
def list_parts(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return {"items": shown.parts(actor, ticket)}


@api.get(f"{API_ONE}/proposal")
@allow(Act.READ_INSIDE, GRANTS, on=readable)
@gives(shapes.ProposalOut)
@summary("派单规则建议的牵头和协同部门")
def show_proposal(actor: Actor, ticket: Ticket) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return shown.proposal(ticket)


@api.post(f"{PART}/sign")
@allow(Act.DO_PART, GRANTS, on=part_here)
@gives(shapes.PartsOut)
@idempotent()
@summary("协同部门签收任务")
def sign_part(actor: Actor, part: TicketPart) -> dict[str, Any]:
    ticket = cooperating.sign_part(actor=actor, ticket=ticket_of(part), part=part, now=clock.now())
    return {"items": shown.parts(actor, ticket)}


@api.post(f"{PART}/finish")
@allow(Act.DO_PART, GRANTS, on=part_here)
@takes(shapes.ResultIn)
@gives(shapes.PartsOut)
@idempotent()
@summary("协同部门办好任务，写明结果")
def finish_part(actor: Actor, part: TicketPart, body: dict[str, Any]) -> dict[str, Any]:
    ticket = ticket_of(part)
    cooperating.finish_part(actor=actor, ticket=ticket, part=part, now=clock.now(), **body)
    return {"items": shown.parts(actor, ticket)}


@api.post(f"{API_ONE}/waive-part/<uuid:part_id>")
@allow(Act.WAIVE_PART, GRANTS, on=readable)
@takes(shapes.WaiveIn)
@gives(shapes.PartsOut)
@idempotent()
@summary("不再需要某部门协同，写明理由")
def waive_part(actor: Actor, ticket: Ticket, part_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    part = queries.part_of(ticket, part_id)
    cooperating.waive_part(actor=actor, ticket=ticket, part=part, now=clock.now(), **body)
    return {"items": shown.parts(actor, ticket)}


@api.get("/department-posts")
@allow(Act.KEEP_POSTS, GRANTS)
@gives(shapes.SeatsOut)
@summary("本乡镇或本县各部门的 A 岗和 B 岗")
def list_posts(actor: Actor) -> dict[str, Any]:
    return list_posts_of(actor)


@api.post("/department-posts")
@allow(Act.KEEP_POSTS, GRANTS)
@takes(shapes.AppointIn)
@gives(shapes.SeatsOut, 201)
@summary("登记某部门的 A 岗或 B 岗，原任留痕")
def appoint(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    posting.appoint(actor=actor, region_id=region_of(actor), now=clock.now(), **body)
    return list_posts_of(actor)


def seats(actor: Actor) -> Any:
    """The departments of the actor's own township or county."""
    loop = "county" if actor.scope.kind == "county" else "township"
    return departments.seats(region_of(actor), loop)


def list_posts_of(actor: Actor) -> dict[str, Any]:
    """The same as JSON."""
    return {"items": [shown.seat(one) for one in seats(actor)]}


def region_of(actor: Actor) -> UUID:
    """The actor's township or county, or Unknown."""
    if actor.scope.id is None or actor.scope.kind not in {"street", "county"}:
        raise Unknown
    return actor.scope.id
