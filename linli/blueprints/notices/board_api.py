"""The statutory board, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.notices import board_schemas as schemas
from linli.domains.notices.models import BoardItem
from linli.domains.notices.operations import board as posting
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import board
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("posting_api", __name__, tag="notices")
ALL = "/estates/<uuid:estate_id>/board"
ONE = f"{ALL}/<uuid:posting_id>"


@bp.get(ALL)
@allow(Act.READ_BOARD, GRANTS)
@gives(schemas.ItemsOut)
@summary("公示栏里正在公示的，先到期的在前")
def list_current(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": board.current(estate_id, on=day_of(clock.now()))}


@bp.get(f"{ALL}/all")
@allow(Act.READ_BOARD, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ItemOut))
@summary("公示过的全部，新的在前")
def list_all(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[board.Shown]:  # noqa: ARG001
    return board.items_page(estate_id, on=day_of(clock.now()), window=Window(**query))


@bp.get(ONE)
@allow(Act.READ_BOARD, GRANTS, on=board.item)
@gives(schemas.ItemOut)
@summary("一条公示")
def show_item(actor: Actor, found: BoardItem) -> board.Shown:  # noqa: ARG001
    return board.Shown(found, day_of(clock.now()))


@bp.post(ALL)
@allow(Act.POST_ON_BOARD, GRANTS)
@takes(schemas.PostIn)
@gives(schemas.ItemOut, 201)
@idempotent()
@summary("公示一件事；不写到哪天，就按法定最短天数")
def post(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> board.Shown:
    made = posting.post(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return board.Shown(made, day_of(clock.now()))


@bp.post(f"{ONE}/removal")
@allow(Act.POST_ON_BOARD, GRANTS, on=board.item)
@takes(schemas.TakingDownIn)
@gives(schemas.ItemOut)
@summary("撤下一条公示，要写原因")
def take_down(actor: Actor, found: BoardItem, body: dict[str, Any]) -> board.Shown:  # noqa: ARG001
    posting.take_down(item=found, now=clock.now(), **body)
    return board.Shown(found, day_of(clock.now()))


@bp.get(f"{ONE}/proofs")
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
@gives(schemas.ProofsOut)
@summary("一条公示在墙上张贴过的证明")
def list_proofs(actor: Actor, found: BoardItem) -> dict[str, Any]:  # noqa: ARG001
    return {"items": board.proofs(found)}


@bp.post(f"{ONE}/proofs")
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
@takes(schemas.ProofForm, files=True)
@gives(schemas.ProofsOut, 201)
@idempotent()
@summary("上传张贴的照片：贴在哪里、从哪天到哪天、谁贴的")
def prove(actor: Actor, found: BoardItem, body: dict[str, Any]) -> dict[str, Any]:
    posting.prove(actor=actor, item=found, now=clock.now(), **body)
    return {"items": board.proofs(found)}
