"""Orders' states, the ledger's accounts, and which debt a payment goes to first. No database, no floats."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from linli.kernel.fen import split_by_weight
from linli.kernel.times import shanghai

CURRENCY = "CNY"
ORDER_LIVES = timedelta(minutes=30)
ASK_AFTER, ASK_AGAIN = timedelta(minutes=2), timedelta(minutes=10)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBER_LETTERS, CODE_LETTERS = 12, 20


class OrderState(StrEnum):
    """Where an order stands. Money that comes after `closed` still counts: it ends in `paid`."""

    CREATED = "created"
    PAYING = "paying"
    PAID = "paid"
    CLOSED = "closed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"created": "待付款", "paying": "正在确认", "paid": "已付款", "closed": "已关闭"}[self]


MOVES: Mapping[OrderState, frozenset[OrderState]] = MappingProxyType(
    {
        OrderState.CREATED: frozenset({OrderState.PAYING, OrderState.PAID, OrderState.CLOSED}),
        OrderState.PAYING: frozenset({OrderState.PAID, OrderState.CLOSED}),
        OrderState.PAID: frozenset(),
        OrderState.CLOSED: frozenset({OrderState.PAID}),
    }
)


class Desk(StrEnum):
    """The ways to pay a person at a desk."""

    CASH = "cash"
    POS = "pos"
    TRANSFER = "transfer"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"cash": "现金", "pos": "刷卡", "transfer": "银行转账"}[self]


class AccountKind(StrEnum):
    """What a ledger account holds. Debits are positive, credits negative."""

    RECEIVABLE = "receivable"
    INCOME = "income"
    SURPLUS = "surplus"
    PREPAID = "prepaid"
    REFUNDING = "refunding"
    CLEARING = "clearing"
    COMMON_BANK = "common_bank"
    COMMON_INCOME = "common_income"
    COMMON_SPENDING = "common_spending"
    ESCROW = "escrow"
    OWNERS_RENT = "owners_rent"
    PASSED_ON = "passed_on"
    DEPOSIT = "deposit"
    DEDUCTED = "deducted"


class Posting(StrEnum):
    """Why something was booked."""

    BILLS_ISSUED = "bills_issued"
    BILL_VOIDED = "bill_voided"
    PAYMENT = "payment"
    SURPLUS_USED = "surplus_used"
    PREPAID = "prepaid"
    REFUND_ASKED = "refund_asked"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As payers read it on what is held for them."""
        return {
            "payment": "缴入",
            "bill_voided": "账单冲红转入",
            "surplus_used": "抵扣账单",
            "prepaid": "转为预存",
            "prepaid_returned": "预存退回",
            "deposit_settled": "押金退回",
            "refund_asked": "申请退款",
            "refund_failed": "退款未成，转回",
        }.get(self.value, "其他")

    COMMON_ENTRY = "common_entry"
    COMMON_REVERSED = "common_reversed"
    ESCROW_HELD = "escrow_held"
    ESCROW_RELEASED = "escrow_released"
    PREPAID_RETURNED = "prepaid_returned"
    RENT_PASSED_ON = "rent_passed_on"
    DEPOSIT_SETTLED = "deposit_settled"


class AlarmKind(StrEnum):
    """What did not fit about a genuine notification (check E-5)."""

    UNKNOWN_ORDER = "unknown_order"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_MERCHANT = "wrong_merchant"
    WRONG_CHANNEL = "wrong_channel"
    TRADE_OF_ANOTHER = "trade_of_another"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "unknown_order": "订单号不存在",
            "wrong_amount": "金额不符",
            "wrong_currency": "币种不符",
            "wrong_merchant": "商户号不符",
            "wrong_channel": "渠道不符",
            "trade_of_another": "流水号属于另一笔订单",
        }[self]


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt of one debtor. `security`: higher is better secured; `burden`: higher weighs heavier."""

    id: UUID
    due_on: date
    principal_fen: int
    interest_fen: int = 0
    cost_fen: int = 0
    security: int = 0
    burden: int = 0

    @property
    def total_fen(self) -> int:
        """All that is owed on it."""
        return self.cost_fen + self.interest_fen + self.principal_fen


@dataclass(frozen=True, slots=True)
class Applied:
    """What a payment did to one debt: costs first, then interest, then principal (民法典第561条)."""

    debt_id: UUID
    cost_fen: int
    interest_fen: int
    principal_fen: int

    @property
    def total_fen(self) -> int:
        """All that went to it."""
        return self.cost_fen + self.interest_fen + self.principal_fen


def apply_payment(
    *, amount_fen: int, debts: Sequence[Debt], today: date, designated: Sequence[UUID] = ()
) -> tuple[list[Applied], int]:
    """Which debts a payment goes to, and what is left over.

    民法典第560条: what the payer names comes first, in the payer's order; then debts that are due; of these
    the least secured, then the heaviest, then the oldest due; equals share in proportion. 第561条 within one.
    """
    left, applied = amount_fen, []
    for equals in _in_order(debts, today, designated):
        whole = sum(debt.total_fen for debt in equals)
        paid = min(left, whole)
        if paid <= 0:
            continue
        for debt, share in zip(equals, split_by_weight(paid, [d.total_fen for d in equals]), strict=True):
            if share:
                applied.append(_within(debt, share))
        left -= paid
    return applied, left


def _in_order(debts: Sequence[Debt], today: date, designated: Sequence[UUID]) -> list[list[Debt]]:
    by_id = {debt.id: debt for debt in debts if debt.total_fen > 0}
    groups = [[by_id.pop(named)] for named in designated if named in by_id]
    ranked: dict[tuple[object, ...], list[Debt]] = {}
    for debt in sorted(by_id.values(), key=lambda one: one.id):
        rank = (debt.due_on > today, debt.security, -debt.burden, debt.due_on)
        ranked.setdefault(rank, []).append(debt)
    return groups + [ranked[rank] for rank in sorted(ranked)]


def _within(debt: Debt, amount_fen: int) -> Applied:
    cost = min(amount_fen, debt.cost_fen)
    interest = min(amount_fen - cost, debt.interest_fen)
    return Applied(debt.id, cost, interest, amount_fen - cost - interest)


def due_to_ask(*, begun_at: datetime, asked_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Whether a channel is to be asked about an order whose notification has not come (check E-18).

    First after two minutes, then every ten, at once when its time is over, until the answer is final.
    """
    if asked_at is None:
        return now >= begun_at + ASK_AFTER
    return now >= asked_at + ASK_AGAIN or (asked_at < expires_at <= now)


def order_number(now: datetime) -> str:
    """A fresh number of ours for a channel: the day in Shanghai, then letters that cannot be guessed or mistaken."""
    return f"L{shanghai(now):%y%m%d}{_letters(NUMBER_LETTERS)}"


def receipt_code() -> str:
    """The unguessable part of a receipt's public address."""
    return _letters(CODE_LETTERS)


def receipt_number(year: int, count: int) -> str:
    """The number on a receipt: SJ-2026-000123."""
    return f"SJ-{year}-{count:06d}"


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))
