"""The published roll: objected to, answered, corrected in a new version; after the opening supplemented at most."""

import uuid
from datetime import datetime
from typing import Any

from linli.domains.people.queries import register
from linli.domains.people.rules import voter_key
from linli.domains.voting.errors import AlreadyAnswered, NotSold, RollFrozen, SellerVoted, WrongStep
from linli.domains.voting.models import RollObjection, RollSupplement, RollVersion, Vote
from linli.domains.voting.operations import enrolling
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.queries import roll_objections, rolls, votes
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.roll import move_unit
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def object_to_roll(*, actor: Actor, vote: Vote, about: str, words: str, now: datetime) -> RollObjection:
    """Say what is wrong in the published roll, `about` which unit. Raises RollFrozen once voting has begun."""
    if vote.roll_id is None or votes.state(vote, now=now) is not State.ANNOUNCED or now >= vote.opens_at:
        raise RollFrozen
    made = RollObjection(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        roll_id=vote.roll_id,
        about=about,
        words=words,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("voting:roll:object", vote, objection=str(made.id))
    return made


def answer(
    *, actor: Actor, objection: RollObjection, upheld: bool, words: str, now: datetime
) -> RollObjection:
    """Answer an objection to the roll, once. Raises AlreadyAnswered.

    Upholding it says that the register was or will be mended; the roll follows by `correct`.
    """
    if objection.answered_at is not None:
        raise AlreadyAnswered
    objection.upheld, objection.answer = upheld, words
    objection.answered_by, objection.answered_at = actor.account_id, now
    db.session.flush()
    vote = votes.vote(estate_id=objection.estate_id, vote_id=objection.vote_id)
    _record("voting:roll:answer", vote, objection=str(objection.id), upheld=upheld)
    return objection


def correct(*, actor: Actor, vote: Vote, reason: str, now: datetime) -> RollVersion:
    """During the notice: the register of today as the roll's next version, voters' numbers kept.

    Raises RollFrozen after the opening, RollInDoubt, and WrongStep where the register says what the roll says.
    """
    lock(vote)
    if vote.state != State.ANNOUNCED:
        raise RollFrozen
    before = vote.roll_id
    rules = votes.rules_of(vote, now=now)
    made = enrolling.enroll(vote=vote, rules=rules, reason=reason, now=now, made_by=actor.account_id)
    if made.id == before:
        raise WrongStep("业主名册和已公布的名册一样，没有要更正的。请先在业主名册里改正。")
    _record("voting:roll:correct", vote, version=made.version, roll=made.fingerprint)
    return made


def supplement(*, actor: Actor, vote: Vote, unit_id: uuid.UUID, reason: str, now: datetime) -> RollSupplement:
    """While the vote is open: let the buyer of a unit vote with it, in a supplementary version (VO-14).

    Only where neither seller nor buyer has voted, so that no ballot changes its weight after it was cast; the box is
    held meanwhile, so that the seller cannot vote in between. Raises RollFrozen, NotSold, SellerVoted.
    """
    lock(vote)
    lock_box(vote)
    if votes.state(vote, now=now) is not State.OPEN:
        raise RollFrozen("投票没有在进行，名册不能补充。")
    frozen = rolls.frozen(vote)
    owners = [held.owner_id for held in register.ownerships(vote.estate_id, on=day_of(now), unit_id=unit_id)]
    buyers = voter_key(owners)
    seller = next((head for head in frozen.heads if any(u.unit_id == unit_id for u in head.units)), None)
    if seller is None or not buyers or buyers == seller.owner_ids:
        raise NotSold
    numbers = {head.owner_ids: head.voter_no for head in frozen.heads}
    no = roll_objections.hindrance(seller.voter_no, numbers.get(buyers), roll_objections.voted_numbers(vote))
    if no:
        raise SellerVoted(no)
    known = rolls.numbers_given(vote)
    roll = move_unit(frozen, unit_id, buyers, salt=str(vote.id), known=known)
    version = enrolling.keep(
        vote=vote, roll=roll, reason=f"投票期间补充：{reason}", now=now, made_by=actor.account_id
    )
    made = RollSupplement(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        roll_id=version.id,
        unit_id=unit_id,
        from_voter=seller.voter_no,
        to_voter=next(head.voter_no for head in roll.heads if head.owner_ids == buyers),
        reason=reason,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record(
        "voting:roll:supplement",
        vote,
        version=version.version,
        from_voter=made.from_voter,
        to_voter=made.to_voter,
    )
    return made


def _record(act: str, vote: Vote, **more: Any) -> None:
    audit.record(act, object_kind="vote", object_id=vote.id, estate_id=vote.estate_id, **more)
