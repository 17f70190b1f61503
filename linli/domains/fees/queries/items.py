"""What an estate charges for, and at which price on which day."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from linli.domains.fees.models import FeeItem, Tariff
from linli.domains.fees.rules import Formula, Period, Piece, Version, pieces
from linli.domains.fees.rules.places import rent_of_owners
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def item(*, estate_id: uuid.UUID, item_id: uuid.UUID, **_: object) -> FeeItem:
    """The item, if it is this estate's; otherwise Unknown."""
    found = db.session.get(FeeItem, (estate_id, item_id))
    if found is None:
        raise Unknown
    return found


def items(estate_id: uuid.UUID) -> Sequence[FeeItem]:
    """All that an estate charges for, the oldest first."""
    return db.session.scalars(select(FeeItem).filter_by(estate_id=estate_id).order_by(FeeItem.id)).all()


def rents_of_owners(estate_id: uuid.UUID) -> list[FeeItem]:
    """The items whose rent belongs to all owners, the oldest first."""
    return [one for one in items(estate_id) if rent_of_owners(one.kind, one.place_of)]


def item_by_name(estate_id: uuid.UUID, name: str) -> FeeItem | None:
    """The item with exactly this name."""
    return db.session.scalar(select(FeeItem).filter_by(estate_id=estate_id, name=name))


def tariffs(estate_id: uuid.UUID, item_id: uuid.UUID) -> Sequence[Tariff]:
    """Every price an item ever had, by kind of unit, the newest first."""
    return db.session.scalars(
        select(Tariff)
        .filter_by(estate_id=estate_id, item_id=item_id)
        .order_by(Tariff.unit_kind, Tariff.since_on.desc())
    ).all()


def pieces_by_kind(item: FeeItem, period: Period) -> Mapping[str, tuple[Piece, ...]]:
    """For each kind of unit with a price in the period, the parts its line is made of."""
    versions: dict[str, list[Version]] = {}
    for price in tariffs(item.estate_id, item.id):
        versions.setdefault(price.unit_kind, []).append(
            Version(price.id, price.since_on, price.until_on, Formula(price.formula), price.rate_mfen)
        )
    cut = {kind: pieces(period, of_kind) for kind, of_kind in versions.items()}
    return {kind: parts for kind, parts in cut.items() if parts}
