"""What kind of vote it is, how it is cast and who may read its result: chosen at drafting, fixed by the notice."""

from enum import StrEnum


class VoteKind(StrEnum):
    """What the owners are called for. It decides which parts a draft has, and whether the result binds anybody."""

    JOINT_DECISION = "joint_decision"
    ELECTION = "election"
    BY_ELECTION = "by_election"
    RECALL = "recall"
    CONSULTATION = "consultation"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self][0]

    @property
    def hint(self) -> str:
        """What it is for, in a line."""
        return _TITLES[self][1]

    @property
    def binding(self) -> bool:
        """Whether the owners decide by it (民法典第278条); a consultation only hears them."""
        return self is not VoteKind.CONSULTATION


_TITLES = {
    VoteKind.JOINT_DECISION: ("业主共同决定", "维修资金、物业选聘、规约等事项，通过后对全体业主有约束力"),
    VoteKind.ELECTION: ("业委会选举", "首届或换届，先报名、审查、公示候选人"),
    VoteKind.BY_ELECTION: ("业委会补选", "委员出缺、候补不够时"),
    VoteKind.RECALL: ("罢免委员", "须有合法的提议和听取申辩的记录"),
    VoteKind.CONSULTATION: ("征求意见", "只听取意见，结果没有法律效力"),
}


class Mode(StrEnum):
    """Whether the roll joins voter and choice. Fixed by the notice and named on the first page (VO-32)."""

    NAMED = "named"
    SECRET = "secret"  # noqa: S105 - a secret ballot is no password

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "实名投票" if self is Mode.NAMED else "不记名投票"


class Audience(StrEnum):
    """Who may read the published result, said in the notice (VO-64). Those who organise always may."""

    PUBLIC = "public"
    RESIDENTS = "residents"
    ROLL = "roll"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"public": "所有人", "residents": "本小区住户", "roll": "名册上的投票人"}[self]


class Verdict(StrEnum):
    """What a legality review came to."""

    PASSED = "passed"
    RETURNED = "returned"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "审核通过" if self is Verdict.PASSED else "退回修改"


class Reviewer(StrEnum):
    """In whose name a legality review is made (domain rules 1.5)."""

    STREET = "street"
    PARTY = "party"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "街道办事处" if self is Reviewer.STREET else "社区党组织"


class Timing(StrEnum):
    """How the close of an open vote was moved."""

    EXTENSION = "extension"
    EARLY_END = "early_end"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "延长投票" if self is Timing.EXTENSION else "提前结束"
