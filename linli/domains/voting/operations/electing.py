"""Putting elections and recalls on a draft: seats, terms, run-offs; the request for a recall and the hearing."""

import uuid
from datetime import date, datetime
from typing import Any

from linli.domains.people.queries import register
from linli.domains.voting.errors import HearingIncomplete, NoRunOff, NotAnOwner, TextFrozen
from linli.domains.voting.models import Election, Recall, Vote, VoteItem
from linli.domains.voting.operations import drafting
from linli.domains.voting.queries import elections, votes
from linli.domains.voting.rules import candidacy
from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import WITH_RESULT, Meeting, State
from linli.domains.voting.rules.election import Outcome
from linli.domains.voting.rules.kinds import VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def add_election(
    *,
    vote: Vote,
    title: str,
    kind: ElectionKind,
    seats: int,
    alternates: int,
    contested: bool,
    term_years: int = 0,
    agreed_seats: int | None = None,
    words: str = "",
    now: datetime,
) -> Election:
    """Put an election on a draft. `agreed_seats`: of the whole committee, where fewer are elected now.

    Raises TextFrozen, WrongSeats.
    """
    _check_draft(vote)
    least = votes.estate_rules(vote.estate_id, now=now).legal_min_members
    term_years = term_years if kind is ElectionKind.GENERAL else 0
    candidacy.check_seats(kind, seats=seats, alternates=alternates, contested=contested, least=least)
    item = _item(vote, title=title, words=words or _words(kind, seats, alternates, contested, term_years))
    item.kind, item.seats, item.alternates = ItemKind.ELECTION, seats, alternates
    made = Election(
        estate_id=vote.estate_id,
        id=item.id,
        vote_id=vote.id,
        kind=kind,
        contested=contested,
        term_years=term_years,
        agreed_seats=seats if kind is ElectionKind.GENERAL else agreed_seats or seats,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "voting:election:add", object_kind="election", object_id=made.id, estate_id=vote.estate_id, kind=kind
    )
    return made


def draft_run_off(
    *, actor: Actor, election: Election, opens_at: datetime, closes_at: datetime, now: datetime
) -> Vote:
    """Draft the vote between those who tied across the last seat, for the seats left (domain rules 1.6).

    Raises NoRunOff, OpensTooEarly, WrongPeriod.
    """
    earlier, item = elections.vote_of(election), elections.item_of(election)
    outcome = outcome_of(earlier, item)
    tied = [one["candidate_id"] for one in outcome["candidates"] if one["outcome"] == Outcome.RUNOFF]
    if not tied or elections.run_off_of(election) is not None:
        raise NoRunOff
    vote = drafting.draft(
        actor=actor,
        estate_id=earlier.estate_id,
        title=f"{earlier.title}（另行选举）",
        meeting=Meeting(earlier.meeting),
        kind=VoteKind(earlier.kind),
        opens_at=opens_at,
        closes_at=closes_at,
        scope_kind=earlier.scope_kind,
        scope_ids=[uuid.UUID(one) for one in earlier.scope_ids],
        now=now,
    )
    seats = outcome["runoff_seats"]
    new = _item(
        vote,
        title=f"{item.title}（另行选举）",
        words=f"上次选举中得票完全相同的 {len(tied)} 位候选人，另行选举 {seats} 人。",
    )
    new.kind, new.seats, new.alternates = ItemKind.ELECTION, seats, 0
    new.candidates = [one for one in item.candidates if one["candidate_id"] in tied]
    db.session.add(
        Election(
            estate_id=vote.estate_id,
            id=new.id,
            vote_id=vote.id,
            kind=ElectionKind.RUN_OFF,
            contested=True,
            term_years=election.term_years,
            agreed_seats=election.agreed_seats,
            earlier_item_id=item.id,
        )
    )
    db.session.flush()
    audit.record(
        "voting:election:draft_run_off", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id
    )
    return vote


def outcome_of(vote: Vote, item: VoteItem) -> dict[str, Any]:
    """How an item came out, once it is published. Raises NoRunOff where nobody may know."""
    counted = votes.result(vote) if vote.state in WITH_RESULT else None
    if counted is None:
        raise NoRunOff("结果公布以后才能起草另行选举。")
    found: dict[str, Any] = next(one for one in counted.result["items"] if one["item_id"] == str(item.number))
    return found


