"""Bringing in old debts: a file is looked at first, then all of it becomes bills, or none does (FE-29)."""

import uuid
from datetime import datetime
from typing import Any

from linli.domains.fees.errors import NothingToBill, OldBillsClosed, PreviewStale, RowsRefused
from linli.domains.fees.models import OldBills
from linli.domains.fees.operations import issuing
from linli.domains.fees.operations.issuing import Charge, Part
from linli.domains.fees.queries import items
from linli.domains.fees.queries import oldbills as queries
from linli.domains.fees.queries.oldbills import Judged
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.parts import OldBillsState, PartKind
from linli.domains.people.queries.sheets import read_table
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.ids import new_id
from linli.platform import attachments, audit
from linli.platform.db import db
from linli.platform.spreadsheets import XLSX

FILE = "old_bills"


def take_in(
    *, actor: Actor | None, estate_id: uuid.UUID, content: bytes, filename: str, now: datetime
) -> OldBills:
    """Take a file to be looked at; nothing is billed yet. The same file again leads to what was made of it.

    Raises NotAnOldBillFile, and a RosterRefused for a file that cannot be read.
    """
    table = read_table(content, filename)
    for known in queries.known(estate_id, table.digest):
        if known.state != OldBillsState.DROPPED:
            return known
    found = queries.judge(estate_id, table)
    account_id = actor.account_id if actor else None
    old = OldBills(
        id=new_id(),
        estate_id=estate_id,
        filename=table.filename,
        digest=table.digest,
        state=OldBillsState.DRAFT,
        count=len(found.owing),
        total_fen=found.total_fen,
        uploaded_by=account_id,
        uploaded_at=now,
    )
    kept = attachments.store_sealed(
        estate_id=estate_id,
        content=content,
        media_type=XLSX,
        object_kind=FILE,
        object_id=old.id,
        made_by=account_id,
        now=now,
    )
    old.attachment_id = kept.id
    db.session.add(old)
    db.session.flush()
    _note(old, "take_in")
    return old


def issue(*, actor: Actor | None, old: OldBills, expected: tuple[int, int], now: datetime) -> OldBills:
    """Make a bill of every row that is still owed, all of them or none.

    Raises OldBillsClosed, RowsRefused, NothingToBill, and PreviewStale when it is not what was `expected`.
    """
    db.session.refresh(old, with_for_update=True)
    if old.state != OldBillsState.DRAFT:
        raise OldBillsClosed
    found = queries.outlook(old)
    if found.refused:
        raise RowsRefused
    if not found.owing:
        raise NothingToBill
    if (len(found.owing), found.total_fen) != expected:
        raise PreviewStale
    for (item_id, since_on, until_on, due_on), rows in queries.by_run(found).items():
        issuing.issue_parts(
            actor=actor,
            item=items.item(estate_id=old.estate_id, item_id=item_id),
            period=Period(since_on, until_on),
            due_on=due_on,
            charges=[_charge(old, one) for one in rows],
            now=now,
        )
    old.state, old.issued_by, old.issued_at = OldBillsState.ISSUED, actor.account_id if actor else None, now
    old.count, old.total_fen = expected
    db.session.flush()
    _note(old, "issue", count=expected[0], total_fen=expected[1])
    return old


def drop(*, old: OldBills, now: datetime) -> None:
    """Give a file up; it goes with the next month. Raises OldBillsClosed once it was brought in."""
    if old.state != OldBillsState.DRAFT:
        raise OldBillsClosed
    old.state = OldBillsState.DROPPED
    attachments.delete(
        attachments.attachment(estate_id=old.estate_id, attachment_id=old.attachment_id), now=now
    )
    db.session.flush()
    _note(old, "drop")


def _charge(old: OldBills, one: Judged) -> Charge:
    assert one.unit_id is not None
    row = one.row
    words = f"导入第 {row.number} 行"
    if row.paid_fen:
        words += f"：原应缴 {format_fen(row.amount_fen)} 元，已缴 {format_fen(row.paid_fen)} 元"
    if row.cells.get("说明"):
        words += f"；{row.cells['说明'][:100]}"
    part = Part(
        kind=PartKind.BROUGHT, words=words, basis=old.filename, amount_fen=row.open_fen, source_id=old.id
    )
    return Charge(one.unit_id, (part,))


def _note(old: OldBills, verb: str, **more: Any) -> None:
    audit.record(
        f"fees:old_bills:{verb}", object_kind="old_bills", object_id=old.id, estate_id=old.estate_id, **more
    )
