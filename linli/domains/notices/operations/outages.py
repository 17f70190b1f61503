"""Water, power, lift … stops: told to the homes it concerns, and told again when it is over."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.domains.notices.errors import EndsBeforeNow, NoOutage
from linli.domains.notices.events import OutageOver
from linli.domains.notices.models import Announcement, Outage
from linli.domains.notices.operations import announcements
from linli.domains.notices.rules.aims import Aim
from linli.domains.notices.rules.announcing import Stopped, Urgency
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import shanghai
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What stops, from when to about when, and why."""

    what: Stopped
    starts_at: datetime
    until_at: datetime
    reason: str
    phone: str = ""


def declare(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    stop: Stop,
    aim: Aim,
    urgency: Urgency,
    now: datetime,
    expects: int | None = None,
    files: Sequence[Any] = (),
) -> Announcement:
    """Tell the homes concerned that something stops. It stays up until the all-clear.

    Raises EndsBeforeNow where the end lies before the beginning or behind, and what `publish` raises.
    """
    if stop.until_at <= stop.starts_at or stop.until_at <= now:
        raise EndsBeforeNow(field_errors={"until_at": ["预计恢复的时间要晚于开始，也要晚于现在。"]})
    title, words = worded(stop)
    made = announcements.publish(
        actor=actor, estate_id=estate_id, title=title, words=words, aim=aim, urgency=urgency,
        expects=expects, files=files, now=now,
    )  # fmt: skip
    db.session.add(
        Outage(
            id=new_id(),
            estate_id=estate_id,
            announcement_id=made.id,
            what=stop.what,
            starts_at=stop.starts_at,
            until_at=stop.until_at,
        )
    )
    db.session.flush()
    return made


def worded(stop: Stop) -> tuple[str, str]:
    """The announcement of a stop: title and words."""
    since, until = shanghai(stop.starts_at), shanghai(stop.until_at)
    ends = f"{until:%H:%M}" if since.date() == until.date() else f"{until.month}月{until.day}日 {until:%H:%M}"
    when = f"{since.month}月{since.day}日 {since:%H:%M} 到 {ends}"
    call = f"\n着急请打 {stop.phone}。" if stop.phone else ""
    return (
        f"{stop.what.title}通知：{when}",
        f"因{stop.reason}，{when}{stop.what.title}。\n恢复后会马上通知。不用再报修。{call}",
    )


def give_all_clear(*, actor: Actor, announcement: Announcement, outage: Outage, now: datetime) -> None:
    """What had stopped runs again: everybody on the list hears it, and the announcement ends. Raises NoOutage."""
    announcements.lock(announcement)
    announcements.check_out(announcement)
    db.session.refresh(outage, with_for_update=True)
    if outage.restored_at is not None:
        raise NoOutage
    outage.restored_at, outage.restored_by, announcement.ends_at = now, actor.account_id, now
    audit.record(
        "notices:outage:restore", object_kind="outage", object_id=outage.id, estate_id=outage.estate_id
    )
    publish(
        OutageOver(at=now, estate_id=outage.estate_id, announcement_id=announcement.id, outage_id=outage.id)
    )
