"""Price changes on their way: what residents may read, and what each still needs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from linli.domains.fees.models import FeeChange, FeeItem
from linli.domains.fees.rules.changes import ChangeState
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

AUDIT, PLAN, DECISION = "fee_change_audit", "fee_change_plan", "fee_change_decision"
PAPERS = {AUDIT: "上一年度收支的审计结果", PLAN: "调价方案", DECISION: "业主大会的决定"}
_SHOWN = (ChangeState.SHOWN, ChangeState.DECIDED, ChangeState.SET)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a price change."""

    kind: str
    title: str
    file: Attachment


def change(*, estate_id: uuid.UUID, price_change_id: uuid.UUID, **_: object) -> FeeChange:
    """The price change, if it is this estate's; otherwise Unknown."""
    found = db.session.get(FeeChange, (estate_id, price_change_id))
    if found is None:
        raise Unknown
    return found


def shown(*, estate_id: uuid.UUID, price_change_id: uuid.UUID, **_: object) -> FeeChange:
    """The price change, once it is shown to the owners; before it looks like one that never was."""
    found = change(estate_id=estate_id, price_change_id=price_change_id)
    if found.state not in _SHOWN:
        raise Unknown
    return found


def changes(estate_id: uuid.UUID, *, shown_only: bool = False, most: int = 50) -> list[tuple[FeeChange, str]]:
    """The estate's price changes with the items' names, the newest first."""
    query = (
        select(FeeChange, FeeItem.name)
        .join(FeeItem, (FeeItem.estate_id == FeeChange.estate_id) & (FeeItem.id == FeeChange.item_id))
        .where(FeeChange.estate_id == estate_id)
        .order_by(FeeChange.id.desc())
        .limit(most)
    )
    if shown_only:
        query = query.where(FeeChange.state.in_(_SHOWN))
    return [(found, name) for found, name in db.session.execute(query)]


def papers(found: FeeChange) -> Sequence[Paper]:
    """The documents of a price change: audit, plan, decision."""
    return [
        Paper(kind, title, one)
        for kind, title in PAPERS.items()
        for one in attachments.of_object(estate_id=found.estate_id, object_kind=kind, object_id=found.id)
    ]


def paper(found: FeeChange, file_id: uuid.UUID) -> Attachment:
    """One document of a price change, or Unknown."""
    for one in papers(found):
        if one.file.id == file_id:
            return one.file
    raise Unknown
