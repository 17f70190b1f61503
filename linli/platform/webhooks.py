"""News for the programs of others: who wants to hear of what, and a queue of signed deliveries.

A delivery is written in the transaction of the deed and sent later, outside of any transaction, so that
a slow or hostile receiver slows nobody but itself. It goes out at least once, in no promised order: the
receiver knows a repeated one by its id. It carries ids and codes, never names, numbers or choices. The
headers and the signature are those of the Standard Webhooks specification.
"""

import base64
import dataclasses
import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, Select, false, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.events import Event
from linli.kernel.ids import new_id
from linli.kernel.refusals import Conflict, Invalid, Unknown
from linli.platform import audit
from linli.platform.db import Model, db
from linli.platform.paging import Page, Window, by_id
from linli.platform.ports import use
from linli.platform.prepared import prepared
from linli.platform.sealed import Sealed

MOST = 10
_OF_PERSONS = ("account_id", "reporter_id", "assignee_id", "successor_id")


class TooManySubscriptions(Conflict):
    """An estate or a company has as many receivers as it may have."""

    code, sentence = "webhook.too_many", f"最多登记 {MOST} 个接收地址，请先停用不用的。"


class BadAddress(Invalid):
    """The address may not be called: not https, inside our own network, or no address at all."""

    code, sentence = "webhook.bad_address", "接收地址要是公网可以访问的 https:// 网址，不能是内网地址。"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence, field_errors={"url": [sentence or self.sentence]})


class NotSent(Exception):
    """A delivery did not arrive; `status` is what the receiver answered, where it answered at all."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Sender(Protocol):
    """The way out."""

    def check(self, url: str) -> None:
        """Refuse an address that may never be called, without asking the network. Raises BadAddress."""

    def send(self, url: str, *, headers: Mapping[str, str], body: bytes) -> int:
        """Post it and give the receiver's status, 2xx. Raises NotSent for everything else."""


class Engagements(Protocol):
    """Which companies may hear of an estate on a day."""

    def companies(self, estate_id: uuid.UUID, *, on: date) -> Collection[uuid.UUID]:
        """The companies in charge of it."""


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class WebhookSubscription(Model):
    """An estate or a company wants these kinds of events sent to this address."""

    __table_args__ = (
        Index("ix_webhook_subscription_estate", "estate_id"),
        Index("ix_webhook_subscription_company", "company_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    estate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"))
    company_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("company.id"))
    url: Mapped[str]
    kinds: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(Sealed)
    made_by: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WebhookDelivery(Model):
    """One event on its way to one receiver."""

    __table_args__ = (
        Index("ix_webhook_delivery_due", "state", "next_try_at"),
        Index("ix_webhook_delivery_of", "subscription_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhook_subscription.id"))
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(default="")
    delivered_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Whose:
    """The estate or the company that a subscription belongs to: exactly one of both."""

    estate_id: uuid.UUID | None = None
    company_id: uuid.UUID | None = None


_kinds: dict[type[Event], str] = {}


def offer(kind: type[Event], name: str) -> None:
    """Let receivers hear of a kind of event under a name such as "ticket.reported"."""
    _kinds[kind] = name


def kinds() -> list[str]:
    """Everything that can be subscribed to."""
    return sorted(_kinds.values())


def subscribe(
    whose: Whose, *, url: str, wanted: Sequence[str], by: uuid.UUID | None, now: datetime
) -> WebhookSubscription:
    """A new receiver; its `secret` is made here and shown to the person once.

    Raises BadAddress, Invalid for kinds that are not there, and TooManySubscriptions.
    """
    use(Sender).check(url)
    unknown = set(wanted) - set(kinds())
    if unknown or not wanted:
        raise Invalid(field_errors={"kinds": ["请从列出的事件里选择，至少选一种。"]})
    if (db.session.scalar(select(func.count()).select_from(_of(whose).subquery())) or 0) >= MOST:
        raise TooManySubscriptions
    made = WebhookSubscription(
        estate_id=whose.estate_id, company_id=whose.company_id, url=url, kinds=sorted(set(wanted)),
        secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}", made_by=by, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(
        "platform:webhook:subscribe", object_kind="webhook", object_id=made.id, estate_id=whose.estate_id,
        kinds=made.kinds,
    )  # fmt: skip
    return made


