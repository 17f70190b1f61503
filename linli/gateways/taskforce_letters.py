"""Letters to the members of task forces, carried by the room of notices."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind


class NoticeLetters:
    """Tells members in the app, and as each of them has chosen."""

    def write(
        self,
        *,
        account_ids: Collection[uuid.UUID],
        letter: str,
        about: str,
        blanks: Mapping[str, str],
        now: datetime,
    ) -> None:
        messages.tell(
            account_ids=account_ids, kind=Kind.TICKET, template=f"force_{letter}", about=about, params=blanks,
            estate_id=None, now=now,
        )  # fmt: skip
