"""Seats of the committee: taken, left, filled by the first substitute; the role follows the seat (NN-11)."""

import uuid
from datetime import date, datetime, timedelta

from linli.domains.committees import rules
from linli.domains.committees.errors import (
    NoSuchOwner,
    NotHolding,
    NotInTerm,
    SeatTaken,
    TermsOverlap,
    WrongTerm,
)
from linli.domains.committees.events import MemberLeft, NewElectionNeeded, SubstituteMovedUp
from linli.domains.committees.models import CommitteeMember, CommitteeTask, CommitteeTerm
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Leaving, Post, Task
from linli.domains.people.operations import roles
from linli.domains.people.queries import register
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.kernel.times import day_of, end_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

_ONE = timedelta(days=1)


def begin_term(
    *,
    estate_id: uuid.UUID,
    since_on: date,
    until_on: date,
    vote_id: uuid.UUID | None = None,
    agreed_seats: int = 0,
    least_members: int = 0,
) -> CommitteeTerm:
    """Write down a new term, numbered after the last one. Raises WrongTerm, TermsOverlap."""
    if not rules.term_fits(since_on, until_on):
        raise WrongTerm(field_errors={"until_on": [WrongTerm.sentence]})
    earlier = terms.terms(estate_id)
    if any(term.since_on <= until_on and since_on <= term.until_on for term in earlier):
        raise TermsOverlap
    term = CommitteeTerm(
        estate_id=estate_id,
        number=max((term.number for term in earlier), default=0) + 1,
        since_on=since_on,
        until_on=until_on,
        vote_id=vote_id,
        agreed_seats=agreed_seats,
        least_members=least_members,
    )
    db.session.add(term)
    db.session.flush()
    audit.record(
        "committees:term:begin", object_kind="committee_term", object_id=term.id, estate_id=estate_id
    )
    return term


def seat(
    *,
    term: CommitteeTerm,
    owner_id: uuid.UUID,
    post: Post,
    since_on: date,
    now: datetime,
    party: bool | None = None,
) -> CommitteeMember:
    """An owner takes a post in a term; substitutes stand in the order in which they were written down.

    A substitute who moves up leaves that place first. Raises NoSuchOwner, NotInTerm, SeatTaken.
    """
    owner = register.owner_views(term.estate_id, [owner_id]).get(owner_id)
    if owner is None:
        raise NoSuchOwner(field_errors={"owner_id": [NoSuchOwner.sentence]})
    if not term.since_on <= since_on <= term.until_on:
        raise NotInTerm(field_errors={"since_on": [NotInTerm.sentence]})
    everybody = terms.members(term)
    there = [one for one in everybody if one.until_on is None or one.until_on >= since_on]
    if any(one.owner_id == owner_id or one.post == post == Post.CHAIR for one in there):
        raise SeatTaken
    member = CommitteeMember(
        estate_id=term.estate_id,
        term_id=term.id,
        owner_id=owner_id,
        name=owner.name,
        post=post,
        position=len(everybody) + 1,
        since_on=since_on,
        party=party,
    )
    db.session.add(member)
    db.session.flush()
    _record("seat", member)
    follow(term=term, now=now)
    if post == Post.CHAIR:
        finish(term=term, kinds=(Task.FIRST_MEETING, Task.CHAIR), now=now)
    return member


def change_post(
    *, term: CommitteeTerm, member: CommitteeMember, post: Post, on: date, now: datetime
) -> CommitteeMember:
    """A seated member takes another post, as the first meeting elects a chair and deputies: one entry ends, one begins.

    Raises NotHolding, SeatTaken, NotInTerm.
    """
    if Post.SUBSTITUTE in {member.post, post} or not terms.holds(member, on=on):
        raise NotHolding
    if member.post == post:
        return member
    _end(member, on=on, leaving=Leaving.CHANGED, now=now)
    return seat(term=term, owner_id=member.owner_id, post=post, since_on=on, now=now, party=member.party)


def leave(
    *, member: CommitteeMember, until_on: date, leaving: Leaving = Leaving.OTHER, now: datetime
) -> CommitteeMember:
    """A member leaves the post after a day; the entry stays, the role ends, and the first substitute moves up.

    Raises NotInTerm, NotHolding for somebody who left before.
    """
    term = terms.term(estate_id=member.estate_id, term_id=member.term_id)
    if member.until_on is not None:
        raise NotHolding
    if not member.since_on <= until_on <= term.until_on:
        raise NotInTerm(field_errors={"until_on": [NotInTerm.sentence]})
    _go(term, member, until_on, leaving, now)
    return member


