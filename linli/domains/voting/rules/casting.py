"""What a ballot may say: checked before it goes into the box, so that nothing in the box is malformed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from linli.domains.voting.errors import WrongChoice
from linli.domains.voting.rules.counting import Choice, Item, ItemKind


def offered(item: Item) -> tuple[Choice, ...]:
    """What can be said to a resolution."""
    plain = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    return (*plain, Choice.FOLLOW) if item.follow_majority else plain


def in_own_order(names: Sequence[str], *, vote: str, voter_no: str) -> list[str]:
    """Candidates in a voter's own order: another for each voter, always the same for one, so that nobody's place
    on the ballot wins votes (VO-22). Ballots hold ids, so the order decides nothing.
    """

    def place(name: str) -> bytes:
        return hashlib.sha256(f"{vote}:{voter_no}:{name}".encode()).digest()

    return sorted(names, key=place)


def check_choices(items: Sequence[Item], choices: Mapping[str, Any]) -> dict[str, Any]:
    """The choices, where each item is answered with something it offers and nothing else is. Raises WrongChoice."""
    wrong = {item.item_id: said for item in items if (said := _fault(item, choices.get(item.item_id)))}
    unknown = set(choices) - {item.item_id for item in items}
    if unknown:
        wrong |= {str(name)[:20]: "没有这一项。" for name in sorted(unknown, key=str)[:5]}
    if wrong:
        raise WrongChoice(field_errors={f"choice-{item_id}": [said] for item_id, said in wrong.items()})
    return {item.item_id: choices[item.item_id] for item in items}


def _fault(item: Item, choice: Any) -> str:
    if choice is None:
        return "请选一个答案。"
    if item.kind is ItemKind.RESOLUTION:
        return (
            "" if isinstance(choice, str) and choice in set(offered(item)) else "没有这个选项，请重新选择。"
        )
    if not isinstance(choice, list) or not all(isinstance(one, str) for one in choice):
        return "请选择候选人。"
    if len(set(choice)) != len(choice) or set(choice) - set(item.candidates):
        return "候选人选重了，或不在名单里，请重新选择。"
    return f"最多选 {item.seats} 人。" if len(choice) > item.seats else ""
