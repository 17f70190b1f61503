"""Messages to me, how they come, and an estate's announcements, for people."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.account import own_data
from linli.blueprints.notices import schemas
from linli.blueprints.notices.api import read_choice
from linli.blueprints.notices.opened import afterwards
from linli.domains.notices import rules
from linli.domains.notices.operations import messages
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import Channel
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, signed_in, takes

bp = Pages("notices_pages", __name__)
ME = {"tab": "me", "back": {"href": "/me", "label": "返回我的"}, "heading": "消息"}


@bp.get("/me/messages")
@signed_in
@takes(schemas.NewsQueryIn, where="query")
def my_messages(actor: Actor, query: dict[str, Any]) -> ResponseReturnValue:
    window = Window(query["limit"], query["cursor"])
    found = inbox.news_page(actor.account_id, window=window, unread_only=query["unread"])
    unread = inbox.unread_count(actor.account_id)
    return render_template(
        "messages/list.html",
        **ME,
        messages=[_listed(news) for news in found.items],
        options=_options(unread, unread_only=query["unread"]),
        read_all_action="/me/messages/reading" if unread else None,
        next=_next("/me/messages", found.next, unread=query["unread"]),
    )


def _options(unread: int, *, unread_only: bool) -> list[dict[str, Any]]:
    return [
        {"label": "全部", "href": "/me/messages", "current": not unread_only},
        {"label": f"未读 {unread}", "href": "/me/messages?unread=true", "current": unread_only},
        {"label": "提醒方式", "href": "/me/messages/preferences", "current": False},
    ]


def _listed(news: inbox.News) -> dict[str, Any]:
    return {
        "title": news.wording.title,
        "text": news.wording.text,
        "at": news.message.made_at,
        "href": f"/me/messages/{news.message.id}",
        "unread": news.unread,
        "sent": news.sent,
    }


def _next(path: str, cursor: str | None, *, unread: bool = False) -> str | None:
    return f"{path}?cursor={cursor}{'&unread=true' if unread else ''}" if cursor else None


@bp.get("/me/messages/<uuid:message_id>")
@signed_in
def show_message(actor: Actor, message_id: UUID) -> ResponseReturnValue:
    message = inbox.own_message(actor.account_id, message_id)
    afterwards(
        lambda: messages.read(message=inbox.own_message(actor.account_id, message_id), now=clock.now())
    )
    back = {"href": "/me/messages", "label": "返回消息"}
    return render_template(
        "messages/message.html",
        **ME | {"back": back},
        news=inbox.news(message),
        kind=rules.WAYS[rules.Kind(message.kind)],
    )


@bp.post("/me/messages/reading")
@signed_in
def read_all(actor: Actor) -> ResponseReturnValue:
    messages.read_all(account_id=actor.account_id, now=clock.now())
    return redirect("/me/messages", 303)


@bp.get("/me/messages/preferences")
@signed_in
def show_preferences(actor: Actor) -> ResponseReturnValue:
    return _preferences(actor, Form())


def _preferences(actor: Actor, form: Form) -> str:
    return render_template(
        "messages/preferences.html",
        **ME | {"back": {"href": "/me/messages", "label": "返回消息"}, "heading": "提醒方式"},
        form=form,
        choices=inbox.choices(actor.account_id),
        channels=list(Channel),
        saved="saved" in request.args,
    )


@bp.post("/me/messages/preferences")
@signed_in
@takes(schemas.WishesForm)
@form_page(_preferences)
def choose(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    ticked = {read_choice(text) for text in body["on"]}
    wanted = {
        (kind, channel): (kind, channel) in ticked
        for kind in rules.CHOOSABLE
        for channel in rules.WAYS[kind].may
    }
    messages.choose(account_id=actor.account_id, wanted=wanted, now=clock.now())
    return redirect("/me/messages/preferences?saved=1", 303)


@bp.get("/work/e/<uuid:estate_id>/owners/<uuid:owner_id>/messages")
@allow(Act.READ_DELIVERY, GRANTS)
@takes(WindowIn, where="query")
def messages_of_owner(
    actor: Actor,  # noqa: ARG001
    estate_id: UUID,
    owner_id: UUID,
    query: dict[str, Any],
) -> ResponseReturnValue:
    name, found = inbox.delivery_of_owner(estate_id=estate_id, owner_id=owner_id, window=Window(**query))
    return render_template(
        "notices/delivery.html",
        name=name,
        deliveries=[(message, rules.word(message.template, message.params)) for message in found.items],
        channels={channel.value: channel.title for channel in Channel},
        states={state.value: state.title for state in rules.State},
        next=_next(f"/work/e/{estate_id}/owners/{owner_id}/messages", found.next),
    )


own_data.contribute("messages", inbox.own)
