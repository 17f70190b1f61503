"""托底物业 at the officers' desk: everything in reach, one estate's, one takeover, and the county's companies."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.takeover import schemas, shown
from linli.domains.estates import queries as estates
from linli.domains.takeover import operations, queries
from linli.domains.takeover.models import Takeover
from linli.domains.takeover.operations import Terms
from linli.domains.takeover.permissions import GRANTS, Act
from linli.domains.takeover.rules import Cause, End, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("takeover_pages", __name__)
EVERYWHERE = "/work/takeovers"
HERE = "/work/e/<uuid:estate_id>/takeovers"
ONE = f"{HERE}/<uuid:takeover_id>"


@bp.get(EVERYWHERE)
@allow(Act.READ, GRANTS)
@takes(schemas.ListIn, where="query")
def list_takeovers(actor: Actor, query: dict[str, Any]) -> str:
    found = shown.listed(actor, query)
    kept = {"state": query["state"]} if query["state"] else {}
    return render_template(
        "takeover/list.html",
        takeovers=found.items,
        options=[
            {"label": label, "href": EVERYWHERE + (f"?state={state}" if state else ""), "current": current}
            for state, label in [("", "全部"), *((one.value, one.title) for one in State)]
            for current in [(query["state"] or "") == state]
        ],
        next=found.next and f"{EVERYWHERE}?{urlencode(kept | {'cursor': found.next})}",
        may_name=permits(GRANTS, actor, Act.NAME_COMPANY),
    )


@bp.get(f"{EVERYWHERE}/companies")
@allow(Act.NAME_COMPANY, GRANTS)
def list_companies(actor: Actor, form: Form | None = None) -> str:
    named = shown.companies(actor)
    known = {one["id"] for one in named}
    every = estates.companies_page(window=Window(200)).items
    return render_template(
        "takeover/companies.html",
        form=form or Form(),
        here=f"{EVERYWHERE}/companies",
        named=named,
        others=[(str(one.id), one.name) for one in every if one.id not in known],
    )


@bp.post(f"{EVERYWHERE}/companies")
@allow(Act.NAME_COMPANY, GRANTS)
@takes(schemas.CompanyIn)
@form_page(list_companies)
@idempotent()
def name_company(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    operations.name_company(actor=actor, county_id=shown.county_of(actor), now=clock.now(), **body)
    return redirect(url_for(".list_companies"), 303)


@bp.get(HERE)
@allow(Act.READ, GRANTS)
def list_of_estate(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    some = queries.takeovers(estate_id)
    today = day_of(clock.now())
    serving = estates.company_serving(estate_id, on=today)
    busy = any(one.standing in {State.PROPOSED, State.RUNNING} for one in some)
    return render_template(
        "takeover/estate.html",
        form=form or Form(),
        here=url_for(".list_of_estate", estate_id=estate_id),
        takeovers=shown.lines(some),
        serving=serving.name if serving else "",
        may_propose=not busy and permits(GRANTS, actor, Act.PROPOSE),
        companies=shown.choices(estate_id),
        causes=[(one.value, one.title) for one in Cause],
        today=today,
    )


@bp.post(HERE)
@allow(Act.PROPOSE, GRANTS)
@takes(schemas.ProposeIn)
@form_page(list_of_estate)
@idempotent()
def propose(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    terms = Terms(**schemas.terms_of(body))
    made = operations.propose(actor=actor, estate_id=estate_id, terms=terms, now=clock.now())
    return _to(made)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=queries.takeover)
def show(actor: Actor, takeover: Takeover, form: Form | None = None) -> str:
    return render_template(
        "takeover/show.html",
        form=form or Form(),
        here=url_for(".show", estate_id=takeover.estate_id, takeover_id=takeover.id),
        back=url_for(".list_of_estate", estate_id=takeover.estate_id),
        one=shown.detail(takeover),
        may=shown.may(actor, takeover),
        ends=[(one.value, one.title) for one in End],
        today=day_of(clock.now()),
    )


def _to(takeover: Takeover) -> ResponseReturnValue:
    return redirect(url_for(".show", estate_id=takeover.estate_id, takeover_id=takeover.id), 303)


@bp.post(f"{ONE}/approval")
@allow(Act.DECIDE, GRANTS, on=queries.takeover)
@takes(schemas.WordsIn)
@form_page(show)
@idempotent()
def approve(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.approve(actor=actor, takeover=takeover, now=clock.now(), **body))


@bp.post(f"{ONE}/refusal")
@allow(Act.DECIDE, GRANTS, on=queries.takeover)
@takes(schemas.WordsIn)
@form_page(show)
@idempotent()
def refuse(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> ResponseReturnValue:
    return _to(operations.refuse(actor=actor, takeover=takeover, now=clock.now(), **body))


@bp.post(f"{ONE}/end")
@allow(Act.END, GRANTS, on=queries.takeover)
@takes(schemas.EndIn)
@form_page(show)
@idempotent()
def end(actor: Actor, takeover: Takeover, body: dict[str, Any]) -> ResponseReturnValue:
    how = body | {"cause": End(body["cause"])}
    return _to(operations.end(actor=actor, takeover=takeover, now=clock.now(), **how))