def follow(*, term: CommitteeTerm, now: datetime) -> None:
    """Give the role to those who are seated today and have an account, and end it for those who are not any more."""
    on = day_of(now)
    seated = terms.seated(term, on=on)
    views = register.owner_views(term.estate_id, [one.owner_id for one in seated]) if seated else {}
    for one in terms.members(term):
        if one.grant_id is not None and one not in seated:
            roles.end_with_office(grant_id=one.grant_id, now=now)
            one.grant_id = None
    for one in seated:
        account_id = views[one.owner_id].account_id if one.owner_id in views else None
        if one.grant_id is None and account_id is not None:
            one.grant_id = roles.grant(
                actor=None,
                account_id=account_id,
                role=Role.COMMITTEE_MEMBER,
                scope=Scope(ScopeKind.ESTATE, term.estate_id),
                until=end_of(term.until_on),
                now=now,
            ).id
    db.session.flush()


def check_owners(*, term: CommitteeTerm, now: datetime) -> list[CommitteeMember]:
    """End the seats of those who own nothing in the estate any more (杭州市物业管理条例第32条); who that was."""
    on = day_of(now)
    owning = {one.owner_id for one in register.ownerships(term.estate_id, on=on)}
    gone = [one for one in terms.holding(term, on=on) if one.owner_id not in owning]
    for one in gone:
        _go(term, one, on - _ONE, Leaving.SOLD, now)
    return gone


def ask(*, term: CommitteeTerm, kind: Task, due_on: date, now: datetime, about: str = "") -> bool:
    """Put down something to be done by a day, once; whether it is new."""
    known = {(one.kind, one.about) for one in terms.tasks(term)}
    if (kind, about) in known:
        return False
    db.session.add(
        CommitteeTask(
            estate_id=term.estate_id, term_id=term.id, kind=kind, about=about, due_on=due_on, made_at=now
        )
    )
    db.session.flush()
    return True


def finish(*, term: CommitteeTerm, kinds: tuple[Task, ...], now: datetime, about: str | None = None) -> None:
    """What was to be done is done."""
    for one in terms.tasks(term):
        if one.kind in kinds and one.done_at is None and about in {None, one.about}:
            one.done_at = now
    db.session.flush()


def _go(
    term: CommitteeTerm, member: CommitteeMember, until_on: date, leaving: Leaving, now: datetime
) -> None:
    member.until_on, member.leaving = until_on, leaving
    db.session.flush()
    _record("leave", member, leaving=leaving)
    publish(MemberLeft(at=now, estate_id=term.estate_id, term_id=term.id, member_id=member.id))
    if member.post != Post.SUBSTITUTE:
        _fill(term, member, from_on=until_on + _ONE, now=now)
    follow(term=term, now=now)


def _fill(term: CommitteeTerm, left: CommitteeMember, *, from_on: date, now: datetime) -> None:
    """The first substitute in the order of votes moves up (杭州第28条); too few left: a new election is needed."""
    waiting = [one for one in terms.substitutes(term, on=from_on) if one.owner_id != left.owner_id]
    if waiting and from_on <= term.until_on:
        first = waiting[0]
        _end(first, on=from_on, leaving=Leaving.MOVED_UP, now=now)
        moved = seat(
            term=term, owner_id=first.owner_id, post=Post.MEMBER, since_on=from_on, now=now, party=first.party
        )
        publish(
            SubstituteMovedUp(
                at=now,
                estate_id=term.estate_id,
                term_id=term.id,
                member_id=moved.id,
                owner_id=moved.owner_id,
            )
        )
    if left.post == Post.CHAIR:
        about = left.id.hex
        ask(term=term, kind=Task.CHAIR, due_on=from_on + rules.FIRST_MEETING, about=about, now=now)
    check_number(term=term, on=from_on, now=now)


def check_number(*, term: CommitteeTerm, on: date, now: datetime) -> bool:
    """Whether the committee still stands; if not, a new election is asked for."""
    left = len(terms.seated(term, on=on))
    if term.agreed_seats == 0 or rules.stands(left, agreed=term.agreed_seats, least=term.least_members):
        return True
    if ask(term=term, kind=Task.NEW_ELECTION, due_on=on + rules.TERM_PREPARED, now=now):
        publish(NewElectionNeeded(at=now, estate_id=term.estate_id, term_id=term.id))
    return False


def _end(member: CommitteeMember, *, on: date, leaving: Leaving, now: datetime) -> None:
    """An entry ends the day before another of the same person begins; one of that very day is taken back."""
    member.until_on, member.leaving = on - _ONE, leaving
    if member.grant_id is not None:
        roles.end_with_office(grant_id=member.grant_id, now=now)
        member.grant_id = None
    db.session.flush()


def _record(act: str, member: CommitteeMember, **details: str) -> None:
    audit.record(
        f"committees:member:{act}",
        object_kind="committee_member",
        object_id=member.id,
        estate_id=member.estate_id,
        post=member.post,
        **details,
    )
