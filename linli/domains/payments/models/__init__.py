"""Tables of the ledger, orders, payments and receipts."""

from linli.domains.payments.models.closings import DeskCheck, DeskClosing
from linli.domains.payments.models.commons import CommonDisclosure, CommonEntry, CommonQuestion
from linli.domains.payments.models.deposits import Deposit, DepositSettlement, PaymentOrderDeposit
from linli.domains.payments.models.escrow import EscrowAgreement, EscrowHolding, EscrowRelease
from linli.domains.payments.models.faults import BookFault
from linli.domains.payments.models.invoices import InvoiceLine, InvoiceRequest
from linli.domains.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.models.links import PaymentLink, PaymentLinkBill, PaymentLinkOrder
from linli.domains.payments.models.orders import PaymentOrder, PaymentOrderLine, PaymentOrderPrepaid
from linli.domains.payments.models.payments import ChannelAlarm, Payment, Receipt, ReceiptCounter
from linli.domains.payments.models.periods import BookPeriod, PeriodReopening
from linli.domains.payments.models.prepaid import PrepaidReturn
from linli.domains.payments.models.reconciliation import (
    ChannelStatement,
    ClosedDay,
    DifferenceCase,
    StatementLine,
)
from linli.domains.payments.models.refunds import Allocation, Refund, RefundApproval

__all__ = [
    "Allocation",
    "BookFault",
    "BookPeriod",
    "ChannelAlarm",
    "ChannelStatement",
    "ClosedDay",
    "CommonDisclosure",
    "CommonEntry",
    "CommonQuestion",
    "Deposit",
    "DepositSettlement",
    "DeskCheck",
    "DeskClosing",
    "DifferenceCase",
    "EscrowAgreement",
    "EscrowHolding",
    "EscrowRelease",
    "InvoiceLine",
    "InvoiceRequest",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payment",
    "PaymentLink",
    "PaymentLinkBill",
    "PaymentLinkOrder",
    "PaymentOrder",
    "PaymentOrderDeposit",
    "PaymentOrderLine",
    "PaymentOrderPrepaid",
    "PeriodReopening",
    "PrepaidReturn",
    "Receipt",
    "ReceiptCounter",
    "Refund",
    "RefundApproval",
    "StatementLine",
]
