"""Changing the property fee by law: papers, thirty days' showing, the owners' decision, the price (NN-33)."""

import uuid
from datetime import date, datetime

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import (
    ChangeClosed,
    DecisionMissing,
    PapersMissing,
    ShownTooShort,
)
from linli.domains.fees.events import PriceShown
from linli.domains.fees.models import FeeChange, FeeItem, Tariff
from linli.domains.fees.operations import items as setting
from linli.domains.fees.queries import changes as queries
from linli.domains.fees.queries import items
from linli.domains.fees.rules import Formula
from linli.domains.fees.rules.changes import ChangeState, shown_enough
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


def propose(
    *,
    actor: Actor,
    item: FeeItem,
    unit_kind: UnitKind,
    formula: Formula,
    rate_mfen: int,
    since_on: date,
    reason: str,
    now: datetime,
) -> FeeChange:
    """Prepare another price; nobody sees it and nothing costs more yet."""
    change = FeeChange(
        estate_id=item.estate_id,
        item_id=item.id,
        unit_kind=unit_kind,
        formula=formula,
        rate_mfen=rate_mfen,
        since_on=since_on,
        reason=reason,
        state=ChangeState.PREPARED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(change)
    db.session.flush()
    _note(change, "propose")
    return change


def add_paper(
    *, actor: Actor, change: FeeChange, kind: str, stream: Readable, name: str, now: datetime
) -> None:
    """Keep a document of a price change; audit and plan before it is shown, the decision afterwards.

    Raises ChangeClosed where it is too late for it.
    """
    wanted = ChangeState.SHOWN if kind == queries.DECISION else ChangeState.PREPARED
    if change.state != wanted:
        raise ChangeClosed
    attachments.store_document(
        estate_id=change.estate_id,
        stream=stream,
        name=name,
        object_kind=kind,
        object_id=change.id,
        made_by=actor.account_id,
        now=now,
    )


def show(*, change: FeeChange, now: datetime) -> FeeChange:
    """Show audit and plan to all owners; thirty days run from tomorrow. Raises ChangeClosed, PapersMissing."""
    db.session.refresh(change, with_for_update=True)
    if change.state != ChangeState.PREPARED:
        raise ChangeClosed
    if not {queries.AUDIT, queries.PLAN} <= {one.kind for one in queries.papers(change)}:
        raise PapersMissing
    change.state, change.shown_on = ChangeState.SHOWN, day_of(now)
    db.session.flush()
    _note(change, "show")
    publish(PriceShown(at=now, estate_id=change.estate_id, change_id=change.id))
    return change


def decide(
    *, change: FeeChange, decided_on: date, vote_id: uuid.UUID | None = None, now: datetime
) -> FeeChange:
    """Note that the owners decided; the caller has seen that the vote passed, a decision on paper is kept with it.

    Raises ChangeClosed, ShownTooShort (also for a day to come), DecisionMissing.
    """
    db.session.refresh(change, with_for_update=True)
    if change.state != ChangeState.SHOWN:
        raise ChangeClosed
    if not shown_enough(change.shown_on, decided_on) or decided_on > day_of(now):
        raise ShownTooShort(field_errors={"decided_on": [ShownTooShort.sentence]})
    if vote_id is None and queries.DECISION not in {one.kind for one in queries.papers(change)}:
        raise DecisionMissing
    change.state, change.decided_on, change.vote_id = ChangeState.DECIDED, decided_on, vote_id
    db.session.flush()
    _note(change, "decide")
    return change


def set_price(*, actor: Actor, change: FeeChange, now: datetime) -> Tariff:
    """Let the price hold that the owners decided on, not from before their decision.

    Raises ChangeClosed before they decided, and what `items.set_tariff` raises.
    """
    db.session.refresh(change, with_for_update=True)
    if change.state != ChangeState.DECIDED or change.decided_on is None:
        raise ChangeClosed
    tariff = setting.set_tariff(
        actor=actor,
        item=items.item(estate_id=change.estate_id, item_id=change.item_id),
        unit_kind=UnitKind(change.unit_kind),
        formula=Formula(change.formula),
        rate_mfen=change.rate_mfen,
        since_on=max(change.since_on, change.decided_on),
        basis=f"业主大会 {change.decided_on} 决定",
        decided=True,
        now=now,
    )
    change.state, change.tariff_id = ChangeState.SET, tariff.id
    db.session.flush()
    _note(change, "set_price")
    return tariff


def drop(*, change: FeeChange) -> FeeChange:
    """Give a price change up. Raises ChangeClosed once the price holds."""
    db.session.refresh(change, with_for_update=True)
    if change.state in {ChangeState.SET, ChangeState.DROPPED}:
        raise ChangeClosed
    change.state = ChangeState.DROPPED
    db.session.flush()
    _note(change, "drop")
    return change


def _note(change: FeeChange, verb: str) -> None:
    audit.record(
        f"fees:change:{verb}", object_kind="fee_change", object_id=change.id, estate_id=change.estate_id
    )
