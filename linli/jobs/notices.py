"""Messages on their way out, announcements by the clock; old traces of sign-in codes dropped by night."""

from datetime import datetime, timedelta
from uuid import UUID

from linli.domains.notices.operations import listing, sending
from linli.domains.notices.ports import Sms
from linli.domains.notices.queries import announcements
from linli.platform import clock, jobs, pumps
from linli.platform.ports import use
from linli.platform.transactions import transaction


@pumps.pump("notices.sms")
def send_due() -> int:
    """One round: claim, hand over outside any transaction, note. Returns how many were tried."""
    with transaction(writes=False):
        if not sending.any_due(now=clock.now()):
            return 0
    with transaction():
        parcels = sending.claim(now=clock.now())
    outcomes = sending.hand_over(parcels, use(Sms))
    with transaction():
        for parcel, outcome in outcomes:
            sending.note(parcel=parcel, outcome=outcome, now=clock.now())
    return len(parcels)


@jobs.job("notices.forget_codes", at="04:10")
def forget_codes(*, now: datetime) -> None:
    """Drop what is left of sign-in codes of half a year ago."""
    with transaction():
        sending.forget_codes(now=now)


@jobs.job("notices.send_scheduled", every=timedelta(minutes=1))
def send_scheduled(*, now: datetime) -> None:
    """Send the announcements that waited for their time. They can be read from then on, even if this is late."""

    def send_scheduled_one(which: tuple[UUID, UUID]) -> None:
        listing.list_due(estate_id=which[0], announcement_id=which[1], now=now)

    jobs.each(lambda: announcements.due(now=now), send_scheduled_one)
