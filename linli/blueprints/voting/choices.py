"""What a voter chose, in words for the last look, and as the fields of a form: one answer, or several names."""

from collections.abc import Mapping
from typing import Any

from linli.domains.voting.models import VoteItem
from linli.domains.voting.queries import elections
from linli.domains.voting.rules.candidacy import NONE
from linli.domains.voting.rules.counting import Choice
from linli.domains.voting.rules.plans import spelled


def said(item: VoteItem, chosen: str | list[str]) -> str:
    """A choice as people read it."""
    if isinstance(chosen, str):
        return Choice(chosen).title
    names = elections.names_of(item)
    return "、".join(names[one] for one in chosen) or "一个都不选"


def typed(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Choices as the ballot's form has them: choice-1 for a resolution, names 2:c1 for elections."""
    fields: dict[str, Any] = {
        f"choice-{number}": one for number, one in choices.items() if isinstance(one, str)
    }
    lists = {number: one for number, one in choices.items() if isinstance(one, list)}
    if lists:
        fields["names"] = [f"{number}:{name}" for number, names in lists.items() for name in names or [NONE]]
    return fields


def gathered(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The same the other way round. “一个都不选” beside a name stays in the list, to be refused with a sentence."""
    choices: dict[str, Any] = {
        name.removeprefix("choice-"): value for name, value in sent.items() if name.startswith("choice-")
    }
    for name, value in sent.items():
        if name.startswith("plan-"):
            choices |= spelled(str(value))
    for ticked in sent.get("names") or ():
        number, _, name = str(ticked).partition(":")
        choices.setdefault(number, []).append(name)
    return {number: [] if one == [NONE] else one for number, one in choices.items()}
