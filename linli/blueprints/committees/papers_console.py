"""The committee's own desk for the seal and for accounts: written down, shown with vouchers, never changed after."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.committees import schemas, shown
from linli.domains.committees.models import Disclosure
from linli.domains.committees.operations import disclosing, papers
from linli.domains.committees.permissions import GRANTS, Act
from linli.domains.committees.queries import meetings
from linli.domains.committees.rules import Account, Side, half_year
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("committees_papers_console", __name__)
DESK = "/work/e/<uuid:estate_id>/committee"
SEAL, ACCOUNTS = f"{DESK}/seal", f"{DESK}/disclosures"
ONE = f"{ACCOUNTS}/<uuid:disclosure_id>"


def _home(estate_id: UUID) -> str:
    return f"/work/e/{estate_id}/committee"


@bp.get(SEAL)
@allow(Act.SEAL, GRANTS)
def show_seal(actor: Actor, estate_id: UUID) -> str:
    return _seal(actor, estate_id, Form())


def _seal(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "committees/seal_desk.html",
        form=form,
        home=_home(estate_id),
        today=day_of(clock.now()),
        uses=meetings.seal_page(estate_id, window=Window()).items,
    )


@bp.post(SEAL)
@allow(Act.SEAL, GRANTS)
@takes(schemas.SealIn)
@idempotent()
@form_page(_seal)
def use_seal(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    papers.use_seal(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"{_home(estate_id)}/seal", 303)


@bp.get(ACCOUNTS)
@allow(Act.DISCLOSE, GRANTS)
@takes(WindowIn, where="query")
def list_disclosures(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:  # noqa: ARG001
    found = meetings.disclosures_page(estate_id, window=Window(**query))
    home = _home(estate_id)
    return render_template(
        "committees/disclosures_desk.html",
        home=home,
        disclosures=[shown.disclosure(one) for one in found.items],
        next=f"{home}/disclosures?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{ACCOUNTS}/new")
@allow(Act.DISCLOSE, GRANTS)
def new_disclosure(actor: Actor, estate_id: UUID) -> str:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    since_on, until_on = half_year(day_of(clock.now()))
    return render_template(
        "committees/new_disclosure.html",
        form=form,
        home=_home(estate_id),
        accounts=[(one.value, one.title) for one in Account],
        since_on=since_on,
        until_on=until_on,
    )


@bp.post(ACCOUNTS)
@allow(Act.DISCLOSE, GRANTS)
@takes(schemas.DisclosureIn)
@idempotent()
@form_page(_new)
def begin(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(disclosing.begin(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(ONE)
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
def show_disclosure(actor: Actor, disclosure: Disclosure) -> str:
    return _one(actor, disclosure, Form())


def _one(actor: Actor, disclosure: Disclosure, form: Form) -> str:  # noqa: ARG001
    home = _home(disclosure.estate_id)
    return render_template(
        "committees/disclosure_desk.html",
        form=form,
        home=home,
        here=f"{home}/disclosures/{disclosure.id}",
        account=shown.disclosure(disclosure),
        sides=[(one.value, one.title) for one in Side],
    )


@bp.post(f"{ONE}/lines")
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
@takes(schemas.LineForm, files=True)
@idempotent()
@form_page(_one)
def add_line(actor: Actor, disclosure: Disclosure, body: dict[str, Any]) -> ResponseReturnValue:
    disclosing.add_line(actor=actor, disclosure=disclosure, now=clock.now(), **body)
    return _to(disclosure)


@bp.post(f"{ONE}/lines/<uuid:line_id>/removal")
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
@form_page(_one)
def remove_line(actor: Actor, disclosure: Disclosure, line_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    disclosing.remove_line(disclosure=disclosure, line=meetings.line_of(disclosure, line_id))
    return _to(disclosure)


@bp.post(f"{ONE}/publication")
@allow(Act.DISCLOSE, GRANTS, on=meetings.disclosure)
@form_page(_one)
def put_up(actor: Actor, disclosure: Disclosure) -> ResponseReturnValue:  # noqa: ARG001
    disclosing.put_up(disclosure=disclosure, now=clock.now())
    return _to(disclosure)


def _to(disclosure: Disclosure) -> ResponseReturnValue:
    return redirect(f"{_home(disclosure.estate_id)}/disclosures/{disclosure.id}", 303)
