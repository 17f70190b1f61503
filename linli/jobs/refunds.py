"""Money on its way back, by the clock: each refund is told to its channel under its own number until it answers."""

import logging
from datetime import datetime, timedelta

from linli.domains.payments.operations import refunds as operations
from linli.domains.payments.ports import Channels, PaymentChannel, RefundOutcome, RefundSaid
from linli.domains.payments.queries import refunds
from linli.domains.payments.queries.refunds import Errand
from linli.platform import clock, jobs
from linli.platform.ports import use
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)


@jobs.job("payments.send_refunds", every=timedelta(minutes=1))
def send_refunds(*, now: datetime) -> int:
    """Send what was agreed to, ask about what is in doubt; no transaction waits for a channel. Returns how many."""
    with transaction(writes=False):
        due = refunds.due(now=now)
    told = 0
    for errand in due:
        try:
            _run(errand, now=now)
            told += 1
        except Exception:
            log.exception("a refund could not be sent", extra={"channel": errand.channel})
    return told


def _run(errand: Errand, *, now: datetime) -> None:
    channel = use(Channels).of(errand.channel, errand.merchant)
    if channel is None:
        raise LookupError(f"no channel {errand.channel}")
    with transaction(estate_id=errand.estate_id):
        fresh = operations.send(estate_id=errand.estate_id, refund_id=errand.refund_id, now=now)
    said = _give(channel, errand) if fresh else _ask(channel, errand)
    with transaction(estate_id=errand.estate_id):
        found = operations.locked(errand.estate_id, errand.refund_id)
        operations.note(refund=found, said=said, now=clock.database_now())


def _give(channel: PaymentChannel, errand: Errand) -> RefundSaid:
    return channel.refund(
        number=errand.order_number,
        refund_number=errand.refund_number,
        amount_fen=errand.amount_fen,
        total_fen=errand.total_fen,
        reason=errand.reason,
    )


def _ask(channel: PaymentChannel, errand: Errand) -> RefundSaid:
    """What became of it; one that the channel never heard of is sent again under the same number (PA-14)."""
    said = channel.ask_refund(number=errand.order_number, refund_number=errand.refund_number)
    missing = said.outcome is RefundOutcome.FAILED and said.reason == "missing"
    return _give(channel, errand) if missing else said
