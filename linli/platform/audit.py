"""Who did what to what, when: a log that can only grow and that shows when it was touched.

Each estate has a chain of its own (the platform's is under the nil id). An entry's hash is keyed with
a secret that the database does not hold, so that even its administrator cannot rewrite history
unnoticed (checks I-8, I-9). Entries hold ids and codes, never names, numbers or choices.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import current_app, g, has_app_context, has_request_context, request
from sqlalchemy import Select, Table, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.actors import Actor
from linli.kernel.canonical import canonical
from linli.platform import clock
from linli.platform.db import Model, db
from linli.platform.manner import manner
from linli.platform.paging import Page, Window, page
from linli.platform.prepared import prepared
from linli.platform.transactions import before_commit, transaction
from linli.platform.upsert import add_if_absent

PLATFORM = uuid.UUID(int=0)
START = "0" * 64
DONE, REFUSED = "done", "refused"


class AuditEntry(Model):
    """One act. Written once; never updated, never deleted."""

    __append_only__ = True

    chain: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    role: Mapped[str]
    source: Mapped[str]
    act: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    result: Mapped[str]
    details: Mapped[dict[str, Any]]
    prev: Mapped[str]
    hash: Mapped[str]


class AuditHead(Model):
    """The last entry of each chain: locked while the next one is written."""

    chain: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=START)


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written down, before it has its place in the chain."""

    act: str
    object_kind: str
    object_id: str
    estate_id: uuid.UUID | None
    result: str
    details: dict[str, Any]


def record(
    act: str,
    *,
    object_kind: str,
    object_id: object,
    estate_id: uuid.UUID | None = None,
    result: str = DONE,
    **details: Any,
) -> None:
    """Write the act down with the running transaction: both happen, or neither.

    The entry takes its place in the chain just before the commit, so the chain is locked only briefly.
    """
    entry = Act(act, object_kind, str(object_id), estate_id, result, details)
    before_commit(lambda: _append(entry))


def record_apart(
    act: str, *, object_kind: str, object_id: object, estate_id: uuid.UUID | None = None
) -> None:
    """Write a refused act down in a transaction of its own: the refused one leaves nothing behind."""
    with transaction():
        record(act, object_kind=object_kind, object_id=object_id, estate_id=estate_id, result=REFUSED)


def broken(chain: uuid.UUID) -> Iterator[int]:
    """The numbers of entries that do not hold: changed, missing, or no longer what the head says."""
    expected, prev = 1, START
    for entry in db.session.scalars(
        select(AuditEntry).filter_by(chain=chain).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    ):
        if entry.seq != expected or entry.prev != prev or entry.hash != _hash(prev, _content(vars(entry))):
            yield entry.seq
        expected, prev = entry.seq + 1, entry.hash
    head = db.session.get(AuditHead, chain)
    if head and (head.seq, head.hash) != (expected - 1, prev):
        yield expected


def entries_page(
    *,
    window: Window,
    chains: Select[uuid.UUID] | None = None,
    chain: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
    object_id: str | None = None,
    act: str | None = None,
) -> Page[AuditEntry]:
    """What was done, the newest first: in every chain, or in those of `chains`."""
    query = select(AuditEntry)
    if chains is not None:
        query = query.where(AuditEntry.chain.in_(chains))
    for column, wanted in (
        (AuditEntry.chain, chain),
        (AuditEntry.account_id, account_id),
        (AuditEntry.object_id, object_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if act:
        query = query.where(AuditEntry.act.startswith(act, autoescape=True))
    return page(
        query,
        by=((AuditEntry.at, datetime.fromisoformat), (AuditEntry.chain, uuid.UUID), (AuditEntry.seq, int)),
        window=window,
        newest_first=True,
    )


@prepared
def _locked(chain: Any) -> Select[int, str]:
    return select(AuditHead.seq, AuditHead.hash).where(AuditHead.chain == chain).with_for_update()


_ENTRIES, _HEADS = cast("Table", AuditEntry.__table__), cast("Table", AuditHead.__table__)
_WRITTEN = insert(_ENTRIES)
_MOVED = (
    update(_HEADS)
    .where(_HEADS.c.chain == bindparam("of"))
    .values(seq=bindparam("seq"), hash=bindparam("hash"))
)


def _append(act: Act) -> None:
    chain = act.estate_id or PLATFORM
    head = db.session.execute(*_locked(chain=chain)).one_or_none()
    if head is None:
        add_if_absent(AuditHead, chain=chain, seq=0, hash=START)
        head = db.session.execute(*_locked(chain=chain)).one()
    actor: Actor | None = g.get("actor") if has_app_context() else None
    entry = {
        "chain": chain,
        "seq": head.seq + 1,
        "at": clock.now(),
        "account_id": actor.account_id if actor else None,
        "role": actor.role if actor else "system",
        "source": _source(),
        "act": act.act,
        "object_kind": act.object_kind,
        "object_id": act.object_id,
        "result": act.result,
        "details": act.details,
        "prev": head.hash,
    }
    entry["hash"] = _hash(head.hash, _content(entry))
    connection = db.session.connection()
    connection.execute(_WRITTEN, entry)
    connection.execute(_MOVED, {"of": chain, "seq": entry["seq"], "hash": entry["hash"]})


def _content(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "chain": str(entry["chain"]),
        "seq": entry["seq"],
        "at": entry["at"].isoformat(),
        "account_id": str(entry["account_id"]),
        "role": str(entry["role"]),
        "source": entry["source"],
        "act": entry["act"],
        "object": f"{entry['object_kind']}:{entry['object_id']}",
        "result": entry["result"],
        "details": entry["details"],
    }


def _hash(prev: str, content: dict[str, Any]) -> str:
    key = current_app.config["LINLI_AUDIT_KEY"]
    return hmac.new(key, f"{prev}\n".encode() + canonical(content), hashlib.sha256).hexdigest()


def _source() -> str:
    """The network address an act came from, or the process it ran in."""
    return (request.remote_addr or "") if has_request_context() else f"process:{manner().sees or '-'}"
