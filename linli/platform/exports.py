"""Long lists written in the background for one person, to be fetched once, within a day, by the same rights.

Rooms' lists are registered as kinds. A request keeps who asked, in which role and where; the worker reads
the list a page at a time, each page in a reading transaction of its own, and says how far it is. The file
begins with a line that names the person, the time and the export (check I-3), lies sealed in the file
store, and is gone after it was fetched or a day later.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.grants import Table, permits
from linli.kernel.refusals import Conflict, Forbidden, Invalid, TooMany, Unknown
from linli.platform import audit
from linli.platform.db import Model, OfEstate, db
from linli.platform.spreadsheets import XLSX, Value

KEPT = timedelta(hours=24)
MOST_A_DAY, MOST_WAITING = 20, 3
TRIES = 3
SILENT_AFTER = timedelta(minutes=5)
CSV = "text/csv; charset=utf-8"
MEDIA = {"xlsx": XLSX, "csv": CSV}

Rows = Iterator[Sequence[Sequence[Value]]]


class TooManyWaiting(Conflict):
    """The person's earlier exports are not ready yet."""

    code, sentence = "export.too_many_waiting", f"您已有 {MOST_WAITING} 份导出在排队，请等它们完成后再申请。"


class NotReady(Conflict):
    """It is still being written, or it failed."""

    code, sentence = "export.not_ready", "这份导出还没有完成，请稍后再取。"


class AlreadyFetched(Conflict):
    """It was fetched once, or its day has passed."""

    code, sentence = "export.gone", "这份导出已经取走或已过 24 小时，需要时请重新申请。"


class State(StrEnum):
    """Where an export stands."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FETCHED = "fetched"
    EXPIRED = "expired"
    FAILED = "failed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "queued": "排队中", "running": "生成中", "ready": "可以下载", "fetched": "已取走", "expired": "已过期",
            "failed": "没有成功",
        }[self]  # fmt: skip


class Export(OfEstate, Model):
    """One list that somebody asked for."""

    __table_args__ = (Index("ix_export_asked_by", "asked_by", "asked_at"), Index("ix_export_state", "state"))

    kind: Mapped[str]
    form: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    asked_by: Mapped[uuid.UUID]
    name: Mapped[str]
    role: Mapped[str]
    scope_kind: Mapped[str]
    scope_id: Mapped[uuid.UUID | None]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None]
    done_rows: Mapped[int] = mapped_column(default=0)
    storage_key: Mapped[str | None]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    @property
    def actor(self) -> Actor:
        """Whoever asked, in the role in which they asked."""
        return Actor(self.asked_by, Role(self.role), Scope(ScopeKind(self.scope_kind), self.scope_id))


@dataclass(frozen=True, slots=True)
class Kind:
    """A list that can be asked for: who may, its columns, and its rows page by page.

    `read(actor, estate_id, parameters)` yields pages; each is asked for in a reading transaction of its own.
    """

    name: str
    title: str
    act: StrEnum
    table: Table
    columns: Sequence[str]
    read: Callable[[Actor, uuid.UUID, dict[str, Any]], Rows]

    def open_to(self, actor: Actor) -> bool:
        """Whether the actor may read this list at all."""
        return permits(self.table, actor, self.act)


_kinds: dict[str, Kind] = {}


def offer(kind: Kind) -> None:
    """Let people ask for a list."""
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    """The list of that name. Raises Invalid."""
    if name not in _kinds:
        raise Invalid(field_errors={"kind": ["没有这种清单，请从列出的里面选择。"]})
    return _kinds[name]


def kinds_for(actor: Actor) -> list[Kind]:
    """The lists that the actor may ask for."""
    return [one for _, one in sorted(_kinds.items()) if one.open_to(actor)]


def ask(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    name: str,
    form: str = "xlsx",
    parameters: dict[str, Any] | None = None,
    now: datetime,
) -> Export:
    """Put an export in the queue. Raises Invalid, Forbidden, TooManyWaiting and TooMany (20 a day for a person)."""
    wanted = kind(name)
    if not wanted.open_to(actor):
        raise Forbidden
    _check_pace(actor.account_id, now)
    made = Export(
        estate_id=estate_id, kind=name, form=form, parameters=parameters or {}, asked_by=actor.account_id,
        name=actor.name, role=actor.role, scope_kind=actor.scope.kind, scope_id=actor.scope.id, asked_at=now,
        state=State.QUEUED,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "platform:export:ask", object_kind="export", object_id=made.id, estate_id=estate_id, kind=name
    )
    return made


def _check_pace(account_id: uuid.UUID, now: datetime) -> None:
    mine = select(func.count()).where(Export.asked_by == account_id)
    waiting = mine.where(Export.state.in_([State.QUEUED, State.RUNNING]))
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyWaiting
    day_ago = now - timedelta(days=1)
    if (db.session.scalar(mine.where(Export.asked_at > day_ago)) or 0) >= MOST_A_DAY:
        oldest = db.session.scalar(
            select(func.min(Export.asked_at)).where(Export.asked_by == account_id, Export.asked_at > day_ago)
        )
        wait = (oldest + timedelta(days=1) - now).total_seconds() if oldest else 60
        raise TooMany(
            f"每人每天最多导出 {MOST_A_DAY} 次，请过一段时间再来。", retry_after=max(1, int(wait) + 1)
        )


def own(actor: Actor, estate_id: uuid.UUID) -> Sequence[Export]:
    """What the actor asked for in the estate, the newest first."""
    return db.session.scalars(
        select(Export)
        .filter_by(estate_id=estate_id, asked_by=actor.account_id)
        .order_by(Export.id.desc())
        .limit(50)
    ).all()


def own_one(actor: Actor, estate_id: uuid.UUID, export_id: uuid.UUID) -> Export:
    """One of them; another person's looks like a missing one."""
    found = db.session.get(Export, (estate_id, export_id))
    if found is None or found.asked_by != actor.account_id:
        raise Unknown
    return found


def fetch(*, actor: Actor, estate_id: uuid.UUID, export_id: uuid.UUID, now: datetime) -> Export:
    """Take the file, once, with the rights of this moment. Raises Unknown, Forbidden, NotReady, AlreadyFetched.

    It is a POST and no link to click: a messenger's preview of a link would use it up.
    """
    found = db.session.scalars(
        select(Export).filter_by(estate_id=estate_id, id=export_id).with_for_update()
    ).one_or_none()
    if found is None or found.asked_by != actor.account_id:
        raise Unknown
    if not kind(found.kind).open_to(actor):
        raise Forbidden
    if found.state in {State.FETCHED, State.EXPIRED} or (found.expires_at and found.expires_at <= now):
        raise AlreadyFetched
    if found.state != State.READY:
        raise NotReady
    found.state, found.fetched_at = State.FETCHED, now
    audit.record(
        "platform:export:fetch",
        object_kind="export",
        object_id=found.id,
        estate_id=estate_id,
        kind=found.kind,
        rows=found.done_rows,
    )
    return found


def claim(*, now: datetime) -> Export | None:
    """The next export to write: the oldest waiting, or one whose writer has fallen silent."""
    silent = (Export.state == State.RUNNING) & (Export.beat_at < now - SILENT_AFTER)
    found = db.session.scalar(
        select(Export)
        .where(or_(Export.state == State.QUEUED, silent))
        .order_by(Export.asked_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is None:
        return None
    if found.tries >= TRIES:
        found.state, found.error = State.FAILED, "ProcessDied"
        return None
    found.state, found.tries, found.beat_at, found.done_rows = State.RUNNING, found.tries + 1, now, 0
    return found
