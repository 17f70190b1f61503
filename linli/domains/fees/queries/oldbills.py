"""A file of old debts as it would be brought in: every row judged by itself and by the register (FE-29)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.fees.errors import NotAnOldBillFile
from linli.domains.fees.models import Bill, FeeItem, OldBills
from linli.domains.fees.rules import BillKind
from linli.domains.fees.rules.oldbills import OldRow, columns, read_row
from linli.domains.people.queries.sheets import Table, read_table
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.db import db

_LOOK_FOR_HEADINGS = 20
Key = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with what the register knows of it."""

    row: OldRow
    unit_id: uuid.UUID | None
    item_id: uuid.UUID | None

    @property
    def fine(self) -> bool:
        """Whether the row can be brought in, or needs nothing."""
        return not self.row.problems


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a file would make."""

    rows: tuple[Judged, ...]

    @property
    def refused(self) -> tuple[Judged, ...]:
        """The rows that cannot be taken."""
        return tuple(one for one in self.rows if not one.fine)

    @property
    def owing(self) -> tuple[Judged, ...]:
        """The rows that make a bill."""
        return tuple(one for one in self.rows if one.fine and not one.row.settled)

    @property
    def total_fen(self) -> int:
        """What they come to."""
        return sum(one.row.open_fen for one in self.owing)


def old_bills(*, estate_id: uuid.UUID, old_id: uuid.UUID, **_: object) -> OldBills:
    """The file, if it is this estate's; otherwise Unknown."""
    found = db.session.get(OldBills, (estate_id, old_id))
    if found is None:
        raise Unknown
    return found


def known(estate_id: uuid.UUID, digest: str) -> Sequence[OldBills]:
    """The files with this very content, the newest first."""
    return db.session.scalars(
        select(OldBills).filter_by(estate_id=estate_id, digest=digest).order_by(OldBills.id.desc())
    ).all()


def newest(estate_id: uuid.UUID, *, most: int = 24) -> Sequence[OldBills]:
    """The newest files of an estate."""
    return db.session.scalars(
        select(OldBills).filter_by(estate_id=estate_id).order_by(OldBills.id.desc()).limit(most)
    ).all()


def outlook(found: OldBills) -> Outlook:
    """What the kept file would make of the books as they stand now."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=found.attachment_id)
    return judge(found.estate_id, read_table(attachments.read_sealed(kept), found.filename))


def judge(estate_id: uuid.UUID, table: Table) -> Outlook:
    """Every row of a file, judged. Raises NotAnOldBillFile."""
    rows = _understood(table)
    units = {one.label: one.id for one in estates.unit_views(estate_id)}
    names = {
        name: item_id
        for item_id, name in db.session.execute(
            select(FeeItem.id, FeeItem.name).where(FeeItem.estate_id == estate_id)
        )
    }
    taken = _standing(estate_id, rows)
    judged = []
    for row in rows:
        unit_id, item_id = units.get(row.cells["房屋"]), names.get(row.cells["收费项目"])
        problems = list(row.problems)
        if row.cells["房屋"] and unit_id is None:
            problems.append("没有这套房屋，请写与名册一样的房号。")
        if row.cells["收费项目"] and item_id is None:
            problems.append("没有这个收费项目，请先新增项目，或改成已有的名称。")
        if not problems and unit_id and item_id and row.since_on and row.until_on:
            days = taken.setdefault((item_id, unit_id), [])
            if any(row.since_on <= until and since <= row.until_on for since, until in days):
                problems.append("这套房屋这段时间已有这个项目的账单，不能重复。")
            else:
                days.append((row.since_on, row.until_on))
        judged.append(Judged(replace(row, problems=tuple(problems)), unit_id, item_id))
    return Outlook(tuple(judged))


def _understood(table: Table) -> list[OldRow]:
    for place, cells in enumerate(table.rows[:_LOOK_FOR_HEADINGS]):
        found = columns(cells)
        if found is not None:
            return [
                read_row(number, {name: row[at].strip() for name, at in found.items()})
                for number, row in enumerate(table.rows[place + 1 :], place + 2)
                if any(row)
            ]
    raise NotAnOldBillFile


def _standing(estate_id: uuid.UUID, rows: Sequence[OldRow]) -> dict[Key, list[tuple[date, date]]]:
    """The standing bills of the days that the file speaks of."""
    since = min((row.since_on for row in rows if row.since_on), default=None)
    until = max((row.until_on for row in rows if row.until_on), default=None)
    found: dict[Key, list[tuple[date, date]]] = {}
    if since is None or until is None:
        return found
    red = aliased(Bill)
    query = select(Bill.item_id, Bill.unit_id, Bill.since_on, Bill.until_on).where(
        Bill.estate_id == estate_id,
        Bill.kind == BillKind.BILL,
        Bill.since_on <= until,
        Bill.until_on >= since,
        ~select(red.id).where(red.estate_id == Bill.estate_id, red.corrects_id == Bill.id).exists(),
    )
    for item_id, unit_id, first, last in db.session.execute(query):
        found.setdefault((item_id, unit_id), []).append((first, last))
    return found


def by_run(found: Outlook) -> Mapping[tuple[uuid.UUID, date, date, date], list[Judged]]:
    """The rows that make bills, by item, days and day to pay by: each group is a run."""
    groups: dict[tuple[uuid.UUID, date, date, date], list[Judged]] = {}
    for one in found.owing:
        row = one.row
        if one.item_id is None or row.since_on is None or row.until_on is None or row.due_on is None:
            continue  # judged fine, so none of them is missing
        groups.setdefault((one.item_id, row.since_on, row.until_on, row.due_on), []).append(one)
    return groups