def add_recall(*, vote: Vote, owner_id: uuid.UUID, reason: str) -> Recall:
    """Put the recall of one member on a draft, as a resolution of its own (民法典第278条第1款第(三)项).

    Raises TextFrozen, NotAnOwner.
    """
    _check_draft(vote)
    owner = register.owner_views(vote.estate_id, [owner_id]).get(owner_id)
    if owner is None:
        raise NotAnOwner(field_errors={"name": [NotAnOwner.sentence]})
    item = _item(
        vote,
        title=f"罢免业主委员会委员 {owner.name}",
        words=f"罢免 {owner.name} 的业主委员会委员职务。理由：{reason}",
    )
    item.changes, item.otherwise = (
        f"{owner.name} 不再担任委员，空缺由候补递补或补选。",
        f"{owner.name} 继续担任委员。",
    )
    made = Recall(estate_id=vote.estate_id, id=item.id, vote_id=vote.id, owner_id=owner_id, name=owner.name)
    db.session.add(made)
    db.session.flush()
    audit.record("voting:recall:add", object_kind="recall", object_id=made.id, estate_id=vote.estate_id)
    return made


def record_request(
    *,
    recall: Recall,
    asked_by: str,
    requested_on: date,
    document: str,
    signed: tuple[int, int] = (0, 0),
    whole: tuple[int, int] = (0, 0),
    proposal_id: uuid.UUID | None = None,
) -> Recall:
    """Write down who asks for a recall: `owners` with heads and area in 0.01 ㎡ signed and of the whole, or `committee`.

    Counted signatures of a proposal are handed over by the room that counts them. Raises TextFrozen.
    """
    _check_draft(elections.vote_of(recall))
    recall.asked_by, recall.requested_on, recall.request_document = asked_by, requested_on, document
    recall.asked_heads, recall.asked_area = signed
    recall.whole_heads, recall.whole_area = whole
    recall.proposal_id = proposal_id
    db.session.flush()
    audit.record(
        "voting:recall:request", object_kind="recall", object_id=recall.id, estate_id=recall.estate_id
    )
    return recall


def record_hearing(
    *,
    actor: Actor,
    recall: Recall,
    heard_on: date,
    place: str,
    attended: bool,
    words: str,
    now: datetime,
) -> Recall:
    """The member was heard, or was invited and stayed away, and what was said (杭州市物业管理条例第31条).

    Raises TextFrozen, HearingIncomplete.
    """
    _check_draft(elections.vote_of(recall))
    if heard_on > day_of(now) or (recall.requested_on and heard_on < recall.requested_on):
        raise HearingIncomplete(field_errors={"heard_on": [HearingIncomplete.sentence]})
    recall.heard_on, recall.hearing_place, recall.attended = heard_on, place, attended
    recall.hearing_words, recall.recorded_by, recall.recorded_at = words, actor.account_id, now
    db.session.flush()
    audit.record(
        "voting:recall:hearing", object_kind="recall", object_id=recall.id, estate_id=recall.estate_id
    )
    return recall


def _check_draft(vote: Vote) -> None:
    if vote.state != State.DRAFT:
        raise TextFrozen


def _item(vote: Vote, *, title: str, words: str) -> VoteItem:
    return drafting.add_item(
        vote=vote,
        title=title,
        words=words,
        matter=Matter.ELECT_COMMITTEE,
        changes="当选的人组成业主委员会，代表业主执行业主大会的决定。",
        costs="不用另外交钱。",
        otherwise="选不出来的，由社区、街道指导重新选举。",
    )


def _words(kind: ElectionKind, seats: int, alternates: int, contested: bool, term_years: int) -> str:  # noqa: FBT001
    said = f"{kind.title}：选举业主委员会委员 {seats} 人，实行{'差额' if contested else '等额'}选举"
    if alternates:
        said += f"；候补 {alternates} 人，按得票从落选但过半数的候选人中产生"
    return f"{said}；任期{f' {term_years} 年' if term_years else '到本届届满为止'}。"
