"""What every deed in the room leaves behind: news for the followers, files of a post, a lock while a state changes."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update

from linli.domains.deliberation.errors import TooManyFiles
from linli.domains.deliberation.events import NeighbourConcerned, News
from linli.domains.deliberation.models import Follow, Happening
from linli.domains.deliberation.rules.topics import MOST_DOCUMENTS, MOST_PHOTOS, Happens
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import attachments
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import Model, db
from linli.platform.upsert import add_if_absent

TOPIC, PROPOSAL = "topic", "proposal"
T = TypeVar("T", bound=Model)
Named = tuple[Readable, str]


def lock(row: T) -> T:
    """Hold a row until the end of the transaction, as it stands now."""
    db.session.refresh(row, with_for_update=True)
    return row


def happen(
    *,
    estate_id: uuid.UUID,
    object_kind: str,
    object_id: uuid.UUID,
    kind: Happens,
    source_id: uuid.UUID,
    by: uuid.UUID | None,
    now: datetime,
) -> None:
    """Write down one piece of news; it goes into the followers' next digest."""
    db.session.add(
        Happening(
            estate_id=estate_id, object_kind=object_kind, object_id=object_id, kind=kind, source_id=source_id,
            at=now, by=by,
        )
    )  # fmt: skip


def withdraw_news(*, estate_id: uuid.UUID, source_id: uuid.UUID, withdrawn: bool) -> None:
    """News of a hidden post is no news; of a restored one it is again."""
    db.session.execute(
        update(Happening)
        .where(Happening.estate_id == estate_id, Happening.source_id == source_id)
        .values(withdrawn=withdrawn)
    )


def begin_following(
    *, estate_id: uuid.UUID, object_kind: str, object_id: uuid.UUID, account_id: uuid.UUID, now: datetime
) -> None:
    """Whoever says something hears how it goes on, unless they said once that they do not want to."""
    add_if_absent(
        Follow,
        id=new_id(),
        estate_id=estate_id,
        object_kind=object_kind,
        object_id=object_id,
        account_id=account_id,
        since_at=now,
    )


def tell(
    *,
    estate_id: uuid.UUID,
    account_id: uuid.UUID,
    news: News,
    object_id: uuid.UUID,
    source_id: uuid.UUID | None = None,
    now: datetime,
) -> None:
    """Let one person hear of something at once, by the channels they chose."""
    publish(
        NeighbourConcerned(
            at=now, estate_id=estate_id, account_id=account_id, news=news, object_id=object_id,
            source_id=source_id or object_id,
        )
    )  # fmt: skip


def keep_files(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    object_kind: str,
    object_id: uuid.UUID,
    photos: Sequence[Readable],
    documents: Sequence[Named] = (),
    now: datetime,
) -> None:
    """Keep the images and PDFs of a post. Raises TooManyFiles and what attachments refuse."""
    if len(photos) > MOST_PHOTOS or len(documents) > MOST_DOCUMENTS:
        raise TooManyFiles(field_errors={"photos": [TooManyFiles.sentence]})
    for stream in photos:
        attachments.store_image(
            estate_id=estate_id, stream=stream, object_kind=object_kind, object_id=object_id,
            made_by=actor.account_id, now=now,
        )  # fmt: skip
    for stream, name in documents:
        attachments.store_document(
            estate_id=estate_id, stream=stream, name=name, object_kind=object_kind, object_id=object_id,
            made_by=actor.account_id, now=now,
        )  # fmt: skip
