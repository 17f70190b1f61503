"""Proposals signed by owners: what they ask for, how signatures are weighed, whose days run when they are enough.

Sources: 物业管理条例第13条 and 杭州市物业管理条例第18条 (20 % of the owners), 业主大会和业主委员会指导规则第21条 (20 % of the
heads and of the area); 杭州市物业管理条例第80条 (the street orders within 30 days what the committee has not called).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from linli.domains.voting.rules.majority import NOBODY, Weight
from linli.domains.voting.rules.roll import Head, Key, Roll

SHARE = (1, 5)


class ProposalKind(StrEnum):
    """What a proposal asks for."""

    ASSEMBLY = "assembly"
    ITEM = "item"
    RECALL = "recall"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "assembly": "召开业主大会临时会议",
            "item": "列入业主大会议题",
            "recall": "罢免业委会委员",
            "other": "其他提议",
        }[self]

    @property
    def hint(self) -> str:
        """What comes of it."""
        return {
            "assembly": "达到后，业委会应在期限内召集",
            "item": "达到后，列入下一次业主大会表决",
            "recall": "达到后先听取本人申辩，再交业主大会表决",
            "other": "达到后，业委会应当书面答复",
        }[self]


class ProposalState(StrEnum):
    """Where a proposal stands."""

    SIGNING = "signing"
    REACHED = "reached"
    SETTLED = "settled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "signing": "联名中",
            "reached": "已达到，等待办理",
            "settled": "已办结",
            "expired": "到期未达到",
            "withdrawn": "发起人已撤回",
        }[self]


class Stage(StrEnum):
    """Whose days run after a proposal has reached its share."""

    COMMITTEE = "committee"
    STREET = "street"
    OVERDUE = "overdue"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "committee": "业委会办理期限",
            "street": "业委会已逾期，由街道责令办理",
            "overdue": "业委会和街道都已逾期",
        }[self]


def stage(committee_due_on: date, street_due_on: date, *, refused_on: date | None, today: date) -> Stage:
    """Whose turn it is: the committee's to its day, or until it refuses; then the street's."""
    if today > street_due_on:
        return Stage.OVERDUE
    return Stage.STREET if refused_on is not None or today > committee_due_on else Stage.COMMITTEE


@dataclass(frozen=True, slots=True)
class Tally:
    """What has been signed, of how much; area in 0.01 ㎡. `doubtful` units count in the whole and cannot sign."""

    signed: Weight
    whole: Weight
    doubtful: int = 0


def tally(
    roll: Roll,
    *,
    signers: Collection[UUID],
    speakers: Mapping[Key, Collection[UUID]] = MappingProxyType({}),
    doubtful_areas: Iterable[int | None] = (),
) -> Tally:
    """The signatures weighed by the roll of the day.

    A voter (one set of owners) has signed where one of its owners has, so a co-owned unit counts once; where
    its co-owners chose somebody (`speakers`), only that person's name counts. What is sold since goes with the
    unit. Units in doubt weigh in the whole as one head each, at the largest area known where theirs is not, so
    that no proposal seems to have reached its share for want of an entry in the register.
    """
    chosen = set(signers)
    signed = sum((weigh(head) for head in roll.heads if signs_for(head, chosen, speakers)), NOBODY)
    doubtful = list(doubtful_areas)
    largest = max((unit.floor_area or 0 for head in roll.heads for unit in head.units), default=0)
    whole = roll.weight + Weight(len(doubtful), sum(area or largest for area in doubtful))
    return Tally(signed, whole, len(doubtful))


def weigh(head: Head) -> Weight:
    """One head and its area."""
    return Weight(1, head.area)


def signs_for(head: Head, signers: Collection[UUID], speakers: Mapping[Key, Collection[UUID]]) -> bool:
    """Whether one of these people signs for a voter."""
    entitled = set(speakers.get(head.owner_ids) or head.owner_ids)
    return any(one in entitled for one in signers)


def missing(share: int, whole: int) -> int:
    """How much more is needed until `share` is a fifth of `whole`."""
    numerator, denominator = SHARE
    return max(0, -(-numerator * whole // denominator) - share)
