"""Five years after its finding an item is deleted (浙江省公共信用信息管理条例第16条; config/retention.yml)."""

from datetime import date, datetime

from sqlalchemy import delete, select

from linli.domains.reputation.models import CreditItem
from linli.kernel.times import day_of
from linli.platform.db import db


def items(before: datetime, most: int) -> int:
    """Items found longer ago than five years."""
    last: date = day_of(before)
    ids = list(db.session.scalars(select(CreditItem.id).where(CreditItem.found_on < last).limit(most)))
    db.session.execute(
        delete(CreditItem).where(CreditItem.id.in_(ids)).execution_options(synchronize_session=False)
    )
    return len(ids)
