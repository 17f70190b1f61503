"""Tables of the ledger, orders, payments and receipts."""

from linli.domains.payments.models.closings import DeskCheck, DeskClosing
from linli.domains.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.models.orders import PaymentOrder, PaymentOrderLine
from linli.domains.payments.models.payments import ChannelAlarm, Payment, Receipt, ReceiptCounter
from linli.domains.payments.models.reconciliation import (
    ChannelStatement,
    ClosedDay,
    DifferenceCase,
    StatementLine,
)
from linli.domains.payments.models.refunds import Allocation, Refund, RefundApproval

__all__ = [
    "Allocation",
    "ChannelAlarm",
    "ChannelStatement",
    "ClosedDay",
    "DeskCheck",
    "DeskClosing",
    "DifferenceCase",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payment",
    "PaymentOrder",
    "PaymentOrderLine",
    "Receipt",
    "ReceiptCounter",
    "Refund",
    "RefundApproval",
    "StatementLine",
]
