"""Ballots on paper: their serials, the way of each sheet, what may stand on it, and when two keyings say the same.

Domain rules 1.4: two operators key each sheet without seeing each other's, a third settles where they differ; what
is left blank abstains; more names than seats make that item invalid; a sheet that is wholly invalid takes no part.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from linli.domains.voting.errors import OnlyOnePlan, SheetSpent, WrongChoice, WrongSerial
from linli.domains.voting.rules.asked import Item, ItemKind
from linli.domains.voting.rules.casting import offered
from linli.domains.voting.rules.estate_rules import Conflict, Uncast, VotingRules
from linli.domains.voting.rules.plans import Plan, check_plans

_DIGITS = (
    10  # the last one checks the others; digits only, so that no input method swallows what a scanner types
)
_GROUP = 5


class SheetState(StrEnum):
    """How far one sheet of paper has come."""

    ISSUED = "issued"
    RETURNED = "returned"
    DIFFERING = "differing"
    IN_BOX = "in_box"
    NOT_COUNTED = "not_counted"
    INVALID = "invalid"
    REPLACED = "replaced"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self]

    @property
    def tone(self) -> str:
        """How it is shown."""
        return _TONES.get(self, "")


_TITLES = {
    SheetState.ISSUED: "已登记，没有交回",
    SheetState.RETURNED: "已收回，待录入",
    SheetState.DIFFERING: "两次录入不一致",
    SheetState.IN_BOX: "已入票箱",
    SheetState.NOT_COUNTED: "不计入（已网上投票）",
    SheetState.INVALID: "无效票",
    SheetState.REPLACED: "已换发新票",
    SheetState.CANCELLED: "已取消",
}
_TONES = {
    SheetState.RETURNED: "wait",
    SheetState.DIFFERING: "bad",
    SheetState.IN_BOX: "good",
    SheetState.NOT_COUNTED: "info",
    SheetState.INVALID: "bad",
}
STEPS: Mapping[SheetState, frozenset[SheetState]] = {
    SheetState.ISSUED: frozenset({SheetState.RETURNED, SheetState.REPLACED, SheetState.CANCELLED}),
    SheetState.RETURNED: frozenset(
        {
            SheetState.ISSUED,  # registered by mistake
            SheetState.DIFFERING,
            SheetState.IN_BOX,
            SheetState.NOT_COUNTED,
            SheetState.INVALID,
        }
    ),
    SheetState.DIFFERING: frozenset({SheetState.IN_BOX, SheetState.NOT_COUNTED, SheetState.INVALID}),
    SheetState.INVALID: frozenset({SheetState.REPLACED}),
    SheetState.IN_BOX: frozenset(),
    SheetState.NOT_COUNTED: frozenset(),
    SheetState.REPLACED: frozenset(),
    SheetState.CANCELLED: frozenset(),
}
UNSETTLED = frozenset({SheetState.RETURNED, SheetState.DIFFERING})
GONE = frozenset({SheetState.REPLACED, SheetState.CANCELLED})


def step(now_in: SheetState, to: SheetState) -> SheetState:
    """The sheet's next state. Raises SheetSpent where its way does not lead there."""
    if to not in STEPS[now_in]:
        raise SheetSpent(f"这张选票现在是“{now_in.title}”，不能办这一步。")
    return to


class Asked(StrEnum):
    """How somebody asked for paper."""

    PHONE = "phone"
    OFFICER = "officer"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "业主在手机上申请" if self is Asked.PHONE else "工作人员登记"


class Way(StrEnum):
    """How a ballot was brought to a voter."""

    IN_PERSON = "in_person"
    DOOR = "door"
    ON_SITE = "on_site"
    MAIL = "mail"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"in_person": "当面交给", "door": "上门送达", "on_site": "现场领取", "mail": "挂号信"}[self]


class Receiver(StrEnum):
    """Into whose hands it came. Only owners count: a tenant's or a child's hands are not the owner's (1.3)."""

    OWNER = "owner"
    CO_OWNER = "co_owner"
    ADULT_FAMILY = "adult_family"
    TENANT = "tenant"
    OTHER = "other"
    NOBODY = "nobody"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "owner": "业主本人",
            "co_owner": "其他共有人",
            "adult_family": "成年家属",
            "tenant": "租客",
            "other": "其他人",
            "nobody": "没有人在家",
        }[self]

    @property
    def counts(self) -> bool:
        """Whether the voter has the ballot by this."""
        return self in {Receiver.OWNER, Receiver.CO_OWNER}


class Fault(StrEnum):
    """What makes a whole sheet invalid."""

    UNSIGNED = "unsigned"
    STRANGER = "stranger"
    ILLEGIBLE = "illegible"
    ALTERED = "altered"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "unsigned": "没有签名",
            "stranger": "签名不是业主或代理人",
            "illegible": "整张看不清",
            "altered": "票面被改动或不是本次选票",
            "other": "其他原因",
        }[self]


