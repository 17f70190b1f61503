"""The statutory board: what is on show, how many days are left, and the proof that it hung on the wall."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from linli.domains.notices.models import BoardItem, BoardProof
from linli.domains.notices.rules.board import TERMS, BoardKind, Term, days_left, full
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

PROOFS_OF = "board_proof"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the board as it is read on a day."""

    item: BoardItem
    on: date

    @property
    def kind(self) -> BoardKind:
        """What it is about."""
        return BoardKind(self.item.kind)

    @property
    def term(self) -> Term:
        """What the law says of its kind."""
        return TERMS[self.kind]

    @property
    def left(self) -> int:
        """Days still to come after today."""
        return days_left(self.item.ends_on, on=self.on)

    @property
    def going_on(self) -> bool:
        """Whether it is on show today."""
        return self.item.taken_down_at is None and self.item.starts_on <= self.on <= self.item.ends_on

    @property
    def countdown(self) -> str:
        """How much is left, in words."""
        if self.item.taken_down_at is not None:
            return "已撤下"
        if self.on < self.item.starts_on:
            return "还没开始"
        if self.left < 0:
            return "公示期满"
        return f"还剩 {self.left} 天" if self.left else "今天最后一天"

    @property
    def tone(self) -> str:
        """The colour of the countdown."""
        if not self.going_on:
            return ""
        return "wait" if self.left <= 2 else "info"  # noqa: PLR2004 - the last days stand out


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof with its photos, and whether the wall showed it as long as the law wants."""

    proof: BoardProof
    photos: Sequence[Attachment]
    full: bool


def item(*, estate_id: uuid.UUID, posting_id: uuid.UUID, **_: object) -> BoardItem:
    """An item of this estate's board, or Unknown."""
    found = db.session.get(BoardItem, (estate_id, posting_id))
    if found is None:
        raise Unknown
    return found


def of_source(estate_id: uuid.UUID, source: str) -> BoardItem | None:
    """The item that a matter has on the board."""
    return db.session.scalar(select(BoardItem).filter_by(estate_id=estate_id, source=source))


def current(estate_id: uuid.UUID, *, on: date) -> list[Shown]:
    """What is on show on a day, what ends first first."""
    query = (
        select(BoardItem)
        .where(
            BoardItem.estate_id == estate_id,
            BoardItem.taken_down_at.is_(None),
            BoardItem.starts_on <= on,
            BoardItem.ends_on >= on,
        )
        .order_by(BoardItem.ends_on, BoardItem.id)
        .limit(100)
    )
    return [Shown(one, on) for one in db.session.scalars(query)]


def items_page(estate_id: uuid.UUID, *, on: date, window: Window) -> Page[Shown]:
    """Everything that ever was on the board, newest first."""
    found = by_id(select(BoardItem).where(BoardItem.estate_id == estate_id), BoardItem.id, window=window)
    return Page([Shown(one, on) for one in found.items], found.next)


def proofs(found: BoardItem) -> list[Proof]:
    """The proofs of an item, oldest first."""
    query = select(BoardProof).filter_by(estate_id=found.estate_id, item_id=found.id).order_by(BoardProof.id)
    rows = db.session.scalars(query).all()
    photos = attachments.of_objects(
        estate_id=found.estate_id, object_kind=PROOFS_OF, object_ids=[one.id for one in rows]
    )
    days = TERMS[BoardKind(found.kind)].days
    return [Proof(one, photos.get(one.id, []), full(one.from_on, one.to_on, days=days)) for one in rows]


def photo(found: BoardItem, photo_id: uuid.UUID) -> Attachment:
    """A photo of one of an item's proofs, or Unknown."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    of_item = select(BoardProof.id).filter_by(estate_id=found.estate_id, item_id=found.id)
    if kept.object_kind != PROOFS_OF or kept.object_id not in set(db.session.scalars(of_item)):
        raise Unknown
    return kept
