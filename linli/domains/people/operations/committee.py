"""Keeping the register of the owners' committee: terms, members and posts, substitutes (业主委员会名册)."""

import uuid
from datetime import date

from sqlalchemy import select

from linli.domains.people import rules
from linli.domains.people.errors import NoSuchOwner, NotInTerm, SeatTaken, TermsOverlap, WrongTerm
from linli.domains.people.models import CommitteeMember, CommitteeTerm, Owner
from linli.domains.people.queries import committee
from linli.domains.people.rules import Post
from linli.platform import audit
from linli.platform.db import db


def begin_term(*, estate_id: uuid.UUID, since_on: date, until_on: date) -> CommitteeTerm:
    """Write down a new term, numbered after the last one. Raises WrongTerm, TermsOverlap."""
    if not rules.term_fits(since_on, until_on):
        raise WrongTerm(field_errors={"until_on": [WrongTerm.sentence]})
    earlier = committee.terms(estate_id)
    if any(term.since_on <= until_on and since_on <= term.until_on for term in earlier):
        raise TermsOverlap
    number = max((term.number for term in earlier), default=0) + 1
    term = CommitteeTerm(estate_id=estate_id, number=number, since_on=since_on, until_on=until_on)
    db.session.add(term)
    db.session.flush()
    audit.record(
        "people:committee:begin_term", object_kind="committee_term", object_id=term.id, estate_id=estate_id
    )
    return term


def seat(*, term: CommitteeTerm, owner_id: uuid.UUID, post: Post, since_on: date) -> CommitteeMember:
    """An owner takes a post in a term; substitutes stand in the order in which they were written down.

    A substitute who moves up leaves that place first. Raises NoSuchOwner, NotInTerm, SeatTaken.
    """
    owner = db.session.get(Owner, (term.estate_id, owner_id))
    if owner is None:
        raise NoSuchOwner(field_errors={"owner_id": [NoSuchOwner.sentence]})
    if not term.since_on <= since_on <= term.until_on:
        raise NotInTerm(field_errors={"since_on": [NotInTerm.sentence]})
    everybody = committee.members(term)
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
    )
    db.session.add(member)
    db.session.flush()
    _record("seat", member)
    return member


def leave(*, member: CommitteeMember, until_on: date) -> CommitteeMember:
    """A member leaves the post after a day; the entry stays. Raises NotInTerm."""
    term = db.session.scalars(
        select(CommitteeTerm).filter_by(estate_id=member.estate_id, id=member.term_id)
    ).one()
    if not member.since_on <= until_on <= term.until_on:
        raise NotInTerm(field_errors={"until_on": [NotInTerm.sentence]})
    member.until_on = until_on
    db.session.flush()
    _record("leave", member)
    return member


def _record(act: str, member: CommitteeMember) -> None:
    audit.record(
        f"people:committee:{act}",
        object_kind="committee_member",
        object_id=member.id,
        estate_id=member.estate_id,
        post=member.post,
    )
