"""A topic: what it can be about, where it stands, how people stand to it. No database."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.domains.deliberation.errors import DebateClosed, WrongStep

MOST_PHOTOS, MOST_DOCUMENTS, MOST_MENTIONS = 9, 3, 5


class Category(StrEnum):
    """What neighbours talk over."""

    PROPERTY = "property"
    FACILITIES = "facilities"
    PARKING = "parking"
    MONEY = "money"
    SAFETY = "safety"
    GREENERY = "greenery"
    RULES = "rules"
    LIFE = "life"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _CATEGORIES[self]


_CATEGORIES = {
    Category.PROPERTY: "物业服务",
    Category.FACILITIES: "设施设备",
    Category.PARKING: "停车充电",
    Category.MONEY: "公共收益",
    Category.SAFETY: "安全消防",
    Category.GREENERY: "环境绿化",
    Category.RULES: "规约制度",
    Category.LIFE: "邻里生活",
}


class State(StrEnum):
    """Where a topic stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    CONVERTED = "converted"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"open": "讨论中", "answered": "已答复", "closed": "已结束", "converted": "已转表决"}[self]


STEPS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPEN: frozenset({State.ANSWERED, State.CLOSED, State.CONVERTED}),
        State.ANSWERED: frozenset({State.ANSWERED, State.CLOSED, State.CONVERTED}),
        State.CONVERTED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset({State.CONVERTED}),
    }
)


class Alignment(StrEnum):
    """How a comment stands to the topic."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"for": "赞成", "against": "反对", "neutral": "只是说说"}[self]


class Verdict(StrEnum):
    """What an official answer says."""

    UNDER_REVIEW = "under_review"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"under_review": "正在研究", "accepted": "采纳", "refused": "不采纳"}[self]

    @property
    def settles(self) -> bool:
        """Whether it is an answer in the matter, and not only that somebody looks into it."""
        return self is not Verdict.UNDER_REVIEW


class PostKind(StrEnum):
    """What can be reported, hidden and followed."""

    TOPIC = "topic"
    COMMENT = "comment"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "议题" if self is PostKind.TOPIC else "意见"


class Happens(StrEnum):
    """What is news to those who follow."""

    COMMENT = "comment"
    ANSWER = "answer"
    CLOSED = "closed"
    CONVERTED = "converted"
    REACHED = "reached"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it, after a number where it can be several."""
        return {
            "comment": "条新意见",
            "answer": "次官方答复",
            "closed": "议题已结束",
            "converted": "转为表决",
            "reached": "联名已达到要求",
        }[self]


def step(now_in: State, to: State) -> State:
    """The next state. Raises WrongStep where the course does not lead there."""
    if to not in STEPS[now_in]:
        raise WrongStep
    return to


def check_open(state: State) -> None:
    """Raises DebateClosed where nobody may post any more (DL-05)."""
    if state is State.CLOSED:
        raise DebateClosed
