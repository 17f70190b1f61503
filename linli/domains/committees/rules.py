"""The rules of a committee: how long a term is, when it stands, meetings and majorities, days (domain rules 1.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SETTING = "committee_rules"
TERM_YEARS = 5
TERM_WARNED = timedelta(days=90)
TERM_PREPARED = timedelta(days=60)  # rating C02: notice at least 60 days before the end
FIRST_MEETING = timedelta(days=7)
HANDOVER = timedelta(days=10)  # 浙江第15条, 杭州第34条
FILING = timedelta(days=30)  # 物业管理条例第16条
POSTING = timedelta(days=3)
AFTER_REVOCATION = timedelta(days=7)
DISPLAY = timedelta(days=15)  # 杭州第30条


class Post(StrEnum):
    """What a member is in the owners' committee; a substitute follows when a seat falls free."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SUBSTITUTE = "substitute"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"chair": "主任", "deputy": "副主任", "member": "委员", "substitute": "候补委员"}[self]


class Leaving(StrEnum):
    """Why somebody's membership ended (杭州市物业管理条例第32条)."""

    RESIGNED = "resigned"
    SOLD = "sold"
    CAPACITY = "capacity"
    CRIME = "crime"
    RECALLED = "recalled"
    MOVED_UP = "moved_up"
    CHANGED = "changed"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "resigned": "书面辞职",
            "sold": "不再是本小区业主",
            "capacity": "丧失民事行为能力",
            "crime": "被追究刑事责任",
            "recalled": "业主大会罢免",
            "moved_up": "递补为委员",
            "changed": "职务变动",
            "other": "其他",
        }[self]


class Task(StrEnum):
    """What has to be done for a term by a day."""

    FIRST_MEETING = "first_meeting"
    FILE = "file"
    CHAIR = "chair"
    PREPARE_90 = "prepare_90"
    PREPARE_60 = "prepare_60"
    NEW_ELECTION = "new_election"
    HANDOVER = "handover"
    POST_MINUTES = "post_minutes"
    REVOKED = "revoked"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "first_meeting": "召开第一次会议，推选主任、副主任",
            "file": "到街道备案",
            "chair": "主任空缺，召开会议推选",
            "prepare_90": "业主委员会要换届了：书面报告街道、社区",
            "prepare_60": "业主委员会要换届了：组织换届选举",
            "new_election": "委员不足，须重新选举",
            "handover": "向新一届移交印章、账册和财物",
            "post_minutes": "公布会议纪要",
            "revoked": "选举已被撤销：登记有关委员离任，报告街道，组织重新选举",
        }[self]

    @property
    def source(self) -> str:
        """The rule behind it."""
        return {
            "first_meeting": "业主大会和业主委员会指导规则第32条：选举产生之日起 7 日内",
            "file": "物业管理条例第16条：选举产生之日起 30 日内",
            "chair": "指导规则第32条",
            "prepare_90": "杭州市物业管理条例第33条：届满 3 个月前书面报告",
            "prepare_60": "浙江省物业管理条例第15条：届满 2 个月前召开会议换届",
            "new_election": "杭州市物业管理条例第28条：低于法定最少人数或不超过约定人数一半的，重新选举",
            "handover": "浙江省物业管理条例第15条、杭州第34条：届满之日起 10 日内",
            "post_minutes": "杭州市物业管理条例第29条：3 日内公告",
            "revoked": "法院或街道的撤销决定",
        }[self]


class Paper(StrEnum):
    """What the filing set holds (物业管理条例第16条, 浙江第13条)."""

    RESULT = "result"
    MINUTES = "minutes"
    RULES = "rules"
    COVENANT = "covenant"
    MEMBERS = "members"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "result": "业主大会选举的决定（结果表）",
            "minutes": "业主大会会议纪要",
            "rules": "业主大会议事规则",
            "covenant": "管理规约",
            "members": "委员和候补委员名单、职务",
        }[self]


class Filing(StrEnum):
    """Where the filing stands."""

    PREPARING = "preparing"
    SUBMITTED = "submitted"
    FILED = "filed"
    RETURNED = "returned"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"preparing": "准备材料", "submitted": "已提交", "filed": "已备案", "returned": "退回补正"}[
            self
        ]


class Answer(StrEnum):
    """What a member says to a decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"for": "同意", "against": "反对", "abstain": "弃权"}[self]


class Account(StrEnum):
    """What a disclosure is of."""

    INCOME = "income"
    FUND = "fund"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"income": "公共收益", "fund": "维修资金使用"}[self]


class Side(StrEnum):
    """Whether money came in or went out."""

    SOURCE = "source"
    USE = "use"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"source": "收入", "use": "支出"}[self]


HANDED_OVER = (
    "业主大会、业主委员会印章",
    "财务凭证、账册、银行账户资料",
    "业主名册、会议记录、决定等档案",
    "物业服务合同和其他合同",
    "属于全体业主的财物",
)


@dataclass(frozen=True, slots=True)
class CommitteeRules:
    """What differs by place. `half_suffices`: 浙江, 绍兴, 舟山 say 半数以上, which includes the half itself."""

    notice_days: int = 7
    half_suffices: bool = False

    @classmethod
    def of_setting(cls, decided: Mapping[str, Any] | None) -> "CommitteeRules":
        """The rules of an estate's setting; anything that cannot be is left at the stricter default."""
        said = decided or {}
        days, half = said.get("notice_days", 7), said.get("half_suffices", False)
        return cls(
            notice_days=days if days in {3, 7} and not isinstance(days, bool) else 7,
            half_suffices=half is True,
        )

    def enough(self, part: int, whole: int) -> bool:
        """Whether `part` of all `whole` members is a majority: more than half, or the half where the place says so."""
        return 2 * part > whole or (self.half_suffices and whole > 0 and 2 * part == whole)

    @property
    def majority(self) -> str:
        """The same in words."""
        return "半数以上" if self.half_suffices else "过半数"


def term_fits(since_on: date, until_on: date) -> bool:
    """Whether a committee may sit from one day to another: at most five years (浙江省物业管理条例)."""
    leap_day = (since_on.month, since_on.day) == (2, 29)
    longest = since_on + timedelta(days=1) if leap_day else since_on
    return since_on < until_on < longest.replace(year=since_on.year + TERM_YEARS)


def last_day_of(since_on: date, years: int) -> date:
    """The last day of a term of so many years."""
    leap_day = (since_on.month, since_on.day) == (2, 29)
    first = since_on + timedelta(days=1) if leap_day else since_on
    return first.replace(year=first.year + years) - timedelta(days=1)


def stands(members: int, *, agreed: int, least: int) -> bool:
    """杭州市物业管理条例第27条, 第28条: the legal minimum, and more than half of the agreed number."""
    return members >= least and 2 * members > agreed


def why_not(members: int, *, agreed: int, least: int) -> str:
    """Why a committee of so many does not stand, in a sentence."""
    lacking = []
    if members < least:
        lacking.append(f"少于法定最少的 {least} 人")
    if 2 * members <= agreed:
        lacking.append(f"没有超过约定的 {agreed} 人的一半")
    return f"选出 {members} 人，{'，也'.join(lacking)}，业主委员会没有成立，须重新选举。"


def half_year(on: date) -> tuple[date, date]:
    """The half of a year that a day lies in: its first and last day."""
    if on.month <= 6:  # noqa: PLR2004 - June
        return date(on.year, 1, 1), date(on.year, 6, 30)
    return date(on.year, 7, 1), date(on.year, 12, 31)
