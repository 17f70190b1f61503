"""Phones that may not report for a while: the community's list, the street's decisions, the resident's appeal."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import blocks_schemas as schemas
from linli.blueprints.work import today
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.estates.rules import Feature
from linli.domains.tickets.models import BlockAppeal, ReportBlock
from linli.domains.tickets.operations import blocks as blocking
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import blocks
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.kernel.masking import mask_phone
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import (
    Api,
    Form,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    page_of,
    summary,
    takes,
)

pages = Pages("tickets_blocks", __name__)
api = Api("tickets_blocks_api", __name__, tag="tickets")
STAFF, OWN = "/work/e/<uuid:estate_id>/report-blocks", "/e/<uuid:estate_id>/tickets/blocked"
LIST, APPEAL = "/estates/<uuid:estate_id>/report-blocks", "/block-appeals/<uuid:appeal_id>"
_MOST_WAITING, _ANSWERED_WITHIN = 50, timedelta(days=5)


@api.get(LIST)
@allow(Act.READ_BLOCKS, GRANTS)
@takes(schemas.BlocksIn, where="query")
@gives(page_of(schemas.BlockOut))
@summary("暂时不能报事的手机号，新的在前")
def list_blocks(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    return _page(estate_id, Window(**query))


@api.post(LIST)
@allow(Act.KEEP_BLOCKS, GRANTS)
@takes(schemas.BlockIn)
@gives(schemas.BlockOut, 201)
@idempotent()
@summary("让一个手机号暂时不能报事；紧急情况照样收")
def make_block(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return _shown(blocking.block(actor=actor, estate_id=estate_id, now=clock.now(), **body), [])


@api.post(f"{LIST}/<uuid:block_id>/lift")
@allow(Act.KEEP_BLOCKS, GRANTS, on=blocks.block)
@gives(schemas.BlockOut)
@idempotent()
@summary("提前解除限制")
def lift_block(actor: Actor, found: ReportBlock) -> dict[str, Any]:
    blocking.lift(actor=actor, block=found, now=clock.now())
    return _shown(found, blocks.appeals(found.estate_id, [found.id]).get(found.id, []))


@api.get(f"{LIST}/mine")
@allow(Act.APPEAL, GRANTS)
@gives(schemas.OwnBlockOut)
@summary("自己的手机号是不是暂时不能报事，申诉怎么样了")
def show_mine(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return own(actor, estate_id)


@api.post(f"{LIST}/mine/appeals")
@allow(Act.APPEAL, GRANTS)
@takes(schemas.AppealIn)
@gives(schemas.AppealOut, 201)
@idempotent()
@summary("对限制提出申诉，由街道处理")
def make_appeal(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> BlockAppeal:
    return blocking.appeal(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@api.post(f"/estates/<uuid:estate_id>{APPEAL}/decide")
@allow(Act.DECIDE_APPEAL, GRANTS, on=blocks.appeal)
@takes(schemas.DecideIn)
@gives(schemas.AppealOut)
@idempotent()
@summary("处理申诉：解除限制或者维持，写明理由")
def decide_appeal(actor: Actor, found: BlockAppeal, body: dict[str, Any]) -> BlockAppeal:
    return blocking.decide(actor=actor, appeal=found, now=clock.now(), **body)


@pages.get(STAFF)
@allow(Act.READ_BLOCKS, GRANTS, on=estates.estate)
@takes(schemas.BlocksIn, where="query")
def show_blocks(actor: Actor, estate: Estate, query: dict[str, Any]) -> str:
    return _list(actor, estate, Window(20, query["cursor"]), Form({"days": "7"}))


def _again(actor: Actor, estate: Estate, form: Form) -> str:
    return _list(actor, estate, Window(20), form)


def _again_at(actor: Actor, found: ReportBlock | BlockAppeal, form: Form) -> str:
    return _list(actor, estates.estate(estate_id=found.estate_id), Window(20), form)


@pages.post(STAFF)
@allow(Act.KEEP_BLOCKS, GRANTS, on=estates.estate)
@takes(schemas.BlockIn)
@form_page(_again)
@idempotent()
def add_block(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    blocking.block(actor=actor, estate_id=estate.id, now=clock.now(), **body)
    return redirect(url_for(".show_blocks", estate_id=estate.id), 303)


@pages.post(f"{STAFF}/<uuid:block_id>/lift")
@allow(Act.KEEP_BLOCKS, GRANTS, on=blocks.block)
@form_page(_again_at)
def end_block(actor: Actor, found: ReportBlock) -> ResponseReturnValue:
    blocking.lift(actor=actor, block=found, now=clock.now())
    return redirect(url_for(".show_blocks", estate_id=found.estate_id), 303)


@pages.post(f"/work/e/<uuid:estate_id>{APPEAL}")
@allow(Act.DECIDE_APPEAL, GRANTS, on=blocks.appeal)
@takes(schemas.DecideIn)
@form_page(_again_at)
@idempotent()
def judge(actor: Actor, found: BlockAppeal, body: dict[str, Any]) -> ResponseReturnValue:
    blocking.decide(actor=actor, appeal=found, now=clock.now(), **body)
    return redirect(url_for(".show_blocks", estate_id=found.estate_id), 303)


@pages.get(OWN)
@allow(Act.APPEAL, GRANTS, on=estates.estate)
def show_own(actor: Actor, estate: Estate, form: Form | None = None) -> str:
    return render_template(
        "tickets/blocked.html",
        tab="tickets",
        back={"href": f"/e/{estate.id}/tickets", "label": "返回我的报事"},
        heading="暂时不能报事",
        found=own(actor, estate.id),
        form=form or Form(),
        address=url_for(".show_own", estate_id=estate.id),
    )


@pages.post(OWN)
@allow(Act.APPEAL, GRANTS, on=estates.estate)
@takes(schemas.AppealIn)
@form_page(show_own)
@idempotent()
def file_appeal(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    blocking.appeal(actor=actor, estate_id=estate.id, now=clock.now(), **body)
    return redirect(url_for(".show_own", estate_id=estate.id), 303)


def own(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    """What keeps somebody's own phone from reporting, and their appeals."""
    found = blocking.of_actor(actor, estate_id, now=clock.now())
    if found is None:
        return {"blocked": False, "reason": "", "until_at": None, "appeals": []}
    appeals = blocks.appeals(estate_id, [found.id]).get(found.id, [])
    return {"blocked": True, "reason": found.reason, "until_at": found.until_at, "appeals": appeals}


