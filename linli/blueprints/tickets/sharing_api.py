"""What households share, for programs: reports nearby, joining them, common places, who is on duty."""

from typing import Any
from uuid import UUID

from linli.blueprints.tickets import sharing_schemas as shapes
from linli.blueprints.tickets.sharing_shown import common_place, nearby, shared, shared_ticket
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets import queries
from linli.domains.tickets.models import CommonPlace, Ticket
from linli.domains.tickets.operations import alarms, joining
from linli.domains.tickets.operations import places as listing
from linli.domains.tickets.operations.places import Naming, PlaceKind
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import alarms as ringing
from linli.domains.tickets.queries import places
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("tickets_sharing_api", __name__, tag="tickets")
ONE = "/estates/<uuid:estate_id>/tickets/<uuid:ticket_id>"
PLACES = "/estates/<uuid:estate_id>/common-places"
DUTY = "/estates/<uuid:estate_id>/emergency-duty"


@bp.get("/estates/<uuid:estate_id>/tickets/nearby")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(shapes.SpotIn, where="query")
@gives(shapes.NearbyOut)
@summary("报事前先看：附近同类别还在办理的报事，和正在处理的事件")
def list_nearby(actor: Actor, estate: Estate, query: dict[str, Any]) -> dict[str, Any]:
    queries.category(query["category"])
    return nearby(actor, estate.id, query)


@bp.get(f"{ONE}/shared")
@allow(Act.READ_SHARED, GRANTS, on=shared)
@gives(shapes.SharedOut)
@summary("邻居报的一件公共报事：进度和户数，不含文字、姓名和照片")
def show_shared(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return shared_ticket(actor, ticket)


@bp.post(f"{ONE}/me-too")
@allow(Act.FOLLOW, GRANTS, on=shared)
@gives(shapes.SharedOut)
@idempotent()
@summary("我也遇到了：一户算一次，同时关注进展")
def say_me_too(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return shared_ticket(actor, joining.join(actor=actor, ticket=ticket, me_too=True, now=clock.now()))


@bp.post(f"{ONE}/follow")
@allow(Act.FOLLOW, GRANTS, on=shared)
@gives(shapes.SharedOut)
@idempotent()
@summary("只关注进展")
def follow(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return shared_ticket(actor, joining.join(actor=actor, ticket=ticket, me_too=False, now=clock.now()))


@bp.post(f"{ONE}/unfollow")
@allow(Act.FOLLOW, GRANTS, on=shared)
@gives(shapes.SharedOut)
@idempotent()
@summary("不再关注；算过的户数不变")
def unfollow(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return shared_ticket(actor, joining.leave(actor=actor, ticket=ticket, now=clock.now()))


@bp.get(PLACES)
@allow(Act.LIST_PLACES, GRANTS)
@gives(shapes.PlacesOut)
@summary("小区的公共位置和设备")
def list_places(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return {"items": places.common_places(estate_id)}


@bp.post(PLACES)
@allow(Act.KEEP_PLACES, GRANTS)
@takes(shapes.PlaceIn)
@gives(shapes.PlaceOut, 201)
@idempotent()
@summary("登记一个公共位置或设备")
def add_place(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> CommonPlace:  # noqa: ARG001
    return listing.add(estate_id=estate_id, naming=naming_of(body), now=clock.now())


@bp.put(f"{PLACES}/<uuid:place_id>")
@allow(Act.KEEP_PLACES, GRANTS, on=common_place)
@takes(shapes.PlaceIn)
@gives(shapes.PlaceOut)
@summary("修改公共位置或设备，编号和二维码不变")
def change_place(actor: Actor, place: CommonPlace, body: dict[str, Any]) -> CommonPlace:  # noqa: ARG001
    return listing.change(place=place, naming=naming_of(body))


@bp.delete(f"{PLACES}/<uuid:place_id>")
@allow(Act.KEEP_PLACES, GRANTS, on=common_place)
@gives(None)
@summary("停用公共位置或设备")
def retire_place(actor: Actor, place: CommonPlace) -> None:  # noqa: ARG001
    listing.retire(place=place, now=clock.now())


@bp.get(DUTY)
@allow(Act.KEEP_DUTY, GRANTS)
@gives(shapes.DutyOut)
@summary("紧急报事先呼叫谁")
def show_duty(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    now = clock.now()
    return {"items": ringing.on_duty(estate_id, on=day_of(now), now=now)}


@bp.put(DUTY)
@allow(Act.KEEP_DUTY, GRANTS)
@takes(shapes.DutyIn)
@gives(shapes.DutyOut)
@summary("设置紧急报事的值班人，按呼叫先后")
def set_duty(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    now = clock.now()
    alarms.set_duty(estate_id=estate_id, now=now, **body)
    return {"items": ringing.on_duty(estate_id, on=day_of(now), now=now)}


def naming_of(body: dict[str, Any]) -> Naming:
    """What a form or a program said of a common place."""
    return Naming(**body | {"kind": PlaceKind(body["kind"])})
