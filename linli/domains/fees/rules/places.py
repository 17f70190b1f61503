"""Whose the places are that rent is taken for: the law presumes everybody's. No database, no clock."""

from enum import StrEnum

from linli.domains.fees.rules.prices import ItemKind


class PlaceOf(StrEnum):
    """Whose a parking place is that is let: everybody's on common ground, or whoever has title to it (民法典第275条)."""

    COMMON = "common"
    COMPANY = "company"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"common": "业主共有", "company": "建设单位或物业公司有产权"}[self]


def rent_of_owners(kind: str, place_of: str) -> bool:
    """Whether what is charged is the owners' own: rent of places that nobody shows a title to (民法典第275、282条)."""
    return kind == ItemKind.PARKING_RENT and place_of != PlaceOf.COMPANY
