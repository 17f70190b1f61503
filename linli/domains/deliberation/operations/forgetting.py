"""What is removed when its term is over (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import delete, select

from linli.domains.deliberation.models import Digest, Happening, TopicRead
from linli.kernel.times import day_of
from linli.platform.db import Model, db


def reads(before: datetime, most: int) -> int:
    """Who read which topic when: the day goes, with the count. Returns how many went."""
    return _remove(TopicRead, select(TopicRead.id).where(TopicRead.on < day_of(before)).limit(most))


def digests(before: datetime, most: int) -> int:
    """Digests, and the news that they were made of."""
    went = _remove(Digest, select(Digest.id).where(Digest.until_at < before).limit(most))
    return went or _remove(
        Happening, select(Happening.id).where(Happening.at < before, Happening.kind == "comment").limit(most)
    )


def _remove(table: type[Model], ids: object) -> int:
    found = list(db.session.scalars(ids))  # type: ignore[call-overload]
    if found:
        db.session.execute(delete(table).where(table.id.in_(found)))  # type: ignore[attr-defined]
    return len(found)
