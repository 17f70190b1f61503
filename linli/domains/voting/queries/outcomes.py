"""What elections and recalls came to once their result stands, for the room that forms the committee from it."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from linli.domains.voting.models import Candidacy, Election, Vote, VoteItem
from linli.domains.voting.queries import elections, votes
from linli.domains.voting.rules.candidacy import ElectionKind, candidate_id
from linli.domains.voting.rules.course import WITH_RESULT
from linli.domains.voting.rules.election import Outcome, in_rank
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody elected or made an alternate, in the order of votes; the party is known only by consent."""

    owner_id: uuid.UUID
    name: str
    party: bool | None


@dataclass(frozen=True, slots=True)
class Elected:
    """One election of a vote whose result stands, together with the elections whose ties it decided.

    `seats_left`: to be filled by a run-off that is still to come.
    """

    item_id: uuid.UUID
    title: str
    kind: ElectionKind
    term_years: int
    agreed_seats: int
    least: int
    seats_left: int
    quorate: bool
    members: tuple[Seated, ...]
    alternates: tuple[Seated, ...]


def elected(found: Vote) -> list[Elected]:
    """Every election of a vote, in the order of its items. A run-off brings along who was seated before it."""
    held = elections.elections_of(found)
    return [_elected(found, item, held[item.id]) for item in votes.items(found) if item.id in held]


def recalled(found: Vote) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    """The members whom a vote recalled: item, owner, name."""
    asked, results = elections.recalls_of(found), _results(found)
    return [
        (item.id, asked[item.id].owner_id, asked[item.id].name)
        for item in votes.items(found)
        if item.id in asked and results.get(str(item.number), {}).get("passed")
    ]


def _elected(vote: Vote, item: VoteItem, election: Election) -> Elected:
    outcome = _results(vote)[str(item.number)]
    rules = VotingRules.of_setting(vote.rules)
    people = _people(election)
    ranked = in_rank(outcome, rules.rank_by)
    members = [people[one["candidate_id"]] for one in ranked if one["outcome"] == Outcome.ELECTED]
    alternates = [people[one["candidate_id"]] for one in ranked if one["outcome"] == Outcome.ALTERNATE]
    kind = ElectionKind(election.kind)
    earlier = _before(election)
    if earlier is not None:
        before = _elected(*earlier)
        members, kind = [*before.members, *members], before.kind
    return Elected(
        item_id=item.id,
        title=item.title,
        kind=kind,
        term_years=election.term_years,
        agreed_seats=election.agreed_seats,
        least=rules.legal_min_members,
        seats_left=outcome["runoff_seats"],
        quorate=outcome["quorum"],
        members=tuple(members),
        alternates=tuple(alternates),
    )


def _results(found: Vote) -> dict[str, Any]:
    counted = votes.result(found) if found.state in WITH_RESULT else None
    return {one["item_id"]: one for one in counted.result["items"]} if counted else {}


def _before(election: Election) -> tuple[Vote, VoteItem, Election] | None:
    """The election whose tie this one decides."""
    if election.earlier_item_id is None:
        return None
    earlier = elections.election(estate_id=election.estate_id, election_id=election.earlier_item_id)
    return elections.vote_of(earlier), elections.item_of(earlier), earlier


def _people(election: Election) -> dict[str, Seated]:
    """The candidates by their ids in the bundle; a run-off's candidates stood in the first election."""
    first = election
    while first.earlier_item_id is not None:
        first = elections.election(estate_id=first.estate_id, election_id=first.earlier_item_id)
    rows = db.session.scalars(
        select(Candidacy).where(
            Candidacy.estate_id == first.estate_id,
            Candidacy.election_id == first.id,
            Candidacy.number.is_not(None),
        )
    )
    return {
        candidate_id(one.number): Seated(
            one.owner_id, one.name, one.party_member if one.party_shown else None
        )
        for one in rows
        if one.number
    }
