"""Signing where the chain of ballots stands, so that nobody can later cut it or write it anew (check D-17)."""

import base64
import logging
from datetime import datetime

from linli.domains.voting.models import SignedHead, Vote
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import ballots, heads
from linli.domains.voting.rules.bundle import head_content
from linli.domains.voting.rules.chain import canonical
from linli.platform.db import db
from linli.platform.ports import use

log = logging.getLogger(__name__)


def sign_head(*, vote: Vote, now: datetime) -> SignedHead | None:
    """Sign a commitment to the last ballot's hash, where the box has grown since the last time; else None.

    A line goes to the log as well, so that the head leaves the machine with the logs.
    """
    box, last = ballots.box(vote), heads.latest(vote)
    if box is None or box.seq <= (last.seq if last else 0):
        return None
    signer = use(BundleSigner)
    commitment = ballots.committed_end(box)
    content = head_content(vote_id=vote.id, seq=box.seq, commitment=commitment, at=now)
    head = SignedHead(
        estate_id=vote.estate_id,
        vote_id=vote.id,
        seq=box.seq,
        commitment=commitment,
        at=now,
        public_key=base64.b64encode(signer.public_key()).decode(),
        signature=base64.b64encode(signer.sign(canonical(content))).decode(),
    )
    db.session.add(head)
    db.session.flush()
    log.info(
        "vote head",
        extra={
            "estate_id": str(vote.estate_id),
            "item": str(vote.id),
            "count": box.seq,
            "state": commitment,
        },
    )
    return head
