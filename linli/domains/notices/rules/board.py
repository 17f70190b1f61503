"""What the law wants shown on an estate's board, for how long, and what can be done meanwhile."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class BoardKind(StrEnum):
    """What an item of the board is about."""

    VOTE = "vote"
    RESULT = "result"
    CANDIDATES = "candidates"
    PRICE = "price"
    ACCOUNTS = "accounts"
    FUND = "fund"
    ROLL = "roll"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return TERMS[self].title


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind is shown at least, by which rule, and what a reader can do. The first day does not count."""

    title: str
    days: int
    ground: str
    objections: str


_ASK = "有疑问的，请在公示期内向社区或业委会提出。"
TERMS: dict[BoardKind, Term] = {
    BoardKind.VOTE: Term(
        "业主大会公告",
        15,
        "物业管理条例第14条：会议召开15日前通知全体业主",
        "对议题和名册有异议的，请在投票开始前提出。",
    ),
    BoardKind.RESULT: Term(
        "表决结果公示",
        7,
        "业主大会和业主委员会指导规则：决定应当公告",
        "对计票有异议的业主，可以在公示期内提出。",
    ),
    BoardKind.CANDIDATES: Term(
        "候选人公示",
        7,
        "杭州市物业管理条例第26条：候选人名单公示不少于7日",
        "对候选人有异议的，请在公示期内提出。",
    ),
    BoardKind.PRICE: Term(
        "收费标准调整公示",
        30,
        "杭州市物业管理条例第53条：收费调整方案公示不少于30日",
        "请看方案和测算，有意见的在公示期内提出。",
    ),
    BoardKind.ACCOUNTS: Term(
        "账目公开", 30, "民法典第943条：公开维修资金、业主共有部分的经营与收益情况", _ASK
    ),
    BoardKind.FUND: Term("维修资金使用公示", 7, "民法典第281条：维修资金的筹集、使用情况应当定期公布", _ASK),
    BoardKind.ROLL: Term(
        "名册公示",
        15,
        "业主大会和业主委员会指导规则：名册与公告一并公示",
        "面积、姓名有误的，请带证件到社区更正。",
    ),
    BoardKind.OTHER: Term("其他公示", 7, "民法典第285条：向业主公开", _ASK),
}


def last_day(starts_on: date, days: int) -> date:
    """The last of so many days; the day it was put up does not count (民法典第201条)."""
    return starts_on + timedelta(days=days)


def days_left(ends_on: date, *, on: date) -> int:
    """Days still to come after today; 0 on the last day, negative when it is over."""
    return (ends_on - on).days


def full(starts_on: date, ends_on: date, *, days: int) -> bool:
    """Whether a showing, on the wall or on the screen, lasted the days that the law wants."""
    return (ends_on - starts_on).days >= days
