"""What goes along with reports: tickets that wait for others, warranty, the question weeks later, a blocked phone."""

from datetime import timedelta

from sqlalchemy import select

from linli.domains.people.queries import identity
from linli.domains.tickets.models import LaterQuestion, Ticket
from linli.domains.tickets.operations import blocks, needing, rating, warranty
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.operations.warranty import Completion
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db


def built(estate_id, *, actor):
    """The estate was completed a year ago, so that its developer still answers for it."""
    completed_on = day_of(clock.now()) - timedelta(days=365)
    of = Completion(completed_on=completed_on, developer="衢州信安置业有限公司", phone="0570-3080000")
    return warranty.set_warranty(actor=actor, estate_id=estate_id, of=of, now=clock.now())


def waiting(ticket, *, actor, needed):
    """A ticket that waits for another one and for a piece of work of the staff's own."""
    needing.need(actor=actor, ticket=ticket, number=needed.number, now=clock.now())
    needing.open_sub(
        actor=actor, ticket=ticket, category="common.pipe", words="先关楼道总阀", now=clock.now()
    )


def asked(ticket, *, reporter):
    """A ticket that its reporter rated and so closed, and about which they are asked again."""
    now = clock.now()
    rating.rate(actor=reporter, ticket=ticket, opinion=Opinion(stars=5, solved=True), now=now)
    _question(ticket)


def questioned(estate_id):
    """Every report of an estate has its question already."""
    for one in db.session.scalars(select(Ticket).filter_by(estate_id=estate_id).order_by(Ticket.id)).all():
        _question(one)


def _question(ticket):
    now = clock.now()
    db.session.add(
        LaterQuestion(
            estate_id=ticket.estate_id, ticket_id=ticket.id, asked_at=now, until_at=now + timedelta(days=14)
        )
    )
    db.session.flush()


def blocked(estate_id, account_id, *, officer, reporter):
    """Somebody's phone may not report, and they have appealed. Returns the ids of both."""
    phone, now = identity.account(account_id).phone, clock.now()
    made = blocks.block(
        actor=officer,
        estate_id=estate_id,
        phone=phone,
        reason="一周内报了 12 次没有发生的事",
        days=7,
        now=now,
    )
    appeal = blocks.appeal(actor=reporter, estate_id=estate_id, words="每一次都是真的，楼上可以作证", now=now)
    return {"report_block": made.id, "block_appeal": appeal.id}
