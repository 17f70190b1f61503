"""Who alone can keep a vote from succeeding, in whatever way all others vote (NN-15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.domains.voting.rules.majority import Weight, consents, quorum
from linli.domains.voting.rules.matters import Threshold
from linli.domains.voting.rules.roll import Head, Roll
from linli.domains.voting.rules.wording import percent


@dataclass(frozen=True, slots=True)
class Block:
    """One voter without whom nothing is decided, and what that voter can stop."""

    voter_no: str
    who: str
    area: int
    stops_quorum: bool
    said: str


def blocks(roll: Roll, thresholds: Iterable[Threshold]) -> Sequence[Block]:
    """The voters who alone can stop the quorum by staying away, or an item by voting no, the largest first."""
    whole, asked = roll.weight, sorted(set(thresholds))
    found = [_block(head, whole, asked) for head in sorted(roll.heads, key=lambda head: -head.area)[:3]]
    return [one for one in found if one is not None]


def _block(head: Head, whole: Weight, asked: Sequence[Threshold]) -> Block | None:
    others = whole - Weight(1, head.area)
    stops_quorum = not quorum(others, whole)
    stopped = [threshold for threshold in asked if not consents(others, whole, threshold)]
    if not stops_quorum and not stopped:
        return None
    who = f"建设单位（{head.label}）" if head.developer else head.label
    share = f"{who} 一户占面积 {percent(head.area, whole.area)}"
    if stops_quorum:
        said = f"{share}：只要这一户不参加，其他人全部投票也不够三分之二，什么都通不过。"
    else:
        demands = "、".join(threshold.title for threshold in stopped)
        said = f"{share}：只要这一户投票反对，要“{demands}”同意的事项就通不过。"
    return Block(head.voter_no, who, head.area, stops_quorum, said)
