"""Casting put together for its pages: for whom there is a ballot to cast, which of them is meant, what is asked."""

from datetime import datetime
from typing import Any

from linli.blueprints.voting import choices, shown
from linli.blueprints.voting.shown import ItemShown
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import proxies, rolls, votes
from linli.domains.voting.queries.proxies import CastableVoter
from linli.domains.voting.rules.casting import in_own_order
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.proxies import Powers, check_within
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform.web import Form
from linli.platform.web.show import look


def casting(actor: Actor, vote: Vote, form: Form, items: list[ItemShown], *, now: datetime) -> dict[str, Any]:
    """Three taps: for whom, what is asked, confirm. With one voter and one question the first two are one."""
    owner = actor.role is Role.OWNER
    mine = rolls.my_voters(vote, actor.account_id) if owner else []
    spoken = rolls.spoken_for(mine, actor.account_id, on=day_of(now))
    here_for = proxies.still_to_cast(vote, actor.account_id, now=now)
    chosen = meant(here_for, form.value("voter_no"))
    typed = bool({name for name in form.values if name == "names" or name.startswith(("choice-", "plan-"))})
    told = chosen.proxy.told if chosen and chosen.proxy else {}
    if told and not typed:
        form.values = choices.typed(told) | dict(form.values)
    return {
        "owner": owner,
        "mine": mine,
        "held": proxies.held(vote, actor.account_id, now=now),
        "here_for": here_for,
        "chosen": chosen,
        "spoken": [
            (one.entry.label, spoken[one.entry.id], one.ballot) for one in mine if one.entry.id in spoken
        ],
        "orders": _orders(vote, chosen) if chosen else {},
        "quick": quick(items) and not form.errors and not told,
        "questions": shown.questions(vote, form.values),
    }


def meant(here_for: list[CastableVoter], voter_no: str | None) -> CastableVoter | None:
    """The voter whose ballot is shown: the one that was chosen, or the only one."""
    if not voter_no and len(here_for) == 1:
        return here_for[0]
    return next((one for one in here_for if one.entry.voter_no == voter_no), None)


def checked(
    actor: Actor, vote: Vote, voter_no: str | None, chosen: dict[str, Any], *, now: datetime
) -> CastableVoter | None:
    """The voter of a ballot before its last look. Raises BeyondInstructions where its owner wrote something else."""
    known = {one.entry.voter_no: one for one in proxies.voters_for(vote, actor.account_id, now=now)}
    voter = known.get(voter_no or "") or next(iter(known.values()), None)
    if voter and voter.proxy:
        check_within(Powers(voter.proxy.powers), voter.proxy.told, chosen)
    return voter


def quick(items: list[ItemShown]) -> bool:
    """Whether a tap on the answer leads straight to the last look: one resolution, in elder mode (NN-23)."""
    first = items[0].item if len(items) == 1 else None
    plain = first is not None and first.kind == ItemKind.RESOLUTION and not first.alternative_of
    return plain and look()["mode"] == "elder"


def _orders(vote: Vote, chosen: CastableVoter) -> dict[int, list[dict[str, str]]]:
    """The candidates of each election in the order of this voter (VO-22)."""
    found = {}
    for one in votes.items(vote):
        if one.kind == ItemKind.ELECTION:
            known = {candidate["candidate_id"]: candidate for candidate in one.candidates}
            order = in_own_order(list(known), vote=str(vote.id), voter_no=chosen.entry.voter_no)
            found[one.number] = [known[name] for name in order]
    return found
