"""Sheets for exactly the voters who asked for paper: issued once, printed, replaced when lost or spoilt, cancelled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.voting.errors import AlreadyIssued, AlreadyVoted, NotOnRoll
from linli.domains.voting.models import PaperBallot, Vote
from linli.domains.voting.operations import boxing, paper_desk
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import deliveries, paper, rolls, votes
from linli.domains.voting.rules import paper as rule
from linli.domains.voting.rules.paper import GONE, Asked, SheetState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform.db import db


def issue(
    *, actor: Actor, vote: Vote, voter_nos: Sequence[str], asked: Asked, now: datetime
) -> list[PaperBallot]:
    """A sheet for each of these voters who has no good one; `now` is the database's.

    Raises OnlineOnly, WrongStep, AlreadyClosed, NotOnRoll, AlreadyIssued and AlreadyVoted where nobody is left.
    """
    lock(vote)
    paper_desk.check_named(vote)
    paper_desk.check_before_close(vote, now=now)
    wanted = list(dict.fromkeys(voter_nos))
    entries = deliveries.entries_of(vote, wanted)
    if missing := [one for one in wanted if one not in entries]:
        raise NotOnRoll(f"名册上没有 {'、'.join(missing[:5])}。")
    earlier = paper.of_voters(vote, wanted)
    good = {number for number, one in earlier.items() if one.state not in GONE}
    conflict = votes.rules_of(vote, now=now).conflict
    voted = rolls.voted_online(vote, wanted)
    late = {number for number in wanted if not rule.worth_asking(conflict, voted_online=number in voted)}
    chosen = [number for number in wanted if number not in good | late]
    if not chosen and late:
        raise AlreadyVoted("这一户已经在网上投票，纸质选票不会计入，不用再登记。")
    if not chosen:
        raise AlreadyIssued
    issues = {number: earlier[number].issue + 1 if number in earlier else 1 for number in chosen}
    return [_make(actor, vote, number, issues[number], asked, now) for number in chosen]


def ask(*, actor: Actor, vote: Vote, voter_no: str, now: datetime) -> PaperBallot:
    """An owner asks for paper on the phone. Raises NotOnRoll, and what `issue` raises."""
    if voter_no not in {one.voter_no for one in rolls.my_entries(vote, actor.account_id)}:
        raise NotOnRoll
    return issue(actor=actor, vote=vote, voter_nos=[voter_no], asked=Asked.PHONE, now=now)[0]


def mark_printed(*, vote: Vote, sheets: Sequence[PaperBallot], now: datetime) -> int:
    """Note which sheets came out of the printer; how many were new."""
    fresh = [one for one in sheets if one.printed_at is None]
    for one in fresh:
        one.printed_at = now
    db.session.flush()
    if fresh:
        paper_desk.record("voting:paper:print", fresh[0], sheets=len(fresh), vote_title=vote.title)
    return len(fresh)


def replace(*, actor: Actor, vote: Vote, sheet: PaperBallot, reason: str, now: datetime) -> PaperBallot:
    """A new sheet for one that is lost, spoilt or invalid, until the close; the old one is good for nothing any more.

    Raises SheetSpent, AlreadyClosed.
    """
    lock(vote)
    paper_desk.check_before_close(vote, now=now)
    old = paper_desk.held(sheet)
    old.state, old.reason = rule.step(SheetState(old.state), SheetState.REPLACED), reason
    made = _make(actor, vote, old.voter_no, old.issue + 1, Asked.OFFICER, now)
    paper_desk.record("voting:paper:replace", old, by=str(made.id))
    return made


def cancel(*, vote: Vote, sheet: PaperBallot, reason: str, now: datetime) -> PaperBallot:
    """The voter wants no paper after all. Raises SheetSpent, AlreadyClosed."""
    lock(vote)
    paper_desk.check_before_close(vote, now=now)
    old = paper_desk.held(sheet)
    old.state, old.reason = rule.step(SheetState(old.state), SheetState.CANCELLED), reason
    db.session.flush()
    paper_desk.record("voting:paper:cancel", old)
    return old


def _make(actor: Actor, vote: Vote, voter_no: str, issue_no: int, asked: Asked, now: datetime) -> PaperBallot:
    made = PaperBallot(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        voter_no=voter_no,
        issue=issue_no,
        serial=rule.new_serial(),
        receipt_no=boxing.receipt_no(),
        state=SheetState.ISSUED,
        asked=asked,
        asked_by=actor.account_id,
        asked_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()  # of two clerks at once the constraint lets one through
    except IntegrityError:
        raise AlreadyIssued from None
    paper_desk.record("voting:paper:issue", made, issue=issue_no)
    return made