def _list(actor: Actor, estate: Estate, window: Window, form: Form) -> str:
    found, address = _page(estate.id, window), url_for(".show_blocks", estate_id=estate.id)
    return render_template(
        "tickets/blocks.html",
        blocks=found.items,
        form=form,
        may_keep=permits(GRANTS, actor, Act.KEEP_BLOCKS, None),
        may_decide=permits(GRANTS, actor, Act.DECIDE_APPEAL, None),
        address=address,
        appeal_address=f"/work/e/{estate.id}/block-appeals",
        next=found.next and f"{address}?cursor={found.next}",
    )


def _page(estate_id: UUID, window: Window) -> Page[dict[str, Any]]:
    found = blocks.blocks_page(estate_id, window=window)
    appeals = blocks.appeals(estate_id, [one.id for one in found.items])
    return Page([_shown(one, appeals.get(one.id, [])) for one in found.items], found.next)


def _shown(found: ReportBlock, appeals: list[BlockAppeal]) -> dict[str, Any]:
    names = ("id", "reason", "since_at", "until_at", "lifted_at")
    return {name: getattr(found, name) for name in names} | {
        "phone": mask_phone(found.phone),
        "in_force": found.lifted_at is None and found.until_at > clock.now(),
        "appeals": appeals,
    }


def waiting(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[today.Item]:  # noqa: ARG001
    """The appeals that the street has to decide."""
    for one in blocks.undecided(estate_id, limit=_MOST_WAITING):
        yield today.Item(
            title="报事限制的申诉",
            text="居民认为限制不对",
            chip=("待处理", "wait"),
            action="去处理",
            href=url_for("tickets_blocks.show_blocks", estate_id=estate_id),
            due_at=one.at + _ANSWERED_WITHIN,
        )


today.contribute("tickets_blocks", (Role.STREET_OFFICER,), waiting, feature=Feature.TICKETS)
