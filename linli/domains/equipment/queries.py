"""Questions about equipment. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from config.equipment import EquipmentClass, Upkeep, ledger
from linli.domains.equipment.models import Equipment, EquipmentUpkeep, UpkeepRecord, UpkeepTicket
from linli.domains.equipment.rules import SOON, Lamp, Stage, lamp
from linli.domains.tickets.queries import named, places
from linli.domains.tickets.queries.named import Brief
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, page

PROOFS_OF = "upkeep_record"


@dataclass(frozen=True, slots=True)
class Due:
    """One upkeep of a piece: until when it is valid, and how it stands."""

    upkeep: Upkeep
    due_on: date | None
    lamp: Lamp


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece with the name of its place and how it stands with everything."""

    piece: Equipment
    kind: EquipmentClass
    name: str
    number: int
    dues: list[Due]

    @property
    def worst(self) -> Due:
        """What asks for attention first."""
        return min(self.dues, key=lambda one: (list(Lamp).index(one.lamp), one.due_on or date.min))


@dataclass(frozen=True, slots=True)
class Tally:
    """How the ledger stands: pieces in all, past their day or never written down, due soon."""

    pieces: int
    late: int
    soon: int


def equipment(*, estate_id: uuid.UUID, equipment_id: uuid.UUID, **_: object) -> Equipment:
    """The piece, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Equipment, (estate_id, equipment_id))
    if found is None:
        raise Unknown
    return found


def ledger_page(
    estate_id: uuid.UUID, *, kind: str = "", retired: bool = False, window: Window
) -> Page[Equipment]:
    """The ledger, what is overdue first; or what is out of use."""
    out_of_use = Equipment.retired_on.is_not(None) if retired else Equipment.retired_on.is_(None)
    query = select(Equipment).where(Equipment.estate_id == estate_id, out_of_use)
    if kind:
        query = query.where(Equipment.kind == kind)
    return page(
        query, by=((Equipment.attention_on, date.fromisoformat), (Equipment.id, uuid.UUID)), window=window
    )


def shown(pieces: Sequence[Equipment], *, today: date) -> list[Shown]:
    """Pieces of one estate with their names and dues, in two questions however many there are."""
    if not pieces:
        return []
    estate_id = pieces[0].estate_id
    kept = {(one.equipment_id, one.code): one for one in _upkeeps(estate_id, [one.id for one in pieces])}
    names = places.named_places(estate_id, [one.place_id for one in pieces])
    made = []
    for piece in pieces:
        kind = ledger().classes[piece.kind]
        dues = [_due(each, kept.get((piece.id, each.code)), today) for each in kind.upkeep]
        name, number = names[piece.place_id]
        made.append(Shown(piece, kind, name, number, dues))
    return made


def tally(estate_id: uuid.UUID, *, today: date) -> Tally:
    """How many pieces the ledger has, how many are late, how many need something within the month."""
    soon = today + timedelta(days=30)
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(Equipment.attention_on < today),
            func.count().filter(Equipment.attention_on >= today, Equipment.attention_on <= soon),
        ).where(Equipment.estate_id == estate_id, Equipment.retired_on.is_(None))
    ).one()
    return Tally(*row)


def place_in_use(piece: Equipment) -> Any:
    """Where it stands; None where somebody has taken the place off the list of common places."""
    try:
        return places.common_place(estate_id=piece.estate_id, place_id=piece.place_id)
    except Unknown:
        return None


def upkeep(piece: Equipment, code: str) -> EquipmentUpkeep | None:
    """How a piece stands with one upkeep, as it is kept."""
    return db.session.scalar(
        select(EquipmentUpkeep).filter_by(estate_id=piece.estate_id, equipment_id=piece.id, code=code)
    )


def standing(piece: Equipment) -> Sequence[EquipmentUpkeep]:
    """How a piece stands with all its upkeeps."""
    return _upkeeps(piece.estate_id, [piece.id])


def newest_record(piece: Equipment, code: str) -> UpkeepRecord:
    """The record of the latest day on which an upkeep was done; of one day, the one written last."""
    query = select(UpkeepRecord).filter_by(estate_id=piece.estate_id, equipment_id=piece.id, code=code)
    return db.session.scalars(
        query.order_by(UpkeepRecord.done_on.desc(), UpkeepRecord.id.desc()).limit(1)
    ).one()


def records(piece: Equipment, *, window: Window) -> Page[UpkeepRecord]:
    """What was done to a piece, the newest first."""
    query = select(UpkeepRecord).filter_by(estate_id=piece.estate_id, equipment_id=piece.id)
    return page(query, by=((UpkeepRecord.done_on, date.fromisoformat), (UpkeepRecord.id, uuid.UUID)),
                window=window, newest_first=True)  # fmt: skip


def proofs(estate_id: uuid.UUID, found: Sequence[UpkeepRecord]) -> dict[uuid.UUID, list[Attachment]]:
    """The photos and reports of records."""
    return attachments.of_objects(
        estate_id=estate_id, object_kind=PROOFS_OF, object_ids=[one.id for one in found]
    )


def proof(piece: Equipment, file_id: uuid.UUID) -> Attachment:
    """A photo or report of one of the piece's records, or Unknown."""
    found = attachments.attachment(estate_id=piece.estate_id, attachment_id=file_id)
    record = db.session.get(UpkeepRecord, (piece.estate_id, found.object_id))
    if found.object_kind != PROOFS_OF or record is None or record.equipment_id != piece.id:
        raise Unknown
    return found


