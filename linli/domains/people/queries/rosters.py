"""Rosters on their way into the register: what they say, and what they would change."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from linli.domains.people.models import Roster
from linli.domains.people.queries.standing import Standing, standing
from linli.domains.people.roster.decisions import Decisions
from linli.domains.people.roster.differences import Change, Difference, Differences, compare_units
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.lines import RosterReading, UnitLine
from linli.domains.people.roster.matching import Gathered, gather, unified
from linli.domains.people.roster.reading import read_roster
from linli.domains.people.roster.sheets import Workbook
from linli.domains.people.rules import RosterState
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a roster would make of the register as it stands now.

    `seen` is a mark of all this: who confirms says which outlook they looked at, and another is refused.
    `first`: the register is empty, so that one officer may fill it; later changes need a second person (B-13).
    """

    units: tuple[UnitLine, ...]
    gathered: Gathered
    differences: Differences
    standing: Standing
    undated: tuple[Difference, ...]
    seen: str

    @property
    def first(self) -> bool:
        """Whether nobody owned anything here before."""
        return self.standing.empty

    def counts(self) -> dict[str, int]:
        """How many units would change in which way, and how many people the roster names."""
        found = {change.value: 0 for change in Change}
        for one in self.differences.changes:
            found[one.change.value] += 1
        found |= {"unchanged": self.differences.unchanged, "persons": len(self.gathered.persons)}
        return {name: count for name, count in found.items() if count}


def roster(*, estate_id: uuid.UUID, roster_id: uuid.UUID, **_: object) -> Roster:
    """A roster of this estate, or Unknown."""
    found = db.session.get(Roster, (estate_id, roster_id))
    if found is None:
        raise Unknown
    return found


def rosters_page(estate_id: uuid.UUID, *, window: Window) -> Page[Roster]:
    """The rosters that were ever brought in, newest first."""
    return by_id(select(Roster).where(Roster.estate_id == estate_id), Roster.id, window=window)


def waiting(estate_id: uuid.UUID) -> Sequence[Roster]:
    """The rosters of an estate that wait for somebody: drafts and those handed in."""
    states = (RosterState.DRAFT, RosterState.PROPOSED)
    return db.session.scalars(
        select(Roster).where(Roster.estate_id == estate_id, Roster.state.in_(states)).order_by(Roster.id)
    ).all()


def reading(found: Roster) -> RosterReading:
    """The roster row by row, with the officers' decisions. The last few are kept in memory."""
    return _reading(found.estate_id, found.attachment_id, found.filename, found.decisions)


@lru_cache(maxsize=4)
def _workbook(estate_id: uuid.UUID, attachment_id: uuid.UUID, filename: str) -> Workbook:
    kept = attachments.attachment(estate_id=estate_id, attachment_id=attachment_id)
    return read_roster(attachments.read_sealed(kept), filename)


@lru_cache(maxsize=4)
def _reading(estate_id: uuid.UUID, attachment_id: uuid.UUID, filename: str, decided: str) -> RosterReading:
    decisions = Decisions.of(decided)
    workbook = _workbook(estate_id, attachment_id, filename)
    return judge(workbook, decisions.rows, developer=decisions.developer)


def outlook(found: Roster, *, on: date) -> Outlook:
    """What applying the roster would change, row by row and person by person."""
    return look_ahead(found.estate_id, reading(found), Decisions.of(found.decisions), on=on)


def look_ahead(estate_id: uuid.UUID, read: RosterReading, decisions: Decisions, *, on: date) -> Outlook:
    """What a reading and decisions about it would change in an estate's register."""
    keys = {unit.label: unit.key for unit in read.units}
    register = standing(estate_id, keys, on=on)
    gathered = gather(read.units, register.known, decisions.merges)
    units = tuple(unified(read.units, gathered))
    differences = compare_units(units, register.lines)
    undated = tuple(one for one in differences.sales if decisions.day_of(one.label) is None)
    return Outlook(units, gathered, differences, register, undated, _seen(differences, gathered, decisions))


def _seen(differences: Differences, gathered: Gathered, decisions: Decisions) -> str:
    made = hashlib.sha256(decisions.text().encode())
    for one in differences.changes:
        made.update(repr((one.change.value, one.key, one.before, one.after)).encode())
    made.update(repr([person.mentions for person in gathered.persons]).encode())
    return made.hexdigest()[:32]
