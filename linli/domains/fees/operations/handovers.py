"""Making out what seller and buyer of a unit settle (杭州市物业管理条例第56条: they tell the company in 15 days)."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import HandoverTaken, NoHandover
from linli.domains.fees.models import Handover
from linli.domains.fees.rules.handovers import settlement_code
from linli.domains.people.queries import holdings
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def settle(*, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, on: date, now: datetime) -> Handover:
    """Make out the settlement of a unit that is the buyer's from `on`: both sides open it by its address.

    The register says who they are. Raises NoHandover where the owner is the same before and after, or unknown;
    HandoverTaken where there is one of that day.
    """
    seller, buyer = (_owner(estate_id, unit_id, on=day) for day in (on - timedelta(days=1), on))
    if seller is None or buyer is None or seller == buyer:
        raise NoHandover(field_errors={"on": [NoHandover.sentence]})
    made = Handover(
        estate_id=estate_id,
        unit_id=unit_id,
        on=on,
        seller_id=seller,
        buyer_id=buyer,
        code=settlement_code(),
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise HandoverTaken(field_errors={"on": [HandoverTaken.sentence]}) from None
    audit.record("fees:handover:settle", object_kind="handover", object_id=made.id, estate_id=estate_id)
    return made


def _owner(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> uuid.UUID | None:
    held = holdings.answering(on=on).subquery()
    return db.session.scalar(
        select(held.c.owner_id).where(held.c.estate_id == estate_id, held.c.unit_id == unit_id)
    )
