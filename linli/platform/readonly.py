"""Everyone can read and nothing writes, for as long as operators need it: a repair, a move, a doubt (AO-12).

The switch stands in the database, so that every process obeys it at once: each writing request asks it in
its own transaction. What pages and the worker show and do may lag by two seconds. Only the switch itself
and the worker's sign of life are written meanwhile.
"""

import logging
import time
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.refusals import Busy
from linli.platform import audit
from linli.platform.db import Model, answer_at_begin, db
from linli.platform.prepared import prepared
from linli.platform.transactions import is_open, transaction

log = logging.getLogger(__name__)

NAME = "readonly"
STANDS = f"EXISTS (SELECT FROM house_switch WHERE name = '{NAME}')"
CACHED = 2.0
SENTENCE = "平台正在维护，现在只能查看，不能提交。您填写的内容没有提交，请稍后再试。"
KEPT = "linli.readonly"


class ReadOnly(Busy):
    """The operators have stopped all writing for a while; reading goes on."""

    code, sentence = "read_only", SENTENCE

    def __init__(self) -> None:
        super().__init__(retry_after=300)


class HouseSwitch(Model):
    """A switch of the whole house; it is on while its row is there."""

    name: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


def switch(*, on: bool, now: datetime) -> bool:
    """Turn it on or off; False where it stood so already."""
    row = db.session.get(HouseSwitch, NAME)
    current_app.extensions.pop(KEPT, None)
    if (row is not None) == on:
        return False
    if row is None:
        db.session.add(HouseSwitch(name=NAME, since=now))
    else:
        db.session.delete(row)
    audit.record(f"platform:readonly:{'on' if on else 'off'}", object_kind="platform", object_id=NAME)
    return True


@prepared
def _since(name: Any) -> Select[datetime]:
    return select(HouseSwitch.since).where(HouseSwitch.name == name)


def refuse_if_on() -> None:
    """As the database says within the running transaction; one that asked STANDS as it began knows. Raises ReadOnly."""
    told = answer_at_begin()
    if _stands() if told is None else told:
        raise ReadOnly


def _stands() -> bool:
    return db.session.execute(*_since(name=NAME)).first() is not None


def lately_on() -> bool:
    """Whether it is on, as it was known within the last two seconds; a database that is away changes nothing."""
    at, known = current_app.extensions.get(KEPT, (-CACHED, False))
    if time.monotonic() - at < CACHED:
        return bool(known)
    try:
        if is_open():
            known = _stands()
        else:
            with transaction(writes=False, sees=""):
                known = _stands()
    except SQLAlchemyError:
        log.warning("could not ask the switch")
    current_app.extensions[KEPT] = (time.monotonic(), known)
    return bool(known)
