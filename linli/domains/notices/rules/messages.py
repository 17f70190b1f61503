"""Which kind of message goes by which channel, and how one comes along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.domains.notices.errors import CannotTurnOff

TRIES = 6
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
CLAIM_LASTS = timedelta(seconds=60)
CODE_MESSAGES_KEPT = timedelta(days=190)


class Channel(StrEnum):
    """The ways a message can go."""

    APP = "app"
    SMS = "sms"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"app": "站内消息", "sms": "短信"}[self]


class State(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "queued": "待发送",
            "sent": "已发出",
            "delivered": "已送达",
            "read": "已读",
            "failed": "没有送到",
        }[self]


class Kind(StrEnum):
    """What messages are about; a person chooses by kind."""

    SIGN_IN = "sign_in"
    LEGAL = "legal"
    CLAIM = "claim"
    BILL = "bill"
    TICKET = "ticket"
    ANNOUNCEMENT = "announcement"
    EMERGENCY = "emergency"
    ACTIVITY = "activity"
    DELIBERATION = "deliberation"


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of message goes: by what it may go, by what it goes unless the person chose otherwise."""

    title: str
    hint: str
    may: tuple[Channel, ...]
    usual: tuple[Channel, ...]
    locked: bool = False


_BOTH = (Channel.APP, Channel.SMS)
_APP = (Channel.APP,)
WAYS: Mapping[Kind, Way] = MappingProxyType(
    {
        Kind.SIGN_IN: Way("登录验证码", "登录时要用，不能关", (Channel.SMS,), (Channel.SMS,), locked=True),
        Kind.LEGAL: Way("表决和公示", "依法必须通知，不能关", _BOTH, _BOTH, locked=True),
        Kind.CLAIM: Way("房屋认证结果", "您申请认证房屋后的答复", _BOTH, _BOTH),
        Kind.BILL: Way("账单和缴费", "新账单、到期提醒、收据", _BOTH, _APP),
        Kind.TICKET: Way("报事报修进展", "受理、上门、办结", _BOTH, _APP),
        Kind.EMERGENCY: Way("紧急通知", "停水停电、台风、应急点名，不能关", _BOTH, _BOTH, locked=True),
        Kind.ANNOUNCEMENT: Way("小区公告", "物业和社区的通知", _BOTH, _APP),
        Kind.ACTIVITY: Way("邻里活动", "活动报名和提醒", _BOTH, _APP),
        Kind.DELIBERATION: Way("小区议事", "有人回复或提到您、联名和答复、每日汇总", _BOTH, _APP),
    }
)
AT_ANY_HOUR = (Kind.SIGN_IN, Kind.EMERGENCY)
PUSHES_APART = timedelta(hours=1)
CHOOSABLE = tuple(kind for kind, way in WAYS.items() if not way.locked)

Wishes = Mapping[tuple[Kind, Channel], bool]


def channels(kind: Kind, wishes: Wishes) -> tuple[Channel, ...]:
    """The channels a message of this kind takes to somebody with these wishes; none: it is not sent.

    Wishes count for nothing where the kind is locked (NT-10).
    """
    way = WAYS[kind]
    if way.locked:
        return way.usual
    return tuple(channel for channel in way.may if wishes.get((kind, channel), channel in way.usual))


def check_wish(kind: Kind, channel: Channel, *, on: bool) -> None:
    """Raises CannotTurnOff where the law or signing in needs the message."""
    if WAYS[kind].locked and channel in WAYS[kind].usual and not on:
        raise CannotTurnOff


def first_state(channel: Channel) -> State:
    """A message in the app has arrived once it is written down; all others have a way to go."""
    return State.DELIVERED if channel is Channel.APP else State.QUEUED


def next_try(tries: int, now: datetime, *, jitter: float) -> datetime | None:
    """When to try again after so many failed tries; None: it has failed for good. `jitter` is 0.5 to 1.5."""
    if tries >= TRIES:
        return None
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1))
    return now + wait * jitter
