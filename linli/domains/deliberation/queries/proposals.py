"""Proposals: which there are, how much is signed, who may sign, what has reached its share."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from linli.domains.deliberation.models import OfficialAnswer, Proposal, ProposalSignature
from linli.domains.deliberation.rules import proposing
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState, Stage, Tally
from linli.domains.deliberation.rules.similarity import most_alike
from linli.domains.deliberation.rules.topics import Verdict
from linli.domains.people.queries import register
from linli.domains.voting.queries import elections, standing, votes
from linli.domains.voting.rules.candidacy import RequestBy, request_reached
from linli.domains.voting.rules.majority import Weight
from linli.domains.voting.rules.roll import Head
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

_COMPARED = 300


@dataclass(frozen=True, slots=True)
class Reached:
    """What another room needs of a proposal that reached its share: the request for a recall counts by it (NN-12)."""

    proposal_id: uuid.UUID
    kind: ProposalKind
    member_id: uuid.UUID | None
    on: date
    signed: Weight
    whole: Weight
    count_by: RequestBy


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's part in a proposal: the voters of today's roll that the person may sign for."""

    heads: tuple[Head, ...]
    owner_ids: tuple[uuid.UUID, ...]
    open_heads: tuple[Head, ...]
    signed_at: datetime | None

    @property
    def area(self) -> int:
        """All that the person's name brings, in 0.01 ㎡."""
        return sum(head.area for head in self.heads)


def proposal(*, estate_id: uuid.UUID, proposal_id: uuid.UUID, **_: object) -> Proposal:
    """The proposal, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Proposal, (estate_id, proposal_id))
    if found is None:
        raise Unknown
    return found


def proposals_page(estate_id: uuid.UUID, *, window: Window, state: str = "") -> Page[Proposal]:
    """The proposals of an estate, newest first."""
    query = select(Proposal).where(Proposal.estate_id == estate_id)
    if state:
        query = query.where(Proposal.state == state)
    return by_id(query, Proposal.id, window=window)


def count_by(estate_id: uuid.UUID, *, now: datetime) -> RequestBy:
    """How signatures are counted here: a fifth of the owners, or of heads and area alike."""
    return elections.rules_of(estate_id, now=now).request_by


def count(found: Proposal, *, now: datetime) -> tuple[Tally, str]:
    """The signatures weighed by the roll of today, and that roll's fingerprint."""
    today = owners_today(found.estate_id, now=now)
    signers = [one.owner_id for one in signatures(found)]
    tally = proposing.tally(
        today.roll, signers=signers, speakers=today.speakers, doubtful_areas=today.doubtful_areas
    )
    return tally, today.roll.fingerprint


def owners_today(estate_id: uuid.UUID, *, now: datetime) -> standing.Standing:
    """The roll of today by the estate's own rules."""
    return standing.standing(estate_id, votes.estate_rules(estate_id, now=now), on=day_of(now))


def signatures(found: Proposal) -> Sequence[ProposalSignature]:
    """The names that stand under a proposal, first to last."""
    return db.session.scalars(
        select(ProposalSignature)
        .filter_by(estate_id=found.estate_id, proposal_id=found.id, withdrawn_at=None)
        .order_by(ProposalSignature.signed_at, ProposalSignature.id)
    ).all()


def all_signatures(found: Proposal) -> Sequence[ProposalSignature]:
    """Every name that was ever given, taken back ones too."""
    return db.session.scalars(
        select(ProposalSignature).filter_by(estate_id=found.estate_id, proposal_id=found.id)
    ).all()


def answered_by_office(found: Proposal) -> bool:
    """Whether somebody answered in the matter."""
    query = select(OfficialAnswer.id).where(
        OfficialAnswer.estate_id == found.estate_id,
        OfficialAnswer.object_id == found.id,
        OfficialAnswer.verdict != Verdict.UNDER_REVIEW,
    )
    return db.session.scalar(query.limit(1)) is not None


def signatures_page(found: Proposal, *, window: Window) -> Page[ProposalSignature]:
    """Every name that was ever given, for those who check them; taken back ones too."""
    query = select(ProposalSignature).filter_by(estate_id=found.estate_id, proposal_id=found.id)
    return by_id(query, ProposalSignature.id, window=window, newest_first=False)


