"""Messages to me, how they come, and an estate's announcements, for people."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.account import own_data
from linli.blueprints.notices import schemas
from linli.blueprints.notices.api import read_choice
from linli.blueprints.work import home
from linli.domains.estates.rules import Feature
from linli.domains.notices import rules
from linli.domains.notices.models import Announcement
from linli.domains.notices.operations import announcements, messages
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import Channel
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, signed_in, takes
from linli.platform.web.show import when

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
    _afterwards(
        lambda: messages.read(message=inbox.own_message(actor.account_id, message_id), now=clock.now())
    )
    back = {"href": "/me/messages", "label": "返回消息"}
    return render_template(
        "messages/message.html",
        **ME | {"back": back},
        news=inbox.news(message),
        kind=rules.WAYS[rules.Kind(message.kind)],
    )


def _afterwards(do: Callable[[], None], *, estate_id: UUID | None = None) -> None:
    """Note that somebody has opened a page, once it is answered: the answer itself writes nothing.

    A page that a browser fetched ahead of its reader does not count.
    """

    def note(answer: Response) -> Response:
        ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
        if answer.status_code == 200 and request.method == "GET" and not ahead:  # noqa: PLR2004
            with transaction(estate_id=estate_id):
                do()
        return answer

    after_this_request(note)


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


@bp.get("/e/<uuid:estate_id>/notices")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_announcements(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = boards.announcements_page(estate_id, window=Window(**query), on=day_of(clock.now()))
    return render_template(
        "notices/list.html",
        tab="home",
        back={"href": f"/e/{estate_id}/", "label": "返回首页"},
        heading="公告",
        announcements=found.items,
        opened=boards.read_by(actor.account_id, found.items),
        titles=_titles(),
        next=_next(f"/e/{estate_id}/notices", found.next),
    )


def _titles() -> dict[str, str]:
    return {role.value: role.title for role in Role}


@bp.get("/e/<uuid:estate_id>/notices/<uuid:announcement_id>")
@allow(Act.READ, GRANTS, on=boards.announcement)
def show_announcement(actor: Actor, found: Announcement) -> ResponseReturnValue:
    ids = {"estate_id": found.estate_id, "announcement_id": found.id, "account_id": actor.account_id}
    _afterwards(lambda: announcements.note_reading(**ids, now=clock.now()), estate_id=found.estate_id)
    return render_template(
        "notices/show.html",
        tab="home",
        back={"href": f"/e/{found.estate_id}/notices", "label": "返回公告"},
        heading="公告",
        announcement=found,
        sender=Role(found.author_role).title,
    )


@bp.get("/work/e/<uuid:estate_id>/notices")
@allow(Act.PUBLISH, GRANTS)
@takes(WindowIn, where="query")
def console(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _console(actor, estate_id, Form(), query)


def _console(actor: Actor, estate_id: UUID, form: Form, query: dict[str, Any] | None = None) -> str:
    found = boards.announcements_page(estate_id, window=Window(**query or {}), with_withdrawn=True)
    ids = [one.id for one in found.items]
    return render_template(
        "notices/console.html",
        form=form,
        place=estate_id,
        announcements=found.items,
        readers=boards.readers(estate_id, ids),
        told=boards.told(ids),
        may_withdraw=[one.id for one in found.items if permits(GRANTS, actor, Act.WITHDRAW, one)],
        titles=_titles(),
        next=_next(f"/work/e/{estate_id}/notices", found.next),
    )


@bp.post("/work/e/<uuid:estate_id>/notices")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.AnnouncementForm)
@idempotent()
@form_page(_console)
def publish(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    announcements.publish(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/notices", 303)


@bp.post("/work/e/<uuid:estate_id>/notices/<uuid:announcement_id>/withdrawal")
@allow(Act.WITHDRAW, GRANTS, on=boards.announcement)
def withdraw(actor: Actor, found: Announcement) -> ResponseReturnValue:
    announcements.withdraw(actor=actor, announcement=found, now=clock.now())
    return redirect(f"/work/e/{found.estate_id}/notices", 303)


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


def _latest(actor: Actor, estate_id: UUID, now: datetime, extras: home.Extras) -> None:
    """The newest announcements on a resident's first page, and how many messages are unread."""
    found = boards.announcements_page(estate_id, window=Window(limit=3), on=day_of(now)).items
    opened = boards.read_by(actor.account_id, found)
    extras.latest += [
        {
            "title": one.title,
            "text": f"{Role(one.author_role).title} · {when(one.published_at)}",
            "href": f"/e/{estate_id}/notices/{one.id}",
            "unread": one.id not in opened,
        }
        for one in found
    ]
    extras.counts["messages"] = inbox.unread_count(actor.account_id)


home.contribute(
    "notices",
    feature=Feature.NOTICES,
    enrich=_latest,
    module=home.Module(label="小区公告", icon="speakerphone", way="notices", tone="blue", position=45),
)
own_data.contribute("messages", inbox.own)
