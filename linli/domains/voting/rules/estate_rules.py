"""The estate's own voting rules (业主大会议事规则): what the law leaves to it, with safe defaults.

They are copied into each vote when it is announced: a rule of 2025 still governs the vote of 2025.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from linli.domains.voting.errors import ClauseMissing, UnknownRule

SETTING = "voting_rules"


class BallotChange(StrEnum):
    """Whether a voter may vote again."""

    FINAL = "final"
    LAST_WINS = "last_wins"


class Conflict(StrEnum):
    """Which ballot counts where a voter has one online and one on paper."""

    ONLINE_WINS = "online_wins"
    FIRST_WINS = "first_wins"
    PAPER_WINS = "paper_wins"


class Uncast(StrEnum):
    """What silence means (domain rules 1.3)."""

    NOT_PARTICIPATING = "not_participating"
    DELIVERED_FOLLOWS_MAJORITY = "delivered_follows_majority"


class RankBy(StrEnum):
    """In which order candidates who passed are ranked."""

    HEADS_THEN_AREA = "heads_then_area"
    AREA_THEN_HEADS = "area_then_heads"
    SUM_OF_SHARES = "sum_of_shares"


@dataclass(frozen=True, slots=True)
class VotingRules:
    """All that governs one vote beside the law. Days are calendar days."""

    ballot_change: BallotChange = BallotChange.FINAL
    conflict: Conflict = Conflict.ONLINE_WINS
    uncast: Uncast = Uncast.NOT_PARTICIPATING
    rank_by: RankBy = RankBy.HEADS_THEN_AREA
    legal_min_members: int = 5
    keep_odd: bool = False
    count_parking: bool = False
    count_storage: bool = False
    regular_notice_days: int = 15
    extraordinary_notice_days: int = 15
    shortest_voting_days: int = 5
    longest_voting_days: int = 60
    objection_days: int = 7
    clause: str = ""

    @classmethod
    def of_setting(cls, decided: Mapping[str, Any] | None) -> "VotingRules":
        """The rules of an estate's setting, defaults where it decided nothing.

        Raises ClauseMissing where silence is to follow the majority without an adopted clause,
        and UnknownRule where a rule has a value that it cannot have.
        """
        said = decided or {}
        rules = cls(
            ballot_change=BallotChange(_choice(said, "ballot_change", BallotChange, BallotChange.FINAL)),
            conflict=Conflict(_choice(said, "conflict", Conflict, Conflict.ONLINE_WINS)),
            uncast=Uncast(_choice(said, "uncast", Uncast, Uncast.NOT_PARTICIPATING)),
            rank_by=RankBy(_choice(said, "rank_by", RankBy, RankBy.HEADS_THEN_AREA)),
            legal_min_members=_number(said, "legal_min_members"),
            keep_odd=_yes(said, "keep_odd"),
            count_parking=_yes(said, "count_parking"),
            count_storage=_yes(said, "count_storage"),
            regular_notice_days=_number(said, "regular_notice_days"),
            extraordinary_notice_days=_number(said, "extraordinary_notice_days"),
            shortest_voting_days=_number(said, "shortest_voting_days"),
            longest_voting_days=_number(said, "longest_voting_days"),
            objection_days=_number(said, "objection_days"),
            clause=str(said.get("clause", "")),
        )
        if rules.uncast is Uncast.DELIVERED_FOLLOWS_MAJORITY and not rules.clause:
            raise ClauseMissing
        return rules

    def plain(self) -> dict[str, Any]:
        """As a vote keeps it."""
        return asdict(self)

    def published(self) -> dict[str, Any]:
        """The part that decides the count, as vote.json has it."""
        names = ("ballot_change", "conflict", "uncast", "rank_by", "legal_min_members", "keep_odd")
        return {name: getattr(self, name) for name in names}


_RANGES = {
    "legal_min_members": (1, 99),
    "regular_notice_days": (15, 60),  # 物业管理条例第14条: never fewer than 15
    "extraordinary_notice_days": (7, 60),
    "shortest_voting_days": (1, 60),
    "longest_voting_days": (5, 365),
    "objection_days": (1, 60),
}
_DEFAULTS = VotingRules()


def _choice(said: Mapping[str, Any], name: str, kind: type[StrEnum], default: StrEnum) -> str:
    value = said.get(name, default)
    if value not in set(kind):
        raise UnknownRule(name)
    return str(value)


def _number(said: Mapping[str, Any], name: str) -> int:
    least, most = _RANGES[name]
    value = said.get(name, getattr(_DEFAULTS, name))
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnknownRule(name)
    return value


def _yes(said: Mapping[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if not isinstance(value, bool):
        raise UnknownRule(name)
    return value