def hand(found: Proposal, account_id: uuid.UUID, *, now: datetime) -> Hand:
    """What an account may sign for today, and what of it is not signed for by anybody yet."""
    mine = register.owners_of_account(found.estate_id, account_id)
    if not mine:
        return Hand((), (), (), None)
    today = owners_today(found.estate_id, now=now)
    heads = tuple(head for head in today.roll.heads if proposing.signs_for(head, mine, today.speakers))
    names = signatures(found)
    signers = [one.owner_id for one in names]
    own = [one for one in names if one.owner_id in mine]
    return Hand(
        heads,
        tuple(one for one in mine if any(one in head.owner_ids for head in heads)),
        tuple(head for head in heads if not proposing.signs_for(head, signers, today.speakers)),
        own[0].signed_at if own else None,
    )


def tally_of(found: Proposal) -> Tally:
    """The figures as they were counted last."""
    return Tally(
        Weight(found.signed_heads, found.signed_area),
        Weight(found.whole_heads, found.whole_area),
        found.doubtful,
    )


def enough(found: Proposal, tally: Tally) -> bool:
    """Whether a fifth is reached, by the proposal's rule."""
    return request_reached(tally.signed, tally.whole, RequestBy(found.count_by))


def state(found: Proposal, *, today: date) -> ProposalState:
    """Where a proposal stands by the calendar, whatever a job has yet to write down."""
    stored = ProposalState(found.state)
    if stored is ProposalState.SIGNING and today > found.signing_until:
        return ProposalState.EXPIRED
    return stored


def stage(found: Proposal, *, today: date) -> Stage | None:
    """Whose days run; None where none do."""
    if found.state != ProposalState.REACHED or found.committee_due_on is None or found.street_due_on is None:
        return None
    return proposing.stage(
        found.committee_due_on, found.street_due_on, refused_on=found.refused_on, today=today
    )


def due_on(found: Proposal, *, today: date) -> date | None:
    """The day that runs now."""
    now_in = stage(found, today=today)
    if now_in is None:
        return None
    return found.committee_due_on if now_in is Stage.COMMITTEE else found.street_due_on


def reached(found: Proposal) -> Reached | None:
    """The count by which a proposal reached its share; None where it has not."""
    if found.reached_at is None:
        return None
    tally = tally_of(found)
    return Reached(
        found.id,
        ProposalKind(found.kind),
        found.member_id,
        day_of(found.reached_at),
        tally.signed,
        tally.whole,
        RequestBy(found.count_by),
    )


def running(estate_id: uuid.UUID) -> Sequence[Proposal]:
    """The proposals that have reached their share and wait for committee or street, by their days."""
    return db.session.scalars(
        select(Proposal)
        .filter_by(estate_id=estate_id, state=ProposalState.REACHED)
        .order_by(Proposal.committee_due_on, Proposal.id)
        .limit(100)
    ).all()


def signing() -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Every proposal that is being signed, in every estate."""
    rows = db.session.execute(
        select(Proposal.estate_id, Proposal.id).where(Proposal.state == ProposalState.SIGNING)
    )
    return [(row[0], row[1]) for row in rows]


def of_vote(estate_id: uuid.UUID, vote_id: uuid.UUID) -> Sequence[Proposal]:
    """The proposals that became items of a vote (VO-65)."""
    return db.session.scalars(
        select(Proposal).filter_by(estate_id=estate_id, vote_id=vote_id).order_by(Proposal.id)
    ).all()


def alike(estate_id: uuid.UUID, title: str) -> list[Proposal]:
    """Proposals being signed, or waiting, that say nearly the same (DL-16)."""
    rows = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.estate_id == estate_id,
            Proposal.state.in_([ProposalState.SIGNING, ProposalState.REACHED]),
        )
        .order_by(Proposal.id.desc())
        .limit(_COMPARED)
    )
    return most_alike(title, ((one.title, one) for one in rows))


def titles(estate_id: uuid.UUID, proposal_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The titles of several proposals."""
    rows = db.session.execute(
        select(Proposal.id, Proposal.title).where(
            Proposal.estate_id == estate_id, Proposal.id.in_(proposal_ids)
        )
    )
    return {row.id: row.title for row in rows}
