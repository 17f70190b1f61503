"""What scores are made of, read in three queries for all companies and projects at once."""

from datetime import date, timedelta

from sqlalchemy import select

from linli.domains.estates.queries import engagements
from linli.domains.reputation.models import CreditItem
from linli.domains.reputation.rules.grading import Counted, Ground, Span
from linli.domains.reputation.rules.kinds import KINDS
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_A_DAY = timedelta(days=1)


def ground(*, since_on: date, until_on: date) -> Ground:
    """Who served where in these days, every item that has or had effect, and the areas."""
    with seeing_every_estate():
        spans = db.session.execute(engagements.spans(since_on=since_on, until_on=until_on)).all()
        areas = db.session.execute(engagements.floor_areas()).all()
    return Ground(
        spans=[Span(*row) for row in spans],
        items=_items(),
        areas={row[0]: int(row[1]) for row in areas},
    )


def on_day(day: date) -> Ground:
    """What the scores of one day are made of."""
    return ground(since_on=day, until_on=day)


def _items() -> list[Counted]:
    kept = CreditItem
    rows = db.session.execute(
        select(
            kept.company_id,
            kept.project_id,
            kept.kind,
            kept.points,
            kept.effective_on,
            kept.ends_on,
            kept.repaired_on,
        )
        .where(kept.effective_on.is_not(None), kept.withdrawn_at.is_(None))
        .order_by(kept.id)
    )
    return [
        Counted(company_id, project_id, KINDS[kind].weight, points, first_on, _last(ends_on, repaired_on))
        for company_id, project_id, kind, points, first_on, ends_on, repaired_on in rows
    ]


def _last(ends_on: date | None, repaired_on: date | None) -> date | None:
    """The last day of effect: the day before it was repaired, where that comes first."""
    if repaired_on is None:
        return ends_on
    before = repaired_on - _A_DAY
    return before if ends_on is None else min(before, ends_on)
