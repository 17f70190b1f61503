"""What a catalogue would have made of a year that is over: every estate's total by the old one and by the new one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.rating.models import ScoreEntry, ScoreSheet
from linli.domains.rating.queries import catalogues, datasets, sheets
from linli.domains.rating.rules import figures, scoring
from linli.domains.rating.rules.catalogue import Catalogue, Indicator
from linli.domains.rating.rules.figures import Value
from linli.domains.rating.rules.scoring import Finding, Result, half_up
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Effect:
    """One estate: what is stored, what the year's own catalogue gives again, what the new one gives."""

    estate_id: uuid.UUID
    name: str
    stored: int | None
    again: int
    stars: int
    after: int
    stars_after: int

    @property
    def moves(self) -> int:
        """By how much the total moves."""
        return self.after - self.again


@dataclass(frozen=True, slots=True)
class Effects:
    """A year over all estates that have a sheet, the greatest movements first."""

    year: int
    estates: list[Effect]

    @property
    def agrees(self) -> bool:
        """Whether computing again gives every stored total to the hundredth (RA-20)."""
        return all(one.stored in {None, one.again} for one in self.estates)

    @property
    def rising(self) -> int:
        """How many would have more stars."""
        return sum(one.stars_after > one.stars for one in self.estates)

    @property
    def falling(self) -> int:
        """How many would have fewer."""
        return sum(one.stars_after < one.stars for one in self.estates)


def effects(new: Catalogue, year: int) -> Effects:
    """The effect of a catalogue on a year's data, for all estates, in five questions whatever their number."""
    with seeing_every_estate():
        found = list(db.session.scalars(select(ScoreSheet).filter_by(year=year)))
        names = dict(estates.all_estates())
        entered = _entries(year)
    values = {one: datasets.plain(taken) for one, taken in datasets.values_of_all(year).items()}
    made = [
        _effect(
            one, names.get(one.estate_id, ""), new, entered.get(one.id, {}), values.get(one.estate_id, {})
        )
        for one in found
    ]
    return Effects(year, sorted(made, key=lambda one: (-abs(one.moves), one.name, str(one.estate_id))))


def _entries(year: int) -> dict[uuid.UUID, dict[str, Finding]]:
    """What was entered into every sheet of a year, the newest of each line."""
    query = (
        select(ScoreEntry)
        .join(
            ScoreSheet,
            (ScoreSheet.estate_id == ScoreEntry.estate_id) & (ScoreSheet.id == ScoreEntry.sheet_id),
        )
        .where(ScoreSheet.year == year)
        .order_by(ScoreEntry.id)
    )
    entered: dict[uuid.UUID, dict[str, Finding]] = {}
    for one in db.session.scalars(query):
        entered.setdefault(one.sheet_id, {})[one.code] = sheets.finding(one)
    return entered


def _effect(
    of: ScoreSheet, name: str, new: Catalogue, entered: Mapping[str, Finding], values: Mapping[str, Value]
) -> Effect:
    own = catalogues.named(of.catalogue)
    again = scoring.score(
        own, sheets.merged(of, own, entered, values), vetoes=of.vetoes, kept_up=_kept_up(of)
    )
    after = _under(new, own, of, entered, values)
    stored = of.result["total"] if of.result else None
    return Effect(of.estate_id, name, stored, again.total, again.stars, after.total, after.stars)


def _under(
    new: Catalogue,
    own: Catalogue,
    of: ScoreSheet,
    entered: Mapping[str, Finding],
    values: Mapping[str, Value],
) -> Result:
    moved = {}
    for one in new.indicators:
        before = own.indicator(one.code)
        if one.code in entered and before is not None:
            carried = _carried(before, one, entered[one.code])
            if carried is not None:
                moved[one.code] = carried
    return scoring.score(new, sheets.merged(of, new, moved, values), vetoes=of.vetoes, kept_up=_kept_up(of))


def _kept_up(of: ScoreSheet) -> bool:
    return bool(of.result and of.result.get("kept_up"))


def _carried(before: Indicator, now: Indicator, finding: Finding) -> Finding | None:
    """What was found, under another grading: points that persons settled keep their share of the maximum."""
    if finding.settled is not None:
        return replace(finding, settled=half_up(Fraction(finding.settled * now.max, before.max)))
    if not finding.applies or finding.zeroed:
        return finding
    if all(part.key in finding.values and figures.fits(part, finding.values[part.key]) for part in now.parts):
        return finding
    return None
