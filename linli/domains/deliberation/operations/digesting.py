"""The daily digest: what is new in all that somebody follows, each piece of news once (DL-14)."""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from linli.domains.deliberation.events import News
from linli.domains.deliberation.models import Digest, DigestMark
from linli.domains.deliberation.operations import noting
from linli.domains.deliberation.queries import following
from linli.kernel.ids import new_id
from linli.platform.db import db

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def make(*, estate_id: uuid.UUID, now: datetime) -> int:
    """Make the digests of an estate of everything since the last ones; returns how many. Twice makes nothing twice."""
    since = following.told_until(estate_id) or _BEGINNING
    if since >= now:
        return 0
    news = following.news(estate_id, since=since, until=now)
    rows: list[dict[str, Any]] = [
        {
            "estate_id": estate_id,
            "id": new_id(),
            "account_id": account_id,
            "since_at": since,
            "until_at": now,
            "items": items,
        }
        for account_id, items in sorted(news.items())
    ]
    if rows:
        db.session.execute(insert(Digest), rows)
    db.session.merge(DigestMark(estate_id=estate_id, id=estate_id, told_until=now))
    for row in rows:
        noting.tell(
            estate_id=estate_id,
            account_id=row["account_id"],
            news=News.DIGEST_MADE,
            object_id=row["id"],
            now=now,
        )
    return len(rows)
