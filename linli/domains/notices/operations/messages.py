"""Telling people things, reading them, and choosing how they come."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from linli.domains.notices import rules
from linli.domains.notices.models import Message, MessageWish
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import Channel, Kind, State
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db

AT_ONCE = 500


def tell(
    *, account_ids: Collection[uuid.UUID], kind: Kind, template: str, about: str, params: Mapping[str, Any],
    estate_id: uuid.UUID | None, now: datetime,
) -> int:  # fmt: skip
    """Queue news for people by the channels each has chosen; returns how many messages that makes.

    `about` names the matter ("claim:<id>"), so that telling again tells nobody twice. `params` hold ids and
    public words only: what is personal is looked up when it is shown.
    """
    made = 0
    everybody = sorted(set(account_ids))
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        wishes = inbox.wishes(some, kind)
        rows = [
            _row(
                account_id, kind, channel, template, f"{about}:{account_id}:{channel}", params, estate_id, now
            )
            for account_id in some
            for channel in rules.channels(kind, wishes.get(account_id, {}))
        ]
        made += _add_new(rows)
    return made


def send_code(*, code_id: uuid.UUID, template: str, expires_at: datetime, now: datetime) -> None:
    """Queue a sign-in code; neither the code nor the phone is kept with it. The carrier writes it in a short
    message (`login_code`) or calls and reads it out (`login_code_voice`).
    """
    row = _row(
        None,
        Kind.SIGN_IN,
        Channel.SMS,
        template,
        f"login_code:{code_id}",
        {"code_id": str(code_id)},
        None,
        now,
    )
    _add_new([row | {"expires_at": expires_at}])


def read(*, message: Message, now: datetime) -> None:
    """The person has opened a message in the app; the first time counts."""
    if message.state != State.READ:
        message.state, message.read_at = State.READ, now


def read_all(*, account_id: uuid.UUID, now: datetime) -> None:
    """The person has taken note of everything in the app."""
    db.session.execute(
        update(Message)
        .where(Message.account_id == account_id, Message.channel == Channel.APP, Message.state != State.READ)
        .values(state=State.READ, read_at=now)
    )


def choose(*, account_id: uuid.UUID, wanted: Mapping[tuple[Kind, Channel], bool], now: datetime) -> None:
    """Keep a person's choice of channels by kind. Raises CannotTurnOff for what everybody must get."""
    for (kind, channel), on in wanted.items():
        rules.check_wish(kind, channel, on=on)
    for (kind, channel), on in wanted.items():
        if rules.WAYS[kind].locked or channel not in rules.WAYS[kind].may:
            continue
        db.session.merge(
            MessageWish(account_id=account_id, kind=kind, channel=channel, wanted=on, chosen_at=now)
        )
    db.session.flush()
    audit.record("notices:wish:choose", object_kind="account", object_id=account_id)


def _row(
    account_id: uuid.UUID | None, kind: Kind, channel: Channel, template: str, once: str,
    params: Mapping[str, Any], estate_id: uuid.UUID | None, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    state = rules.first_state(channel)
    arrived = now if state is State.DELIVERED else None
    return {
        "id": new_id(),
        "account_id": account_id,
        "estate_id": estate_id,
        "kind": kind,
        "channel": channel,
        "template": template,
        "params": dict(params),
        "once": once,
        "state": state,
        "tries": 0,
        "last_error": "",
        "made_at": now,
        "next_try_at": now if state is State.QUEUED else None,
        "sent_at": arrived,
        "delivered_at": arrived,
    }


def _add_new(rows: list[dict[str, Any]]) -> int:
    known = set(
        db.session.scalars(select(Message.once).where(Message.once.in_([row["once"] for row in rows])))
    )
    fresh = [row for row in rows if row["once"] not in known]
    if fresh:
        # Without nulls written out, each change between the channels would begin a new statement.
        db.session.execute(insert(Message), fresh, execution_options={"render_nulls": True})
    return len(fresh)
