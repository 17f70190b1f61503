"""The part of the fee that is held until a rating releases it, set aside every night from what was paid."""

from datetime import datetime

from linli.domains.payments.operations import escrow as operations
from linli.domains.payments.queries import escrow
from linli.platform import clock, jobs
from linli.platform.transactions import transaction


@jobs.job("payments.hold_escrow", at="02:40")
def hold_escrow(*, now: datetime) -> int:  # noqa: ARG001 - every job is told the moment
    """Set aside what was paid under agreements in force; run again, it sets nothing aside. Returns fen."""
    with transaction(writes=False):
        found = [(one.estate_id, one.id) for one in escrow.all_in_force()]
    held = 0
    for estate_id, agreement_id in found:
        with transaction(estate_id=estate_id):
            one = escrow.agreement(estate_id=estate_id, agreement_id=agreement_id)
            held += operations.hold(agreement=one, now=clock.database_now())
    return held
