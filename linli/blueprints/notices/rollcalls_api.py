"""Roll calls, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.notices import rollcall_schemas as schemas
from linli.domains.notices.models import RollCall
from linli.domains.notices.operations import rollcalls as calling
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import rollcalls
from linli.domains.notices.rules.rollcalls import Standing
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("notices_rollcalls_api", __name__, tag="notices")
ALL = "/estates/<uuid:estate_id>/roll-calls"
ONE = f"{ALL}/<uuid:roll_call_id>"


@bp.get(ALL)
@allow(Act.READ_ROLL_CALL, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.CallOut))
@summary("应急点名，新的在前")
def list_calls(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[RollCall]:  # noqa: ARG001
    return rollcalls.roll_calls_page(estate_id, window=Window(**query))


@bp.post(ALL)
@allow(Act.OPEN_ROLL_CALL, GRANTS)
@takes(schemas.CallIn)
@gives(schemas.CallOut, 201)
@idempotent()
@summary("发起应急点名，问每户平安不平安")
def open_call(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> RollCall:
    return calling.open_call(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@bp.get(ONE)
@allow(Act.READ_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@gives(schemas.StandingOut)
@summary("一次点名：每幢平安、要帮助、没回答的户数")
def show_call(actor: Actor, found: RollCall) -> dict[str, Any]:  # noqa: ARG001
    names = ("id", "title", "words", "opened_at", "closed_at", "summary")
    return {name: getattr(found, name) for name in names} | {"buildings": rollcalls.tallies(found)}


@bp.get(f"{ONE}/homes")
@allow(Act.READ_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.HomesIn, where="query")
@gives(page_of(schemas.HomeOut))
@summary("点名里的每一户；state=silent 是还没回答的")
def list_homes(actor: Actor, found: RollCall, query: dict[str, Any]) -> Page[rollcalls.Home]:  # noqa: ARG001
    state = Standing(query["state"]) if query["state"] else None
    window = Window(query["limit"], query["cursor"])
    return rollcalls.homes_page(found, window=window, state=state, building_id=query["building_id"])


@bp.post(f"{ONE}/answers")
@allow(Act.ANSWER_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.AnswerIn)
@gives(schemas.HomesOut, 201)
@idempotent()
@summary("报平安，或者说要帮助；没有网络时先记下 said_at，以后再发")
def answer(actor: Actor, found: RollCall, body: dict[str, Any]) -> dict[str, Any]:
    home = calling.answer(actor=actor, roll_call=found, now=clock.now(), **body)
    return {"items": rollcalls.homes_of(found, [home.unit_id])}


@bp.post(f"{ONE}/homes/<uuid:unit_id>/helper")
@allow(Act.HELP_IN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.HelperIn)
@gives(None, 204)
@summary("派人去要帮助的一户")
def send_help(actor: Actor, found: RollCall, unit_id: UUID, body: dict[str, Any]) -> None:  # noqa: ARG001
    calling.send_help(roll_call=found, home=rollcalls.home(found, unit_id), now=clock.now(), **body)


@bp.post(f"{ONE}/homes/<uuid:unit_id>/helped")
@allow(Act.HELP_IN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@gives(None, 204)
@summary("这一户已经帮到了")
def note_helped(actor: Actor, found: RollCall, unit_id: UUID) -> None:  # noqa: ARG001
    calling.note_helped(roll_call=found, home=rollcalls.home(found, unit_id), now=clock.now())


@bp.post(f"{ONE}/close")
@allow(Act.OPEN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.ClosingIn)
@gives(schemas.CallOut)
@summary("结束点名，留下当时的数字")
def close(actor: Actor, found: RollCall, body: dict[str, Any]) -> RollCall:
    return calling.close(actor=actor, roll_call=found, now=clock.now(), **body)
