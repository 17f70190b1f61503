"""How a survey runs: from when until when, whom it asks, who may see what, and what it must never say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.domains.surveys.rules.questions import MOST_QUESTIONS, Question, faults, words_of
from linli.kernel.actors import Tie

LONGEST = timedelta(days=92)
STATE_WITHIN = timedelta(days=15)  # by when people should hear what comes of it
WITHOUT_EFFECT = "本问卷只收集意见，不是业主大会表决，结果没有法律效力。"
_CLAIMS = re.compile(
    r"法律效力|表决票|业主大会(?:的)?(?:决定|决议)|视为(?:同意|通过|赞成)|表决(?:通过|结果)|双过半"
)


class State(StrEnum):
    """Where a survey stands. Stored are draft, published and closed; the others are read off the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "draft": "草稿", "published": "已发布", "scheduled": "未开始", "open": "正在收集", "ended": "已截止，整理中",
            "closed": "已结束",
        }[self]  # fmt: skip


class Mode(StrEnum):
    """Whether an answer carries a name."""

    NAMED = "named"
    ANONYMOUS = "anonymous"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"named": "实名", "anonymous": "匿名"}[self]

    @property
    def hint(self) -> str:
        """What it means for whoever answers."""
        return {
            "named": "社区和业委会能看到谁答了什么，其他住户看不到",
            "anonymous": "只记您答过没有，不记您答了什么；截止后回答打乱顺序，谁也对不上",
        }[self]


class Per(StrEnum):
    """Who has one answer."""

    PERSON = "person"
    HOUSEHOLD = "household"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"person": "每人一份", "household": "每户一份"}[self]


class Showing(StrEnum):
    """When everybody may see results; fixed at the publication."""

    AFTER = "after"
    LIVE = "live"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"after": "结束后公布", "live": "边收集边公布"}[self]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is decided about a survey beside its questions. `quotas`: total, building (each), owner, family, tenant."""

    mode: Mode
    per: Per
    showing: Showing
    changeable: bool
    ties: tuple[Tie, ...]
    opens_at: datetime
    closes_at: datetime
    quotas: Mapping[str, int]


def state(stored: str, opens_at: datetime, closes_at: datetime, *, now: datetime) -> State:
    """Where a survey stands by the clock, whatever a job has yet to write down."""
    known = State(stored)
    if known is not State.PUBLISHED:
        return known
    if now < opens_at:
        return State.SCHEDULED
    return State.OPEN if now < closes_at else State.ENDED


def setting_faults(settings: Settings) -> dict[str, str]:
    """What contradicts itself in the settings, by field."""
    found = {}
    if not settings.ties:
        found["ties"] = "请至少选一类住户。"
    if not settings.opens_at < settings.closes_at <= settings.opens_at + LONGEST:
        found["closes_on"] = f"截止要在开始之后，最长 {LONGEST.days} 天。"
    if settings.mode is Mode.ANONYMOUS and settings.showing is Showing.LIVE:
        found["showing"] = "匿名问卷只能结束后公布：边收集边公布，会看出刚才是谁答的。"
    if settings.mode is Mode.ANONYMOUS and settings.changeable:
        found["changeable"] = "匿名问卷交了就找不到是哪一份，不能允许修改。"
    return found


def lacks(
    questions: Sequence[Question], settings: Settings, texts: Sequence[str], *, now: datetime
) -> list[str]:
    """What keeps a draft from being published now, each in a sentence."""
    found = []
    if not questions:
        found.append("还没有题目。")
    if len(questions) > MOST_QUESTIONS:
        found.append(f"最多 {MOST_QUESTIONS} 道题，请删去一些。")
    found += list(setting_faults(settings).values())
    if settings.closes_at <= now:
        found.append("截止时间已经过了，请往后改。")
    for number, question in enumerate(questions, 1):
        found += [f"第 {number} 题：{said}" for said in faults(question, questions[: number - 1]).values()]
    if any(claims_effect(text) for text in [*texts, *words_of(questions)]):
        found.append("文字里写成了表决或决议，问卷没有这种效力，请改写。")
    return found


def claims_effect(text: str) -> bool:
    """Whether words promise a legal effect that only a vote has (VO-01)."""
    return bool(_CLAIMS.search(text))


def full(quotas: Mapping[str, int], taken: Mapping[str, int], *, tie: Tie) -> str:
    """The sentence that closes further answers of a group; empty while there is room.

    `taken` holds how many are in: `total`, `building` (of the one that answers), and each tie.
    """
    titles = {"total": "这份问卷", "building": "您这幢楼", tie.value: f"{TIES[tie]}的"}
    for name, title in titles.items():
        most = quotas.get(name)
        if most is not None and taken.get(name, 0) >= most:
            return f"{title}名额（{most} 份）已满，这份回答没有收下。谢谢您的参与。"
    return ""


TIES: Mapping[Tie, str] = {Tie.OWNER: "业主", Tie.FAMILY: "家庭成员", Tie.TENANT: "租客"}
