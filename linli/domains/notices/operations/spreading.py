"""Telling a whole set of people, however many, in one statement a channel."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    select,
    true,
    type_coerce,
)

from linli.domains.notices import rules
from linli.domains.notices.models import Message, MessageWish
from linli.domains.notices.operations.writing import write
from linli.domains.notices.rules import Channel, Kind, State
from linli.platform.db import Json, Utc
from linli.platform.making_ids import IdHere

_NAMES = (
    *("id", "account_id", "estate_id", "kind", "channel", "template", "params", "once", "state", "tries"),
    *("last_error", "made_at", "next_try_at", "sent_at", "delivered_at"),
)


def tell_all(
    *,
    to: Select[uuid.UUID],
    kind: Kind,
    template: str,
    about: str,
    params: Mapping[str, Any],
    estate_id: uuid.UUID,
    now: datetime,
    only: Channel | None = None,
) -> int:
    """Queue news for everybody of a set by the channels each has chosen; returns how many messages that makes.

    Like `messages.tell`, but the people never leave the database. `only` takes one channel, for all who have
    not turned it off. Telling again about the same matter tells nobody twice.
    """
    made = 0
    for channel in (only,) if only else rules.WAYS[kind].may:
        usual = channel is only or channel in rules.WAYS[kind].usual
        made += _tell_by(channel, to, kind, template, about, params, estate_id, now, usual=usual)
    return made


def _tell_by(
    channel: Channel,
    to: Select[uuid.UUID],
    kind: Kind,
    template: str,
    about: str,
    params: Mapping[str, Any],
    estate_id: uuid.UUID,
    now: datetime,
    *,
    usual: bool,
) -> int:
    people = to.subquery("people")
    account = people.c.account_id
    once = literal(f"{about}:") + cast(account, String) + literal(f":{channel.value}")
    state = rules.first_state(channel)
    arrived = now if state is State.DELIVERED else None
    waits = now if state is State.QUEUED else None
    same = (
        *(literal(estate_id), literal(kind.value), literal(channel.value), literal(template)),
        type_coerce(literal(dict(params), Json), Json),
    )
    fixed = (literal(state.value), literal(0), literal(""), _at(now), _at(waits), _at(arrived), _at(arrived))
    rows = (
        select(IdHere(now), account, *same, once, *fixed)
        .select_from(people)
        .where(
            _wanted(kind, channel, account, usual=usual),
            ~select(Message.id).where(Message.once == once).exists(),
        )
    )
    return write(insert(Message).from_select(_NAMES, rows, include_defaults=False))


def _wanted(
    kind: Kind, channel: Channel, account: ColumnElement[uuid.UUID], *, usual: bool
) -> ColumnElement[bool]:
    """Whether a person takes this kind by this channel: by their own choice, else as usual (NT-10)."""
    if rules.WAYS[kind].locked:
        return true() if usual else false()
    chosen = (
        select(MessageWish.wanted)
        .where(
            and_(MessageWish.account_id == account, MessageWish.kind == kind, MessageWish.channel == channel)
        )
        .scalar_subquery()
    )
    return func.coalesce(chosen, literal(usual)) == true()


def _at(moment: datetime | None) -> ColumnElement[Any]:
    return cast(null(), Utc()) if moment is None else literal(moment, Utc())