def end(subscription: WebhookSubscription, *, now: datetime) -> None:
    """Send nothing there any more; what still waits is given up."""
    if subscription.ended_at is not None:
        return
    subscription.ended_at = now
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.subscription_id == subscription.id, WebhookDelivery.state == State.PENDING)
        .values(state=State.DEAD, next_try_at=None, last_error="ended")
    )
    audit.record(
        "platform:webhook:end",
        object_kind="webhook",
        object_id=subscription.id,
        estate_id=subscription.estate_id,
    )


def subscriptions(whose: Whose) -> Sequence[WebhookSubscription]:
    """The receivers of an estate or a company, the newest first."""
    return db.session.scalars(_of(whose).order_by(WebhookSubscription.id.desc())).all()


def subscription(whose: Whose, subscription_id: uuid.UUID) -> WebhookSubscription:
    """A receiver of this estate or company, or Unknown."""
    found = db.session.get(WebhookSubscription, subscription_id)
    if found is None or (found.estate_id, found.company_id) != (whose.estate_id, whose.company_id):
        raise Unknown
    return found


def deliveries_page(subscription_id: uuid.UUID, *, window: Window) -> Page[WebhookDelivery]:
    """What was sent to a receiver or waits for it, the newest first."""
    return by_id(
        select(WebhookDelivery).filter_by(subscription_id=subscription_id), WebhookDelivery.id, window=window
    )


def newest_of(
    subscription_ids: Sequence[uuid.UUID], *, most: int = 100
) -> dict[uuid.UUID, list[WebhookDelivery]]:
    """The newest deliveries by receiver, for looking at them side by side."""
    found: dict[uuid.UUID, list[WebhookDelivery]] = {one: [] for one in subscription_ids}
    query = select(WebhookDelivery).where(WebhookDelivery.subscription_id.in_(subscription_ids))
    for one in db.session.scalars(query.order_by(WebhookDelivery.id.desc()).limit(most)):
        found[one.subscription_id].append(one)
    return found


def send_again(subscription: WebhookSubscription, delivery_id: uuid.UUID, *, now: datetime) -> None:
    """Give a dead delivery a fresh set of tries. Raises Unknown where there is no such dead one."""
    revived = db.session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.id == delivery_id,
            WebhookDelivery.subscription_id == subscription.id,
            WebhookDelivery.state == State.DEAD,
        )
        .values(state=State.PENDING, tries=0, next_try_at=now)
    )
    if subscription.ended_at is not None or not revived.rowcount:  # type: ignore[attr-defined]
        raise Unknown
    audit.record(
        "platform:webhook:resend",
        object_kind="webhook_delivery",
        object_id=delivery_id,
        estate_id=subscription.estate_id,
    )


def spread(event: Event) -> None:
    """Queue the event for everybody who wants it; together with the deed."""
    name = _kinds.get(type(event))
    if name is None or event.estate_id is None:
        return
    interested = db.session.execute(*_interested(estate_id=event.estate_id)).all()
    wanting = [row for row in interested if name in row.kinds]
    if any(row.company_id for row in wanting):
        serving = use(Engagements).companies(event.estate_id, on=event.at.date())
        wanting = [row for row in wanting if row.company_id is None or row.company_id in serving]
    for row in wanting:
        db.session.add(
            WebhookDelivery(
                subscription_id=row.id, kind=name, body=_told(event), made_at=event.at,
                state=State.PENDING, tries=0, next_try_at=event.at,
            )
        )  # fmt: skip


@prepared
def _interested(estate_id: Any) -> Select[*tuple[Any, ...]]:
    return select(WebhookSubscription.id, WebhookSubscription.company_id, WebhookSubscription.kinds).where(
        WebhookSubscription.ended_at.is_(None),
        or_(WebhookSubscription.estate_id == estate_id, WebhookSubscription.company_id.is_not(None)),
    )


def _of(whose: Whose) -> Select[WebhookSubscription]:
    query = select(WebhookSubscription).where(WebhookSubscription.ended_at.is_(None))
    if whose.estate_id is not None:
        return query.where(WebhookSubscription.estate_id == whose.estate_id)
    if whose.company_id is not None:
        return query.where(WebhookSubscription.company_id == whose.company_id)
    return query.where(false())


def _told(event: Event) -> dict[str, Any]:
    """What the outside hears: ids and codes, but no person's."""
    told = {name: value for name, value in dataclasses.asdict(event).items() if name not in _OF_PERSONS}
    return {
        name: value.isoformat()
        if isinstance(value, datetime | date)
        else (str(value) if isinstance(value, uuid.UUID) else value)
        for name, value in told.items()
    }
