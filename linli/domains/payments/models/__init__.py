"""Tables of the ledger, orders, payments and receipts."""

from linli.domains.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.models.orders import PaymentOrder, PaymentOrderLine
from linli.domains.payments.models.payments import ChannelAlarm, Payment, Receipt, ReceiptCounter

__all__ = [
    "ChannelAlarm",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payment",
    "PaymentOrder",
    "PaymentOrderLine",
    "Receipt",
    "ReceiptCounter",
]
