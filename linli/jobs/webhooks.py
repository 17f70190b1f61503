"""Deliveries to the programs of others, sent all the time, outside of transactions."""

from linli.platform import clock, pumps, webhook_queue
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.platform.webhooks import Sender


@pumps.pump("platform.webhooks")
def send_due() -> int:
    """One round: claim, send, note. Returns how many were tried."""
    with transaction(writes=False):
        if not webhook_queue.any_due(now=clock.now()):
            return 0
    with transaction():
        parcels = webhook_queue.claim(now=clock.now())
    outcomes = webhook_queue.hand_over(parcels, use(Sender), now=clock.now())
    with transaction():
        for parcel, outcome in outcomes:
            webhook_queue.note(parcel=parcel, outcome=outcome, now=clock.now())
    return len(parcels)
