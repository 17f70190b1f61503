"""Comparing a channel's day with our books: taking its statement, working off what differs, closing the day.

A day on which the channel traded nothing for an estate closes by itself, when our books have nothing either.
Nothing here changes a bill or books money: a difference is a case for a person (check E-17).
"""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    String,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import DayClosed, DifferencesOpen, NoStatement, StatementDiffers
from linli.domains.payments.models import (
    ChannelStatement,
    ClosedDay,
    DifferenceCase,
    Payment,
    PaymentOrder,
    StatementLine,
)
from linli.domains.payments.ports import Channels
from linli.domains.payments.queries import reconciliation
from linli.domains.payments.queries.differences import differences
from linli.domains.payments.rules.reconciling import CaseState, Difference
from linli.domains.payments.rules.statements import StatementRead, StatementRow, read_statement
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import Utc, db
from linli.platform.making_ids import IdHere
from linli.platform.ports import use
from linli.platform.staging import staged
from linli.platform.transactions import seeing_every_estate


def take_statement(
    *, actor: Actor | None, estate_id: uuid.UUID, channel: str, on: date, content: bytes, now: datetime
) -> ChannelStatement:
    """Take a day's statement, fetched or uploaded, and note all that differs. The same file again is a no-op.

    Raises NoStatement for a file that is none, is of another day or of a foreign merchant,
    StatementDoesNotAddUp, and StatementDiffers for another file of a day that was taken before.
    """
    read, digest = read_statement(content, day=on), hashlib.sha256(content).hexdigest()
    merchant = _merchant(estate_id, channel, on, read.merchant)
    key = {"estate_id": estate_id, "channel": channel, "merchant": merchant, "on": on}
    before = db.session.scalar(select(ChannelStatement).filter_by(**key))
    if before is not None:
        if before.digest != digest:
            raise StatementDiffers
        return before
    return _compared(read, key, digest, actor, now)


def note_quiet_day(
    *, estate_id: uuid.UUID, channel: str, merchant: str, on: date, now: datetime
) -> ChannelStatement:
    """Note that a channel says there was no trade on a day, which is not the same as giving no statement yet.

    What our books hold of that day is then missing there. Noted again, it is a no-op.
    """
    key = {"estate_id": estate_id, "channel": channel, "merchant": merchant, "on": on}
    before = db.session.scalar(select(ChannelStatement).filter_by(**key))
    if before is not None:
        return before
    nothing = StatementRead(merchant, (), 0, 0, 0)
    return _compared(nothing, key, hashlib.sha256(b"").hexdigest(), None, now)


def explain_found(found: ChannelStatement, *, now: datetime) -> None:
    """Close the differences that time has explained: a row of the next day's statement, a notice that came late."""
    # asked by number, whose lines are few on all days together: the day's own would be read through for each case
    on_days = select(StatementLine.statement_id).where(
        StatementLine.estate_id == DifferenceCase.estate_id,
        StatementLine.number == DifferenceCase.number,
        StatementLine.refund_number == DifferenceCase.refund_number,
        (StatementLine.amount_fen == DifferenceCase.ours_fen)
        | (StatementLine.amount_fen == -DifferenceCase.ours_fen),
    )
    line = literal(found.id).in_(on_days)
    waiting = (DifferenceCase.estate_id == found.estate_id) & (DifferenceCase.state == CaseState.OPEN)
    missing = (DifferenceCase.theirs_fen == 0) & (DifferenceCase.statement_id != found.id)
    _explain(waiting & missing & line, f"已在 {found.on} 的对账单中找到", now)
    booked = exists().where(
        PaymentOrder.estate_id == DifferenceCase.estate_id,
        PaymentOrder.number == DifferenceCase.number,
        Payment.estate_id == PaymentOrder.estate_id,
        Payment.order_id == PaymentOrder.id,
        Payment.amount_fen == DifferenceCase.theirs_fen,
    )
    _explain(waiting & (DifferenceCase.kind == Difference.CHANNEL_ONLY) & booked, "通知迟到，现已入账", now)


def assign(*, estate_id: uuid.UUID, case_id: uuid.UUID, owner_id: uuid.UUID) -> DifferenceCase:
    """Give a difference to whoever looks into it. Raises Unknown."""
    found = _case(estate_id, case_id)
    found.owner_id = owner_id
    db.session.flush()
    audit.record(
        "payments:difference:assign", object_kind="difference_case", object_id=found.id, estate_id=estate_id
    )
    return found


def explain(
    *, actor: Actor, estate_id: uuid.UUID, case_id: uuid.UUID, note: str, now: datetime
) -> DifferenceCase:
    """Write down what a difference was and what was done about it. Raises Unknown."""
    found = _case(estate_id, case_id)
    found.state, found.note = CaseState.EXPLAINED, note
    found.closed_by, found.closed_at = actor.account_id, now
    found.owner_id = found.owner_id or actor.account_id
    db.session.flush()
    audit.record(
        "payments:difference:explain", object_kind="difference_case", object_id=found.id, estate_id=estate_id
    )
    return found


def close_day(*, actor: Actor, estate_id: uuid.UUID, statement_id: uuid.UUID, now: datetime) -> ClosedDay:
    """Close a day: only when nothing is open, and matched plus explained is the channel's own sum (NN-29).

    Raises Unknown, DifferencesOpen, DayClosed.
    """
    found = reconciliation.statement(estate_id=estate_id, statement_id=statement_id)
    explain_found(found, now=now)
    if reconciliation.cases(estate_id, statement_id=found.id, open_only=True, most=1):
        raise DifferencesOpen
    return _close(found, actor.account_id, now)


