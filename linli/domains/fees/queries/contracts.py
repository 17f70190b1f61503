"""Which service contract an estate's bills rest on (FE-30)."""

import uuid
from dataclasses import dataclass
from datetime import date

from linli.domains.estates import queries as estates
from linli.domains.fees.models import BillRun
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Ground:
    """The contract that a bill rests on: with whom, and for which days."""

    contract_id: uuid.UUID
    company: str
    since_on: date
    until_on: date | None


def in_force(estate_id: uuid.UUID, *, on: date) -> uuid.UUID | None:
    """The contract under which an estate is served on a day; None where there is none."""
    held = [one for one, _ in estates.contracts(estate_id) if one.since_on <= on <= (one.until_on or on)]
    return held[0].id if held else None


def ground_of(estate_id: uuid.UUID, run_id: uuid.UUID) -> Ground | None:
    """What the bills of a run rest on, as it was when they were issued."""
    run = db.session.get_one(BillRun, (estate_id, run_id))
    return next(
        (
            Ground(one.id, company, one.since_on, one.until_on)
            for one, company in estates.contracts(estate_id)
            if one.id == run.contract_id
        ),
        None,
    )
