"""Forming a committee from an election whose result stands, or saying why there is none (杭州第27条, case 18)."""

import uuid
from datetime import date, datetime, timedelta

from linli.domains.committees import rules
from linli.domains.committees.events import CommitteeFormed, CommitteeNotFormed, FormationRevoked
from linli.domains.committees.models import (
    CommitteeFiling,
    CommitteeFormation,
    CommitteeTerm,
    FormationRevocation,
    HandoverItem,
)
from linli.domains.committees.operations import seats
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Leaving, Post, Task
from linli.domains.people.queries import register
from linli.domains.voting.queries import outcomes, results, votes
from linli.domains.voting.queries.outcomes import Elected, Seated
from linli.domains.voting.rules.candidacy import ElectionKind
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

_ONE = timedelta(days=1)


def take_over(*, estate_id: uuid.UUID, vote_id: uuid.UUID, now: datetime) -> list[CommitteeFormation]:
    """What a settled vote means for the committee: recalls first, then elections. Twice changes nothing."""
    vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
    known = {one.item_id for one in terms.formations(vote.estate_id)}
    for _, owner_id, _ in outcomes.recalled(vote):
        _recall(vote.estate_id, owner_id, now)
    return [
        _one(vote.estate_id, vote.id, found, now)
        for found in outcomes.elected(vote)
        if found.item_id not in known
    ]


def mark_revoked(*, estate_id: uuid.UUID, vote_id: uuid.UUID, now: datetime) -> list[FormationRevocation]:
    """The election was taken back: what was formed by it is marked, and stays. Twice changes nothing.

    Whoever sits keeps the seat until the community writes down that they left; a task asks for it.
    """
    taken_back = results.revocations(votes.vote(estate_id=estate_id, vote_id=vote_id))
    marked = {formation.id for formation, _ in terms.revocations(estate_id)}
    made = []
    for formation in terms.formations(estate_id):
        by = next((one for one in taken_back if one.item_id in {None, formation.item_id}), None)
        if formation.vote_id == vote_id and by is not None and formation.id not in marked:
            said = f"{results.said(by)}。{by.words}"
            made.append(_mark(formation, said, now))
    return made


def _mark(formation: CommitteeFormation, said: str, now: datetime) -> FormationRevocation:
    made = FormationRevocation(
        id=new_id(), estate_id=formation.estate_id, formation_id=formation.id, said=said, at=now
    )
    db.session.add(made)
    db.session.flush()
    if formation.term_id is not None:
        term = terms.term(estate_id=formation.estate_id, term_id=formation.term_id)
        due_on = day_of(now) + rules.AFTER_REVOCATION
        seats.ask(term=term, kind=Task.REVOKED, due_on=due_on, about=formation.id.hex, now=now)
    audit.record(
        "committees:committee:revoke",
        object_kind="committee_formation",
        object_id=formation.id,
        estate_id=formation.estate_id,
    )
    publish(FormationRevoked(at=now, estate_id=formation.estate_id, formation_id=formation.id))
    return made


def _one(estate_id: uuid.UUID, vote_id: uuid.UUID, found: Elected, now: datetime) -> CommitteeFormation:
    term, said = _term_of(estate_id, vote_id, found, now)
    made = CommitteeFormation(
        id=new_id(),
        estate_id=estate_id,
        vote_id=vote_id,
        item_id=found.item_id,
        title=found.title,
        formed=term is not None,
        said=said,
        term_id=term.id if term else None,
        at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "committees:committee:form",
        object_kind="committee_formation",
        object_id=made.id,
        estate_id=made.estate_id,
        formed=made.formed,
    )
    if term is not None:
        publish(CommitteeFormed(at=now, estate_id=made.estate_id, term_id=term.id))
    elif not found.seats_left:
        publish(CommitteeNotFormed(at=now, estate_id=made.estate_id, formation_id=made.id))
    return made


