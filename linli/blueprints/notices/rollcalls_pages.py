"""Roll calls: two taps for residents, the board of who is silent and who needs help for those who go there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.notices import rollcall_schemas as schemas
from linli.blueprints.notices.announcements_console import aimed, places
from linli.blueprints.work import home, today
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Feature
from linli.domains.notices.models import RollCall
from linli.domains.notices.operations import rollcalls as calling
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import reach, rollcalls
from linli.domains.notices.rules import aims
from linli.domains.notices.rules.rollcalls import Standing
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("notices_rollcalls", __name__)
MINE = "/e/<uuid:estate_id>/roll-calls/<uuid:roll_call_id>"
ALL = "/work/e/<uuid:estate_id>/roll-calls"
ONE = f"{ALL}/<uuid:roll_call_id>"


@bp.get(MINE)
@allow(Act.ANSWER_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
def ask(actor: Actor, found: RollCall) -> ResponseReturnValue:
    return _ask(actor, found, Form())


def _ask(actor: Actor, found: RollCall, form: Form) -> str:
    return render_template(
        "notices/rollcall.html",
        tab="home",
        back={"href": f"/e/{found.estate_id}/", "label": "返回首页"},
        heading="应急点名",
        call=found,
        form=form,
        homes=rollcalls.homes_of(found, list(actor.units)),
        phone=estates.estate(estate_id=found.estate_id).help_phone,
    )


@bp.post(f"{MINE}/answers")
@allow(Act.ANSWER_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.AnswerIn)
@form_page(_ask)
def answer(actor: Actor, found: RollCall, body: dict[str, Any]) -> ResponseReturnValue:
    calling.answer(actor=actor, roll_call=found, now=clock.now(), **body)
    return redirect(f"/e/{found.estate_id}/roll-calls/{found.id}", 303)


@bp.get(ALL)
@allow(Act.READ_ROLL_CALL, GRANTS)
@takes(WindowIn, where="query")
def list_calls(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = rollcalls.roll_calls_page(estate_id, window=Window(**query))
    return render_template(
        "notices/rollcalls.html",
        place=_place(estate_id),
        calls=found.items,
        may_open=permits(GRANTS, actor, Act.OPEN_ROLL_CALL),
        next=f"{_place(estate_id)}?cursor={found.next}" if found.next else None,
    )


def _place(estate_id: UUID) -> str:
    return f"/work/e/{estate_id}/roll-calls"


@bp.get(f"{ALL}/new")
@allow(Act.OPEN_ROLL_CALL, GRANTS)
def start(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    words = "请每家点一下：平安，或者需要帮助。家里有老人、病人的请写上。"
    return _write(actor, estate_id, Form({"words": words}))


def _write(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "notices/rollcall_new.html", place=_place(estate_id), form=form, **places(estate_id)
    )


@bp.post(ALL)
@allow(Act.OPEN_ROLL_CALL, GRANTS)
@takes(schemas.CallForm)
@idempotent()
@form_page(_write)
def open_call(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    aim = aimed(estate_id, body)
    made = calling.open_call(actor=actor, estate_id=estate_id, now=clock.now(), **body | {"aim": aim})
    return redirect(f"{_place(estate_id)}/{made.id}", 303)


@bp.get(ONE)
@allow(Act.READ_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
def show(actor: Actor, found: RollCall) -> ResponseReturnValue:
    return _show(actor, found, Form())


def _show_again(actor: Actor, found: RollCall, unit_id: UUID, form: Form) -> str:  # noqa: ARG001
    return _show(actor, found, form)


def _show(actor: Actor, found: RollCall, form: Form) -> str:
    return render_template(
        "notices/rollcall_board.html",
        place=_place(found.estate_id),
        call=found,
        form=form,
        aim=reach.in_words(found.estate_id, aims.read(found.audience)),
        tallies=rollcalls.tallies(found),
        needing=rollcalls.needing(found),
        may_help=permits(GRANTS, actor, Act.HELP_IN_ROLL_CALL),
        may_close=permits(GRANTS, actor, Act.OPEN_ROLL_CALL),
    )


@bp.get(f"{ONE}/homes")
@allow(Act.READ_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.HomesIn, where="query")
def list_homes(actor: Actor, found: RollCall, query: dict[str, Any]) -> ResponseReturnValue:
    state = Standing(query["state"]) if query["state"] else None
    window = Window(query["limit"], query["cursor"])
    homes = rollcalls.homes_page(found, window=window, state=state, building_id=query["building_id"])
    here = f"{_place(found.estate_id)}/{found.id}/homes?state={query['state']}"
    return render_template(
        "notices/rollcall_homes.html",
        place=_place(found.estate_id),
        call=found,
        homes=homes.items,
        state=query["state"],
        standings=list(Standing),
        may_help=permits(GRANTS, actor, Act.HELP_IN_ROLL_CALL),
        next=f"{here}&cursor={homes.next}" if homes.next else None,
    )


@bp.post(f"{ONE}/homes/<uuid:unit_id>/answer")
@allow(Act.HELP_IN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.AnswerIn(exclude=("unit_id", "said_at")))
def answer_for(actor: Actor, found: RollCall, unit_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    calling.answer(actor=actor, roll_call=found, unit_id=unit_id, now=clock.now(), **body)
    return redirect(f"{_place(found.estate_id)}/{found.id}/homes?state={Standing.SILENT}", 303)


@bp.post(f"{ONE}/homes/<uuid:unit_id>/helper")
@allow(Act.HELP_IN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.HelperIn)
@form_page(_show_again)
def send_help(
    actor: Actor,  # noqa: ARG001
    found: RollCall,
    unit_id: UUID,
    body: dict[str, Any],
) -> ResponseReturnValue:
    calling.send_help(roll_call=found, home=rollcalls.home(found, unit_id), now=clock.now(), **body)
    return redirect(f"{_place(found.estate_id)}/{found.id}", 303)


@bp.post(f"{ONE}/homes/<uuid:unit_id>/helped")
@allow(Act.HELP_IN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
def note_helped(actor: Actor, found: RollCall, unit_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    calling.note_helped(roll_call=found, home=rollcalls.home(found, unit_id), now=clock.now())
    return redirect(f"{_place(found.estate_id)}/{found.id}", 303)


@bp.post(f"{ONE}/close")
@allow(Act.OPEN_ROLL_CALL, GRANTS, on=rollcalls.roll_call)
@takes(schemas.ClosingIn)
@form_page(_show)
def close(actor: Actor, found: RollCall, body: dict[str, Any]) -> ResponseReturnValue:
    calling.close(actor=actor, roll_call=found, now=clock.now(), **body)
    return redirect(f"{_place(found.estate_id)}/{found.id}", 303)


def _waiting(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """An open roll call that this home has not answered stands first on the resident's page."""
    for call, one in rollcalls.open_calls(estate_id, list(actor.units)):
        if one.state == Standing.SILENT:
            yield home.Awaiting(
                kind="roll_call",
                title=f"应急点名：{call.title}",
                text="请马上点一下",
                chip=("紧急", "bad"),
                action="报平安",
                href=f"/e/{estate_id}/roll-calls/{call.id}",
                until=now,
            )


def _due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """Open roll calls wait for those who go round."""
    for call in rollcalls.roll_calls_page(estate_id, window=Window(limit=5)).items:
        if call.closed_at is None:
            yield today.Item(
                title=f"应急点名：{call.title}",
                action="看没回答的",
                href=f"{_place(estate_id)}/{call.id}",
                due_at=call.opened_at + timedelta(hours=1),
                chip=("紧急", "bad"),
            )


home.contribute("roll_calls", feature=Feature.NOTICES, ask=_waiting)
today.contribute(
    "roll_calls",
    (
        *(Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER, Role.PROPERTY_WORKER),
        *(Role.COMMITTEE_MEMBER, Role.BRANCH_SECRETARY),
    ),
    _due,
    feature=Feature.NOTICES,
)
