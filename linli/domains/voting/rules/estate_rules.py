"""The rules of an estate's votes: the law of its place, and what that leaves to its 业主大会议事规则.

They are copied into each vote when it is announced: a rule of 2025 still governs the vote of 2025.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from config.voting_rules import NATIONAL, Figure, Law
from linli.domains.voting.errors import ClauseMissing, StaleRules, UnknownRule

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


class SoonTo(StrEnum):
    """Who hears, a day before, that a vote closes: nobody, those who have not voted, or everybody."""

    NONE = "none"
    UNDECIDED = "undecided"
    ALL = "all"


class RankBy(StrEnum):
    """In which order candidates who passed are ranked."""

    HEADS_THEN_AREA = "heads_then_area"
    AREA_THEN_HEADS = "area_then_heads"
    SUM_OF_SHARES = "sum_of_shares"


@dataclass(frozen=True, slots=True)
class VotingRules:
    """All that governs one vote beside 民法典第278条. Days are calendar days.

    `law` is the set of config/voting_rules it began from; `official_system` the city's own, which decides where it
    is not "". `needs_legality_review`: the street or the party organisation reads the text before the notice. The
    law asks for none, so it is off unless an estate's 议事规则 or its street ask for it. `max_proxies`: how many voters one
    person may vote for; the 议事规则 may cap it (舟山议事规则示范文本第17条), and three is the platform's default.
    """

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
    law: str = NATIONAL
    official_system: str = ""
    needs_legality_review: bool = False
    max_proxies: int = 3
    closing_soon_to: SoonTo = SoonTo.UNDECIDED

    @classmethod
    def of_setting(cls, decided: Mapping[str, Any] | None, law: Law | None = None) -> "VotingRules":
        """The rules of an estate's setting; where it decided nothing those of its place, else the defaults.

        An estate may give its owners more days of notice than the law of its place, never fewer.
        Raises ClauseMissing where silence is to follow the majority without an adopted clause,
        and UnknownRule where a rule has a value that it cannot have.
        """
        said = decided or {}
        days = law.figures if law else {}
        rules = cls(
            ballot_change=BallotChange(_choice(said, "ballot_change", BallotChange, BallotChange.FINAL)),
            conflict=Conflict(_choice(said, "conflict", Conflict, Conflict.ONLINE_WINS)),
            uncast=Uncast(_choice(said, "uncast", Uncast, Uncast.NOT_PARTICIPATING)),
            rank_by=RankBy(_choice(said, "rank_by", RankBy, RankBy.HEADS_THEN_AREA)),
            legal_min_members=_number(said, "legal_min_members"),
            keep_odd=_yes(said, "keep_odd"),
            count_parking=_yes(said, "count_parking"),
            count_storage=_yes(said, "count_storage"),
            regular_notice_days=_number(said, "regular_notice_days", days),
            extraordinary_notice_days=_number(said, "extraordinary_notice_days", days),
            shortest_voting_days=_number(said, "shortest_voting_days", days),
            longest_voting_days=_number(said, "longest_voting_days", days),
            objection_days=_number(said, "objection_days", days),
            clause=str(said.get("clause", "")),
            law=law.code if law else str(said.get("law", NATIONAL)),
            official_system=_official_system(said, law),
            needs_legality_review=_yes(said, "needs_legality_review"),
            max_proxies=_number(said, "max_proxies"),
            closing_soon_to=SoonTo(_choice(said, "closing_soon_to", SoonTo, SoonTo.UNDECIDED)),
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


def choose_law(code: str | None, region: str, laws: Mapping[str, Law], *, on: date) -> Law:
    """The law by which an estate's votes go: the one its rules name, else that of its city, else the nation's.

    Raises StaleRules for a set that was replaced, like the counts of 物权法, or that nobody knows (NN-02).
    """
    if code is not None:
        if code not in laws or not laws[code].holds(on):
            raise StaleRules
        return laws[code]
    for law in laws.values():
        if law.holds(on) and any(region.startswith(name) for name in law.regions):
            return law
    return laws[NATIONAL]


def _official_system(said: Mapping[str, Any], law: Law | None) -> str:
    if law is None:
        return str(said.get("official_system", ""))
    return law.official_system.name if law.official_system else ""


_RANGES = {
    "legal_min_members": (1, 99),
    "regular_notice_days": (15, 60),  # 物业管理条例第14条: never fewer than 15
    "extraordinary_notice_days": (7, 60),
    "shortest_voting_days": (1, 60),
    "longest_voting_days": (5, 365),
    "objection_days": (1, 60),
    "max_proxies": (1, 99),
}
_DEFAULTS = VotingRules()


def _choice(said: Mapping[str, Any], name: str, kind: type[StrEnum], default: StrEnum) -> str:
    value = said.get(name, default)
    if value not in set(kind):
        raise UnknownRule(name)
    return str(value)


_AT_LEAST_BY_LAW = {"regular_notice_days", "extraordinary_notice_days"}


def _number(said: Mapping[str, Any], name: str, law: Mapping[str, Figure] = MappingProxyType({})) -> int:
    least, most = _RANGES[name]
    default = law[name].value if name in law else getattr(_DEFAULTS, name)
    if name in law and name in _AT_LEAST_BY_LAW:
        least = default
    value = said.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UnknownRule(name)
    return value


def _yes(said: Mapping[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if not isinstance(value, bool):
        raise UnknownRule(name)
    return value
