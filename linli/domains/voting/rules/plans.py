"""Plans for one question, A or B: a voter agrees to one of them at most, and can refuse them all (VO-19).

The bundle knows no such item: every plan is a resolution of its own, and this rule is one of casting. Since no voter
agrees to two, two cannot both reach more than half; so silence and 随多数, which would agree to several, are shut
out (decision 0007).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.domains.voting.errors import OnlyOnePlan
from linli.domains.voting.rules.counting import Choice
from linli.domains.voting.rules.estate_rules import Uncast

NONE = "都不同意"


@dataclass(frozen=True, slots=True)
class Plan:
    """One item of a vote as this rule sees it; `question` is what it is a plan for, "" for an item of its own."""

    number: int
    question: str
    matter: str
    follow_majority: bool


def grouped(plans: Iterable[Plan]) -> dict[str, list[Plan]]:
    """The plans by their question; items of their own are left out."""
    groups: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.question:
            groups[plan.question].append(plan)
    return dict(groups)


def faults(plans: Iterable[Plan], uncast: Uncast) -> list[str]:
    """What keeps plans from being announced, each in a sentence."""
    found = []
    for question, group in grouped(plans).items():
        if len(group) == 1:
            found.append(f"“{question}”只有一个方案，请再加一个，或取消“备选方案”。")
        if len({plan.matter for plan in group}) > 1:
            found.append(f"“{question}”的几个方案类别不同，要多少人同意不一样，请改成同一类。")
        if any(plan.follow_majority for plan in group):
            found.append(f"“{question}”是几选一，选票上不能再加“随多数”。")
        if uncast is not Uncast.NOT_PARTICIPATING:
            found.append(
                f"“{question}”是几选一，而本小区议事规则把未投票计入多数，会同时算给几个方案。请分成两次表决。"
            )
    return found


def check_plans(plans: Sequence[Plan], choices: Mapping[str, Any]) -> None:
    """Whether a ballot agrees to at most one plan of each question. Raises OnlyOnePlan."""
    wrong: dict[str, list[str]] = {}
    for question, group in grouped(plans).items():
        agreed = [plan.number for plan in group if choices.get(str(plan.number)) == Choice.FOR]
        if len(agreed) > 1:
            wrong |= {f"choice-{number}": [f"“{question}”最多同意一个方案。"] for number in agreed}
    if wrong:
        raise OnlyOnePlan(field_errors=wrong)


def answers(group: Sequence[Plan]) -> list[tuple[str, str]]:
    """What one question offers on the page, as (value, label): each plan, none of them, abstaining (VO-19).

    The value spells out the choice for every plan, 3=for,4=against; agreeing to one is saying no to the others.
    """
    against = ",".join(f"{plan.number}={Choice.AGAINST}" for plan in group)
    abstain = ",".join(f"{plan.number}={Choice.ABSTAIN}" for plan in group)
    only = [
        ",".join(f"{one.number}={Choice.FOR if one is plan else Choice.AGAINST}" for one in group)
        for plan in group
    ]
    return [
        *((value, f"同意第 {plan.number} 项") for value, plan in zip(only, group, strict=True)),
        (against, NONE),
        (abstain, Choice.ABSTAIN.title),
    ]


def spelled(value: str) -> dict[str, str]:
    """The choices that an answer to one question spells out."""
    pairs = (part.partition("=") for part in value.split(","))
    return {number: choice for number, _, choice in pairs if number}
