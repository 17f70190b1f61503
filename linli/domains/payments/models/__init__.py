"""Tables of the ledger, orders, payments and receipts."""

from linli.domains.payments.models.closings import DeskCheck, DeskClosing
from linli.domains.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.models.orders import PaymentOrder, PaymentOrderLine
from linli.domains.payments.models.payments import ChannelAlarm, Payment, Receipt, ReceiptCounter

__all__ = [
    "ChannelAlarm",
    "DeskCheck",
    "DeskClosing",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payment",
    "PaymentOrder",
    "PaymentOrderLine",
    "Receipt",
    "ReceiptCounter",
]
