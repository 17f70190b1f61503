"""The owners' common income as it is kept: entries with their vouchers, sums from the ledger, questions."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.payments.models import (
    CommonDisclosure,
    CommonEntry,
    CommonQuestion,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
)
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.commons import SETTING, Category, CommonRules, EntrySide, entry_number
from linli.domains.voting.queries import results
from linli.kernel.refusals import Unknown
from linli.kernel.times import start_of
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

VOUCHER = "common_voucher"
_MOST_IN_A_SPAN = 5000


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with its vouchers, and whether it was undone."""

    entry: CommonEntry
    vouchers: Sequence[Attachment] = field(default_factory=list)
    undone: bool = False

    @property
    def number(self) -> str:
        """Its number as people read it."""
        return entry_number(self.entry.year, self.entry.count)

    @property
    def amount_fen(self) -> int:
        """What it adds to its side: negative where it undoes another one."""
        return -self.entry.amount_fen if self.entry.reverses_id else self.entry.amount_fen

    @property
    def category(self) -> Category:
        """What it is for."""
        return Category(self.entry.category)

    @property
    def lacks_voucher(self) -> bool:
        """Whether a photo of its voucher should be there and is not."""
        return not self.vouchers and self.entry.reverses_id is None and not self.undone


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with the entry it is about."""

    question: CommonQuestion
    entry: CommonEntry

    @property
    def number(self) -> str:
        """The entry's number as people read it."""
        return entry_number(self.entry.year, self.entry.count)


def rules_of(estate_id: uuid.UUID, *, on: date) -> CommonRules:
    """What the owners of an estate decided about larger spendings."""
    return CommonRules.of_setting(estates.setting(estate_id, SETTING, on=on))


def passed_votes(estate_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """The newest votes in which something passed that still holds: id and title."""
    found = results.register_page(estate_id, search="", window=Window())
    return [
        (one.vote.id, one.vote.title)
        for one in found.items
        if any(item.passed and item.revoked is None for item in one.items)
    ]


def entry(*, estate_id: uuid.UUID, entry_id: uuid.UUID, **_: object) -> CommonEntry:
    """An entry, or Unknown."""
    found = db.session.get(CommonEntry, (estate_id, entry_id))
    if found is None:
        raise Unknown
    return found


def disclosed_entry(*, estate_id: uuid.UUID, entry_id: uuid.UUID, **_: object) -> CommonEntry:
    """An entry that was put before the owners, or Unknown."""
    found = entry(estate_id=estate_id, entry_id=entry_id)
    shown = exists().where(
        CommonDisclosure.estate_id == estate_id,
        CommonDisclosure.since_on <= found.on,
        CommonDisclosure.until_on >= found.on,
        CommonDisclosure.published_at >= found.entered_at,
    )
    if not db.session.scalar(select(shown)):
        raise Unknown
    return found


def entries_page(estate_id: uuid.UUID, *, window: Window, side: EntrySide | None = None) -> Page[EntryView]:
    """The entries of an estate, the newest first."""
    query = select(CommonEntry).where(CommonEntry.estate_id == estate_id)
    if side is not None:
        query = query.where(CommonEntry.side == side)
    found = by_id(query, CommonEntry.id, window=window)
    return Page(views(found.items), found.next)


def entries_between(estate_id: uuid.UUID, since_on: date, until_on: date) -> list[EntryView]:
    """The entries of a span, in the order of their days."""
    query = (
        select(CommonEntry)
        .where(CommonEntry.estate_id == estate_id, CommonEntry.on >= since_on, CommonEntry.on <= until_on)
        .order_by(CommonEntry.on, CommonEntry.id)
        .limit(_MOST_IN_A_SPAN)
    )
    return views(db.session.scalars(query).all())


def views(entries: Sequence[CommonEntry]) -> list[EntryView]:
    """Entries of one estate with their vouchers, in the same order."""
    if not entries:
        return []
    estate_id, ids = entries[0].estate_id, [one.id for one in entries]
    undone = set(
        db.session.scalars(
            select(CommonEntry.reverses_id).where(
                CommonEntry.estate_id == estate_id, CommonEntry.reverses_id.in_(ids)
            )
        )
    )
    files = attachments.of_objects(estate_id=estate_id, object_kind=VOUCHER, object_ids=ids)
    return [EntryView(one, files.get(one.id, []), one.id in undone) for one in entries]


def voucher(found: CommonEntry, photo_id: uuid.UUID) -> Attachment:
    """One photo of an entry's vouchers, or Unknown."""
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (one.object_kind, one.object_id) != (VOUCHER, found.id):
        raise Unknown
    return one


def reversal_of(found: CommonEntry) -> CommonEntry | None:
    """The entry that undid another one."""
    return db.session.scalar(select(CommonEntry).filter_by(estate_id=found.estate_id, reverses_id=found.id))


def without_voucher(estate_id: uuid.UUID) -> int:
    """How many entries stand without a photo of their voucher."""
    undo = aliased(CommonEntry)
    return int(
        db.session.scalar(
            select(func.count())
            .select_from(CommonEntry)
            .where(
                CommonEntry.estate_id == estate_id,
                CommonEntry.reverses_id.is_(None),
                ~exists().where(undo.estate_id == estate_id, undo.reverses_id == CommonEntry.id),
                ~exists().where(
                    Attachment.estate_id == estate_id,
                    Attachment.object_kind == VOUCHER,
                    Attachment.object_id == CommonEntry.id,
                    Attachment.deleted_at.is_(None),
                ),
            )
        )
        or 0
    )


def balance_fen(estate_id: uuid.UUID, *, until: datetime | None = None) -> int:
    """What the owners have of common income by the ledger: all that came in less all that was spent."""
    query = _moved(estate_id)
    if until is not None:
        query = query.where(LedgerTransaction.at < until)
    moved = query.subquery()
    return -int(db.session.scalar(select(func.coalesce(func.sum(moved.c.fen), 0))) or 0)


def sums(estate_id: uuid.UUID, since_on: date, end: datetime) -> dict[Category, int]:
    """What the ledger holds of each kind from a day to a moment, by kind; income and spending both positive."""
    query = _moved(estate_id).where(LedgerTransaction.at >= start_of(since_on), LedgerTransaction.at < end)
    found = {Category(channel): int(fen) for channel, fen in db.session.execute(query)}
    return {one: -fen if one.side is EntrySide.INCOME else fen for one, fen in found.items()}


def _moved(estate_id: uuid.UUID) -> Select[str, int]:
    """What moved on the accounts of common income, by kind."""
    return (
        select(LedgerAccount.channel, func.sum(LedgerEntry.amount_fen).label("fen"))
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        )
        .where(
            LedgerAccount.estate_id == estate_id,
            LedgerAccount.kind.in_((AccountKind.COMMON_INCOME, AccountKind.COMMON_SPENDING)),
        )
        .group_by(LedgerAccount.channel)
    )


