"""Prepared by one, issued by another: several items of a period at once, each in a transaction of its own (FE-21)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from linli.domains.fees.errors import AlreadyDecided, NothingToBill, NotYourOwn
from linli.domains.fees.events import BillsApproved
from linli.domains.fees.models import BillDraft, DraftPart
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import drafts as queries
from linli.domains.fees.queries import items
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.parts import DraftState, PartState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

_STALE = "复核期间房屋、面积或标准有变化，这一项没有出账，请重新试算。"


def draft(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    item_ids: Sequence[uuid.UUID],
    period: Period,
    due_on: date,
    now: datetime,
) -> BillDraft:
    """Put a period's bills to another person; nothing is issued yet. Raises what `runs.check` does, NothingToBill."""
    runs.check(estate_id=estate_id, period=period, due_on=due_on, today=day_of(now))
    made = BillDraft(
        id=new_id(),
        estate_id=estate_id,
        since_on=period.since_on,
        until_on=period.until_on,
        due_on=due_on,
        state=DraftState.DRAFTED,
        drafted_by=actor.account_id,
        drafted_at=now,
    )
    wanted = [items.item(estate_id=estate_id, item_id=item_id) for item_id in dict.fromkeys(item_ids)]
    tried = [(item, *queries.sums(item, period)) for item in wanted]
    if not any(count for _, count, _ in tried):
        raise NothingToBill
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        DraftPart(
            estate_id=estate_id,
            draft_id=made.id,
            item_id=item.id,
            count=count,
            total_fen=total,
            state=PartState.WAITING,
        )
        for item, count, total in tried
        if count
    )
    db.session.flush()
    _note(made, "prepare")
    return made


def decide(*, actor: Actor, draft: BillDraft, approve: bool, reason: str = "", now: datetime) -> BillDraft:
    """Have the bills issued, or give them back; the worker issues item by item and goes on where it was stopped.

    Raises AlreadyDecided, NotYourOwn for whoever prepared them.
    """
    db.session.refresh(draft, with_for_update=True)
    if draft.state != DraftState.DRAFTED:
        raise AlreadyDecided
    if draft.drafted_by == actor.account_id:
        raise NotYourOwn
    draft.state = DraftState.ISSUING if approve else DraftState.REFUSED
    draft.decided_by, draft.decided_at, draft.refused_why = actor.account_id, now, reason
    db.session.flush()
    if approve:
        for part, _ in queries.view(draft).parts:
            publish(BillsApproved(at=now, estate_id=draft.estate_id, part_id=part.id))
    _note(draft, "approve" if approve else "give_back")
    return draft


def issue_part(*, estate_id: uuid.UUID, part_id: uuid.UUID, now: datetime) -> None:
    """Issue one item of approved bills, once however often it is asked; what changed meanwhile is not issued."""
    part = queries.part(estate_id=estate_id, part_id=part_id)
    draft = queries.draft(estate_id=estate_id, draft_id=part.draft_id)
    db.session.refresh(draft, with_for_update=True)
    db.session.refresh(part)
    if part.state != PartState.WAITING or draft.state != DraftState.ISSUING:
        return
    item, period = (
        items.item(estate_id=estate_id, item_id=part.item_id),
        Period(draft.since_on, draft.until_on),
    )
    if queries.sums(item, period) == (part.count, part.total_fen):
        run = runs.issue(
            actor=None,
            issued_by=draft.decided_by,
            item=item,
            period=period,
            due_on=max(draft.due_on, day_of(now)),
            now=now,
        )
        part.state, part.run_id = PartState.DONE, run.id
    else:
        part.state, part.refused_why = PartState.REFUSED, _STALE
    db.session.flush()
    seen = queries.view(draft)
    if seen.done == len(seen.parts):
        draft.state = DraftState.DONE
        db.session.flush()


def _note(draft: BillDraft, verb: str) -> None:
    audit.record(
        f"fees:draft:{verb}", object_kind="bill_draft", object_id=draft.id, estate_id=draft.estate_id
    )
