"""Decorating for residents: registering it, following it, and for the neighbours where work goes on."""

from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.decoration import decorating
from linli.blueprints.decoration import schemas
from linli.blueprints.decoration.console import notice
from linli.blueprints.decoration.shown import detail, found, heads, page, plan
from linli.blueprints.decoration.verbs import VERBS, Verb
from linli.blueprints.payments.securing import deposits_of
from linli.domains.decoration import operations, queries
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.permissions import GRANTS, Act
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.kernel.actors import Actor, Tie
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("decoration_pages", __name__)
HERE = "/e/<uuid:estate_id>/decorations"
ONE = f"{HERE}/<uuid:decoration_id>"


@bp.get(HERE)
@allow(Act.LIST_GOING_ON, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
def list_decorations(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    address = url_for(".list_decorations", estate_id=estate.id)
    some = page(queries.going_on_page(estate.id, window=Window(20, query["cursor"])))
    return render_template(
        "decoration/list.html",
        tab="home",
        own=heads(queries.of_units(estate.id, list(actor.units))),
        going_on=some.items,
        rules=decorating(),
        may_register=permits(GRANTS, actor, Act.REGISTER),
        address=address,
        next=some.next and f"{address}?cursor={some.next}",
    )


@bp.get(f"{HERE}/new")
@allow(Act.REGISTER, GRANTS, on=estates.estate)
def new_decoration(actor: Actor, estate: Estate, form: Form | None = None) -> ResponseReturnValue:
    own = [unit_id for unit_id, tie in actor.units.items() if tie is Tie.OWNER]
    address = url_for(".list_decorations", estate_id=estate.id)
    return render_template(
        "decoration/new.html",
        tab="home",
        back={"href": address, "label": "返回装修登记"},
        heading="登记装修",
        form=form or Form(),
        units=[(str(one.id), one.label) for one in estates.unit_views(estate.id, own)],
        items=[{"value": code, "label": title} for code, title in decorating().items.items()],
        rules=decorating(),
        today=day_of(clock.now()),
        address=address,
    )


@bp.post(HERE)
@allow(Act.REGISTER, GRANTS, on=estates.estate)
@takes(schemas.RegisterIn)
@form_page(new_decoration)
@idempotent()
def register_decoration(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    return _back(operations.register(actor=actor, estate_id=estate.id, plan=plan(body), now=clock.now()))


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
def show_decoration(actor: Actor, decoration: Decoration, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "decoration/show.html",
        tab="home",
        back={
            "href": url_for(".list_decorations", estate_id=decoration.estate_id),
            "label": "返回装修登记",
        },
        heading="我家的装修",
        form=form or Form(),
        one=detail(actor, decoration),
        rules=decorating(),
        deposits=deposits_of(actor, decoration),
        deposits_home=f"/e/{decoration.estate_id}/deposits",
        address=url_for(".show_decoration", estate_id=decoration.estate_id, decoration_id=decoration.id),
    )


@bp.get(f"{ONE}/notice.pdf")
@allow(Act.READ, GRANTS, on=found)
def print_notice(actor: Actor, decoration: Decoration) -> Response:
    return notice(actor, decoration)


def _back(decoration: Decoration) -> ResponseReturnValue:
    here = url_for(".show_decoration", estate_id=decoration.estate_id, decoration_id=decoration.id)
    return redirect(here, 303)


def _verb(verb: Verb) -> None:
    """Register one deed of the owner's as a form's POST."""

    def take(actor: Actor, decoration: Decoration, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, decoration, body, clock.now())
        return _back(decoration)

    take.__name__ = verb.name
    view = takes(verb.brings)(form_page(show_decoration)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    if _one.own:
        _verb(_one)
