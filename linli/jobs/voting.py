"""Votes by the clock: opened and closed at their hour, final when nobody may object any more.

Each holds without these jobs too: casting opens a vote that is due and refuses one that is past.
"""

import uuid
from datetime import datetime, timedelta

from linli.domains.voting.operations import closing, heading, opening, reminding
from linli.domains.voting.queries import heads, votes, waiting
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, uuid.UUID]


@job("voting.open", every=timedelta(minutes=1))
def open_due(*, now: datetime) -> None:
    """Open the votes whose hour has come."""

    def open_vote(which: Which) -> None:
        opening.open_if_due(vote=votes.vote(estate_id=which[0], vote_id=which[1]), now=now)

    each(lambda: votes.due_to_open(now=now), open_vote)


@job("voting.close", every=timedelta(minutes=1))
def close_due(*, now: datetime) -> None:
    """Close and count the votes whose close has passed."""

    def close_vote(which: Which) -> None:
        closing.close(vote=votes.vote(estate_id=which[0], vote_id=which[1]), now=now)

    each(lambda: votes.due_to_close(now=now), close_vote)


@job("voting.closing_soon", every=timedelta(minutes=5))
def tell_closing_soon(*, now: datetime) -> None:
    """A day before the close tell those whom the estate's rules name."""

    def tell(which: Which) -> None:
        reminding.tell_closing_soon(vote=votes.vote(estate_id=which[0], vote_id=which[1]), now=now)

    each(lambda: waiting.closing_soon(now=now), tell)


@job("voting.settle", at="00:10")
def settle_due(*, now: datetime) -> None:
    """Let the results stand that nobody may object to any more."""

    def settle_vote(which: Which) -> None:
        closing.settle(vote=votes.vote(estate_id=which[0], vote_id=which[1]), now=now)

    each(lambda: votes.due_to_settle(now=now), settle_vote)


@job("voting.heads", every=timedelta(minutes=10))
def sign_heads(*, now: datetime) -> None:
    """Sign where each box stands that has grown, for those who keep it outside."""

    def sign(which: Which) -> None:
        heading.sign_head(vote=votes.vote(estate_id=which[0], vote_id=which[1]), now=now)

    each(heads.grown, sign)
