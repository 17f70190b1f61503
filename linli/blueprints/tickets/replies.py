"""Answering a reporter, and the templates of a desk: for programs and as pages (TK-33)."""

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import desk_schemas as shapes
from linli.blueprints.tickets import schemas
from linli.blueprints.tickets.showing import detail, readable, readable_inside
from linli.domains.tickets.models import ReplyTemplate, Ticket
from linli.domains.tickets.operations import replies, stepping
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import replies as kept
from linli.domains.tickets.rules.replies import FILLED, placeholders
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

api = Api("tickets_replies_api", __name__, tag="tickets")
pages = Pages("tickets_replies", __name__)
LIST, WORK = "/estates/<uuid:estate_id>/reply-templates", "/work/e/<uuid:estate_id>/reply-templates"
TICKET = "/work/e/<uuid:estate_id>/tickets/<uuid:ticket_id>"


def template(**ids: UUID) -> ReplyTemplate:
    """What a door finds: a template of the desk of whoever stands there."""
    return kept.template(g.actor, **ids)


@api.get(LIST)
@allow(Act.READ_REPLIES, GRANTS)
@gives(shapes.TemplatesOut)
@summary("本单位的答复常用语")
def list_templates(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {"items": [_shown(one) for one in kept.templates(actor, estate_id)]}


@api.post(LIST)
@allow(Act.KEEP_REPLIES, GRANTS)
@takes(shapes.TemplateIn)
@gives(shapes.TemplateOut, 201)
@idempotent()
@summary("新增一条常用语；占位词写成 {上门时间}")
def add_template(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return _shown(replies.add(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@api.put(f"{LIST}/<uuid:reply_id>")
@allow(Act.KEEP_REPLIES, GRANTS, on=template)
@takes(shapes.TemplateIn)
@gives(shapes.TemplateOut)
@summary("修改一条常用语；已经发出的不变")
def change_template(actor: Actor, template: ReplyTemplate, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return _shown(replies.change(template=template, **body))


@api.delete(f"{LIST}/<uuid:reply_id>")
@allow(Act.KEEP_REPLIES, GRANTS, on=template)
@gives(None)
@summary("停用一条常用语")
def retire_template(actor: Actor, template: ReplyTemplate) -> None:  # noqa: ARG001 - the door's
    replies.retire(template=template, now=clock.now())


@api.get("/estates/<uuid:estate_id>/tickets/<uuid:ticket_id>/filled-reply")
@allow(Act.REPLY, GRANTS, on=readable)
@takes(shapes.TemplateOfIn, where="query")
@gives(shapes.FilledOut)
@summary("一条常用语用在这件报事上：已知的填好，没填的列出")
def fill_template(actor: Actor, ticket: Ticket, query: dict[str, Any]) -> dict[str, Any]:
    words = kept.said_of(
        ticket, kept.template(actor, estate_id=ticket.estate_id, reply_id=query["template"]).words
    )
    return {"words": words, "placeholders": placeholders(words)}


@pages.get(f"{TICKET}/reply")
@allow(Act.REPLY, GRANTS, on=readable_inside)
@takes(shapes.ChosenIn, where="query")
def show_reply(actor: Actor, ticket: Ticket, query: dict[str, Any]) -> str:
    chosen = query["template"]
    words = kept.template(actor, estate_id=ticket.estate_id, reply_id=chosen).words if chosen else ""
    return reply_page(actor, ticket, Form({"words": kept.said_of(ticket, words)}))


def reply_page(actor: Actor, ticket: Ticket, form: Form | None = None) -> str:
    """The page to answer on: the templates of the desk, and the words as they stand."""
    form = form or Form()
    return render_template(
        "tickets/reply.html",
        ticket=detail(actor, ticket),
        templates=kept.templates(actor, ticket.estate_id),
        left=placeholders(str(form.value("words"))),
        may_keep=permits(GRANTS, actor, Act.KEEP_REPLIES, None),
        form=form,
        seen=ticket.events,
        estate_id=ticket.estate_id,
        address=url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id),
    )


@pages.post(f"{TICKET}/reply")
@allow(Act.REPLY, GRANTS, on=readable_inside)
@takes(schemas.seeing(shapes.ReplyIn))
@form_page(reply_page)
@idempotent()
def reply(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    stepping.check_seen(ticket, body["seen"])
    replies.reply(actor=actor, ticket=ticket, words=body["words"], now=clock.now())
    return redirect(
        url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id), 303
    )


@pages.get(WORK)
@allow(Act.KEEP_REPLIES, GRANTS)
def keep_templates(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    return render_template(
        "tickets/reply_templates.html",
        templates=[_shown(one) for one in kept.templates(actor, estate_id)],
        filled=FILLED,
        form=form or Form(),
        address=url_for(".keep_templates", estate_id=estate_id),
    )


@pages.post(WORK)
@allow(Act.KEEP_REPLIES, GRANTS)
@takes(shapes.TemplateIn)
@form_page(keep_templates)
@idempotent()
def add(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    replies.add(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _back(estate_id)


@pages.get(f"{WORK}/<uuid:reply_id>")
@allow(Act.KEEP_REPLIES, GRANTS, on=template)
def show_template(actor: Actor, template: ReplyTemplate, form: Form | None = None) -> str:  # noqa: ARG001
    return render_template(
        "tickets/reply_template.html",
        template=template,
        filled=FILLED,
        form=form or Form({"title": template.title, "words": template.words}),
        address=url_for(".show_template", estate_id=template.estate_id, reply_id=template.id),
        back_href=url_for(".keep_templates", estate_id=template.estate_id),
    )


@pages.post(f"{WORK}/<uuid:reply_id>")
@allow(Act.KEEP_REPLIES, GRANTS, on=template)
@takes(shapes.TemplateIn)
@form_page(show_template)
def change(actor: Actor, template: ReplyTemplate, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    replies.change(template=template, **body)
    return _back(template.estate_id)


@pages.post(f"{WORK}/<uuid:reply_id>/retire")
@allow(Act.KEEP_REPLIES, GRANTS, on=template)
def retire(actor: Actor, template: ReplyTemplate) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    replies.retire(template=template, now=clock.now())
    return _back(template.estate_id)


def _shown(one: ReplyTemplate) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "words": one.words, "placeholders": placeholders(one.words)}


def _back(estate_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".keep_templates", estate_id=estate_id), 303)
