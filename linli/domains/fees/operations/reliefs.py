"""Reductions: applied for with evidence, approved by a second person, never by right."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.fees.errors import (
    AlreadyDecided,
    EndsBeforeStart,
    EvidenceMissing,
    NotYourOwn,
    ReliefTaken,
)
from linli.domains.fees.models import FeeItem, Relief
from linli.domains.fees.queries import reliefs as queries
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.reliefs import ReliefKind, ReliefState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db

EVIDENCE = "relief"


def propose(
    *,
    actor: Actor,
    item: FeeItem,
    unit_id: uuid.UUID,
    kind: ReliefKind,
    permille: int,
    period: Period,
    basis: str,
    reason: str,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Relief:
    """Apply for a reduction of one unit's fee; `basis` is the local rule, contract clause or decision it rests on.

    Issued bills stay as they are. Raises EndsBeforeStart, ReliefTaken, and Unknown for another estate's unit.
    """
    estates.unit(estate_id=item.estate_id, unit_id=unit_id)
    if period.until_on < period.since_on:
        raise EndsBeforeStart(field_errors={"until_on": [EndsBeforeStart.sentence]})
    if queries.overlapping(item.estate_id, item.id, unit_id, period):
        raise ReliefTaken
    relief = Relief(
        id=new_id(),
        estate_id=item.estate_id,
        item_id=item.id,
        unit_id=unit_id,
        kind=kind,
        permille=permille,
        since_on=period.since_on,
        until_on=period.until_on,
        basis=basis,
        reason=reason,
        state=ReliefState.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(relief)
    db.session.flush()
    add_evidence(actor=actor, relief=relief, photos=photos, now=now)
    _note(relief, "propose")
    return relief


def add_evidence(*, actor: Actor, relief: Relief, photos: Sequence[Readable], now: datetime) -> None:
    """Keep photos of the application and its proof. Raises AlreadyDecided once it is decided."""
    if relief.state != ReliefState.PROPOSED:
        raise AlreadyDecided
    for photo in photos:
        attachments.store_image(
            estate_id=relief.estate_id,
            stream=photo,
            object_kind=EVIDENCE,
            object_id=relief.id,
            made_by=actor.account_id,
            now=now,
        )


def decide(*, actor: Actor, relief: Relief, approve: bool, reason: str = "", now: datetime) -> Relief:
    """Approve a reduction or refuse it; from then on it shows as a negative line of new bills (FE-15).

    Raises AlreadyDecided, NotYourOwn for whoever applied, EvidenceMissing where nothing proves it.
    """
    db.session.refresh(relief, with_for_update=True)
    if relief.state != ReliefState.PROPOSED:
        raise AlreadyDecided
    if relief.proposed_by == actor.account_id:
        raise NotYourOwn
    if approve and not attachments.of_object(
        estate_id=relief.estate_id, object_kind=EVIDENCE, object_id=relief.id
    ):
        raise EvidenceMissing
    relief.state = ReliefState.APPROVED if approve else ReliefState.REFUSED
    relief.decided_by, relief.decided_at, relief.refused_why = actor.account_id, now, reason
    db.session.flush()
    _note(relief, "decide", approved=approve)
    return relief


def _note(relief: Relief, verb: str, **more: Any) -> None:
    audit.record(
        f"fees:relief:{verb}",
        object_kind="relief",
        object_id=relief.id,
        estate_id=relief.estate_id,
        permille=relief.permille,
        **more,
    )
