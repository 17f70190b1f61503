"""Decorations at the desk and on the round."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.decoration import decorating
from linli.blueprints.decoration import schemas
from linli.blueprints.decoration.shown import detail, found, page
from linli.blueprints.decoration.verbs import VERBS, Verb
from linli.blueprints.payments.securing import deposits_of
from linli.domains.decoration import operations, queries
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.permissions import GRANTS, Act
from linli.domains.decoration.rules import GOING_ON
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.payments.permissions import GRANTS as PAYING
from linli.domains.payments.permissions import Act as Paying
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper

bp = Pages("decoration_console", __name__)
HERE = "/work/e/<uuid:estate_id>/decorations"
ONE = f"{HERE}/<uuid:decoration_id>"


@bp.get(HERE)
@allow(Act.LIST, GRANTS, on=estates.estate)
@takes(schemas.DeskIn, where="query")
def list_decorations(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    over, address = query["over"], url_for(".list_decorations", estate_id=estate.id)
    some = page(queries.desk_page(estate.id, over=over, window=Window(30, query["cursor"])))
    return render_template(
        "decoration/desk.html",
        decorations=some.items,
        over=over,
        address=address,
        next=some.next and f"{address}?over={str(over).lower()}&cursor={some.next}",
    )


@bp.get(ONE)
@allow(Act.LIST, GRANTS, on=found)
def show_decoration(actor: Actor, decoration: Decoration, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "decoration/work.html",
        form=form or Form(),
        one=detail(actor, decoration),
        owner=identity.names([decoration.owner_id]).get(decoration.owner_id, ""),
        forbidden=[
            {"value": each.code, "label": each.title, "hint": each.law}
            for each in decorating().forbidden.values()
        ],
        address=url_for(".show_decoration", estate_id=decoration.estate_id, decoration_id=decoration.id),
        desk=url_for(".list_decorations", estate_id=decoration.estate_id),
        tickets=f"/work/e/{decoration.estate_id}/tickets",
        deposits=deposits_of(actor, decoration),
        deposits_home=f"/work/e/{decoration.estate_id}/fees/deposits",
        may_ask_deposit=decoration.standing in GOING_ON and permits(PAYING, actor, Paying.KEEP_DEPOSITS),
    )


@bp.get(f"{ONE}/notice.pdf")
@allow(Act.LIST, GRANTS, on=found)
def print_notice(actor: Actor, decoration: Decoration) -> Response:
    return notice(actor, decoration)


def notice(actor: Actor, decoration: Decoration) -> Response:
    """The written notice of what is forbidden, for the company to hand over and the owner to sign."""
    now, estate_id = clock.now(), decoration.estate_id
    company = estates.company_serving(estate_id, on=day_of(now))
    one = detail(actor, decoration)
    return paper(
        "papers/decoration_notice.html",
        name=f"装修告知书 {one['unit_label']}",
        place=estates.estate(estate_id=estate_id).name,
        company=company.name if company else "",
        one=one,
        rules=decorating(),
        made_at=now,
    )


@bp.post(f"{ONE}/findings/<uuid:finding_id>/settlement")
@allow(Act.SETTLE, GRANTS, on=found)
@takes(schemas.SettleIn)
@form_page(lambda actor, decoration, finding_id, form: show_decoration(actor, decoration, form))  # noqa: ARG005
def settle_finding(
    actor: Actor, decoration: Decoration, finding_id: UUID, body: dict[str, Any]
) -> ResponseReturnValue:
    finding = queries.finding(decoration, finding_id)
    operations.settle(actor=actor, finding=finding, words=body["settled_words"], now=clock.now())
    return _back(decoration)


def _back(decoration: Decoration) -> ResponseReturnValue:
    here = url_for(".show_decoration", estate_id=decoration.estate_id, decoration_id=decoration.id)
    return redirect(here, 303)


def _verb(verb: Verb) -> None:
    """Register one deed of the staff's as a form's POST; refused, its page is shown again with what was typed."""

    def take(actor: Actor, decoration: Decoration, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, decoration, body, clock.now())
        return _back(decoration)

    take.__name__ = verb.name
    view = takes(verb.brings, files=verb.files)(form_page(show_decoration)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    if not _one.own:
        _verb(_one)
