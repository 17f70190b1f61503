"""The community asks by phone how it went (回访), and writes it down beside the rating, never over it (TK-44)."""

from datetime import datetime

from linli.domains.tickets.errors import NotYetDone
from linli.domains.tickets.models import CallBack, Ticket
from linli.domains.tickets.rules.serving import Outcome
from linli.domains.tickets.rules.steps import NEVER_WORK, SETTLED, State
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def call_back(*, actor: Actor, ticket: Ticket, outcome: Outcome, words: str, now: datetime) -> CallBack:
    """Write down what the reporter said on the phone; every call stays. Raises NotYetDone."""
    if ticket.standing not in SETTLED - NEVER_WORK and ticket.standing is not State.REOPENED:
        raise NotYetDone
    made = CallBack(
        estate_id=ticket.estate_id, ticket_id=ticket.id, outcome=outcome, words=words, at=now,
        made_by=actor.account_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "tickets:ticket:call_back", object_kind="ticket", object_id=ticket.id, estate_id=ticket.estate_id
    )
    return made
