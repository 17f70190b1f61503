"""Proposals as their readers see them."""

import uuid
from typing import Any

from linli.blueprints.deliberation.shown import answers_to, names_of
from linli.domains.committees.queries import terms
from linli.domains.deliberation.models import Proposal, ProposalSignature
from linli.domains.deliberation.queries import conversions, proposals
from linli.domains.deliberation.queries.speakers import Names
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState, Stage, missing
from linli.domains.people.queries import homes, register
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.candidacy import RequestBy
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.domains.voting.rules.majority import Weight
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page

TONES = {
    ProposalState.SIGNING: "info",
    ProposalState.REACHED: "wait",
    ProposalState.SETTLED: "good",
    ProposalState.EXPIRED: "",
    ProposalState.WITHDRAWN: "",
}


def sitting(estate_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Today's members of the committee by owner: whose recall can be proposed."""
    on = day_of(clock.now())
    term = terms.in_office(estate_id, on=on)
    return {one.owner_id: one.name for one in terms.seated(term, on=on)} if term else {}


def listed(actor: Actor, estate_id: uuid.UUID, found: Page[Proposal]) -> Page[dict[str, Any]]:
    """One page of proposals."""
    names = names_of(estate_id, found.items)
    return Page([_line(actor, one, names) for one in found.items], found.next)


def detail(actor: Actor, found: Proposal) -> dict[str, Any]:
    """A proposal with its answers, its vote, and the reader's own part in it."""
    return _line(actor, found, names_of(found.estate_id, [found])) | {
        "answers": answers_to(found),
        "outcome": conversions.outcome(actor, found, now=clock.now()),
        "hand": _hand(actor, found) if actor.role is Role.OWNER else None,
    }


def _line(actor: Actor, found: Proposal, names: Names) -> dict[str, Any]:
    today = day_of(clock.now())
    state, stage = proposals.state(found, today=today), proposals.stage(found, today=today)
    tally = proposals.tally_of(found)
    due_on = proposals.due_on(found, today=today)
    lacking = Weight(
        missing(tally.signed.heads, tally.whole.heads),
        missing(tally.signed.area, tally.whole.area) if found.count_by == RequestBy.HEADS_AND_AREA else 0,
    )
    plain = (
        "id",
        "title",
        "words",
        "member_name",
        "made_at",
        "signing_until",
        "count_by",
        "doubtful",
        "counted_at",
    )
    days = ("reached_at", "committee_due_on", "street_due_on", "kind")
    return {name: getattr(found, name) for name in (*plain, *days)} | {
        "kind_title": ProposalKind(found.kind).title,
        "state": state.value,
        "state_title": state.title,
        "tone": TONES[state],
        "author": names.of(found.author_id, found.author_role),
        "mine": found.author_id == actor.account_id,
        "signed": tally.signed,
        "whole": tally.whole,
        "missing": lacking,
        "by_area": found.count_by == RequestBy.HEADS_AND_AREA,
        "heads_percent": _percent(tally.signed.heads, tally.whole.heads),
        "area_percent": _percent(tally.signed.area, tally.whole.area),
        "rule": RequestBy(found.count_by).title,
        "stage": stage.value if stage else "",
        "stage_title": stage.title if stage else "",
        "due_on": due_on,
        "overdue": stage in {Stage.STREET, Stage.OVERDUE} and not found.refused_on,
    }


def _hand(actor: Actor, found: Proposal) -> dict[str, Any]:
    hand = proposals.hand(found, actor.account_id, now=clock.now())
    return {
        "heads": len(hand.heads),
        "area": hand.area,
        "labels": [head.label for head in hand.heads],
        "signed_at": hand.signed_at,
        "may_sign": bool(hand.open_heads),
        "by_another": bool(hand.heads) and not hand.open_heads and hand.signed_at is None,
    }


def origins(estate_id: uuid.UUID, vote_id: uuid.UUID) -> list[dict[str, Any]]:
    """The topics and proposals from which an announced vote came, with the way to each (VO-65)."""
    vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
    if vote.state in UNANNOUNCED:
        return []
    return [
        {
            "kind": "proposal" if isinstance(one, Proposal) else "topic",
            "id": one.id,
            "title": one.title,
            "href": f"/e/{estate_id}/{'proposals' if isinstance(one, Proposal) else 'topics'}/{one.id}",
        }
        for one in conversions.origins(estate_id, vote_id)
    ]


def signatures(found: Proposal, page: Page[ProposalSignature]) -> Page[dict[str, Any]]:
    """Names with the units of today, for those who check them."""
    ids = [one.owner_id for one in page.items]
    views = register.owner_views(found.estate_id, ids)
    held = homes.units_of_owners(found.estate_id, ids, on=day_of(clock.now()))
    items = [
        {
            "id": one.id,
            "name": views[one.owner_id].name,
            "units": [unit.label for unit in held.get(one.owner_id, [])],
            "signed_at": one.signed_at,
            "withdrawn_at": one.withdrawn_at,
        }
        for one in page.items
    ]
    return Page(items, page.next)


def _percent(part: int, whole: int) -> int:
    """Whole percent, rounded down, so that 20 is never shown before it is reached."""
    return 100 * part // whole if whole else 0
