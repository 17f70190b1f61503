"""The desk for paper: the box is held while a sheet changes hands, so that paper and phones wait their turn.

Locks are taken in the order box, sheet; casting holds the same box, so that of two who come at once one is second.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from linli.domains.voting.errors import AlreadyClosed, NotOpen, OnlineOnly, WrongStep
from linli.domains.voting.models import BallotBox, PaperBallot, Vote
from linli.domains.voting.operations import boxing
from linli.domains.voting.queries import secrecy, votes
from linli.domains.voting.rules.course import UNANNOUNCED, State
from linli.platform import audit, clock
from linli.platform.db import db
from linli.platform.transactions import before_commit


def check_named(vote: Vote) -> None:
    """Paper shows a choice beside a voter. Raises OnlineOnly for a secret vote, WrongStep for one of another system."""
    if secrecy.is_secret(vote):
        raise OnlineOnly(
            "不记名表决只在线上进行，不能用纸质选票。需要帮助的业主，请到社区由工作人员协助在线投票。"
        )


def check_before_close(vote: Vote, *, now: datetime) -> None:
    """Paper is asked for and delivered from the notice until before the close. Raises AlreadyClosed, WrongStep."""
    state = votes.state(vote, now=now)
    if state in UNANNOUNCED:
        raise WrongStep("公告以后才能登记纸质选票和送达。")
    if state not in {State.ANNOUNCED, State.OPEN} or now >= vote.closes_at:
        raise AlreadyClosed("投票已经截止，不能再办。")


def hold(vote: Vote) -> BallotBox:
    """The box, held, with the vote as it stands meanwhile. Raises NotOpen, AlreadyClosed once it is sealed."""
    if vote.state in {*UNANNOUNCED, State.ANNOUNCED}:
        raise NotOpen
    box = boxing.hold(vote)
    db.session.refresh(vote, ["state", "closes_at", "roll_id"])
    return box


def is_open(vote: Vote) -> bool:
    """Whether voting goes on at this instant, by the database's clock."""
    now = clock.database_now()
    return vote.state == State.OPEN and vote.opens_at <= now < vote.closes_at


def stay_open(vote: Vote) -> None:
    """Look at the clock once more as the last thing before the commit. Raises AlreadyClosed."""

    def check() -> None:
        if not is_open(vote):
            raise AlreadyClosed("投票已经截止，刚才这一步没有办成。")

    before_commit(check)


def held(sheet: PaperBallot) -> PaperBallot:
    """The sheet as it now is, held until the transaction ends."""
    return db.session.scalars(
        select(PaperBallot)
        .filter_by(estate_id=sheet.estate_id, id=sheet.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def record(act: str, sheet: PaperBallot, **details: Any) -> None:
    """Write an act on a sheet into the log, never what stands on it."""
    audit.record(
        act,
        object_kind="paper_ballot",
        object_id=sheet.id,
        estate_id=sheet.estate_id,
        vote_id=str(sheet.vote_id),
        voter_no=sheet.voter_no,
        **details,
    )
