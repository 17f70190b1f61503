"""The two books side by side once a day: every difference is put on a list, and a person closes it (NN-28)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from config.governance import agreement
from linli.domains.governance.errors import AlreadyClosed, ReasonMissing
from linli.domains.governance.models import GovernanceCase, GovernanceDifference, GovernanceParcel
from linli.domains.governance.operations import sending
from linli.domains.governance.operations.links import photo_of
from linli.domains.governance.rules.pairing import Entry, Gap, What, compare
from linli.domains.governance.rules.states import Kind
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.storage import Storage

LOOKED_BACK = timedelta(days=90)
SETTLING = timedelta(minutes=15)
_AGREED = "再次核对，已经一致"
_PLATFORM = "platform"


def pair(*, theirs: Sequence[Entry], now: datetime) -> list[Gap]:
    """Put the platform's book beside ours and list what differs; what agrees again is closed by itself."""
    ours = {one.external_id: one for one in _ours(now)}
    entries = [Entry(external_id=key, number=one.number, version=one.version) for key, one in ours.items()]
    gaps = compare(entries, _settled(theirs, ours), agreement().states)
    gaps += [Gap(What.DEAD_PHOTO, key) for key in _dead_photos(now)]
    _list(gaps, now)
    return gaps


def note_silence(*, now: datetime) -> None:
    """The platform gave no list: that is a difference too."""
    _list_one(Gap(What.SILENT, _PLATFORM), None, now)


def close(
    *, actor: Actor, difference: GovernanceDifference, words: str, again: bool = False, now: datetime
) -> GovernanceDifference:
    """Close a difference with a word on what was done; with `again`, what the platform lost goes once more.

    Raises ReasonMissing, AlreadyClosed.
    """
    db.session.refresh(difference, with_for_update=True)
    if difference.closed_at is not None:
        raise AlreadyClosed
    if not words:
        raise ReasonMissing(field_errors={"words": ["请写一句怎么处理的。"]})
    difference.closed_at, difference.closed_by, difference.words = now, actor.account_id, words
    if again and difference.what == What.MISSING_THERE and difference.estate_id and difference.ticket_id:
        found = db.session.scalar(
            select(GovernanceCase).filter_by(estate_id=difference.estate_id, ticket_id=difference.ticket_id)
        )
        if found is not None:
            sending.lose(found, now=now)
    audit.record(
        "governance:difference:close", object_kind="governance_difference", object_id=difference.id,
        estate_id=difference.estate_id,
    )  # fmt: skip
    return difference


def _ours(now: datetime) -> Sequence[GovernanceCase]:
    """What we believe the platform has."""
    query = select(GovernanceCase).where(
        GovernanceCase.sent_at.is_not(None), GovernanceCase.parcels > 0,
        GovernanceCase.sent_at >= now - LOOKED_BACK, GovernanceCase.sent_at <= now - SETTLING,
    )  # fmt: skip
    return db.session.scalars(query).all()


def _settled(theirs: Sequence[Entry], ours: dict[str, GovernanceCase]) -> list[Entry]:
    """Their book without what is just on its way, which ours does not count yet."""
    strange = [one.external_id for one in theirs if one.external_id not in ours]
    young = set(
        db.session.scalars(select(GovernanceCase.external_id).where(GovernanceCase.external_id.in_(strange)))
    )
    return [one for one in theirs if one.external_id not in young]


def _dead_photos(now: datetime) -> list[str]:
    """Cases with a photo whose link still should work and whose file is gone (GI-16)."""
    rows = db.session.execute(
        select(GovernanceParcel.content, GovernanceCase.external_id)
        .join(
            GovernanceCase,
            (GovernanceCase.estate_id == GovernanceParcel.estate_id)
            & (GovernanceCase.id == GovernanceParcel.case_id),
        )
        .where(GovernanceParcel.kind == Kind.CASE, GovernanceParcel.made_at >= now - LOOKED_BACK)
    ).all()
    linked = [
        (external_id, photo_id)
        for content, external_id in rows
        for photo_id, ends in map(photo_of, content.get("photos", ()))
        if ends > now.timestamp()
    ]
    live = {
        one.id: one.storage_key
        for one in db.session.scalars(
            select(Attachment).where(
                Attachment.id.in_([photo_id for _, photo_id in linked]), Attachment.deleted_at.is_(None)
            )
        )
    }
    storage = use(Storage)
    return sorted(
        {key for key, photo_id in linked if photo_id not in live or not storage.exists(live[photo_id])}
    )


def _list(gaps: Sequence[Gap], now: datetime) -> None:
    found = {
        one.external_id: one
        for one in db.session.scalars(
            select(GovernanceCase).where(GovernanceCase.external_id.in_([gap.external_id for gap in gaps]))
        )
    }
    still = {(gap.what.value, gap.external_id) for gap in gaps}
    known = set()
    for one in db.session.scalars(
        select(GovernanceDifference).where(GovernanceDifference.closed_at.is_(None))
    ):
        if (one.what, one.external_id) in still:
            known.add((one.what, one.external_id))
        else:
            one.closed_at, one.words = now, _AGREED
    for gap in gaps:
        if (gap.what.value, gap.external_id) not in known:
            _list_one(gap, found.get(gap.external_id), now)


def _list_one(gap: Gap, found: GovernanceCase | None, now: datetime) -> None:
    known = select(GovernanceDifference.id).where(
        GovernanceDifference.what == gap.what, GovernanceDifference.external_id == gap.external_id,
        GovernanceDifference.closed_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(known.limit(1)) is not None:
        return
    db.session.add(
        GovernanceDifference(
            estate_id=found.estate_id if found else None, ticket_id=found.ticket_id if found else None,
            what=gap.what, external_id=gap.external_id, detail=gap.detail, found_at=now, words="",
        )
    )  # fmt: skip
