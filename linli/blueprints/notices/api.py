"""Messages to me, how they come, and what became of each, for programs."""

from typing import Any
from uuid import UUID

from flask import request

from linli.blueprints.notices import schemas
from linli.domains.notices.errors import NotTheProvider
from linli.domains.notices.operations import messages, sending
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.ports import Sms
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import WAYS, Channel, Kind
from linli.kernel.actors import Actor
from linli.kernel.refusals import Invalid
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.ports import use
from linli.platform.web import (
    Api,
    WindowIn,
    allow,
    gives,
    page_of,
    public,
    signed_in,
    summary,
    takes,
)

bp = Api("notices_api", __name__, tag="notices")


@bp.get("/me/messages")
@signed_in
@takes(schemas.NewsQueryIn, where="query")
@gives(page_of(schemas.NewsOut))
@summary("我的消息，新的在前")
def my_messages(actor: Actor, query: dict[str, Any]) -> Page[inbox.News]:
    window = Window(query["limit"], query["cursor"])
    return inbox.news_page(actor.account_id, window=window, unread_only=query["unread"])


@bp.get("/me/deliveries")
@signed_in
@takes(WindowIn, where="query")
@gives(page_of(schemas.DeliveryOut))
@summary("发给我的每一条消息：走哪个渠道、到了哪一步")
def my_deliveries(actor: Actor, query: dict[str, Any]) -> Page[Any]:
    return inbox.own_delivery_page(actor.account_id, window=Window(**query))


@bp.post("/me/messages/<uuid:message_id>/reading")
@signed_in
@gives(schemas.NewsOut)
@summary("把一条消息标为已读")
def read_message(actor: Actor, message_id: UUID) -> inbox.News:
    message = inbox.own_message(actor.account_id, message_id)
    messages.read(message=message, now=clock.now())
    return inbox.news(message)


@bp.post("/me/messages/reading")
@signed_in
@gives(None, 204)
@summary("把全部消息标为已读")
def read_all(actor: Actor) -> None:
    messages.read_all(account_id=actor.account_id, now=clock.now())


@bp.get("/me/messages/wishes")
@signed_in
@gives(schemas.WishesOut)
@summary("我选的提醒方式")
def my_wishes(actor: Actor) -> dict[str, Any]:
    return {"items": inbox.choices(actor.account_id)}


@bp.put("/me/messages/wishes")
@signed_in
@takes(schemas.WishIn)
@gives(schemas.WishesOut)
@summary("打开或关闭一类消息的一种提醒方式；依法必须通知的不能关")
def choose(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    wanted = {read_choice(f"{body['kind']}:{body['channel']}"): body["on"]}
    messages.choose(account_id=actor.account_id, wanted=wanted, now=clock.now())
    return {"items": inbox.choices(actor.account_id)}


def read_choice(text: str) -> tuple[Kind, Channel]:
    """A kind and a channel, written "bill:sms". Raises Invalid."""
    kind, _, channel = text.partition(":")
    if kind not in set(Kind) or channel not in set(Channel) or channel not in WAYS[Kind(kind)].may:
        raise Invalid("没有这种消息或提醒方式。", field_errors={"kind": ["没有这种消息或提醒方式。"]})
    return Kind(kind), Channel(channel)


@bp.get("/estates/<uuid:estate_id>/owners/<uuid:owner_id>/messages")
@allow(Act.READ_DELIVERY, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.DeliveryOut))
@summary("本小区发给一位业主的消息：每个渠道到了哪一步")
def messages_of_owner(
    actor: Actor,  # noqa: ARG001
    estate_id: UUID,
    owner_id: UUID,
    query: dict[str, Any],
) -> Page[Any]:
    window = Window(**query)
    return inbox.delivery_of_owner(estate_id=estate_id, owner_id=owner_id, window=window)[1]


@bp.post("/sms/reports")
@public
@takes(schemas.ReportIn)
@gives(None, 204)
@summary("短信服务商的送达回执，须带 X-Linli-Signature 签名")
def report(actor: Actor | None, body: dict[str, Any]) -> None:  # noqa: ARG001
    if not use(Sms).is_report(request.get_data(), request.headers.get("X-Linli-Signature", "")):
        raise NotTheProvider
    sending.report(now=clock.now(), **body)
