"""Money by the clock: ask channels about payments that were never reported, and prove the books by night."""

import logging
from datetime import datetime, timedelta

from linli.domains.payments.operations import auditing, notifications
from linli.domains.payments.ports import Channels, Outcome, PaymentChannel, Said
from linli.domains.payments.queries import auditing as auditing_queries
from linli.domains.payments.queries import proof
from linli.platform import clock, jobs
from linli.platform.ports import use
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)


class BooksDoNotHold(Exception):
    """The auditor found something; the job fails, so that somebody is told."""


@jobs.job("payments.ask_channels", every=timedelta(minutes=1))
def ask_channels(*, now: datetime) -> int:
    """Ask what became of orders whose notification has not come (check E-18); no transaction waits for the answer.

    One channel that does not answer holds up nobody's order but its own. Returns how many were asked.
    """
    with transaction(writes=False):
        due = notifications.due(now=now)
    asked = 0
    for estate_id, order_id, channel, merchant, number, expires_at in due:
        try:
            said = _ask_and_close(_channel(channel, merchant), number, over=expires_at <= now)
            with transaction(estate_id=estate_id):
                notifications.note_answer(
                    estate_id=estate_id, order_id=order_id, said=said, now=clock.database_now()
                )
            asked += 1
        except Exception:
            log.exception("a channel could not be asked", extra={"channel": channel})
    return asked


def _ask_and_close(channel: PaymentChannel, number: str, *, over: bool) -> Said:
    """What became of an order; one whose time is over and that nobody paid is closed at the channel first.

    Somebody may pay between the question and the closing: then the channel does not close, and says so when asked.
    """
    said = channel.ask(number)
    if not over or said.outcome is not Outcome.UNPAID:
        return said
    outcome = channel.close(number)
    return channel.ask(number) if outcome is Outcome.PAID else Said(number, outcome)


def _channel(name: str, merchant: str | None) -> PaymentChannel:
    """Raises LookupError where the channel, or its merchant, is no longer configured."""
    found = use(Channels).of(name, merchant)
    if found is None:
        raise LookupError(f"no channel {name}")
    return found


@jobs.job("payments.prove_books", at="03:20")
def prove_books(*, now: datetime) -> None:
    """Every transaction sums to zero, every bill is settled by what the ledger says. Raises BooksDoNotHold.

    What does not hold is written down estate by estate, told to those responsible, and shown until it holds again.
    """
    with transaction(writes=False):
        faults = proof.faults()
        known = auditing_queries.estates_with_faults()
    for estate_id in known | {one.estate_id for one in faults}:
        with transaction(estate_id=estate_id):
            auditing.note(
                estate_id=estate_id, found=[one for one in faults if one.estate_id == estate_id], now=now
            )
    for fault in faults:
        log.critical("the books do not hold", extra={"what": fault.what, "object": str(fault.object_id)})
    if faults:
        raise BooksDoNotHold(f"{len(faults)} faults, the first: {faults[0].what}")
