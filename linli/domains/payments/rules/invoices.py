"""Invoices: who may be named on one, and the check of a company's tax number (GB 32100-2015)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{_LETTERS}]{{18}}", re.ASCII)
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


class Buyer(StrEnum):
    """In whose name an invoice is."""

    PERSON = "person"
    COMPANY = "company"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"person": "个人", "company": "单位"}[self]


class InvoiceState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    ISSUED = "issued"
    DECLINED = "declined"
    REVERSED = "reversed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"requested": "等待开票", "issued": "已开票", "declined": "没有开", "reversed": "已红冲"}[self]


INVOICE_MOVES: Mapping[InvoiceState, frozenset[InvoiceState]] = MappingProxyType(
    {
        InvoiceState.REQUESTED: frozenset({InvoiceState.ISSUED, InvoiceState.DECLINED}),
        InvoiceState.ISSUED: frozenset({InvoiceState.REVERSED}),
        InvoiceState.DECLINED: frozenset(),
        InvoiceState.REVERSED: frozenset(),
    }
)
LIVE = (InvoiceState.REQUESTED, InvoiceState.ISSUED)


def invoice_number_holds(number: str) -> bool:
    """Whether it can be the number of an invoice: 20 digits, or 8 on the older ones."""
    return re.fullmatch(r"[0-9]{20}|[0-9]{8}", number, re.ASCII) is not None


def tax_number_holds(number: str) -> bool:
    """Whether 18 signs are a unified social credit code: the last one checks the others (GB 32100-2015)."""
    if not _SHAPE.fullmatch(number):
        return False
    total = sum(_LETTERS.index(sign) * weight for sign, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _LETTERS[(31 - total % 31) % 31] == number[17]