def _term_of(
    estate_id: uuid.UUID, vote_id: uuid.UUID, found: Elected, now: datetime
) -> tuple[CommitteeTerm | None, str]:
    """The term that the elected sit in, and what is to be said of it."""
    if not found.quorate:
        return None, "参与表决的业主不够三分之二，没有人当选，须重新选举。"
    if found.kind is ElectionKind.BY_ELECTION:
        return _complete(estate_id, found, now)
    if found.seats_left:
        return None, f"还有 {found.seats_left} 席得票完全相同，等另行选举后再组成。"
    number = len(found.members)
    if not rules.stands(number, agreed=found.agreed_seats, least=found.least):
        return None, rules.why_not(number, agreed=found.agreed_seats, least=found.least)
    since_on = _first_day(estate_id, day_of(now))
    term = seats.begin_term(
        estate_id=estate_id,
        since_on=since_on,
        until_on=rules.last_day_of(since_on, found.term_years),
        vote_id=vote_id,
        agreed_seats=found.agreed_seats,
        least_members=found.least,
    )
    _fill(term, found.members, Post.MEMBER, since_on, now)
    _fill(term, found.alternates, Post.SUBSTITUTE, since_on, now)
    _what_follows(term, now)
    return term, f"选出委员 {number} 人、候补 {len(found.alternates)} 人，第 {term.number} 届业主委员会成立。"


def _complete(estate_id: uuid.UUID, found: Elected, now: datetime) -> tuple[CommitteeTerm | None, str]:
    """A by-election's members join the running term."""
    on = day_of(now)
    term = terms.in_office(estate_id, on=on)
    if term is None:
        return None, "现在没有任期内的业主委员会，补选的委员不能就任。"
    _fill(term, found.members, Post.MEMBER, on, now)
    _fill(term, found.alternates, Post.SUBSTITUTE, on, now)
    if seats.check_number(term=term, on=on, now=now):
        seats.finish(term=term, kinds=(Task.NEW_ELECTION,), now=now)
    return term, f"补选委员 {len(found.members)} 人，任期到本届届满。"


def _fill(term: CommitteeTerm, people: tuple[Seated, ...], post: Post, since_on: date, now: datetime) -> None:
    on_register = register.owner_views(term.estate_id, [one.owner_id for one in people]) if people else {}
    sitting = {one.owner_id for one in terms.holding(term, on=since_on)}
    for one in people:
        if one.owner_id in on_register and one.owner_id not in sitting:
            seats.seat(
                term=term, owner_id=one.owner_id, post=post, since_on=since_on, now=now, party=one.party
            )


def _first_day(estate_id: uuid.UUID, today: date) -> date:
    """Today, or the day after the running term ends: an estate has one committee at a time."""
    running = terms.in_office(estate_id, on=today)
    return running.until_on + _ONE if running else today


def _what_follows(term: CommitteeTerm, now: datetime) -> None:
    """The first meeting, the filing, and what the committee before has to hand over."""
    today = day_of(now)
    seats.ask(
        term=term,
        kind=Task.FIRST_MEETING,
        due_on=max(today, term.since_on) + rules.FIRST_MEETING,
        now=now,
    )
    seats.ask(term=term, kind=Task.FILE, due_on=today + rules.FILING, now=now)
    db.session.add(
        CommitteeFiling(estate_id=term.estate_id, id=term.id, due_on=today + rules.FILING, papers={})
    )
    before = next((one for one in terms.terms(term.estate_id) if one.until_on < term.since_on), None)
    if before is not None:
        prepare_handover(term=before, now=now)
    db.session.flush()


def prepare_handover(*, term: CommitteeTerm, now: datetime) -> None:
    """The list of what a term hands over, and its ten days (浙江第15条, 杭州第34条). Twice changes nothing."""
    if terms.handover(term):
        return
    db.session.add_all(
        HandoverItem(id=new_id(), estate_id=term.estate_id, term_id=term.id, title=title)
        for title in rules.HANDED_OVER
    )
    due_on = max(term.until_on, day_of(now)) + rules.HANDOVER
    seats.ask(term=term, kind=Task.HANDOVER, due_on=due_on, now=now)


def _recall(estate_id: uuid.UUID, owner_id: uuid.UUID, now: datetime) -> None:
    on = day_of(now)
    term = terms.in_office(estate_id, on=on)
    for one in terms.holding(term, on=on) if term else []:
        if one.owner_id == owner_id and one.until_on is None:
            seats.leave(member=one, until_on=on, leaving=Leaving.RECALLED, now=now)
