"""Sending what linli.platform.webhooks queued: claimed in one transaction, sent in none, noted in another."""

import base64
import hashlib
import hmac
import json
import random
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from linli.platform.db import db
from linli.platform.webhooks import NotSent, Sender, State, WebhookDelivery, WebhookSubscription

TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=12)
CLAIM_LASTS = timedelta(minutes=2)
AT_ONCE, AT_ONCE_EACH = 16, 4


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery, ready to go; lives in memory only."""

    delivery_id: uuid.UUID
    tries: int
    url: str
    secret: str
    body: bytes


def any_due(*, now: datetime) -> bool:
    """Whether a delivery waits; asked in a reading transaction, so that idling writes nothing."""
    return db.session.scalar(_due(now).limit(1)) is not None


def claim(*, now: datetime) -> list[Parcel]:
    """Take some deliveries that are due, only a few for each receiver, so that none stands in another's way."""
    place = func.row_number().over(
        partition_by=WebhookDelivery.subscription_id, order_by=WebhookDelivery.next_try_at
    )
    ranked = _due(now).with_only_columns(WebhookDelivery.id, place.label("place")).subquery()
    wanted = select(ranked.c.id).where(ranked.c.place <= AT_ONCE_EACH).limit(AT_ONCE)
    due = db.session.scalars(
        _due(now).where(WebhookDelivery.id.in_(wanted)).with_for_update(skip_locked=True)
    )
    parcels = []
    for one in due:
        receiver = db.session.get_one(WebhookSubscription, one.subscription_id)
        one.tries += 1
        one.next_try_at = now + CLAIM_LASTS
        body = {"id": str(one.id), "type": one.kind, "timestamp": one.made_at.isoformat(), "data": one.body}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        parcels.append(Parcel(one.id, one.tries, receiver.url, receiver.secret, content))
    return parcels


def hand_over(
    parcels: Sequence[Parcel], sender: Sender, *, now: datetime
) -> list[tuple[Parcel, int | NotSent]]:
    """Send the parcels side by side. Never inside a transaction (check H-10)."""

    def carry(parcel: Parcel) -> int | NotSent:
        try:
            return sender.send(parcel.url, headers=_headers(parcel, now), body=parcel.body)
        except NotSent as no:
            return no
        except Exception as fault:  # noqa: BLE001 - whatever a receiver does, the delivery stays visible
            return NotSent(type(fault).__name__)

    if not parcels:
        return []
    with ThreadPoolExecutor(max_workers=len(parcels), thread_name_prefix="webhook") as pool:
        return list(zip(parcels, pool.map(carry, parcels), strict=True))


def note(*, parcel: Parcel, outcome: int | NotSent, now: datetime) -> None:
    """Write down what came of a try, unless another worker has taken the delivery over meanwhile."""
    one = db.session.scalar(
        select(WebhookDelivery)
        .filter_by(id=parcel.delivery_id, state=State.PENDING, tries=parcel.tries)
        .with_for_update()
    )
    if one is None:
        return
    if isinstance(outcome, int):
        one.state, one.delivered_at, one.next_try_at = State.DELIVERED, now, None
        one.last_status, one.last_error = outcome, ""
        return
    one.last_status, one.last_error = outcome.status, str(outcome)[:200]
    if one.tries >= TRIES:
        one.state, one.next_try_at = State.DEAD, None
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 3 ** (one.tries - 1))
    one.next_try_at = now + wait * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def sign(secret: str, *, delivery_id: str, moment: int, body: bytes) -> str:
    """The signature a receiver can check: HMAC-SHA256 over "id.timestamp.body" (Standard Webhooks)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{delivery_id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def _headers(parcel: Parcel, now: datetime) -> dict[str, str]:
    moment = int(now.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "linli-webhooks/1",
        "Webhook-Id": str(parcel.delivery_id),
        "Webhook-Timestamp": str(moment),
        "Webhook-Signature": sign(
            parcel.secret, delivery_id=str(parcel.delivery_id), moment=moment, body=parcel.body
        ),
    }


def _due(now: datetime) -> Select[WebhookDelivery]:
    return select(WebhookDelivery).where(
        WebhookDelivery.state == State.PENDING, WebhookDelivery.next_try_at <= now
    )