def new_serial() -> str:
    """A fresh serial: nine digits of chance and one that checks them."""
    body = f"{secrets.randbelow(10 ** (_DIGITS - 1)):0{_DIGITS - 1}d}"
    return body + _check_digit(body)


def serial_of(typed: str) -> str:
    """A serial as it is stored, however it was typed or scanned. Raises WrongSerial for a mistyped one."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", typed), flags=re.ASCII)
    if len(digits) != _DIGITS or _check_digit(digits[:-1]) != digits[-1]:
        raise WrongSerial
    return digits


def shown_serial(serial: str) -> str:
    """A serial in groups, as it is printed."""
    return f"{serial[:_GROUP]} {serial[_GROUP:]}"


def _check_digit(body: str) -> str:
    """ISO 7064 MOD 11,10: one wrong digit never passes, two neighbours changed over almost never."""
    carried = 10
    for digit in body:
        carried = (carried + int(digit)) % 10 or 10
        carried = carried * 2 % 11
    return str((11 - carried) % 10)


def check_sheet(items: Sequence[Item], plans: Sequence[Plan], choices: Mapping[str, Any]) -> dict[str, Any]:
    """What was read from a sheet: blank items are left out, names are put in their order. Raises WrongChoice.

    More names than seats are kept as they were marked; the count makes that item invalid. A sheet that agrees to two
    plans of one question says nothing to that question: its items are keyed as blank (OnlyOnePlan).
    """
    known = {item.item_id: item for item in items}
    wrong = {
        f"choice-{str(name)[:20]}": ["没有这一项。"]
        for name in sorted(set(choices) - set(known), key=str)[:5]
    }
    wrong |= {
        f"choice-{item_id}": ["选票上没有这个选项，请重新录入。"]
        for item_id, item in known.items()
        if not _fits(item, choices.get(item_id))
    }
    if wrong:
        raise WrongChoice("请对照选票重新录入。", field_errors=wrong)
    read = {
        item_id: _in_order(item, choices[item_id]) for item_id, item in known.items() if choices.get(item_id)
    }
    try:
        check_plans(plans, read)
    except OnlyOnePlan as no:
        said = "同一问题同意了几个方案的，这几项都按空白录入。"
        raise OnlyOnePlan(said, field_errors={name: [said] for name in no.field_errors}) from None
    return read


def _fits(item: Item, choice: Any) -> bool:
    if choice is None:
        return True
    if item.kind is ItemKind.RESOLUTION:
        return isinstance(choice, str) and choice in set(offered(item))
    return (
        isinstance(choice, list)
        and all(isinstance(one, str) for one in choice)
        and len(set(choice)) == len(choice)
        and set(choice) <= set(item.candidates)
    )


def _in_order(item: Item, choice: Any) -> Any:
    return choice if isinstance(choice, str) else [one for one in item.candidates if one in choice]


def agree(one: Mapping[str, Any], other: Mapping[str, Any], *, faults: tuple[str, str]) -> bool:
    """Whether two keyings of a sheet say the same. Both found it invalid: that is the same, whatever the reason."""
    if all(faults):
        return True
    return not any(faults) and dict(one) == dict(other)


def refuses_online(rule: Conflict) -> bool:
    """Whether a voter whose paper is in the box can add nothing online: the paper counts whatever comes after."""
    return rule is not Conflict.ONLINE_WINS


def enters_box(rule: Conflict, *, voted_online: bool) -> bool:
    """Whether a sheet goes into the box: not after an online ballot where that one counts (深圳 2016 的做法)."""
    return rule is not Conflict.ONLINE_WINS or not voted_online


def worth_asking(rule: Conflict, *, voted_online: bool) -> bool:
    """Whether paper could still count for a voter."""
    return rule is Conflict.PAPER_WINS or not voted_online


def conflict_said(rule: Conflict) -> str:
    """The rule on two ballots of one voter, as the sheet and the lists print it."""
    return {
        Conflict.ONLINE_WINS: "同一户既网上投票又交纸质票的，以网上为准，纸质票存档不计入。",
        Conflict.FIRST_WINS: "同一户既网上投票又交纸质票的，以先到的一张为准，另一张存档不计入。",
        Conflict.PAPER_WINS: "同一户既网上投票又交纸质票的，以纸质票为准，网上的一张存档不计入。",
    }[rule]


def uncast_said(rules: VotingRules) -> str:
    """What silence means, as notice and ballot say it."""
    if rules.uncast is Uncast.DELIVERED_FOLLOWS_MAJORITY:
        return f"选票已经送达业主本人而没有投票的，依照议事规则{rules.clause}，计入已表决的多数意见。"
    return "不算参加表决。请尽量投票，人数和面积都达到三分之二以上表决才有效。"
