"""Personal data goes when its term is over; what went is counted and shown (AO-16).

The terms stand in config/retention.yml. A rule removes one batch in the running transaction and says how
many it removed; the nightly job asks again until there is nothing left, and writes down each night's sum.
Nothing here, nor anywhere else in linli, removes an entry of the log of acts: its table refuses it.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from config import retention as config
from linli.kernel.ids import new_id
from linli.platform import audit, exports, idempotency, limits, outbox, webhooks
from linli.platform.db import Model, db
from linli.platform.transactions import transaction

BATCH, MOST_BATCHES = 500, 400

Remove = Callable[[datetime, int], int]
_rules: dict[str, Remove] = {}


class RetentionRun(Model):
    """What one run removed by one rule: everything older than `before`."""

    __append_only__ = True
    __table_args__ = (Index("ix_retention_run_rule", "rule", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[str]
    before: Mapped[datetime]
    removed: Mapped[int]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of the list with what its rule did so far."""

    term: config.Term
    last_at: datetime | None
    removed: int


class RuleMissing(LookupError):
    """The list names a rule that nobody wrote, or a rule is not in the list."""


def rule(name: str) -> Callable[[Remove], Remove]:
    """Register `do(before, most)`: remove at most so many things older than a moment; returns how many."""

    def register(do: Remove) -> Remove:
        _rules[name] = do
        return do

    return register


def run(*, now: datetime) -> Mapping[str, int]:
    """Remove everything whose term is over, batch by batch; how many went, by rule."""
    check()
    removed = {}
    for term in config.terms():
        if term.rule is None or term.after is None:
            continue
        removed[term.rule] = _run_one(term.rule, before=now - term.after, now=now)
    return removed


def _run_one(name: str, *, before: datetime, now: datetime) -> int:
    total = 0
    for _ in range(MOST_BATCHES):
        with transaction():
            went = _rules[name](before, BATCH)
        total += went
        if went < BATCH:
            break
    if total:
        with transaction():
            db.session.add(RetentionRun(rule=name, before=before, removed=total, at=now))
            audit.record("platform:retention:run", object_kind="retention", object_id=name, removed=total)
    return total


def seen() -> list[Seen]:
    """The list of terms, each with its last run and with all that it ever removed."""
    sums = {
        row.rule: (row.at, int(row.removed))
        for row in db.session.execute(
            select(
                RetentionRun.rule,
                func.max(RetentionRun.at).label("at"),
                func.sum(RetentionRun.removed).label("removed"),
            ).group_by(RetentionRun.rule)
        )
    }
    return [Seen(term, *sums.get(term.rule or "", (None, 0))) for term in config.terms()]


def check() -> None:
    """Every rule of the list is written, and every written rule is in the list. Raises RuleMissing."""
    listed = {term.rule for term in config.terms() if term.rule}
    if listed != set(_rules):
        raise RuleMissing(", ".join(sorted(listed ^ set(_rules))))


def delete_batch(model: type[Model], over: ColumnElement[bool], most: int, *, key: ColumnElement[Any]) -> int:
    """Delete at most `most` rows of a table that are over; `key` is a column that tells them apart."""
    wanted = select(key).where(over).limit(most)
    gone = db.session.execute(
        delete(model)
        .where(over, key.in_(wanted.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


@rule("attempts")
def _attempts(before: datetime, most: int) -> int:
    made = limits.Attempt
    return delete_batch(made, made.until < before, most, key=made.key.expression)


@rule("idempotency_keys")
def _idempotency_keys(before: datetime, most: int) -> int:
    made = idempotency.IdempotencyKey
    return delete_batch(made, made.made_at < before, most, key=made.key.expression)


@rule("outbox")
def _outbox(before: datetime, most: int) -> int:
    made = outbox.OutboxMessage
    over = (made.state == outbox.State.DONE) & (made.done_at < before)
    return delete_batch(made, over, most, key=made.id.expression)


@rule("exports")
def _exports(before: datetime, most: int) -> int:
    made = exports.Export
    over = (made.asked_at < before) & made.storage_key.is_(None)
    return delete_batch(made, over, most, key=made.id.expression)


@rule("webhook_deliveries")
def _webhook_deliveries(before: datetime, most: int) -> int:
    made = webhooks.WebhookDelivery
    over = (made.state != webhooks.State.PENDING) & (made.made_at < before)
    return delete_batch(made, over, most, key=made.id.expression)
