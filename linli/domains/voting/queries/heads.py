"""The signed heads of a vote's chain, as others keep them outside."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from linli.domains.voting.models import BallotBox, SignedHead, Vote
from linli.domains.voting.rules.bundle import head_content
from linli.platform.db import db
from linli.platform.paging import Page, Window, page


def latest(found: Vote) -> SignedHead | None:
    """The newest head of a vote."""
    return db.session.scalar(
        select(SignedHead)
        .filter_by(estate_id=found.estate_id, vote_id=found.id)
        .order_by(SignedHead.seq.desc())
        .limit(1)
    )


def heads(found: Vote) -> Sequence[SignedHead]:
    """Every head of a vote, in their order: at most one in ten minutes of voting."""
    return db.session.scalars(
        select(SignedHead).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(SignedHead.seq)
    ).all()


def heads_page(found: Vote, *, window: Window) -> Page[SignedHead]:
    """The heads of a vote, the newest first."""
    query = select(SignedHead).where(SignedHead.estate_id == found.estate_id, SignedHead.vote_id == found.id)
    return page(
        query, by=((SignedHead.seq, int), (SignedHead.id, uuid.UUID)), window=window, newest_first=True
    )


def written(head: SignedHead, *, nonce: str | None = None) -> dict[str, Any]:
    """A head as a line of the file that is given out: what is signed, the key and the signature.

    `nonce` is in it from the publication on (queries.ballots.nonce).
    """
    content = head_content(vote_id=head.vote_id, seq=head.seq, commitment=head.commitment, at=head.at)
    signed = content | {"public_key": head.public_key, "signature": head.signature}
    return signed if nonce is None else signed | {"nonce": nonce}


def grown() -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The votes whose box holds more than their newest head says."""
    newest = (
        select(SignedHead.estate_id, SignedHead.vote_id, func.max(SignedHead.seq).label("seq"))
        .group_by(SignedHead.estate_id, SignedHead.vote_id)
        .subquery()
    )
    rows = db.session.execute(
        select(BallotBox.estate_id, BallotBox.id)
        .outerjoin(newest, (newest.c.estate_id == BallotBox.estate_id) & (newest.c.vote_id == BallotBox.id))
        .where(BallotBox.seq > func.coalesce(newest.c.seq, 0), BallotBox.nonce.is_not(None))
    )
    return [(row.estate_id, row.id) for row in rows]
