"""Whose money it is that was paid: the company's, all owners', or that of whom the company collects for."""

from enum import StrEnum

from linli.domains.fees.rules import ItemKind


class Payee(StrEnum):
    """To whom a paid bill belongs."""

    COMPANY = "company"
    OWNERS = "owners"
    UTILITIES = "utilities"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As the accountant reads it."""
        return {"company": "物业公司", "owners": "全体业主", "utilities": "代收水电"}[self]


def payee_of(kind: ItemKind) -> Payee:
    """Rent for places on common ground is the owners' (民法典第282条); water and power of all is only passed on."""
    return {ItemKind.PARKING_RENT: Payee.OWNERS, ItemKind.SHARED_UTILITY: Payee.UTILITIES}.get(
        kind, Payee.COMPANY
    )
