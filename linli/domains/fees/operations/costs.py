"""Shared costs: one person enters one, another publishes it, and with that each unit's bill is issued."""

import uuid
from datetime import date, datetime

from sqlalchemy import insert

from linli.domains.estates import queries as estates
from linli.domains.fees.errors import AlreadyDecided, BilledAlready, NotYourOwn, TooMuch
from linli.domains.fees.models import CostShare, FeeItem, SharedCost
from linli.domains.fees.operations import issuing, runs
from linli.domains.fees.operations.issuing import Charge, Part
from linli.domains.fees.queries import costs, items
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.parts import PartKind
from linli.domains.fees.rules.splitting import CostState, Method, cost_fen
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db

MOST_FEN = 10**10


def draft(
    *,
    actor: Actor,
    item: FeeItem,
    name: str,
    period: Period,
    due_on: date,
    quantity_milli: int,
    measure: str,
    rate_mfen: int,
    method: Method,
    building_id: uuid.UUID | None = None,
    basis: str = "",
    now: datetime,
) -> SharedCost:
    """Enter what all used and what it cost, for another person to check; the amount is quantity × price.

    Raises TooMuch, NobodyToShare, AreaMissing, DueBeforeIssue, EndsBeforeStart and BilledAlready.
    """
    amount = cost_fen(quantity_milli, rate_mfen)
    if not 0 < amount <= MOST_FEN:
        raise TooMuch(field_errors={"quantity": [TooMuch.sentence]})
    runs.check(estate_id=item.estate_id, period=period, due_on=due_on, today=day_of(now))
    if building_id is not None:
        estates.building(estate_id=item.estate_id, building_id=building_id)
    cost = SharedCost(
        id=new_id(),
        estate_id=item.estate_id,
        item_id=item.id,
        building_id=building_id,
        name=name,
        since_on=period.since_on,
        until_on=period.until_on,
        due_on=due_on,
        quantity_milli=quantity_milli,
        measure=measure,
        rate_mfen=rate_mfen,
        amount_fen=amount,
        method=method,
        basis=basis,
        state=CostState.DRAFTED,
        drafted_by=actor.account_id,
        drafted_at=now,
    )
    return _kept(item, cost, period)


def _kept(item: FeeItem, cost: SharedCost, period: Period) -> SharedCost:
    carrying = {one.unit_id for one in costs.carriers(cost)}
    if not issuing.standing_bills(item, period).isdisjoint(carrying):
        raise BilledAlready
    db.session.add(cost)
    db.session.flush()
    _note(cost, "draft")
    return cost


def decide(*, actor: Actor, cost: SharedCost, approve: bool, reason: str = "", now: datetime) -> SharedCost:
    """Publish a cost and issue each unit's share, or give it back.

    Raises AlreadyDecided, NotYourOwn for whoever entered it, BilledAlready, AreaMissing.
    """
    db.session.refresh(cost, with_for_update=True)
    if cost.state != CostState.DRAFTED:
        raise AlreadyDecided
    if cost.drafted_by == actor.account_id:
        raise NotYourOwn
    cost.decided_by, cost.decided_at = actor.account_id, now
    if approve:
        cost.state = CostState.PUBLISHED
        _issue(actor, cost, now)
    else:
        cost.state, cost.refused_why = CostState.REFUSED, reason
    db.session.flush()
    _note(cost, "publish" if approve else "refuse")
    return cost


def _issue(actor: Actor, cost: SharedCost, now: datetime) -> None:
    split = costs.split(cost)
    weights = sum(one.weight for one, _ in split)
    rows = [
        {
            "estate_id": cost.estate_id,
            "id": new_id(),
            "cost_id": cost.id,
            "unit_id": one.unit_id,
            "weight": one.weight,
            "amount_fen": amount,
        }
        for one, amount in split
    ]
    db.session.execute(insert(CostShare), rows)
    run = issuing.issue_parts(
        actor=actor,
        item=items.item(estate_id=cost.estate_id, item_id=cost.item_id),
        period=Period(cost.since_on, cost.until_on),
        due_on=max(cost.due_on, day_of(now)),
        charges=[Charge(one.unit_id, (_part(cost, one.weight, weights, amount),)) for one, amount in split],
        now=now,
    )
    cost.run_id = run.id


def _part(cost: SharedCost, weight: int, weights: int, amount_fen: int) -> Part:
    return Part(
        kind=PartKind.SHARE,
        words=cost.name,
        basis=cost.basis,
        quantity_milli=cost.quantity_milli,
        measure=cost.measure,
        rate_mfen=cost.rate_mfen,
        whole_fen=cost.amount_fen,
        weight=weight,
        weights=weights,
        amount_fen=amount_fen,
        source_id=cost.id,
    )


def _note(cost: SharedCost, verb: str) -> None:
    audit.record(
        f"fees:cost:{verb}",
        object_kind="shared_cost",
        object_id=cost.id,
        estate_id=cost.estate_id,
        amount_fen=cost.amount_fen,
    )
