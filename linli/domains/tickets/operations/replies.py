"""Answering a reporter in words, and keeping the words that a desk uses often (TK-33)."""

import uuid
from datetime import datetime

from linli.domains.tickets.models import ReplyTemplate, Ticket
from linli.domains.tickets.operations.stepping import needed, step
from linli.domains.tickets.queries import replies
from linli.domains.tickets.rules.replies import check_template
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def add(*, actor: Actor, estate_id: uuid.UUID, title: str, words: str, now: datetime) -> ReplyTemplate:
    """Keep words for the actor's desk. Raises BadPlaceholder."""
    check_template(words)
    made = ReplyTemplate(
        estate_id=estate_id, desk=replies.desk_of(actor), title=title, words=words,
        made_by=actor.account_id, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _record("add", made)
    return made


def change(*, template: ReplyTemplate, title: str, words: str) -> ReplyTemplate:
    """Say it otherwise from now on; what was sent stays as it was sent. Raises BadPlaceholder."""
    check_template(words)
    template.title, template.words = title, words
    db.session.flush()
    _record("change", template)
    return template


def retire(*, template: ReplyTemplate, now: datetime) -> None:
    """Take it off the list."""
    template.retired_at = now
    db.session.flush()
    _record("retire", template)


def reply(*, actor: Actor, ticket: Ticket, words: str, now: datetime) -> Ticket:
    """Answer the reporter, who reads it at once and is told of it; the first answer stops the clock of the first
    response. Raises WrongStep, ReasonMissing, and PlaceholderOpen where a placeholder is still open.
    """
    step(ticket=ticket, kind=Kind.REPLIED, actor=actor, now=now, reason=needed(words, "words"))
    return ticket


def _record(verb: str, template: ReplyTemplate) -> None:
    audit.record(
        f"tickets:reply_template:{verb}", object_kind="reply_template", object_id=template.id,
        estate_id=template.estate_id,
    )  # fmt: skip
