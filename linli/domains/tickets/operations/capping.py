"""Saying how much a worker is given in turn at most (TK-20)."""

import uuid
from datetime import datetime

from linli.domains.tickets.errors import NotAWorker
from linli.domains.tickets.models import WorkerCap
from linli.domains.tickets.queries import caps
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def set_cap(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    company_id: uuid.UUID,
    most: int | None,
    account_id: uuid.UUID | None = None,
    now: datetime,
) -> WorkerCap:
    """Cap the open orders of every worker of the estate, or of one. Without a number there is no cap, and one's own
    falls back to everybody's; 0 gives somebody nothing for now. What is in hand stays there, and a person can
    still give work by hand. Raises NotAWorker.
    """
    if account_id is not None and account_id not in {
        one.account_id for one in caps.workers(estate_id, company_id, now=now)
    }:
        raise NotAWorker(field_errors={"account_id": [NotAWorker.sentence]})
    made = WorkerCap(
        estate_id=estate_id, company_id=company_id, account_id=account_id, most=most, at=now,
        set_by=actor.account_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "tickets:cap:set", object_kind="worker_cap", object_id=made.id, estate_id=estate_id, most=most,
        account=str(account_id) if account_id else None,
    )  # fmt: skip
    return made
