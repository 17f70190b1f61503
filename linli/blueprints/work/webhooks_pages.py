"""Receivers of events on one page: what there is, what did not arrive, a new one."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.work import webhooks_api as api
from linli.blueprints.work import webhooks_schemas as schemas
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock, webhooks
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.webhooks import WebhookSubscription, Whose

bp = Pages("webhooks_pages", __name__)


def _page(whose: Whose, form: Form, *, new: WebhookSubscription | None = None) -> str:
    found = webhooks.subscriptions(whose)
    return render_template(
        "work/webhooks.html",
        at=f"/work/e/{whose.estate_id}/webhooks" if whose.estate_id else "/work/webhooks",
        form=form,
        found=found,
        deliveries=webhooks.newest_of([one.id for one in found]),
        kinds=webhooks.kinds(),
        new=new,
    )


def _estate_page(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return _page(Whose(estate_id=estate_id), form)


def _company_page(actor: Actor, form: Form) -> str:
    return _page(Whose(company_id=actor.scope.id), form)


@bp.get("/work/e/<uuid:estate_id>/webhooks")
@allow(Act.MANAGE_WEBHOOKS, GRANTS)
def show(actor: Actor, estate_id: UUID) -> str:
    return _estate_page(actor, estate_id, Form())


@bp.post("/work/e/<uuid:estate_id>/webhooks")
@allow(Act.MANAGE_WEBHOOKS, GRANTS)
@takes(schemas.SubscriptionIn)
@form_page(_estate_page)
def subscribe(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> str:
    whose = Whose(estate_id=estate_id)
    return _page(whose, Form(), new=api.begin(actor, whose, body))


@bp.post("/work/e/<uuid:estate_id>/webhooks/<uuid:webhook_id>/end")
@allow(Act.MANAGE_WEBHOOKS, GRANTS, on=api.of_estate)
def end(actor: Actor, found: WebhookSubscription, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    webhooks.end(found, now=clock.now())
    return redirect(f"/work/e/{estate_id}/webhooks", 303)


@bp.post("/work/e/<uuid:estate_id>/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend")
@allow(Act.MANAGE_WEBHOOKS, GRANTS, on=api.of_estate)
@idempotent()
def send_again(
    actor: Actor,  # noqa: ARG001
    found: WebhookSubscription,
    estate_id: UUID,
    delivery_id: UUID,
) -> ResponseReturnValue:
    webhooks.send_again(found, delivery_id, now=clock.now())
    return redirect(f"/work/e/{estate_id}/webhooks", 303)


@bp.get("/work/webhooks")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
def show_of_company(actor: Actor) -> str:
    return _company_page(actor, Form())


@bp.post("/work/webhooks")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@takes(schemas.SubscriptionIn)
@form_page(_company_page)
def subscribe_company(actor: Actor, body: dict[str, Any]) -> str:
    whose = Whose(company_id=actor.scope.id)
    return _page(whose, Form(), new=api.begin(actor, whose, body))


@bp.post("/work/webhooks/<uuid:webhook_id>/end")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
def end_of_company(actor: Actor, webhook_id: UUID) -> ResponseReturnValue:
    api.end_of_company(actor, webhook_id)
    return redirect("/work/webhooks", 303)


@bp.post("/work/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@idempotent()
def send_again_to_company(actor: Actor, webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    api.send_again_to_company(actor, webhook_id, delivery_id)
    return redirect("/work/webhooks", 303)