def _compared(
    read: StatementRead, key: dict[str, Any], digest: str, actor: Actor | None, now: datetime
) -> ChannelStatement:
    """A statement written down and compared with the books; a day without trades on either side closes by itself."""
    with staged("staged_line", _columns(), _values(read.rows)) as lines:
        _leave_out_elsewhere(key["estate_id"], lines)
        made = _write(read, lines, key, digest, actor, now)
        _note_differences(made, lines, now)
        quiet = not db.session.scalar(select(exists(select(lines.c.number))))
    explain_found(made, now=now)
    audit.record(
        "payments:statement:take",
        object_kind="channel_statement",
        object_id=made.id,
        estate_id=made.estate_id,
        lines=made.lines,
    )
    if quiet and not reconciliation.cases(made.estate_id, statement_id=made.id, most=1):
        _close(made, None, now)
    return made


def _close(found: ChannelStatement, by: uuid.UUID | None, now: datetime) -> ClosedDay:
    matched, explained = reconciliation.matched_fen(found), reconciliation.explained_fen(found)
    if matched + explained + found.elsewhere_fen != found.paid_fen - found.refunded_fen:
        raise DifferencesOpen("匹配和已说明的合计与渠道汇总不一致，请重新核对当天的差异。")
    made = ClosedDay(
        estate_id=found.estate_id,
        statement_id=found.id,
        matched_fen=matched,
        explained_fen=explained,
        closed_by=by,
        closed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise DayClosed from None
    audit.record(
        "payments:day:close", object_kind="channel_statement", object_id=found.id, estate_id=found.estate_id
    )
    return made


def _merchant(estate_id: uuid.UUID, channel: str, on: date, said: str) -> str:
    """The merchant whose statement it is: the estate's own. Alipay writes more digits behind it."""
    serving = use(Channels).serving(estate_id, on=on).get(channel)
    if serving is None or not said.startswith(serving.merchant if said else ""):
        raise NoStatement("这份对账单不是本小区收款商户的，请核对商户号。")
    return serving.merchant


def _columns() -> list[Column[Any]]:
    return [
        Column("position", BigInteger),
        *(Column(name, String) for name in ("number", "refund_number", "trade_no")),
        *(Column(name, BigInteger) for name in ("amount_fen", "fee_fen")),
        Column("good", Boolean),
        Column("at", Utc),
    ]


def _values(rows: Sequence[StatementRow]) -> Iterator[tuple[Any, ...]]:
    for position, row in enumerate(rows, 1):
        yield (
            position, row.number, row.refund_number, row.trade_no, row.amount_fen, row.fee_fen, row.good, row.at,
        )  # fmt: skip


def _leave_out_elsewhere(estate_id: uuid.UUID, lines: Table) -> None:
    """Drop the lines that belong to other estates of the same merchant; nothing else is learnt about them."""
    elsewhere = exists().where(PaymentOrder.number == lines.c.number, PaymentOrder.estate_id != estate_id)
    with seeing_every_estate():
        db.session.execute(delete(lines).where(elsewhere))


def _write(
    read: StatementRead,
    lines: Table,
    key: dict[str, Any],
    digest: str,
    actor: Actor | None,
    now: datetime,
) -> ChannelStatement:
    signed = case((lines.c.refund_number == "", lines.c.amount_fen), else_=-lines.c.amount_fen)
    here = db.session.scalar(select(func.coalesce(func.sum(signed), 0)).select_from(lines)) or 0
    made = ChannelStatement(
        **key,
        id=new_id(),
        digest=digest,
        lines=len(read.rows),
        paid_fen=read.paid_fen,
        refunded_fen=read.refunded_fen,
        fee_fen=read.fee_fen,
        elsewhere_fen=read.paid_fen - read.refunded_fen - int(here),
        imported_by=actor.account_id if actor else None,
        imported_at=now,
    )
    db.session.add(made)
    db.session.flush()
    fixed = {"estate_id": literal(made.estate_id), "statement_id": literal(made.id)}
    db.session.execute(
        insert(StatementLine).from_select(
            [*fixed, *lines.c.keys()], select(*fixed.values(), *lines.c), include_defaults=False
        )
    )
    return made


def _note_differences(found: ChannelStatement, lines: Table, now: datetime) -> None:
    differs = differences(found, lines).subquery()
    kind, number, refund_number, ours, theirs = differs.c
    rows = select(
        literal(found.estate_id), IdHere(now), literal(found.id), kind, number, refund_number, ours, theirs,
        literal(CaseState.OPEN.value), literal(""),
    )  # fmt: skip
    names = [
        "estate_id",
        "id",
        "statement_id",
        "kind",
        "number",
        "refund_number",
        "ours_fen",
        "theirs_fen",
        "state",
        "note",
    ]
    db.session.execute(insert(DifferenceCase).from_select(names, rows, include_defaults=False))


def _explain(which: object, note: str, now: datetime) -> None:
    db.session.execute(
        update(DifferenceCase)
        .where(which)  # type: ignore[arg-type]
        .values(state=CaseState.EXPLAINED, note=note, closed_at=now)
        .execution_options(synchronize_session=False)
    )


def _case(estate_id: uuid.UUID, case_id: uuid.UUID) -> DifferenceCase:
    found = db.session.get(DifferenceCase, (estate_id, case_id), populate_existing=True)
    if found is None or found.state != CaseState.OPEN:
        raise Unknown
    return found
