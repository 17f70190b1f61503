"""Photos and documents that people add to things.

A file is written before the transaction commits and under a key of its own, so that there is never a
row without a file; a file whose transaction came to nothing is swept away a day later. Who may see one
is decided by the room whose thing it hangs on (check B-11).
"""

import logging
import re
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Protocol

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.canonical import sha256
from linli.kernel.ids import new_id
from linli.kernel.refusals import Invalid, Unknown
from linli.kernel.text import clean
from linli.platform import images, jobs
from linli.platform.db import Model, OfEstate, db
from linli.platform.ports import use
from linli.platform.sealed import seal_bytes, unseal_bytes
from linli.platform.storage import Storage
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

MOST_BYTES = 20 * 1024 * 1024
RESTORABLE = timedelta(days=30)
ORPHAN_AFTER = timedelta(days=1)
_LONGEST_NAME = 80


class Kind(StrEnum):
    """What a file is; an image is shown in the page, a document only downloaded, a sealed file never sent."""

    IMAGE = "image"
    DOCUMENT = "document"
    SEALED = "sealed"


class TooLarge(Invalid):
    """The file is over the limit."""

    code, sentence = "attachment.too_large", "文件太大，请上传不超过 20 MB 的文件。"


class NotADocument(Invalid):
    """The file is no PDF, whatever its name says."""

    code, sentence = "attachment.not_a_document", "这不是 PDF 文件，请另存为 PDF 后再上传。"


class Readable(Protocol):
    """An upload, or any file that can be read."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


class Attachment(OfEstate, Model):
    """One file of one thing. `object_kind` and `object_id` say of which, in the owning room's words."""

    __table_args__ = (Index("ix_attachment_object", "estate_id", "object_kind", "object_id"),)

    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    sha256: Mapped[str]
    storage_key: Mapped[str] = mapped_column(index=True)
    made_by: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


def store_image(
    *,
    estate_id: uuid.UUID,
    stream: Readable,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID | None,
    now: datetime,
) -> Attachment:
    """Keep a photo, drawn anew without its hidden data; the original's bytes are not kept.

    Raises TooLarge, images.NotAPhoto, images.TooManyPixels and images.Moving.
    """
    return store_picture(
        estate_id=estate_id, picture=images.redraw(_read(stream)), object_kind=object_kind, object_id=object_id,
        made_by=made_by, now=now,
    )  # fmt: skip


def store_picture(
    *,
    estate_id: uuid.UUID,
    picture: images.Picture,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID | None,
    now: datetime,
) -> Attachment:
    """Keep a picture that linli drew itself."""
    attachment = Attachment(
        kind=Kind.IMAGE, media_type="image/jpeg", width=picture.width, height=picture.height
    )
    _describe(attachment, estate_id, object_kind, object_id, made_by, now)
    return _store(attachment, picture.content, "jpg")


def store_document(
    *,
    estate_id: uuid.UUID,
    stream: Readable,
    name: str,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID | None,
    now: datetime,
) -> Attachment:
    """Keep a PDF as it is. It is only ever served as a download. Raises TooLarge and NotADocument."""
    raw = _read(stream)
    if not raw.startswith(b"%PDF-"):
        raise NotADocument
    attachment = Attachment(kind=Kind.DOCUMENT, name=document_name(name), media_type="application/pdf")
    _describe(attachment, estate_id, object_kind, object_id, made_by, now)
    return _store(attachment, raw, "pdf")


def store_sealed(
    *,
    estate_id: uuid.UUID,
    content: bytes,
    media_type: str,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID | None,
    now: datetime,
) -> Attachment:
    """Keep a file that only linli itself reads again (a roster), encrypted, so that the store gives nothing away."""
    attachment = Attachment(kind=Kind.SEALED, media_type=media_type)
    _describe(attachment, estate_id, object_kind, object_id, made_by, now)
    return _store(attachment, seal_bytes(content), "bin")


def read_sealed(attachment: Attachment) -> bytes:
    """The content of a sealed file. Raises storage.FileMissing."""
    return unseal_bytes(use(Storage).get(attachment.storage_key))


