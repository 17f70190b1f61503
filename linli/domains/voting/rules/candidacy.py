"""Who may stand for the owners' committee, by which path, and when the list is ready (domain rules 1.5, 1.6)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from linli.domains.voting.errors import UnknownRule, WrongSeats
from linli.domains.voting.rules.majority import Weight, at_least

MOST_MEMBERS = 11
SHORTEST_TERM, LONGEST_TERM = 3, 5
NONE = "none"  # what a form says for “一个都不选”


class ElectionKind(StrEnum):
    """What an election fills: a whole committee, seats that fell free, or seats that a tie left open."""

    GENERAL = "general"
    BY_ELECTION = "by_election"
    RUN_OFF = "run_off"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"general": "换届（首届）选举", "by_election": "补选", "run_off": "另行选举"}[self]


class Path(StrEnum):
    """How somebody becomes a candidate."""

    SELF = "self"
    JOINT = "joint"
    COMMUNITY = "community"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"self": "自荐", "joint": "业主联名推荐", "community": "社区党组织、居委会推荐"}[self]

    @property
    def source(self) -> str:
        """Where the path comes from."""
        return {
            "self": "业主自荐：杭州市物业管理条例第26条、宁波市住宅小区物业管理条例第30条",
            "joint": "业主联名推荐：杭州市物业管理条例第26条；联名人数由本小区议事规则约定",
            "community": "社区党组织、居民委员会推荐：杭州市物业管理条例第26条；须有推荐文件",
        }[self]


class Standing(StrEnum):
    """Where a candidacy stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "proposed": "待本人同意",
            "accepted": "待资格审查",
            "approved": "审查通过",
            "refused": "未通过审查",
            "withdrawn": "已退出",
        }[self]


IN_PLAY = frozenset({Standing.PROPOSED, Standing.ACCEPTED, Standing.APPROVED})


class Condition(StrEnum):
    """What a member of the committee must fulfil (杭州第25条、台州第20条、绍兴第17条、上海第20条)."""

    OWNER = "owner"
    CAPACITY = "capacity"
    FEES = "fees"
    KIN = "kin"
    HONEST = "honest"
    BUILDING = "building"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "owner": "是本小区业主",
            "capacity": "具有完全民事行为能力",
            "fees": "没有恶意拖欠物业费、维修资金",
            "kin": "本人和近亲属不在本小区物业企业任职",
            "honest": "没有被列入失信被执行人名单",
            "building": "没有违法建设、违规搭建",
        }[self]

    @property
    def evidence(self) -> str:
        """Where one looks."""
        return {
            "owner": "核对业主名册、产权证明",
            "capacity": "核对年龄；必要时看法院判决",
            "fees": "物业、维修资金管理单位的书面说明",
            "kin": "本人承诺书，物业企业员工名单",
            "honest": "中国执行信息公开网查询结果",
            "building": "综合执法部门的书面说明",
        }[self]

    @property
    def source(self) -> str:
        """The rule behind it."""
        return "民法典第278条" if self is Condition.OWNER else "杭州市物业管理条例第25条"


class RequestBy(StrEnum):
    """How a request for recall is counted, by the rule in force."""

    HEADS = "heads"
    HEADS_AND_AREA = "heads_and_area"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "heads": "20% 以上的业主（人数）提出：物业管理条例第13条、杭州市物业管理条例第18条",
            "heads_and_area": "人数和专有部分面积都占 20% 以上的业主提出：业主大会和业主委员会指导规则第21条",
        }[self]


@dataclass(frozen=True, slots=True)
class ElectionRules:
    """What the estate's rules say of elections; defaults are the strictest of the laws read. Calendar days."""

    nomination_days: int = 7
    list_before_days: int = 15
    list_days: int = 7
    joint_owners: int = 10
    request_by: RequestBy = RequestBy.HEADS_AND_AREA

    @classmethod
    def of_setting(cls, decided: Mapping[str, Any] | None) -> "ElectionRules":
        """The rules of an estate's setting. Raises UnknownRule for a value that a rule cannot have."""
        said = decided or {}
        request_by = said.get("request_by", RequestBy.HEADS_AND_AREA)
        if request_by not in set(RequestBy):
            raise UnknownRule("request_by")
        return cls(
            **{name: _number(said, name) for name in _RANGES},
            request_by=RequestBy(request_by),
        )


_RANGES = {
    "nomination_days": (1, 60),
    "list_before_days": (1, 60),
    "list_days": (1, 60),
    "joint_owners": (1, 1000),
}


def _number(said: Mapping[str, Any], name: str) -> int:
    least, most = _RANGES[name]
    value = said.get(name, getattr(ElectionRules(), name))
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnknownRule(name)
    return value


def check_seats(kind: ElectionKind, *, seats: int, alternates: int, contested: bool, least: int) -> None:
    """5 to 11 members, an odd number (指导规则第31条, 杭州第27条); half as many alternates at most, and none
    where nobody can lose (湖州第21条, 杭州第28条). `least` is the legal minimum. Raises WrongSeats.
    """
    wrong = {}
    if kind is ElectionKind.GENERAL and not (least <= seats <= MOST_MEMBERS and seats % 2):
        wrong["seats"] = [f"委员人数应为 {least} 到 {MOST_MEMBERS} 人的单数。"]
    if alternates and not contested:
        wrong["alternates"] = ["等额选举没有落选的人，不能设候补，请填 0。"]
    elif alternates > max(seats // 2, 1 if kind is ElectionKind.BY_ELECTION else 0):
        wrong["alternates"] = [f"候补不超过委员人数的一半，最多 {seats // 2} 人。"]
    if wrong:
        raise WrongSeats(field_errors=wrong)


def how_many_lacking(candidates: int, *, seats: int, contested: bool) -> str:
    """What is wrong with the number of names on the list, in a sentence; empty where nothing is."""
    if contested and candidates <= seats:
        return f"差额选举的候选人要多于应选的 {seats} 人，名单上只有 {candidates} 人。"
    if not contested and candidates != seats:
        return f"等额选举的候选人应正好 {seats} 人，名单上有 {candidates} 人。"
    return ""


def list_lacking(
    first_shown_on: date, shown_until: date, *, opens_on: date, today: date, rules: ElectionRules
) -> str:
    """What keeps a published list from going into the notice; empty where nothing does.

    杭州第26条: published 15 days before election day, on display for 7; 宁波第31条 asks for 10.
    """
    if today <= shown_until:
        return f"候选人名单公示到 {_said(shown_until)}，期满以后才能公告选举。"
    if first_shown_on + timedelta(days=rules.list_before_days) > opens_on:
        earliest = first_shown_on + timedelta(days=rules.list_before_days)
        return f"候选人名单要在投票 {rules.list_before_days} 天前公布，最早 {_said(earliest)} 开始投票。"
    return ""


def request_reached(signed: Weight, whole: Weight, by: RequestBy) -> bool:
    """Whether a fifth of the owners or more ask, by heads, or by heads and area alike."""
    heads = whole.heads > 0 and at_least(signed.heads, 1, 5, whole.heads)
    return heads and (by is RequestBy.HEADS or at_least(signed.area, 1, 5, whole.area))


def unchecked(done: Collection[Condition]) -> list[Condition]:
    """The conditions that nobody has looked at yet, in their order."""
    return [one for one in Condition if one not in done]


def candidate_id(number: int) -> str:
    """The candidate's id in the bundle; it stays through every version of the list."""
    return f"c{number}"


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
