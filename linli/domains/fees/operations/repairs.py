"""Billing a paid repair: one unit, once, line by line what was agreed (features TK-37)."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from linli.domains.fees.models import BillRun, FeeItem
from linli.domains.fees.operations import items as setting
from linli.domains.fees.operations.issuing import Charge, Part, issue_parts
from linli.domains.fees.queries import items
from linli.domains.fees.rules import ItemKind, Period
from linli.domains.fees.rules.parts import PartKind
from linli.kernel.times import day_of

ITEM = "有偿维修"
TO_PAY_WITHIN = timedelta(days=15)


def charge(
    *,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    source_id: uuid.UUID,
    basis: str,
    lines: Sequence[tuple[str, int]],
    now: datetime,
) -> BillRun:
    """Issue the bill of one repair; its sum is that of `lines` (words and fen). Raises NothingToBill."""
    today = day_of(now)
    parts = tuple(
        Part(kind=PartKind.REPAIR, words=words, amount_fen=amount, basis=basis, source_id=source_id)
        for words, amount in lines
    )
    return issue_parts(
        actor=None,
        item=_item(estate_id, now),
        period=Period(today, today),
        due_on=today + TO_PAY_WITHIN,
        charges=[Charge(unit_id, parts)],
        again=True,
        now=now,
    )


def _item(estate_id: uuid.UUID, now: datetime) -> FeeItem:
    return items.item_by_name(estate_id, ITEM) or setting.add_item(
        actor=None, estate_id=estate_id, name=ITEM, kind=ItemKind.OTHER, cycle_months=1, now=now
    )
