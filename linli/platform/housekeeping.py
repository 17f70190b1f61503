"""What the platform's own tables need: old counts, keys, kept promises and runs are dropped."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from linli.platform import idempotency, jobs, limits, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction

KEPT_PROMISES = timedelta(days=30)


@jobs.job("platform.sweep", every=timedelta(minutes=10))
def sweep(*, now: datetime) -> None:
    """Drop what has had its day. Dead letters stay until somebody has looked at them."""
    with transaction():
        limits.sweep()
        idempotency.sweep()
        jobs.sweep(now=now)
        db.session.execute(
            delete(outbox.OutboxMessage).where(
                outbox.OutboxMessage.state == outbox.State.DONE,
                outbox.OutboxMessage.done_at < now - KEPT_PROMISES,
            )
        )
