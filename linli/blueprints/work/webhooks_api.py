"""Receivers of events for programs: an estate's and a company's, and what became of each delivery."""

from typing import Any
from uuid import UUID

from linli.blueprints.work import webhooks_schemas as schemas
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock, webhooks
from linli.platform.paging import Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes
from linli.platform.webhooks import WebhookSubscription, Whose

bp = Api("webhooks_api", __name__, tag="webhooks")


def of_estate(*, estate_id: UUID, webhook_id: UUID, **_: object) -> WebhookSubscription:
    """The estate's receiver, or Unknown."""
    return webhooks.subscription(Whose(estate_id=estate_id), webhook_id)


def _of_company(actor: Actor, webhook_id: UUID) -> WebhookSubscription:
    return webhooks.subscription(Whose(company_id=actor.scope.id), webhook_id)


def listed(whose: Whose) -> dict[str, Any]:
    """The receivers of an estate or a company, and the kinds of events there are."""
    return {"items": webhooks.subscriptions(whose), "kinds": webhooks.kinds()}


def begin(actor: Actor, whose: Whose, body: dict[str, Any]) -> WebhookSubscription:
    """A new receiver. Raises BadAddress, Invalid and TooManySubscriptions."""
    return webhooks.subscribe(
        whose, url=body["url"], wanted=body["kinds"], by=actor.account_id, now=clock.now()
    )


@bp.get("/estates/<uuid:estate_id>/webhooks")
@allow(Act.MANAGE_WEBHOOKS, GRANTS)
@gives(schemas.SubscriptionsOut)
@summary("小区的事件接收地址")
def list_subscriptions(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return listed(Whose(estate_id=estate_id))


@bp.post("/estates/<uuid:estate_id>/webhooks")
@allow(Act.MANAGE_WEBHOOKS, GRANTS)
@takes(schemas.SubscriptionIn)
@gives(schemas.NewSubscriptionOut, 201)
@idempotent()
@summary("登记一个接收地址，密钥只显示这一次")
def subscribe(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return begin(actor, Whose(estate_id=estate_id), body)


@bp.delete("/estates/<uuid:estate_id>/webhooks/<uuid:webhook_id>")
@allow(Act.MANAGE_WEBHOOKS, GRANTS, on=of_estate)
@gives(None, 204)
@summary("停用一个接收地址")
def end(actor: Actor, found: WebhookSubscription) -> None:  # noqa: ARG001
    webhooks.end(found, now=clock.now())


@bp.get("/estates/<uuid:estate_id>/webhooks/<uuid:webhook_id>/deliveries")
@allow(Act.MANAGE_WEBHOOKS, GRANTS, on=of_estate)
@takes(WindowIn, where="query")
@gives(page_of(schemas.DeliveryOut))
@summary("发给一个接收地址的事件：送到、等待、没送到")
def list_deliveries(actor: Actor, found: WebhookSubscription, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return webhooks.deliveries_page(found.id, window=Window(**query))


@bp.post("/estates/<uuid:estate_id>/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend")
@allow(Act.MANAGE_WEBHOOKS, GRANTS, on=of_estate)
@gives(None, 204)
@idempotent()
@summary("没送到的再送一次")
def send_again(actor: Actor, found: WebhookSubscription, delivery_id: UUID) -> None:  # noqa: ARG001
    webhooks.send_again(found, delivery_id, now=clock.now())


@bp.get("/company/webhooks")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@gives(schemas.SubscriptionsOut)
@summary("物业公司的事件接收地址，收到所服务小区的事件")
def list_of_company(actor: Actor) -> Any:
    return listed(Whose(company_id=actor.scope.id))


@bp.post("/company/webhooks")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@takes(schemas.SubscriptionIn)
@gives(schemas.NewSubscriptionOut, 201)
@idempotent()
@summary("登记物业公司的接收地址，密钥只显示这一次")
def subscribe_company(actor: Actor, body: dict[str, Any]) -> Any:
    return begin(actor, Whose(company_id=actor.scope.id), body)


@bp.delete("/company/webhooks/<uuid:webhook_id>")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@gives(None, 204)
@summary("停用物业公司的接收地址")
def end_of_company(actor: Actor, webhook_id: UUID) -> None:
    webhooks.end(_of_company(actor, webhook_id), now=clock.now())


@bp.get("/company/webhooks/<uuid:webhook_id>/deliveries")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.DeliveryOut))
@summary("发给物业公司接收地址的事件")
def list_deliveries_of_company(actor: Actor, webhook_id: UUID, query: dict[str, Any]) -> Any:
    return webhooks.deliveries_page(_of_company(actor, webhook_id).id, window=Window(**query))


@bp.post("/company/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend")
@allow(Act.MANAGE_COMPANY_WEBHOOKS, GRANTS)
@gives(None, 204)
@idempotent()
@summary("物业公司没收到的再送一次")
def send_again_to_company(actor: Actor, webhook_id: UUID, delivery_id: UUID) -> None:
    webhooks.send_again(_of_company(actor, webhook_id), delivery_id, now=clock.now())
