"""One unit of work: all of it, or none.

Nothing else in linli calls commit() or rollback(); a test counts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from linli.platform.db import db
from linli.platform.manner import EVERY_ESTATE, Manner, adopt, give_back, manner

_FINISHING = "linli.finishing"


class WroteWhileReading(RuntimeError):
    """A GET tried to change something."""


_open: ContextVar[bool] = ContextVar("linli_transaction_open", default=False)


def is_open() -> bool:
    """Whether a transaction is running."""
    return _open.get()


@contextmanager
def transaction(
    *, writes: bool = True, estate_id: UUID | None = None, sees: str | None = None, asks: str = ""
) -> Iterator[None]:
    """Commit when the block returns, roll back when it raises.

    `estate_id` narrows what row-level security shows to one estate; without it, work of the platform
    itself (a job, a command) sees every estate, unless `sees` says otherwise. What `asks` asks is answered
    as it begins: see linli.platform.db.answer_at_begin.
    """
    if _open.get():
        raise RuntimeError("a transaction inside a transaction")
    session = db.session()
    session.rollback()  # a read left open outside any block: it changed nothing
    scope = sees if sees is not None else (str(estate_id) if estate_id else EVERY_ESTATE)
    token, opened = adopt(Manner(writes=writes, sees=scope, asks=asks)), _open.set(True)
    session.info[_FINISHING] = []
    try:
        yield
        if writes:
            session.flush()
            for finish in session.info[_FINISHING]:
                finish()
            session.commit()
    finally:
        session.rollback()  # harmless after a commit
        session.info.pop(_FINISHING, None)
        give_back(token)
        _open.reset(opened)


@contextmanager
def piece() -> Iterator[None]:
    """A piece of the running transaction that is undone alone when it raises, with what it wanted done before the
    commit: for doing many things of which some may be refused.
    """
    session = db.session()
    finishing = session.info.setdefault(_FINISHING, [])
    kept = len(finishing)
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del finishing[kept:]
        raise


def before_commit(finish: Callable[[], None]) -> None:
    """Do this last in the running transaction, so that what it locks is held only briefly."""
    db.session().info.setdefault(_FINISHING, []).append(finish)


def narrow(estate_id: UUID) -> None:
    """From here on, the database shows this transaction one estate's rows only."""
    _see(str(estate_id))


@contextmanager
def seeing_every_estate() -> Iterator[None]:
    """For a question that spans estates by its nature, such as "where do I live?"; used sparingly."""
    before = manner().sees
    _see(EVERY_ESTATE)
    try:
        yield
    finally:
        _see(before)


def _see(scope: str) -> None:
    """Change what is seen; the database is told when it is next asked something, see linli.platform.db."""
    if manner().sees == scope:
        return
    session = db.session()
    if session.in_transaction() and db.engine.dialect.name == "postgresql":
        session.flush()  # what was written so far belongs to what was seen so far
    adopt(replace(manner(), sees=scope))


@event.listens_for(Session, "before_flush")
def _refuse_writes_while_reading(session: Session, *_: object) -> None:
    if not manner().writes and (session.new or session.dirty or session.deleted):
        raise WroteWhileReading(f"{[*session.new, *session.dirty, *session.deleted]}")
