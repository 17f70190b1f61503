"""Keying a sheet: by two different people who don't see each other's, settled by a third where they differ (VO-40).

What is agreed goes into the same box as the ballots from phones, as of the moment the sheet was received.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.voting.errors import HelpUnconfirmed, KeyedAlready, NotOnRoll, SheetSpent
from linli.domains.voting.events import PaperInvalid
from linli.domains.voting.models import Ballot, BallotBox, PaperBallot, PaperEntry, Vote
from linli.domains.voting.operations import boxing, paper_conflicts, paper_desk
from linli.domains.voting.operations.filing import keep_file
from linli.domains.voting.queries import deliveries, paper, rolls, votes
from linli.domains.voting.rules import paper as rule
from linli.domains.voting.rules.counting import Channel
from linli.domains.voting.rules.paper import Fault, SheetState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform.bus import publish
from linli.platform.db import db

_THIRD = 3


def key(
    *,
    actor: Actor,
    vote: Vote,
    sheet: PaperBallot,
    choices: Mapping[str, Any],
    fault: Fault | None = None,
    words: str = "",
    scan: Any = None,
    now: datetime,
) -> PaperBallot:
    """The first or the second keying of a returned sheet; when the second says the same, it is settled.

    `fault`: the whole sheet is invalid. Raises KeyedAlready, SheetSpent, HelpUnconfirmed, WrongChoice, OnlyOnePlan.
    """
    box = paper_desk.hold(vote)
    found = paper_desk.held(sheet)
    if found.state == SheetState.DIFFERING:
        raise SheetSpent("这张选票两次录入不一致，请由第三位工作人员核对。")
    if found.state != SheetState.RETURNED:
        raise SheetSpent(f"这张选票现在是“{SheetState(found.state).title}”，不能录入。")
    earlier = paper.entries(found)
    _check_hand(actor, found, earlier)
    made = _entry(actor, vote, found, len(earlier) + 1, choices, fault, words, now)
    if scan is not None:
        _keep_scan(actor, found, scan, now)
    paper_desk.record("voting:paper:key", found, place=made.place)
    if earlier and _same(earlier[0], made):
        _finish(actor, vote, box, found, made, now)
    elif earlier:
        found.state = rule.step(SheetState(found.state), SheetState.DIFFERING)
    db.session.flush()
    return found


def settle(
    *,
    actor: Actor,
    vote: Vote,
    sheet: PaperBallot,
    choices: Mapping[str, Any],
    fault: Fault | None = None,
    words: str = "",
    now: datetime,
) -> PaperBallot:
    """A third person looks at the sheet and at both keyings, and says what stands on it.

    Raises KeyedAlready for one of the two, SheetSpent where nothing differs, WrongChoice, OnlyOnePlan.
    """
    box = paper_desk.hold(vote)
    found = paper_desk.held(sheet)
    if found.state != SheetState.DIFFERING:
        raise SheetSpent("这张选票没有等第三人核对的差异。")
    _check_hand(actor, found, paper.entries(found))
    made = _entry(actor, vote, found, _THIRD, choices, fault, words, now)
    paper_desk.record("voting:paper:settle", found)
    _finish(actor, vote, box, found, made, now)
    db.session.flush()
    return found


def _check_hand(actor: Actor, found: PaperBallot, earlier: Any) -> None:
    if any(one.keyed_by == actor.account_id for one in earlier):
        raise KeyedAlready
    helped = paper.help_of(found)
    if helped is not None and helped.second_at is None:
        raise HelpUnconfirmed


def _entry(
    actor: Actor,
    vote: Vote,
    found: PaperBallot,
    place: int,
    choices: Mapping[str, Any],
    fault: Fault | None,
    words: str,
    now: datetime,
) -> PaperEntry:
    items = [votes.as_item(one) for one in votes.items(vote)]
    read = {} if fault else rule.check_sheet(items, votes.plans(vote), choices)
    made = PaperEntry(
        id=new_id(),
        estate_id=found.estate_id,
        paper_id=found.id,
        place=place,
        choices=read,
        fault=fault or "",
        words=words,
        keyed_by=actor.account_id,
        keyed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()  # of two clerks at once the constraint lets one through
    except IntegrityError:
        raise SheetSpent("另一位工作人员刚刚录了这一张，请重新扫码。") from None
    return made


def _same(one: PaperEntry, other: PaperEntry) -> bool:
    return rule.agree(one.choices, other.choices, faults=(one.fault, other.fault))


def _finish(
    actor: Actor, vote: Vote, box: BallotBox, found: PaperBallot, made: PaperEntry, now: datetime
) -> None:
    """Into the box; or aside, where the sheet is invalid or an online ballot counts in its place."""
    found.settled_at = now
    if made.fault:
        found.state = rule.step(SheetState(found.state), SheetState.INVALID)
        found.reason = f"{Fault(made.fault).title}{'：' if made.words else ''}{made.words}"
        paper_desk.record("voting:paper:invalid", found, fault=made.fault)
        publish(
            PaperInvalid(
                at=now,
                estate_id=vote.estate_id,
                vote_id=vote.id,
                paper_id=found.id,
                voter_no=found.voter_no,
                replaceable=paper_desk.is_open(vote),
            )
        )
        return
    entry = deliveries.entry_of(vote, found.voter_no)
    if entry is None or found.received_at is None:
        raise NotOnRoll("名册上已经没有这一票，请联系街道核对名册。")
    conflict = votes.rules_of(vote, now=now).conflict
    online = rolls.standing(vote, entry)
    if rule.enters_box(conflict, voted_online=online is not None):
        ballot = boxing.put_in(
            box=box,
            entry=entry,
            channel=Channel.PAPER,
            choices=made.choices,
            cast_at=found.received_at,
            cast_by=actor.account_id,
            receipt=found.receipt_no,
        )
        found.state, found.ballot_id = rule.step(SheetState(found.state), SheetState.IN_BOX), ballot.id
    else:
        found.state = rule.step(SheetState(found.state), SheetState.NOT_COUNTED)
    db.session.flush()
    paper_desk.record("voting:paper:finish", found, state=found.state)
    if isinstance(online, Ballot):
        paper_conflicts.note(sheet=found, online=online, rule=conflict, now=now)


def _keep_scan(actor: Actor, found: PaperBallot, scan: Any, now: datetime) -> None:
    keep_file(
        upload=scan,
        estate_id=found.estate_id,
        object_kind=paper.SCANS_OF,
        object_id=found.id,
        made_by=actor.account_id,
        now=now,
    )
