"""The register of an estate as it stands, in the words a roster would have for it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import UnitView
from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.models import Owner, OwnerPhone, Ownership, UnitNote
from linli.domains.people.roster.differences import Key
from linli.domains.people.roster.lines import OwnerLine, UnitLine, label_of
from linli.domains.people.roster.matching import Known
from linli.domains.people.roster.spellings.rooms import parse_room
from linli.domains.people.rules import OwnerKind
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Holding:
    """One ownership that holds today."""

    id: uuid.UUID
    owner_id: uuid.UUID
    since_on: date | None
    share: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is remarked about a unit."""

    id: uuid.UUID
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An estate's units and owners today, by the labels that the roster uses.

    `empty`: nobody ever owned anything here, so that a first roster takes nothing from anyone.
    """

    lines: tuple[UnitLine, ...]
    unit_ids: Mapping[str, uuid.UUID]
    holdings: Mapping[str, list[Holding]]
    notes: Mapping[str, Note]
    known: tuple[Known, ...]
    empty: bool


def standing(estate_id: uuid.UUID, keys: Mapping[str, Key], *, on: date) -> Standing:
    """The register on a day; `keys` are the roster's units by label, so that both speak of the same ones."""
    units = _by_label(estate_id, keys)
    label_by_id = {unit.id: label for label, unit in units.items()}
    holdings = _holdings(estate_id, label_by_id, on=on)
    notes = {
        label_by_id[unit_id]: Note(note_id, text)
        for unit_id, note_id, text in db.session.execute(
            select(UnitNote.unit_id, UnitNote.id, UnitNote.note).where(UnitNote.estate_id == estate_id)
        )
    }
    known = _known(estate_id, holdings)
    by_id = {one.id: one for one in known}
    ever = db.session.scalar(select(Ownership.id).where(Ownership.estate_id == estate_id).limit(1))
    lines = [
        _line(unit, keys.get(label) or ("", "", "", label), holdings.get(label, []), by_id, notes.get(label))
        for label, unit in units.items()
    ]  # fmt: skip
    unit_ids = {label: unit.id for label, unit in units.items()}
    return Standing(tuple(lines), unit_ids, holdings, notes, tuple(known), empty=ever is None)


def _by_label(estate_id: uuid.UUID, keys: Mapping[str, Key]) -> dict[str, UnitView]:
    """The units by the roster's label, also where the register spells it otherwise (3-2-501)."""
    units = {unit.label: unit for unit in estates.unit_views(estate_id)}
    found: dict[str, UnitView] = {}
    for label, unit in units.items():
        spelled = label if label in keys else _spelled(label)
        taken = spelled in found or (spelled != label and spelled in units)
        found[spelled if spelled in keys and not taken else label] = unit
    return found


def _spelled(label: str) -> str:
    read = parse_room(label)
    return label_of(("", read.building or read.lead, read.entrance, read.room)) if read else label


def _holdings(
    estate_id: uuid.UUID, label_by_id: Mapping[uuid.UUID, str], *, on: date
) -> dict[str, list[Holding]]:
    query = (
        select(Ownership.unit_id, Ownership.id, Ownership.owner_id, Ownership.since_on, Ownership.share)
        .where(
            Ownership.estate_id == estate_id,
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
        .order_by(Ownership.id)
    )
    found: dict[str, list[Holding]] = defaultdict(list)
    for row in db.session.execute(query):
        found[label_by_id[row.unit_id]].append(Holding(row.id, row.owner_id, row.since_on, row.share))
    return found


def _known(estate_id: uuid.UUID, holdings: Mapping[str, list[Holding]]) -> list[Known]:
    labels: dict[uuid.UUID, set[str]] = defaultdict(set)
    for label, held in holdings.items():
        for one in held:
            labels[one.owner_id].add(label)
    phones: dict[uuid.UUID, set[str]] = defaultdict(set)
    for owner_id, phone in db.session.execute(
        select(OwnerPhone.owner_id, OwnerPhone.phone).where(OwnerPhone.estate_id == estate_id)
    ):
        phones[owner_id].add(phone)
    rows = db.session.execute(
        select(Owner.id, Owner.name, Owner.kind, Owner.id_no)
        .where(Owner.estate_id == estate_id)
        .order_by(Owner.id)
    )
    return [
        Known(row.id, row.name, row.kind, frozenset(phones[row.id]), row.id_no or "", frozenset(labels[row.id]))
        for row in rows
    ]  # fmt: skip


def _line(
    unit: UnitView, key: Key, held: list[Holding], known: Mapping[uuid.UUID, Known], note: Note | None
) -> UnitLine:
    owners = tuple(
        OwnerLine(
            owner.name,
            company=owner.kind != OwnerKind.PERSON,
            phones=tuple(sorted(owner.phones)),
            id_no=owner.id_no,
            share=one.share,
        )
        for one in held
        for owner in [known[one.owner_id]]
    )
    phase, building, entrance, room = key
    return UnitLine(
        phase=phase,
        building=building,
        entrance=entrance,
        room=room,
        kind=UnitKind(unit.kind),
        area=unit.floor_area,
        inner_area=unit.inner_area,
        area_source=AreaSource(unit.area_source) if unit.area_source else None,
        delivery=Delivery(unit.delivery),
        owners=owners,
        note=note.text if note else "",
    )
