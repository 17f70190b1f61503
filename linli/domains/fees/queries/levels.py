"""What estates charge for a ㎡ of a home, for comparing like with like; one question for all."""

import uuid
from datetime import date

from sqlalchemy import or_, select

from linli.domains.fees.models import FeeItem, Tariff
from linli.domains.fees.rules import Formula, ItemKind
from linli.platform.db import db

HOME = "residential"


def fees_by_area(*, on: date) -> dict[uuid.UUID, int]:
    """The property fee of a home for a ㎡ and month in 0.001 fen, by estate, in force on a day.

    Where an estate has several such items, the dearest. The caller sees every estate.
    """
    rows = db.session.execute(
        select(Tariff.estate_id, Tariff.item_id, Tariff.rate_mfen)
        .join(FeeItem, (FeeItem.estate_id == Tariff.estate_id) & (FeeItem.id == Tariff.item_id))
        .where(
            FeeItem.kind == ItemKind.PROPERTY,
            Tariff.unit_kind == HOME,
            Tariff.formula == Formula.AREA,
            Tariff.since_on <= on,
            or_(Tariff.until_on.is_(None), Tariff.until_on >= on),
        )
        .order_by(Tariff.since_on)
    )
    newest = {(place, item): rate for place, item, rate in rows}
    found: dict[uuid.UUID, int] = {}
    for (place, _), rate in newest.items():
        found[place] = max(rate, found.get(place, 0))
    return found
