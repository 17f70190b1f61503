"""Putting things on the statutory board for as long as the law wants, and proving that they hung there."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from linli.domains.notices.errors import NotPostedYet, ShownTooShort, TakenDown
from linli.domains.notices.models import BoardItem, BoardProof
from linli.domains.notices.queries import board
from linli.domains.notices.rules.board import TERMS, BoardKind, last_day
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db


def post(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    kind: BoardKind,
    title: str,
    words: str,
    starts_on: date,
    ends_on: date | None = None,
    now: datetime,
) -> BoardItem:
    """Put something up by hand. Raises ShownTooShort where it would hang fewer days than the law wants."""
    earliest = last_day(starts_on, TERMS[kind].days)
    if ends_on is not None and ends_on < earliest:
        sentence = f"{kind.title}至少公示 {TERMS[kind].days} 天，最早到 {earliest:%Y-%m-%d}。"
        raise ShownTooShort(sentence, field_errors={"ends_on": [sentence]})
    made = put(
        estate_id=estate_id,
        kind=kind,
        title=title,
        words=words,
        starts_on=starts_on,
        ends_on=ends_on or earliest,
        source=f"hand:{new_id()}",
        href="",
        posted_by=actor.account_id,
        now=now,
    )
    _note("post", made)
    return made


def put(
    *,
    estate_id: uuid.UUID,
    kind: BoardKind,
    title: str,
    words: str,
    starts_on: date,
    ends_on: date,
    source: str,
    href: str,
    now: datetime,
    posted_by: uuid.UUID | None = None,
) -> BoardItem:
    """The item of a matter: made once, and set anew where the matter is put up anew with other days."""
    found = board.of_source(estate_id, source)
    if found is None:
        found = BoardItem(
            id=new_id(),
            estate_id=estate_id,
            kind=kind,
            ground=TERMS[kind].ground,
            objections=TERMS[kind].objections,
            source=source,
            posted_by=posted_by,
            posted_at=now,
        )
        db.session.add(found)
    found.title, found.words, found.href = title, words, href
    found.starts_on, found.ends_on = starts_on, max(starts_on, ends_on)
    found.taken_down_at = None
    db.session.flush()
    return found


def take_down(*, item: BoardItem, why: str, now: datetime) -> None:
    """Take something off the board, with the reason; it stays among what was shown. Raises TakenDown."""
    if item.taken_down_at is not None:
        raise TakenDown
    item.taken_down_at, item.taken_down_why = now, why
    _note("take_down", item)


def prove(
    *,
    actor: Actor,
    item: BoardItem,
    place: str,
    from_on: date,
    to_on: date,
    posted_by: str,
    witness: str,
    photos: Sequence[Readable],
    now: datetime,
) -> BoardProof:
    """Keep the evidence that it hung on a wall: where, from when to when, who hung it, a photo.

    Raises NotPostedYet for days to come or out of order, and the refusals of a photo.
    """
    if not item.starts_on <= from_on <= to_on <= day_of(now):
        raise NotPostedYet(field_errors={"to_on": [NotPostedYet.sentence]})
    made = BoardProof(
        id=new_id(),
        estate_id=item.estate_id,
        item_id=item.id,
        place=place,
        from_on=from_on,
        to_on=to_on,
        posted_by=posted_by,
        witness=witness,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    for photo in photos:
        attachments.store_image(
            estate_id=item.estate_id,
            stream=photo,
            object_kind=board.PROOFS_OF,
            object_id=made.id,
            made_by=actor.account_id,
            now=now,
        )
    _note("prove", item)
    return made


def _note(verb: str, item: BoardItem) -> None:
    audit.record(
        f"notices:board:{verb}", object_kind="board_item", object_id=item.id, estate_id=item.estate_id
    )
