"""Decorating a home, for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.decoration import schemas
from linli.blueprints.decoration.shown import detail, found, page, plan
from linli.blueprints.decoration.verbs import VERBS, Verb
from linli.domains.decoration import operations, queries
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("decoration_api", __name__, tag="tickets")
ALL = "/estates/<uuid:estate_id>/decorations"
ONE = f"{ALL}/<uuid:decoration_id>"


@bp.get(ALL)
@allow(Act.LIST, GRANTS)
@takes(schemas.DeskIn, where="query")
@gives(page_of(schemas.DecorationOut))
@summary("正在办的装修登记，先开工的在前；或者已经办结的")
def list_decorations(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return page(queries.desk_page(estate_id, over=query["over"], window=window))


@bp.get(f"{ALL}/going-on")
@allow(Act.LIST_GOING_ON, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.GoingOnOut))
@summary("小区里哪一户在装修、哪天到哪天")
def list_going_on(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    return page(queries.going_on_page(estate_id, window=Window(**query)))


@bp.post(ALL)
@allow(Act.REGISTER, GRANTS)
@takes(schemas.RegisterIn)
@gives(schemas.DecorationDetailOut, 201)
@idempotent()
@summary("业主登记装修，承诺不做禁止的行为")
def register_decoration(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    made = operations.register(actor=actor, estate_id=estate_id, plan=plan(body), now=clock.now())
    return detail(actor, made)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
@gives(schemas.DecorationDetailOut)
@summary("一次装修：登记、巡查、违规、验收")
def show_decoration(actor: Actor, decoration: Decoration) -> dict[str, Any]:
    return detail(actor, decoration)


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=found)
@gives(None, media_type="image/jpeg")
@summary("巡查的一张照片")
def show_photo(actor: Actor, decoration: Decoration, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(queries.photo(decoration, photo_id))


@bp.post(f"{ONE}/findings/<uuid:finding_id>/settlement")
@allow(Act.SETTLE, GRANTS, on=found)
@takes(schemas.SettleIn)
@gives(schemas.DecorationDetailOut)
@summary("违规已整改，写明怎么改的")
def settle_finding(
    actor: Actor, decoration: Decoration, finding_id: UUID, body: dict[str, Any]
) -> dict[str, Any]:
    finding = queries.finding(decoration, finding_id)
    operations.settle(actor=actor, finding=finding, words=body["settled_words"], now=clock.now())
    return detail(actor, decoration)


def _verb(verb: Verb) -> None:
    """Register one deed as POST …/decorations/<id>/<word>."""

    def take(actor: Actor, decoration: Decoration, body: dict[str, Any]) -> dict[str, Any]:
        verb.do(actor, decoration, body, clock.now())
        return detail(actor, decoration)

    take.__name__ = verb.name
    taking = takes(verb.brings, files=verb.files)(take)
    view = summary(verb.summary)(gives(schemas.DecorationDetailOut)(idempotent()(taking)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    _verb(_one)
