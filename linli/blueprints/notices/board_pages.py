"""The statutory board: for residents with a countdown, for staff with printing and proof of posting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.notices import board_schemas as schemas
from linli.blueprints.work import home
from linli.domains.estates import queries as estates
from linli.domains.notices.models import BoardItem
from linli.domains.notices.operations import board as posting
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import board
from linli.domains.notices.rules.board import TERMS, BoardKind
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock, qr
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.files import send
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("posting_pages", __name__)
READ = "/e/<uuid:estate_id>/board"
ALL = "/work/e/<uuid:estate_id>/board"
ONE = f"{ALL}/<uuid:posting_id>"


@bp.get(READ)
@allow(Act.READ_BOARD, GRANTS)
def read(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "notices/board.html",
        tab="home",
        back={"href": f"/e/{estate_id}/", "label": "返回首页"},
        heading="公示栏",
        shown=board.current(estate_id, on=day_of(clock.now())),
    )


@bp.get(f"{READ}/<uuid:posting_id>")
@allow(Act.READ_BOARD, GRANTS, on=board.item)
def read_item(actor: Actor, found: BoardItem) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "notices/board_item.html",
        tab="home",
        back={"href": f"/e/{found.estate_id}/board", "label": "返回公示栏"},
        heading="公示",
        shown=board.Shown(found, day_of(clock.now())),
    )


@bp.get(ALL)
@allow(Act.PROVE_POSTING, GRANTS)
@takes(WindowIn, where="query")
def console(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _console(actor, estate_id, Form(), query)


def _console(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any] | None = None) -> str:
    today, place = day_of(clock.now()), f"/work/e/{estate_id}/board"
    found = board.items_page(estate_id, on=today, window=Window(**query or {}))
    return render_template(
        "notices/board_console.html",
        place=place,
        form=form,
        shown=found.items,
        kinds=[
            {"value": one.value, "label": f"{one.title}（至少 {TERMS[one].days} 天）"} for one in BoardKind
        ],
        today=today,
        may_post=permits(GRANTS, actor, Act.POST_ON_BOARD),
        next=f"{place}?cursor={found.next}" if found.next else None,
    )


@bp.post(ALL)
@allow(Act.POST_ON_BOARD, GRANTS)
@takes(schemas.PostIn)
@idempotent()
@form_page(_console)
def post(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = posting.post(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/board/{made.id}", 303)


@bp.get(ONE)
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
def show(actor: Actor, found: BoardItem) -> ResponseReturnValue:
    return _show(actor, found, Form())


def _show(actor: Actor, found: BoardItem, form: Form) -> str:
    return render_template(
        "notices/board_proofs.html",
        place=f"/work/e/{found.estate_id}/board",
        form=form,
        shown=board.Shown(found, day_of(clock.now())),
        proofs=board.proofs(found),
        may_post=permits(GRANTS, actor, Act.POST_ON_BOARD),
        today=day_of(clock.now()),
    )


@bp.post(f"{ONE}/proofs")
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
@takes(schemas.ProofForm, files=True)
@idempotent()
@form_page(_show)
def prove(actor: Actor, found: BoardItem, body: dict[str, Any]) -> ResponseReturnValue:
    posting.prove(actor=actor, item=found, now=clock.now(), **body)
    return redirect(f"/work/e/{found.estate_id}/board/{found.id}", 303)


@bp.post(f"{ONE}/removal")
@allow(Act.POST_ON_BOARD, GRANTS, on=board.item)
@takes(schemas.TakingDownIn)
@form_page(_show)
def take_down(actor: Actor, found: BoardItem, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    posting.take_down(item=found, now=clock.now(), **body)
    return redirect(f"/work/e/{found.estate_id}/board/{found.id}", 303)


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
def show_photo(actor: Actor, found: BoardItem, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(board.photo(found, photo_id))


@bp.get(f"{ONE}/poster.pdf")
@allow(Act.PROVE_POSTING, GRANTS, on=board.item)
def print_poster(actor: Actor, found: BoardItem) -> Response:  # noqa: ARG001
    return paper(
        "papers/board.html",
        name=f"公示 {found.title}",
        place=estates.estate(estate_id=found.estate_id).name,
        shown=board.Shown(found, day_of(clock.now())),
        qr=qr.svg(f"{site()}/e/{found.estate_id}/board/{found.id}"),
    )


def _latest(actor: Actor, estate_id: UUID, now: datetime, extras: home.Extras) -> None:  # noqa: ARG001
    """How many things are on show, beside the way in."""
    extras.counts["board"] = len(board.current(estate_id, on=day_of(now)))


home.contribute(
    "board",
    enrich=_latest,
    module=home.Module(label="公示栏", icon="clipboard-check", way="board", position=46),
)
