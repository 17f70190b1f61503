"""What people, and the clock, do with the ledger of equipment."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from config.equipment import EquipmentClass, ledger
from linli.domains.equipment import queries
from linli.domains.equipment.errors import (
    CodeMissing,
    DaysReversed,
    NoSuchClass,
    NoSuchUpkeep,
    ProofMissing,
    Retired,
)
from linli.domains.equipment.models import Equipment, EquipmentUpkeep, UpkeepRecord, UpkeepTicket
from linli.domains.equipment.rules import Outcome, Stage, next_on, words
from linli.domains.tickets.operations import places, reporting
from linli.domains.tickets.operations.places import Naming, PlaceKind
from linli.domains.tickets.operations.reporting import Report
from linli.domains.tickets.queries import places as listed
from linli.domains.tickets.rules.clocks import Urgency
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db

INSPECTION = "inspection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger says of a piece. `name` is what its place is called and its printed code says."""

    name: str
    kind: str
    building_id: uuid.UUID | None = None
    maker: str = ""
    serial: str = ""
    registration_code: str = ""
    firm: str = ""
    firm_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """That an upkeep was done. `valid_until` is the day on the certificate; none: counted from the interval."""

    upkeep: str
    done_on: date
    done_by: str
    outcome: Outcome = Outcome.PASSED
    valid_until: date | None = None
    certificate: str = ""
    words: str = ""
    photos: Sequence[Readable] = field(default=())
    report: Readable | None = None


def enter(*, actor: Actor, estate_id: uuid.UUID, entry: Entry, now: datetime) -> Equipment:
    """Put a piece into the ledger; it gets a common place with a code to print, which reports its class.

    Raises NoSuchClass, CodeMissing (special equipment), PlaceThere, and Unknown for a foreign building.
    """
    kind = _checked(entry)
    place = places.add(estate_id=estate_id, naming=_naming(entry, kind), now=now)
    made = Equipment(
        estate_id=estate_id, place_id=place.id, entered_by=actor.account_id, entered_on=day_of(now),
        attention_on=day_of(now), **_columns(entry),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        EquipmentUpkeep(estate_id=estate_id, equipment_id=made.id, code=each.code) for each in kind.upkeep
    )
    db.session.flush()
    _note("enter", made)
    return made


def change(*, piece: Equipment, entry: Entry) -> Equipment:
    """Correct what the ledger says; the class stays, because its records belong to it. Raises as `enter`, Retired."""
    _in_use(piece)
    kind = _checked(entry)
    if entry.kind != piece.kind:
        raise NoSuchClass
    place = queries.place_in_use(piece)
    if place is not None:
        places.change(place=place, naming=_naming(entry, kind))
    for name, value in _columns(entry).items():
        setattr(piece, name, value)
    db.session.flush()
    _note("change", piece)
    return piece


def retire(*, piece: Equipment, why: str, now: datetime) -> Equipment:
    """Out of use for good: nothing falls due any more, its code leads to the plain form. Raises Retired."""
    _in_use(piece)
    place = queries.place_in_use(piece)
    if place is not None:
        places.retire(place=place, now=now)
    piece.retired_on, piece.retired_why = day_of(now), why
    _note("retire", piece)
    return piece


