"""One small question whose answer changes whenever anything that is public about an estate's star changes."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, true

from linli.domains.estates.queries import glances
from linli.domains.rating.models import PrizePayment, PrizeShare, Redrawing, ScoreCorrection, ScoreSheet
from linli.domains.rating.rules.states import State
from linli.domains.takeover import queries as takeovers
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.prepared import prepared
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Stamp:
    """An estate as its page names it, what it does without, and the mark of all that the page is drawn from."""

    name: str
    off: frozenset[str]
    mark: str


@prepared
def asked(estate_id: Any, on: Any) -> Select[*tuple[Any, ...]]:
    """Names, and counts and newest moments of what the public pages of stars are made of, in one statement.

    Asked by whoever sees every estate.
    """
    query = glances.named(estate_id, on)
    for part in (
        select(func.count(), func.max(ScoreSheet.confirmed_at)).where(ScoreSheet.state == State.CONFIRMED),
        select(func.count(), func.max(ScoreCorrection.signed_at)),
        select(func.count()).select_from(Redrawing),
        select(func.count()).select_from(PrizeShare),
        select(func.count()).select_from(PrizePayment),
        takeovers.changes(),
    ):
        told = part.subquery()
        query = query.add_columns(*told.c).join(told, true())
    return query


def read(row: Row[*tuple[Any, ...]], on: date) -> Stamp:
    """What was answered on a day."""
    name, county, street, community, setting, *counts = row
    mark = "/".join(str(one) for one in (on, name, county, street, community, *counts))
    return Stamp(name, frozenset((setting or {}).get("off", ())), mark)


def stamp(estate_id: uuid.UUID, *, on: date) -> Stamp:
    """The stamp of an estate's page, asked within a transaction. Raises Unknown."""
    with seeing_every_estate():
        row = db.session.execute(*asked(estate_id=estate_id, on=on)).first()
    if row is None:
        raise Unknown
    return read(row, on)