def read(attachment: Attachment) -> bytes:
    """The content of an open file. Raises storage.FileMissing."""
    return use(Storage).get(attachment.storage_key)


def attachment(*, estate_id: uuid.UUID, attachment_id: uuid.UUID) -> Attachment:
    """One file of an estate. Raises Unknown, also for one that was deleted."""
    found = db.session.get(Attachment, (estate_id, attachment_id))
    if found is None or found.deleted_at is not None:
        raise Unknown
    return found


def of_object(*, estate_id: uuid.UUID, object_kind: str, object_id: uuid.UUID) -> Sequence[Attachment]:
    """The files of one thing, oldest first."""
    return of_objects(estate_id=estate_id, object_kind=object_kind, object_ids=[object_id]).get(object_id, [])


def of_objects(
    *, estate_id: uuid.UUID, object_kind: str, object_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Attachment]]:
    """The files of several things at once, for lists."""
    found: dict[uuid.UUID, list[Attachment]] = {}
    query = select(Attachment).where(
        Attachment.estate_id == estate_id,
        Attachment.object_kind == object_kind,
        Attachment.object_id.in_(object_ids),
        Attachment.deleted_at.is_(None),
    )
    for one in db.session.scalars(query.order_by(Attachment.id)):
        found.setdefault(one.object_id, []).append(one)
    return found


def delete(attachment: Attachment, *, now: datetime) -> None:
    """Take a file away from everyone's eyes; its bytes go a month later, until then it can be restored."""
    attachment.deleted_at = attachment.deleted_at or now


def restore(attachment: Attachment) -> None:
    """Undo a deletion within its month."""
    attachment.deleted_at = None


def erase(attachment: Attachment) -> None:
    """Remove the row for good, as the law's "delete me" asks; the bytes go with the next sweep."""
    db.session.delete(attachment)


def document_name(name: str) -> str:
    """A harmless name to offer for the download: no folders, no strange characters, always .pdf."""
    last = re.split(r"[/\\]", name)[-1]
    try:
        last = clean(last)
    except Invalid:
        last = ""
    stem = re.sub(r'[\x00-\x1f<>:"|?*%;]', "", re.sub(r"\.pdf$", "", last, flags=re.IGNORECASE))
    return f"{stem.strip(' .')[:_LONGEST_NAME] or '文件'}.pdf"


@jobs.job("platform.sweep_files", at="03:30")
def sweep(*, now: datetime) -> None:
    """Delete the files that no row needs: of transactions that came to nothing, and deleted a month ago."""
    storage = use(Storage)
    old = (key for key, put_at in storage.listed() if put_at < now - ORPHAN_AFTER)
    while some := list(islice(old, 500)):
        with transaction(writes=False):
            needed = set(
                db.session.scalars(
                    select(Attachment.storage_key).where(
                        Attachment.storage_key.in_(some),
                        or_(Attachment.deleted_at.is_(None), Attachment.deleted_at > now - RESTORABLE),
                    )
                )
            )
        for key in some:
            if key not in needed:
                storage.delete(key)


def without_file(*, limit: int = 100) -> list[Attachment]:
    """Rows whose file is gone: the auditor's question after a restore (checks G-9, J-5)."""
    storage, found = use(Storage), []
    for one in db.session.scalars(select(Attachment).where(Attachment.deleted_at.is_(None))):
        if not storage.exists(one.storage_key):
            found.append(one)
            if len(found) == limit:
                break
    return found


def _read(stream: Readable) -> bytes:
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise TooLarge
    return raw


def _describe(
    attachment: Attachment,
    estate_id: uuid.UUID,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID | None,
    now: datetime,
) -> None:
    attachment.estate_id, attachment.id = estate_id, new_id()
    attachment.object_kind, attachment.object_id = object_kind, object_id
    attachment.made_by, attachment.made_at = made_by, now


def _store(attachment: Attachment, content: bytes, ending: str) -> Attachment:
    attachment.sha256, attachment.bytes = sha256(content), len(content)
    attachment.storage_key = f"{attachment.estate_id}/{attachment.sha256[:32]}-{attachment.id.hex}.{ending}"
    use(Storage).put(attachment.storage_key, content, media_type=attachment.media_type)
    db.session.add(attachment)
    return attachment