def disclosure(*, estate_id: uuid.UUID, common_id: uuid.UUID, **_: object) -> CommonDisclosure:
    """Accounts that were put before the owners, or Unknown."""
    found = db.session.get(CommonDisclosure, (estate_id, common_id))
    if found is None:
        raise Unknown
    return found


def disclosures(estate_id: uuid.UUID, *, most: int = 40) -> Sequence[CommonDisclosure]:
    """The accounts that were put before the owners, the newest first."""
    return db.session.scalars(
        select(CommonDisclosure)
        .filter_by(estate_id=estate_id)
        .order_by(
            CommonDisclosure.until_on.desc(),
            CommonDisclosure.since_on.desc(),
            CommonDisclosure.version.desc(),
        )
        .limit(most)
    ).all()


def last_version(estate_id: uuid.UUID, since_on: date, until_on: date) -> CommonDisclosure | None:
    """The newest version of a span's accounts."""
    return db.session.scalar(
        select(CommonDisclosure)
        .filter_by(estate_id=estate_id, since_on=since_on, until_on=until_on)
        .order_by(CommonDisclosure.version.desc())
        .limit(1)
    )


def question(*, estate_id: uuid.UUID, question_id: uuid.UUID, **_: object) -> CommonQuestion:
    """A question, or Unknown."""
    found = db.session.get(CommonQuestion, (estate_id, question_id))
    if found is None:
        raise Unknown
    return found


def questions(found: CommonEntry) -> Sequence[CommonQuestion]:
    """What was asked about an entry, the oldest first."""
    return db.session.scalars(
        select(CommonQuestion)
        .filter_by(estate_id=found.estate_id, entry_id=found.id)
        .order_by(CommonQuestion.id)
        .limit(200)
    ).all()


def unanswered(estate_id: uuid.UUID, *, most: int = 50) -> list[QuestionView]:
    """The questions that wait for an answer, the soonest due first."""
    rows = db.session.execute(
        select(CommonQuestion, CommonEntry)
        .join(
            CommonEntry,
            (CommonEntry.estate_id == CommonQuestion.estate_id) & (CommonEntry.id == CommonQuestion.entry_id),
        )
        .where(CommonQuestion.estate_id == estate_id, CommonQuestion.answered_at.is_(None))
        .order_by(CommonQuestion.due_on, CommonQuestion.id)
        .limit(most)
    )
    return [QuestionView(asked, about) for asked, about in rows]
