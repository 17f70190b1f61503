"""Equipment as its readers see it: the same words for programs and for pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, url_for

from config.equipment import ledger
from linli.domains.equipment import queries
from linli.domains.equipment.models import Equipment, UpkeepRecord
from linli.domains.equipment.operations import Done, Entry
from linli.domains.equipment.permissions import GRANTS, Act
from linli.domains.equipment.queries import Shown
from linli.domains.equipment.rules import Lamp, Outcome
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.attachments import Kind as FileKind
from linli.platform.paging import Page

TONES = {
    Lamp.FAILED: "bad", Lamp.OVERDUE: "bad", Lamp.MISSING: "wait", Lamp.SOON: "wait", Lamp.VALID: "good",
}  # fmt: skip


def found(*, estate_id: UUID, equipment_id: UUID, **_: object) -> Equipment:
    """What a door finds: the piece, if whoever stands there may read it."""
    piece = queries.equipment(estate_id=estate_id, equipment_id=equipment_id)
    if not permits(GRANTS, g.actor, Act.READ, piece):
        raise Unknown
    return piece


def today() -> date:
    """The day in Shanghai."""
    return day_of(clock.now())


def page(some: Page[Equipment]) -> Page[dict[str, Any]]:
    """One page of the ledger."""
    return Page(pieces(queries.shown(some.items, today=today())), some.next)


def pieces(some: Sequence[Shown]) -> list[dict[str, Any]]:
    """Pieces with their names, their dues and how they stand."""
    return [_piece(one) for one in some]


def piece(one: Equipment) -> dict[str, Any]:
    """One piece."""
    return _piece(queries.shown([one], today=today())[0])


def records(of: Equipment, some: Page[UpkeepRecord]) -> Page[dict[str, Any]]:
    """One page of what was done to a piece."""
    proofs = queries.proofs(of.estate_id, some.items)
    kind = ledger().classes[of.kind]
    return Page(
        [_record(of, one, kind.named(one.code), proofs.get(one.id, [])) for one in some.items], some.next
    )


def entry(body: dict[str, Any]) -> Entry:
    """What a form or a program says of a piece."""
    return Entry(**body)


def done(body: dict[str, Any]) -> Done:
    """What a form or a program says was done."""
    return Done(**body)


def _piece(one: Shown) -> dict[str, Any]:
    it = one.piece
    names = (
        "id", "kind", "place_id", "maker", "serial", "registration_code", "firm", "firm_phone", "retired_on",
        "retired_why",
    )  # fmt: skip
    return {name: getattr(it, name) for name in names} | {
        "number": one.number,
        "name": one.name,
        "kind_title": one.kind.title,
        "special": one.kind.special,
        "lamp": one.worst.lamp,
        "lamp_title": one.worst.lamp.title,
        "tone": TONES[one.worst.lamp],
        "worst": one.worst.upkeep.title,
        "worst_on": one.worst.due_on,
        "dues": [
            {
                "upkeep": due.upkeep.code,
                "title": due.upkeep.title,
                "rhythm": due.upkeep.rhythm,
                "law": due.upkeep.law,
                "due_on": due.due_on,
                "lamp": due.lamp,
                "lamp_title": due.lamp.title,
                "tone": TONES[due.lamp],
            }
            for due in one.dues
        ],
    }


def _record(of: Equipment, one: UpkeepRecord, upkeep: Any, files: Sequence[Any]) -> dict[str, Any]:
    names = ("id", "done_on", "outcome", "valid_until", "done_by", "certificate", "words", "recorded_at")
    return {name: getattr(one, name) for name in names} | {
        "upkeep": one.code,
        "title": upkeep.title if upkeep else one.code,
        "outcome_title": Outcome(one.outcome).title,
        "passed": one.outcome == Outcome.PASSED,
        "files": [
            {
                "id": file.id,
                "kind": file.kind,
                "name": file.name,
                "photo": file.kind == FileKind.IMAGE,
                "src": url_for(
                    "equipment_api.show_file", estate_id=of.estate_id, equipment_id=of.id, file_id=file.id
                ),
            }
            for file in files
        ],
    }
