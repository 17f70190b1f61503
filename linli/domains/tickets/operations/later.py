"""Is it still solved? Asked once, some weeks after a report was closed (TK-46)."""

import uuid
from datetime import datetime, timedelta

from config.tickets import catalogue
from linli.domains.tickets import queries
from linli.domains.tickets.errors import WrongStep
from linli.domains.tickets.events import LaterAsked
from linli.domains.tickets.models import LaterQuestion, Ticket
from linli.domains.tickets.operations.stepping import lock, needed, whose
from linli.domains.tickets.queries import later
from linli.domains.tickets.rules.steps import State
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def ask(*, estate_id: uuid.UUID, ticket_id: uuid.UUID, now: datetime) -> None:
    """Ask the reporter; a second time, or of what was reopened, nothing happens."""
    ticket = queries.ticket(estate_id=estate_id, ticket_id=ticket_id)
    lock(ticket)
    if ticket.standing is not State.CLOSED or later.question(ticket) is not None:
        return
    until_at = now + timedelta(days=catalogue().later.answer_days)
    db.session.add(LaterQuestion(estate_id=estate_id, ticket_id=ticket_id, asked_at=now, until_at=until_at))
    publish(LaterAsked(at=now, **whose(ticket)))


def answer(*, ticket: Ticket, still: bool, words: str = "", now: datetime) -> LaterQuestion:
    """The reporter's answer, once; a "no" says what is wrong. The rating and the other figures stay as they are.

    Raises WrongStep, ReasonMissing.
    """
    lock(ticket)
    found = later.question(ticket)
    if found is None:
        raise WrongStep("这件报事现在没有问您。")
    if found.answered_at is not None:
        raise WrongStep("您已经答过了，谢谢。问题又出现的话，请重新报事。")
    if ticket.standing is not State.CLOSED:
        raise WrongStep("这件报事又在办理了，办好以后再请您评价。")
    if now >= found.until_at:
        raise WrongStep("答复时间已过。问题又出现的话，请重新报事。")
    found.still, found.words = still, words if still else needed(words, "words")
    found.answered_at = now
    audit.record(
        "tickets:later:answer", object_kind="ticket", object_id=ticket.id, estate_id=ticket.estate_id,
        still=still,
    )  # fmt: skip
    db.session.flush()
    return found
