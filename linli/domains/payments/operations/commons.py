"""Keeping the owners' common income: entries with vouchers on the ledger, reversals, questions and answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import (
    AlreadyReversed,
    ContractNeeded,
    DecisionNeeded,
    NotEnoughCommon,
    NotYetPast,
    QuestionAnswered,
    QuestionOpen,
)
from linli.domains.payments.events import CommonQuestionAnswered
from linli.domains.payments.models import CommonEntry, CommonQuestion, LedgerAccount
from linli.domains.payments.operations import ledger, periods
from linli.domains.payments.queries import commons
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.commons import ANSWER_WITHIN, BOOKED_ELSEWHERE, Category, EntrySide
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry says of itself: what for, with whom, by which contract and which decision of the owners."""

    title: str
    counterparty: str = ""
    contract: str = ""
    decision: str = ""
    vote_id: uuid.UUID | None = None


def enter(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    category: Category,
    on: date,
    amount_fen: int,
    words: Words,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> CommonEntry:
    """Book an income or spending of what belongs to all owners (民法典第282条).

    Income names its contract and the decision it rests on (民法典第278条: 利用共有部分从事经营活动); spending above
    the estate's limit names its decision. Raises ContractNeeded, DecisionNeeded, NotYetPast, PeriodClosed,
    NotEnoughCommon.
    """
    if on > day_of(now):
        raise NotYetPast(field_errors={"on": [NotYetPast.sentence]})
    words = founded(estate_id, category, amount_fen, words, on=on)
    at = periods.moment_of(estate_id, on, now=now)
    lock(estate_id)
    if category.side is EntrySide.SPENDING and amount_fen > commons.balance_fen(estate_id):
        raise NotEnoughCommon(field_errors={"amount": [NotEnoughCommon.sentence]})
    made = write(actor, estate_id, category, on, amount_fen, words, now=now)
    _post(made, Posting.COMMON_ENTRY, at)
    add_photos(actor=actor, entry=made, photos=photos, now=now)
    _record("enter", made)
    return made


def write(
    actor: Actor,
    estate_id: uuid.UUID,
    category: Category,
    on: date,
    amount_fen: int,
    words: Words,
    *,
    reverses_id: uuid.UUID | None = None,
    now: datetime,
) -> CommonEntry:
    """Write an entry under the next number; the caller holds the lock and books it on the ledger."""
    last = db.session.scalar(select(func.max(CommonEntry.count)).filter_by(estate_id=estate_id, year=on.year))
    made = CommonEntry(
        estate_id=estate_id,
        id=new_id(),
        year=on.year,
        count=int(last or 0) + 1,
        side=category.side,
        category=category,
        on=on,
        title=words.title,
        counterparty=words.counterparty,
        contract=words.contract,
        decision=words.decision,
        vote_id=words.vote_id,
        amount_fen=amount_fen,
        reverses_id=reverses_id,
        entered_by=actor.account_id,
        entered_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def add_photos(*, actor: Actor, entry: CommonEntry, photos: Sequence[Readable], now: datetime) -> None:
    """Add photos of the voucher, also later; none is ever taken away. Raises what `store_image` raises."""
    for stream in photos:
        attachments.store_image(
            estate_id=entry.estate_id,
            stream=stream,
            object_kind=commons.VOUCHER,
            object_id=entry.id,
            made_by=actor.account_id,
            now=now,
        )


def reverse(*, actor: Actor, entry: CommonEntry, reason: str, now: datetime) -> CommonEntry:
    """Undo an entry by one of today that names it: nothing that was booked is ever changed. Raises AlreadyReversed."""
    if entry.reverses_id is not None or Category(entry.category) in BOOKED_ELSEWHERE:
        raise AlreadyReversed
    lock(entry.estate_id)
    words = Words(f"冲正：{reason}", entry.counterparty, entry.contract, entry.decision, entry.vote_id)
    try:
        made = write(
            actor,
            entry.estate_id,
            Category(entry.category),
            day_of(now),
            entry.amount_fen,
            words,
            reverses_id=entry.id,
            now=now,
        )
    except IntegrityError:
        raise AlreadyReversed from None
    _post(made, Posting.COMMON_REVERSED, now)
    _record("reverse", made, reverses=str(entry.id))
    return made


def ask(*, actor: Actor, entry: CommonEntry, words: str, now: datetime) -> CommonQuestion:
    """An owner asks about an entry, or objects; the answer is due within 15 days. Raises QuestionOpen."""
    mine = [one for one in commons.questions(entry) if one.asked_by == actor.account_id]
    if any(one.answered_at is None for one in mine):
        raise QuestionOpen
    made = CommonQuestion(
        estate_id=entry.estate_id,
        entry_id=entry.id,
        asked_by=actor.account_id,
        asked_at=now,
        words=words,
        due_on=day_of(now) + ANSWER_WITHIN,
        answer="",
    )
    db.session.add(made)
    db.session.flush()
    return made


def answer(*, actor: Actor, question: CommonQuestion, words: str, now: datetime) -> CommonQuestion:
    """Answer an owner's question; all owners read both, without a name. Raises QuestionAnswered."""
    db.session.refresh(question, with_for_update=True)
    if question.answered_at is not None:
        raise QuestionAnswered
    question.answer, question.answered_by, question.answered_at = words, actor.account_id, now
    db.session.flush()
    audit.record(
        "payments:common:answer",
        object_kind="common_question",
        object_id=question.id,
        estate_id=question.estate_id,
    )
    publish(
        CommonQuestionAnswered(
            at=now, estate_id=question.estate_id, question_id=question.id, account_id=question.asked_by
        )
    )
    return question


def founded(estate_id: uuid.UUID, category: Category, amount_fen: int, words: Words, *, on: date) -> Words:
    """The words with the title of the vote they rest on, where that is one that passed here."""
    if words.vote_id is not None:
        title = dict(commons.passed_votes(estate_id)).get(words.vote_id)
        if title is None:
            raise DecisionNeeded(field_errors={"vote_id": [DecisionNeeded.sentence]})
        words = Words(words.title, words.counterparty, words.contract, words.decision or title, words.vote_id)
    if category.side is EntrySide.INCOME and not words.contract:
        raise ContractNeeded(field_errors={"contract": [ContractNeeded.sentence]})
    large = amount_fen > commons.rules_of(estate_id, on=on).decision_above_fen
    if (category.side is EntrySide.INCOME or large) and not words.decision:
        raise DecisionNeeded(field_errors={"decision": [DecisionNeeded.sentence]})
    return words


def _post(entry: CommonEntry, posting: Posting, at: datetime) -> None:
    """Income: the bank account up, the owners' share up; spending the other way; undoing turns both round."""
    income = entry.side == EntrySide.INCOME
    kind = AccountKind.COMMON_INCOME if income else AccountKind.COMMON_SPENDING
    sign = (1 if income else -1) * (-1 if entry.reverses_id else 1)
    sides = [
        ledger.Side(AccountKind.COMMON_BANK, sign * entry.amount_fen),
        ledger.Side(kind, -sign * entry.amount_fen, channel=entry.category),
    ]
    ledger.post(estate_id=entry.estate_id, posting=posting, source_id=entry.id, sides=sides, now=at)


def lock(estate_id: uuid.UUID) -> None:
    """Let nobody else write in an estate's common income until the end of the transaction."""
    held = ledger.account(estate_id, AccountKind.COMMON_BANK)
    db.session.execute(
        select(LedgerAccount.id)
        .where(LedgerAccount.estate_id == estate_id, LedgerAccount.id == held)
        .with_for_update()
    )


def _record(verb: str, entry: CommonEntry, **details: Any) -> None:
    audit.record(
        f"payments:common:{verb}",
        object_kind="common_entry",
        object_id=entry.id,
        estate_id=entry.estate_id,
        amount_fen=entry.amount_fen,
        **details,
    )
