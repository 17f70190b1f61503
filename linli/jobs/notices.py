"""Messages on their way out, announcements by the clock; old traces of sign-in codes dropped by night."""

from datetime import datetime, timedelta
from uuid import UUID

from linli.domains.notices.operations import listing, sending
from linli.domains.notices.operations import scans as drawing
from linli.domains.notices.ports import Sms
from linli.domains.notices.queries import announcements, scans
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


@pumps.pump("notices.pdf_pages")
def draw_pages() -> int:
    """Draw the pages of one PDF, outside any transaction. Returns whether there was one."""
    with transaction(writes=False):
        wanted = scans.next_wanted()
        raw = scans.content(*wanted) if wanted else b""
    if wanted is None:
        return 0
    pages = drawing.draw(raw)
    with transaction():
        drawing.keep(estate_id=wanted[0], file_id=wanted[1], pages=pages, now=clock.now())
    return 1


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
