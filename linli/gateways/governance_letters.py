"""The daily letter on failed messages, carried by the room of notices."""

import uuid
from collections.abc import Collection
from datetime import datetime

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.kernel.times import day_of


class NoticeLetters:
    """Tells officers in the app, and as each of them has chosen."""

    def failures(
        self, *, estate_id: uuid.UUID, account_ids: Collection[uuid.UUID], count: int, now: datetime
    ) -> None:
        messages.tell(
            account_ids=account_ids,
            kind=Kind.TICKET,
            template="governance_failures",
            about=f"governance_failures:{day_of(now)}",
            params={"estate_id": str(estate_id), "count": str(count)},
            estate_id=estate_id,
            now=now,
        )
