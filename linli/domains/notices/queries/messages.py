"""Messages to persons: what each has got, how far it has come, what each has chosen."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from linli.domains.notices import rules
from linli.domains.notices.models import Message, MessageWish
from linli.domains.notices.rules import Channel, Kind, State
from linli.domains.people.queries import register
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news to a person, and how it went by each channel."""

    message: Message
    wording: rules.Wording
    ways: tuple[tuple[Channel, State], ...]

    @property
    def unread(self) -> bool:
        """Whether the person has not opened it in the app."""
        return self.message.state != State.READ

    @property
    def sent(self) -> str:
        """How it went by the other channels, in words: 短信已送达."""
        return "，".join(f"{way.title}{state.title}" for way, state in self.ways if way is not Channel.APP)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person has chosen for one kind."""

    kind: Kind
    way: rules.Way
    on: tuple[Channel, ...]


def own_message(account_id: uuid.UUID, message_id: uuid.UUID) -> Message:
    """A message in the app to this person, or Unknown."""
    found = db.session.get(Message, message_id)
    if found is None or found.account_id != account_id or found.channel != Channel.APP:
        raise Unknown
    return found


def news_page(account_id: uuid.UUID, *, window: Window, unread_only: bool = False) -> Page[News]:
    """A person's messages in the app, newest first, each with how it went by other channels."""
    query = select(Message).filter_by(account_id=account_id, channel=Channel.APP)
    if unread_only:
        query = query.where(Message.state != State.READ)
    found = by_id(query, Message.id, window=window)
    ways = _ways([message.once for message in found.items])
    return Page([_news(message, ways) for message in found.items], found.next)


def news(message: Message) -> News:
    """One message as its person sees it."""
    return _news(message, _ways([message.once]))


def unread_count(account_id: uuid.UUID) -> int:
    """How many messages in the app a person has not opened."""
    query = select(func.count()).where(
        Message.account_id == account_id, Message.channel == Channel.APP, Message.state != State.READ
    )
    return db.session.scalar(query) or 0


def delivery_page(*, estate_id: uuid.UUID, account_id: uuid.UUID, window: Window) -> Page[Message]:
    """Every message of an estate to one person, by every channel, with its state (NT-16)."""
    query = select(Message).filter_by(account_id=account_id, estate_id=estate_id)
    return by_id(query, Message.id, window=window)


def unreached_about_vote(*, estate_id: uuid.UUID, vote_id: uuid.UUID) -> list[uuid.UUID]:
    """The accounts whose newest short message about a vote failed for good, for a visit at the door (VO-39)."""
    newest = func.row_number().over(partition_by=Message.account_id, order_by=Message.id.desc())
    sent = (
        select(Message.account_id, Message.state, newest.label("place"))
        .where(
            Message.estate_id == estate_id,
            Message.channel == Channel.SMS,
            Message.account_id.is_not(None),
            Message.params["vote_id"].as_string() == str(vote_id),
        )
        .subquery()
    )
    query = select(sent.c.account_id).where(sent.c.place == 1, sent.c.state == State.FAILED)
    return list(db.session.scalars(query))


def own_delivery_page(account_id: uuid.UUID, *, window: Window) -> Page[Message]:
    """Every message to one person, by every channel, with its state (NT-16)."""
    return by_id(select(Message).filter_by(account_id=account_id), Message.id, window=window)


def delivery_of_owner(
    *, estate_id: uuid.UUID, owner_id: uuid.UUID, window: Window
) -> tuple[str, Page[Message]]:
    """The messages of an estate to an owner on its register, found from the person; with the owner's name."""
    owner = register.owner(estate_id=estate_id, owner_id=owner_id)
    if owner.account_id is None:
        return owner.name, Page()
    return owner.name, delivery_page(estate_id=estate_id, account_id=owner.account_id, window=window)


def wishes(
    account_ids: Sequence[uuid.UUID], kind: Kind | None = None
) -> dict[uuid.UUID, dict[tuple[Kind, Channel], bool]]:
    """What people have chosen: account → (kind, channel) → wanted or not."""
    query = select(MessageWish).where(MessageWish.account_id.in_(account_ids))
    if kind is not None:
        query = query.where(MessageWish.kind == kind)
    found: dict[uuid.UUID, dict[tuple[Kind, Channel], bool]] = {}
    for wish in db.session.scalars(query):
        found.setdefault(wish.account_id, {})[Kind(wish.kind), Channel(wish.channel)] = wish.wanted
    return found


def choices(account_id: uuid.UUID) -> list[Wish]:
    """Every kind of message, and by which channels it comes to this person."""
    chosen = wishes([account_id]).get(account_id, {})
    return [Wish(kind, way, rules.channels(kind, chosen)) for kind, way in rules.WAYS.items()]


def own(account_id: uuid.UUID) -> list[dict[str, str]]:
    """Every message to a person, for the copy of their own data."""
    query = select(Message).filter_by(account_id=account_id).order_by(Message.id)
    return [
        {
            "made_at": message.made_at.isoformat(),
            "kind": message.kind,
            "channel": message.channel,
            "state": message.state,
            "title": rules.word(message.template, message.params).title,
            "text": rules.word(message.template, message.params).text,
        }
        for message in db.session.scalars(query)
    ]


def _ways(onces: Sequence[str]) -> dict[str, list[tuple[Channel, State]]]:
    """How the same news went by every channel, by what is the same of it."""
    roots = {once.rpartition(":")[0] for once in onces}
    keys = [f"{root}:{channel}" for root in roots for channel in Channel]
    found: dict[str, list[tuple[Channel, State]]] = {}
    query = select(Message.once, Message.channel, Message.state).where(Message.once.in_(keys))
    for once, channel, state in db.session.execute(query):
        found.setdefault(once.rpartition(":")[0], []).append((Channel(channel), State(state)))
    return found


def _news(message: Message, ways: Mapping[str, list[tuple[Channel, State]]]) -> News:
    root = message.once.rpartition(":")[0]
    return News(message, rules.word(message.template, message.params), tuple(ways.get(root, ())))
