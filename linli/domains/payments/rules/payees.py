"""Whose money it is that was paid: the company's, all owners', or that of whom the company collects for."""

from enum import StrEnum

from linli.domains.fees.rules import ItemKind
from linli.domains.fees.rules.places import PlaceOf, rent_of_owners


class Payee(StrEnum):
    """To whom a paid bill belongs."""

    COMPANY = "company"
    OWNERS = "owners"
    UTILITIES = "utilities"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As the accountant reads it."""
        return {"company": "物业公司", "owners": "全体业主", "utilities": "代收水电"}[self]


def payee_of(kind: ItemKind, place_of: PlaceOf = PlaceOf.COMMON) -> Payee:
    """Rent for places on common ground is the owners' (民法典第282条); water and power of all is only passed on."""
    if rent_of_owners(kind, place_of):
        return Payee.OWNERS
    return Payee.UTILITIES if kind is ItemKind.SHARED_UTILITY else Payee.COMPANY
