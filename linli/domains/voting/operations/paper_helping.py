"""Helping somebody who cannot fill in a sheet alone: two officers together, the voter signs the receipt (NN-22)."""

from datetime import datetime
from typing import Any

from linli.domains.voting.errors import PhotoMissing, SameHand, SheetSpent
from linli.domains.voting.models import PaperBallot, PaperHelp, Vote
from linli.domains.voting.operations import paper_desk
from linli.domains.voting.queries import paper
from linli.domains.voting.rules.paper import SheetState
from linli.kernel.actors import Actor
from linli.platform import attachments
from linli.platform.db import db


def declare(
    *, actor: Actor, vote: Vote, sheet: PaperBallot, place: str, photos: list[Any], now: datetime
) -> PaperHelp:
    """The first officer says where the help was given, with a photo of the voter's sign on the receipt.

    Raises PhotoMissing, SheetSpent once somebody keyed it, and where help was declared before.
    """
    if not photos:
        raise PhotoMissing
    paper_desk.hold(vote)
    found = paper_desk.held(sheet)
    if found.state not in {SheetState.ISSUED, SheetState.RETURNED} or paper.entries(found):
        raise SheetSpent("只有还没有录入的选票才能登记协助。")
    if paper.help_of(found) is not None:
        raise SheetSpent("这张选票已经登记过协助。")
    made = PaperHelp(
        estate_id=found.estate_id, id=found.id, place=place, first_by=actor.account_id, first_at=now
    )
    db.session.add(made)
    for photo in photos:
        attachments.store_image(
            estate_id=found.estate_id,
            stream=photo,
            object_kind=paper.HELP_OF,
            object_id=found.id,
            made_by=actor.account_id,
            now=now,
        )
    db.session.flush()
    paper_desk.record("voting:help:declare", found, place=place)
    return made


def confirm(*, actor: Actor, vote: Vote, sheet: PaperBallot, now: datetime) -> PaperHelp:
    """The second officer confirms with an account of their own. Raises SameHand, SheetSpent."""
    paper_desk.hold(vote)
    found = paper_desk.held(sheet)
    helped = paper.help_of(found)
    if helped is None or helped.second_at is not None:
        raise SheetSpent("这张选票没有等确认的协助。")
    if helped.first_by == actor.account_id:
        raise SameHand("协助投票要两位工作人员，请另一位用自己的账号确认。")
    helped.second_by, helped.second_at = actor.account_id, now
    db.session.flush()
    paper_desk.record("voting:help:confirm", found)
    return helped
