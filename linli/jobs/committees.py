"""Committees by the clock: terms that end, roles that follow seats, sales that took effect since."""

import uuid
from datetime import datetime

from linli.domains.committees.operations import papers, seats
from linli.domains.committees.queries import terms
from linli.kernel.times import day_of
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, uuid.UUID]


@job("committees.watch", at="00:20")
def watch(*, now: datetime) -> None:
    """Put down what is due 90 and 60 days before a term's end, and the handover after it."""

    def watch_term(which: Which) -> None:
        papers.watch_end(term=terms.term(estate_id=which[0], term_id=which[1]), now=now)

    each(lambda: terms.ending_soon(on=day_of(now)), watch_term)


@job("committees.follow", at="00:30")
def follow(*, now: datetime) -> None:
    """Let seats and roles follow the register and the calendar."""

    def follow_term(which: Which) -> None:
        term = terms.term(estate_id=which[0], term_id=which[1])
        if term.since_on <= day_of(now) <= term.until_on:
            seats.check_owners(term=term, now=now)
        seats.follow(term=term, now=now)

    each(lambda: terms.running(on=day_of(now)), follow_term)
