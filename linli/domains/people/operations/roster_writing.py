"""Writing a roster into the register: a few statements for all its rows, never one a row."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from linli.domains.estates import operations as estates
from linli.domains.estates import queries as places
from linli.domains.estates.operations import NewUnit, UnitFacts
from linli.domains.people.models import Owner, OwnerPhone, Ownership, UnitNote
from linli.domains.people.queries.rosters import Outlook
from linli.domains.people.queries.standing import Holding
from linli.domains.people.roster.decisions import Decisions
from linli.domains.people.roster.differences import Change, Difference
from linli.domains.people.roster.lines import UnitLine, label_of
from linli.domains.people.roster.matching import Person
from linli.domains.people.rules import OwnerKind
from linli.kernel.ids import new_id
from linli.kernel.text import fold
from linli.platform.db import db
from linli.platform.sealed import digest

Rows = list[dict[str, Any]]
_FACTS = {Change.AREA, Change.INNER_AREA, Change.AREA_SOURCE, Change.KIND, Change.DELIVERY}
_PEOPLE = {Change.NEW_UNIT, Change.NEW_OWNERS, Change.CONTACT}


class Writing:
    """One roster being written: only what the outlook says is different is touched (EI-05)."""

    def __init__(self, estate_id: uuid.UUID, outlook: Outlook, decisions: Decisions) -> None:
        self.estate_id, self.outlook, self.decisions = estate_id, outlook, decisions
        self.unit_ids = dict(outlook.standing.unit_ids)
        self.of_change: dict[Change, list[tuple[Difference, UnitLine]]] = {change: [] for change in Change}
        for one in outlook.differences.applicable:
            assert one.unit is not None
            self.of_change[one.change].append((one, one.unit))

    def write(self) -> None:
        """Units first, then people, then who owns what."""
        self._units()
        self._people()
        self._ownerships()
        self._notes()

    def _touched(self, changes: set[Change]) -> dict[str, UnitLine]:
        return {
            unit.label: unit for change in Change if change in changes for _, unit in self.of_change[change]
        }

    def _units(self) -> None:
        names = {building.name for building in places.buildings(self.estate_id)}
        new = [
            NewUnit(
                label=unit.label,
                phase=unit.phase,
                building=_building(unit, names),
                entrance=f"{unit.entrance}单元" if unit.entrance else "",
                room=unit.room,
                facts=_facts(unit),
            )
            for _, unit in self.of_change[Change.NEW_UNIT]
        ]
        if new:
            self.unit_ids |= estates.enter_units(estate_id=self.estate_id, units=new)
        changed = {self.unit_ids[label]: _facts(unit) for label, unit in self._touched(_FACTS).items()}
        estates.amend_units(estate_id=self.estate_id, facts=changed)

    def _people(self) -> None:
        touched = {
            id(person): person
            for unit in self._touched(_PEOPLE).values()
            for person in self.outlook.gathered.people(unit)
        }
        known = {one.id: one for one in self.outlook.standing.known}
        owners: Rows = []
        changed: Rows = []
        numbers: list[tuple[uuid.UUID, set[str]]] = []
        gone: list[tuple[uuid.UUID, frozenset[str]]] = []
        for person in touched.values():
            if person.owner_id is None:
                person.owner_id = new_id()
                owners.append(self._owner(person))
                numbers.append((person.owner_id, person.phones))
                continue
            before = known[person.owner_id]
            if (person.id_no and person.id_no != before.id_no) or (
                person.developer and before.kind != OwnerKind.DEVELOPER
            ):
                changed.append(self._changed(person, before.kind, before.id_no))
            if person.phones and person.phones != before.phones:
                gone.append((person.owner_id, before.phones - person.phones))
                numbers.append((person.owner_id, person.phones - before.phones))
        _insert(Owner, owners)
        _update(Owner, changed)
        self._forget(gone)
        _insert(OwnerPhone, [row for owner_id, phones in numbers for row in self._phones(owner_id, phones)])

    def _owner(self, person: Person) -> dict[str, Any]:
        kind = OwnerKind.COMPANY if person.company else OwnerKind.PERSON
        return {
            "estate_id": self.estate_id,
            "id": person.owner_id,
            "name": person.name,
            "name_folded": fold(person.name),
            "kind": OwnerKind.DEVELOPER if person.developer else kind,
            "id_no": person.id_no or None,
            "id_no_digest": digest(person.id_no) if person.id_no else None,
        }

    def _changed(self, person: Person, kind: str, id_no: str) -> dict[str, Any]:
        number = person.id_no or id_no
        return {
            "estate_id": self.estate_id,
            "id": person.owner_id,
            "kind": OwnerKind.DEVELOPER if person.developer else kind,
            "id_no": number or None,
            "id_no_digest": digest(number) if number else None,
        }

    def _phones(self, owner_id: uuid.UUID, phones: set[str]) -> Rows:
        return [
            {"estate_id": self.estate_id, "id": new_id(), "owner_id": owner_id, "phone": phone, "digest": digest(phone)}
            for phone in sorted(phones)
        ]  # fmt: skip

    def _forget(self, gone: Sequence[tuple[uuid.UUID, frozenset[str]]]) -> None:
        """Drop the numbers that the roster no longer has."""
        table = OwnerPhone.__table__
        here = (
            table.c.estate_id == self.estate_id,
            table.c.owner_id == bindparam("whose"),
            table.c.digest == bindparam("number"),
        )
        rows = [{"whose": owner_id, "number": digest(phone)} for owner_id, phones in gone for phone in phones]
        if rows:
            db.session.connection().execute(delete(table).where(*here), rows)  # type: ignore[arg-type]

    def _ownerships(self) -> None:
        made: Rows = []
        ended: list[tuple[Holding, date]] = []
        for _, unit in self.of_change[Change.NEW_UNIT]:
            made += self._held(unit, self.outlook.gathered.people(unit), since_on=None)
        for one, unit in self.of_change[Change.NEW_OWNERS]:
            day = self.decisions.day_of(one.label) if one.before else None
            made += self._coming(unit, day)
            ended += self._leaving(unit, day)
        self._end(ended)
        staying = self._touched({Change.NEW_OWNERS, Change.CONTACT}).values()
        _update(Ownership, [row for unit in staying for row in self._shared(unit)])
        _insert(Ownership, made)

    def _held(self, unit: UnitLine, persons: Sequence[Person], *, since_on: date | None) -> Rows:
        shares = self._shares(unit)
        return [
            {
                "estate_id": self.estate_id,
                "id": new_id(),
                "unit_id": self.unit_ids[unit.label],
                "owner_id": person.owner_id,
                "since_on": since_on,
                "until_on": None,
                "share": shares.get(person.owner_id, ""),
                "representative": False,
            }
            for person in persons
        ]

    def _shares(self, unit: UnitLine) -> dict[uuid.UUID | None, str]:
        of = self.outlook.gathered.of
        return {
            of[unit.label, fold(owner.name)].owner_id: owner.share for owner in unit.owners if owner.share
        }

    def _coming(self, unit: UnitLine, day: date | None) -> Rows:
        """The new owners from the day of the sale; who stays keeps what they have (EI-08)."""
        there = {holding.owner_id for holding in self._holdings(unit)}
        persons = [one for one in self.outlook.gathered.people(unit) if one.owner_id not in there]
        return self._held(unit, persons, since_on=day)

    def _leaving(self, unit: UnitLine, day: date | None) -> list[tuple[Holding, date]]:
        staying = {person.owner_id for person in self.outlook.gathered.people(unit)}
        return [(one, day) for one in self._holdings(unit) if day is not None and one.owner_id not in staying]

    def _holdings(self, unit: UnitLine) -> list[Holding]:
        return self.outlook.standing.holdings.get(unit.label, [])

    def _end(self, ended: Sequence[tuple[Holding, date]]) -> None:
        """Sellers own until the day before; who would end before they began never owned (as in a transfer)."""
        never = [one.id for one, day in ended if one.since_on is not None and one.since_on >= day]
        table = Ownership.__table__
        here = (table.c.estate_id == self.estate_id, table.c.id == bindparam("which"))
        if never:
            gone = [{"which": one} for one in never]
            db.session.connection().execute(delete(table).where(*here), gone)  # type: ignore[arg-type]
        alone = {"estate_id": self.estate_id, "representative": False}
        _update(
            Ownership,
            [
                {**alone, "id": one.id, "until_on": day - timedelta(days=1)}
                for one, day in ended
                if one.id not in never
            ],
        )  # fmt: skip

    def _shared(self, unit: UnitLine) -> Rows:
        shares = self._shares(unit)
        return [
            {"estate_id": self.estate_id, "id": holding.id, "share": share}
            for holding in self._holdings(unit)
            if (share := shares.get(holding.owner_id)) and share != holding.share
        ]

    def _notes(self) -> None:
        noted = {**self._touched({Change.NEW_UNIT}), **self._touched({Change.NOTE})}
        known = self.outlook.standing.notes
        place = {"estate_id": self.estate_id}
        fresh = [label for label, unit in noted.items() if unit.note and label not in known]
        _insert(
            UnitNote,
            [
                {**place, "id": new_id(), "unit_id": self.unit_ids[label], "note": noted[label].note}
                for label in fresh
            ],
        )
        _update(
            UnitNote,
            [
                {**place, "id": known[label].id, "note": unit.note}
                for label, unit in noted.items()
                if unit.note and label in known
            ],
        )


def _facts(unit: UnitLine) -> UnitFacts:
    return UnitFacts(
        kind=unit.kind,
        delivery=unit.delivery,
        floor_area=unit.area,
        inner_area=unit.inner_area,
        area_source=unit.area_source,
    )


def _building(unit: UnitLine, names: set[str]) -> str:
    """The building's name: phase and number as people say them, or the bare number where it was entered so."""
    if not unit.building:
        return ""
    full = label_of((unit.phase, unit.building, "", "整幢"))
    return unit.building if full not in names and not unit.phase and unit.building in names else full


def _insert(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        # Without nulls written out, each row that lacks another column would begin a new statement.
        db.session.execute(insert(model), rows, execution_options={"render_nulls": True})


def _update(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.session.execute(update(model), rows)