def record(*, actor: Actor, piece: Equipment, done: Done, now: datetime) -> UpkeepRecord:
    """Write down what was done; what passed is valid until the day of the certificate, what failed opens a ticket.

    Raises Retired, NoSuchUpkeep, DaysReversed, ProofMissing (定期检验 of special equipment).
    """
    _in_use(piece)
    kind = ledger().classes[piece.kind]
    each = kind.named(done.upkeep)
    if each is None:
        raise NoSuchUpkeep
    passed = done.outcome is Outcome.PASSED
    valid_until = (done.valid_until or next_on(each, done.done_on)) if passed else None
    _check_days(done, valid_until, day_of(now))
    if kind.special and done.upkeep == INSPECTION and not (done.photos or done.report):
        raise ProofMissing
    made = UpkeepRecord(
        estate_id=piece.estate_id, equipment_id=piece.id, code=done.upkeep, done_on=done.done_on,
        outcome=done.outcome, valid_until=valid_until, done_by=done.done_by, certificate=done.certificate,
        words=done.words, recorded_by=actor.account_id, recorded_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _keep(made, done, actor, now)
    _settle(piece, made, day_of(now))
    _note("record", piece, upkeep=done.upkeep, outcome=done.outcome)
    if not passed:
        _open(piece, done.upkeep, done.done_on, Stage.FAILED, now)
    return made


def open_due(*, estate_id: uuid.UUID, equipment_id: uuid.UUID, code: str, now: datetime) -> None:
    """Open the ticket of an upkeep that is nearly due or overdue, unless there is one for that day already (TK-50)."""
    piece = queries.equipment(estate_id=estate_id, equipment_id=equipment_id)
    db.session.refresh(piece, with_for_update=True)
    kept, each = queries.upkeep(piece, code), ledger().classes[piece.kind].named(code)
    if piece.retired_on is not None or kept is None or kept.due_on is None or each is None:
        return
    left = (kept.due_on - day_of(now)).days
    if left < 0:
        _open(piece, code, kept.due_on, Stage.OVERDUE, now)
    elif each.ahead and left <= each.ahead:
        _open(piece, code, kept.due_on, Stage.AHEAD, now)


def _open(piece: Equipment, code: str, due_on: date, stage: Stage, now: datetime) -> None:
    if queries.has_ticket(piece, code, due_on, stage):
        return
    kind = ledger().classes[piece.kind]
    upkeep = kind.named(code)
    assert upkeep is not None
    name, _ = listed.named_places(piece.estate_id, [piece.place_id])[piece.place_id]
    ticket = reporting.open_unasked(
        estate_id=piece.estate_id,
        report=Report(
            category=kind.category,
            words=words(stage, piece=name, upkeep=upkeep, due_on=due_on),
            place_id=piece.place_id if queries.place_in_use(piece) else None,
            place=name,
            urgency=Urgency.NORMAL if stage is Stage.AHEAD else Urgency.URGENT,
        ),
        entered_by=piece.entered_by,
        now=now,
    )
    db.session.add(
        UpkeepTicket(
            estate_id=piece.estate_id, equipment_id=piece.id, code=code, due_on=due_on, stage=stage,
            ticket_id=ticket.id, opened_at=now,
        )
    )  # fmt: skip
    db.session.flush()


def _settle(piece: Equipment, made: UpkeepRecord, today: date) -> None:
    """The newest record of an upkeep says how it stands; one that is written down late changes nothing."""
    db.session.refresh(piece, with_for_update=True)
    newest = queries.newest_record(piece, made.code)
    kept = queries.upkeep(piece, made.code)
    if kept is None:
        kept = EquipmentUpkeep(estate_id=piece.estate_id, equipment_id=piece.id, code=made.code)
        db.session.add(kept)
    kept.failed = newest.outcome == Outcome.FAILED
    if newest.valid_until is not None:
        kept.due_on = newest.valid_until
    db.session.flush()
    piece.attention_on = min(_asks_on(piece, one, today) for one in queries.standing(piece))
    db.session.flush()


def _asks_on(piece: Equipment, one: EquipmentUpkeep, today: date) -> date:
    """From which day on an upkeep asks for attention: at once where it failed or was never written down."""
    due_on = one.due_on or piece.entered_on
    return min(due_on, today) if one.failed else due_on


def _checked(entry: Entry) -> EquipmentClass:
    kind = ledger().classes.get(entry.kind)
    if kind is None:
        raise NoSuchClass
    if kind.special and not entry.registration_code:
        raise CodeMissing
    return kind


def _check_days(done: Done, valid_until: date | None, today: date) -> None:
    if done.done_on > today:
        raise DaysReversed("done_on", "做完了才能登记，日期不能在今天以后。")
    if valid_until is not None and valid_until < done.done_on:
        raise DaysReversed("valid_until", "有效期要在检验日期以后。")


def _keep(made: UpkeepRecord, done: Done, actor: Actor, now: datetime) -> None:
    hangs: dict[str, Any] = {
        "estate_id": made.estate_id, "object_kind": queries.PROOFS_OF, "object_id": made.id,
        "made_by": actor.account_id, "now": now,
    }  # fmt: skip
    for photo in done.photos:
        attachments.store_image(stream=photo, **hangs)
    if done.report is not None:
        attachments.store_document(stream=done.report, name=done.certificate or "检验报告", **hangs)


def _in_use(piece: Equipment) -> None:
    if piece.retired_on is not None:
        raise Retired


def _naming(entry: Entry, kind: EquipmentClass) -> Naming:
    return Naming(
        name=entry.name, kind=PlaceKind.EQUIPMENT, category=kind.category, building_id=entry.building_id
    )


def _columns(entry: Entry) -> dict[str, str]:
    names = ("kind", "maker", "serial", "registration_code", "firm", "firm_phone")
    return {name: getattr(entry, name) for name in names}


def _note(verb: str, piece: Equipment, **details: Any) -> None:
    audit.record(
        f"equipment:piece:{verb}", object_kind="equipment", object_id=piece.id, estate_id=piece.estate_id,
        **details,
    )  # fmt: skip
