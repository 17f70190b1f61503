"""Taking hold of a vote, and of its box: always in this order, so that nobody waits for nobody."""

from typing import Any

from sqlalchemy import Select, select

from linli.domains.voting.models import BallotBox, Vote
from linli.platform.db import db
from linli.platform.prepared import prepared


def lock(vote: Vote) -> None:
    """Hold the vote until the transaction ends, and see it as it now is: its steps are taken one at a time."""
    db.session.execute(
        select(Vote)
        .filter_by(estate_id=vote.estate_id, id=vote.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_box(vote: Vote) -> BallotBox | None:
    """Hold the end of the chain until the transaction ends; None where the vote never opened."""
    return db.session.scalars(*_box(estate_id=vote.estate_id, vote_id=vote.id)).one_or_none()


@prepared
def _box(estate_id: Any, vote_id: Any) -> Select[BallotBox]:
    of_vote = select(BallotBox).where(BallotBox.estate_id == estate_id, BallotBox.id == vote_id)
    return of_vote.with_for_update().execution_options(populate_existing=True)
