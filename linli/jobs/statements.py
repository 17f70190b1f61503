"""Channels' statements by the clock: from 10:00 on yesterday's is fetched, and what an earlier day still lacks."""

import logging
from datetime import date, datetime, timedelta

from linli.domains.payments.operations import reconciliation
from linli.domains.payments.ports import Channels, PaymentChannel
from linli.domains.payments.queries import statements
from linli.kernel.times import day_of, shanghai
from linli.platform import clock, jobs
from linli.platform.ports import use
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

READY_AT = 10  # WeChat Pay: made from 9:00 on, to be fetched after 10:00; Alipay: after 10:00
DAYS_BACK = 3


@jobs.job("payments.fetch_statements", every=timedelta(minutes=30))
def fetch_statements(*, now: datetime) -> int:
    """Fetch the statements of the last days that are lacking; fetched again, nothing changes.

    One channel that does not answer holds up nobody but its own; it is asked again in half an hour. No transaction
    waits for a channel. Returns how many were taken.
    """
    if shanghai(now).hour < READY_AT:
        return 0
    days = [day_of(now) - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    taken = [_fetch(channel, on) for on in days for channel in use(Channels).every()]
    return sum(taken)


def _fetch(channel: PaymentChannel, on: date) -> int:
    with transaction(writes=False):
        lacking = statements.wanted(channel=channel.name, merchant=channel.merchant, on=on)
    if not lacking:
        return 0
    try:
        found = channel.statement(on)
    except Exception:
        log.exception("a statement could not be fetched", extra={"channel": channel.name, "day": str(on)})
        return 0
    content = found.content if found else None
    return [_take(channel, on, one, content) for one in lacking].count(True)


def _take(channel: PaymentChannel, on: date, one: statements.Wanted, content: bytes | None) -> bool:
    """Take a statement, or note that there was no trade: orders that nobody paid are on no statement."""
    try:
        with transaction(estate_id=one.estate_id):
            if content is None:
                reconciliation.note_quiet_day(
                    estate_id=one.estate_id,
                    channel=channel.name,
                    merchant=channel.merchant,
                    on=on,
                    now=clock.database_now(),
                )
                return True
            reconciliation.take_statement(
                actor=None,
                estate_id=one.estate_id,
                channel=channel.name,
                on=on,
                content=content,
                now=clock.database_now(),
            )
    except Exception:
        log.exception("a statement was not taken", extra={"channel": channel.name, "day": str(on)})
        return False
    return True
