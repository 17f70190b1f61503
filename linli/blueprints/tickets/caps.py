"""How much each worker is given in turn at most: for programs and as a page (TK-20)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import desk_schemas as shapes
from linli.blueprints.tickets.serving_shown import company_of
from linli.domains.tickets.operations import capping
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import caps, serving
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

api = Api("tickets_caps_api", __name__, tag="tickets")
pages = Pages("tickets_caps", __name__)
LIST, WORK = "/estates/<uuid:estate_id>/worker-caps", "/work/e/<uuid:estate_id>/tickets/caps"


@api.get(LIST)
@allow(Act.SET_CAPS, GRANTS)
@gives(shapes.CapsOut)
@summary("每位维修员手上有几件、最多几件")
def read(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return _shown(estate_id, company_of(actor, estate_id))


@api.put(LIST)
@allow(Act.SET_CAPS, GRANTS)
@takes(shapes.CapIn)
@gives(shapes.CapsOut)
@summary("设置上限：一位维修员的，或所有人的；不写数目就是不限")
def put(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    company_id = company_of(actor, estate_id)
    capping.set_cap(actor=actor, estate_id=estate_id, company_id=company_id, now=clock.now(), **body)
    return _shown(estate_id, company_id)


@pages.get(WORK)
@allow(Act.SET_CAPS, GRANTS)
def show(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    company_id = company_of(actor, estate_id)
    found = _shown(estate_id, company_id)
    everybody = "" if found["everybody"] is None else found["everybody"]
    return render_template(
        "tickets/caps.html",
        workers=found["items"],
        everybody=found["everybody"],
        options=[("", "所有师傅"), *((str(one.account_id), one.name) for one in found["items"])],
        mode=serving.mode(estate_id, company_id),
        form=form or Form({"most": everybody}),
        address=url_for(".show", estate_id=estate_id),
        here=url_for("tickets_console.queue", estate_id=estate_id),
    )


@pages.post(WORK)
@allow(Act.SET_CAPS, GRANTS)
@takes(shapes.CapForm)
@form_page(show)
@idempotent()
def set_cap(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    company_id = company_of(actor, estate_id)
    capping.set_cap(actor=actor, estate_id=estate_id, company_id=company_id, now=clock.now(), **body)
    return redirect(url_for(".show", estate_id=estate_id), 303)


def _shown(estate_id: UUID, company_id: UUID) -> dict[str, Any]:
    return {
        "everybody": caps.caps(estate_id, company_id).everybody,
        "items": caps.workers(estate_id, company_id, now=clock.now()),
    }
