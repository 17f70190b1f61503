"""How far a case has come on its way out, and what the platform's updates add up to, in whatever order they came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from config.governance import OutsideState


class Sending(StrEnum):
    """The sending state of a ticket, as staff see it (GI-02)."""

    UNPROCESSED = "unprocessed"
    SENDING = "sending"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    SKIPPED = "skipped"
    FAILED = "failed"
    BY_HAND = "by_hand"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "unprocessed": "待处理",
            "sending": "正在发送",
            "sent": "已发出，等编号",
            "acknowledged": "平台已收下",
            "skipped": "按规则不上报",
            "failed": "发送失败",
            "by_hand": "已人工移交",
        }[self]


#: The case is with the platform, or on its way to it.
OUT = frozenset({Sending.SENDING, Sending.SENT, Sending.ACKNOWLEDGED, Sending.FAILED})


class Parcel(StrEnum):
    """Where one message stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"waiting": "等待发送", "done": "已送到", "dead": "发送失败"}[self]


class Kind(StrEnum):
    """What a message tells the platform."""

    CASE = "case"
    URGE = "urge"
    RATING = "rating"
    REOPEN = "reopen"
    CLOSE = "close"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "case": "上报事件", "urge": "居民催办", "rating": "居民评价", "reopen": "要求重办", "close": "居民侧办结",
        }[self]  # fmt: skip


class Meaning(StrEnum):
    """What a state of the platform's means here."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    FINISHED = "finished"
    CLOSED = "closed"
    RETURNED = "returned"
    REOPENED = "reopened"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "registered": "平台已受理", "dispatched": "平台已派遣", "handling": "平台处置中", "finished": "平台已处置",
            "closed": "平台已结案", "returned": "平台退回", "reopened": "平台重新办理",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One update: the platform's id for it, its place in the order of its case, and what it says."""

    update_id: str
    version: int
    state: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the platform has a case. `unknown` is a state that the table does not have, as it was said."""

    version: int = 0
    meaning: Meaning | None = None
    title: str = ""
    number: str = ""
    unknown: str = ""


def standing(updates: Iterable[Said], table: Mapping[str, OutsideState]) -> Standing:
    """What a set of updates adds up to: the highest version counts, in any order and any number (check F-6).

    What is closed stays closed until the platform says in so many words that it is reopened. A state that the
    table does not have changes nothing but is kept and shown (GI-12).
    """
    now = Standing()
    seen: set[str] = set()
    for one in sorted(updates, key=lambda said: (said.version, said.update_id)):
        if one.update_id in seen:
            continue
        seen.add(one.update_id)
        now = _after(now, one, table.get(one.state))
    return now


def _after(now: Standing, said: Said, known: OutsideState | None) -> Standing:
    number = said.number or now.number
    if known is None:
        return Standing(
            version=said.version, meaning=now.meaning, title=now.title, number=number, unknown=said.state
        )
    meaning = Meaning(known.means)
    if now.meaning is Meaning.CLOSED and meaning is not Meaning.REOPENED:
        return Standing(version=said.version, meaning=now.meaning, title=now.title, number=number, unknown="")
    return Standing(version=said.version, meaning=meaning, title=known.title, number=number)


def quiet(
    state: Sending, meaning: Meaning | None, *, heard_at: datetime | None, days: int, now: datetime
) -> bool:
    """Whether a case is out and nothing was heard of it for so many days (GI-18)."""
    over = meaning in {Meaning.CLOSED, Meaning.FINISHED}
    waiting = state in {Sending.SENT, Sending.ACKNOWLEDGED} and not over
    return waiting and heard_at is not None and heard_at < now - timedelta(days=days)