def tickets(piece: Equipment) -> list[Brief]:
    """The tickets that opened by themselves for a piece, the newest first."""
    ids = db.session.scalars(
        select(UpkeepTicket.ticket_id)
        .filter_by(estate_id=piece.estate_id, equipment_id=piece.id)
        .order_by(UpkeepTicket.id.desc())
        .limit(20)
    ).all()
    return named.briefly(ids)


def has_ticket(piece: Equipment, code: str, due_on: date, stage: Stage) -> bool:
    """Whether a ticket opened already for this upkeep, due day and stage."""
    query = select(UpkeepTicket.id).filter_by(
        estate_id=piece.estate_id, equipment_id=piece.id, code=code, due_on=due_on, stage=stage
    )
    return bool(db.session.scalar(select(query.exists())))


def asking(*, today: date) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    """Estate, piece and upkeep of everything that is due so soon, or overdue, that a ticket is to open and has not."""
    stage = _stage_at(today)
    opened = exists().where(
        UpkeepTicket.estate_id == EquipmentUpkeep.estate_id,
        UpkeepTicket.equipment_id == EquipmentUpkeep.equipment_id,
        UpkeepTicket.code == EquipmentUpkeep.code,
        UpkeepTicket.due_on == EquipmentUpkeep.due_on,
        or_(*(and_(UpkeepTicket.stage == name, when) for name, when in stage)),
    )
    rows = db.session.execute(
        select(EquipmentUpkeep.estate_id, EquipmentUpkeep.equipment_id, EquipmentUpkeep.code)
        .join(
            Equipment,
            and_(
                Equipment.estate_id == EquipmentUpkeep.estate_id,
                Equipment.id == EquipmentUpkeep.equipment_id,
            ),
        )
        .where(Equipment.retired_on.is_(None), or_(*(when for _, when in stage)), ~opened)
        .order_by(EquipmentUpkeep.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def pressing(estate_id: uuid.UUID, *, today: date, most: int) -> list[Shown]:
    """The pieces that ask for attention today or in the next days, the most pressing first."""
    query = select(Equipment).where(
        Equipment.estate_id == estate_id,
        Equipment.retired_on.is_(None),
        Equipment.attention_on <= today + SOON,
    )
    found = db.session.scalars(query.order_by(Equipment.attention_on, Equipment.id).limit(most)).all()
    return shown(found, today=today)


def public_ledger(estate_id: uuid.UUID, *, today: date, most: int = 300) -> list[Shown]:
    """The pieces in use for everybody to read, lifts first (电梯·设备维保公示); an estate has some dozens."""
    query = select(Equipment).where(Equipment.estate_id == estate_id, Equipment.retired_on.is_(None))
    found = db.session.scalars(query.order_by(Equipment.attention_on, Equipment.id).limit(most)).all()
    order = list(ledger().classes)
    return sorted(shown(found, today=today), key=lambda one: (order.index(one.piece.kind), one.number))


def _stage_at(today: date) -> list[tuple[Stage, ColumnElement[bool]]]:
    """When each stage begins, in SQL: overdue for everything, ahead by the days of each class and upkeep."""
    due_on = EquipmentUpkeep.due_on
    soon = [
        and_(
            Equipment.kind == kind.code,
            EquipmentUpkeep.code == each.code,
            due_on <= today + timedelta(days=each.ahead),
        )
        for kind, each in ledger().pairs()
        if each.ahead
    ]
    return [
        (Stage.OVERDUE, due_on < today),
        (Stage.AHEAD, and_(due_on >= today, or_(*soon) if soon else false())),
    ]


def _upkeeps(estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> Sequence[EquipmentUpkeep]:
    return db.session.scalars(
        select(EquipmentUpkeep).where(
            EquipmentUpkeep.estate_id == estate_id, EquipmentUpkeep.equipment_id.in_(ids)
        )
    ).all()


def _due(each: Upkeep, kept: EquipmentUpkeep | None, today: date) -> Due:
    due_on = kept.due_on if kept else None
    return Due(each, due_on, lamp(each, due_on, failed=bool(kept and kept.failed), today=today))
