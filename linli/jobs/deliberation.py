"""The room by the clock: daily digests, proposals whose days are over or whose roll has changed."""

import uuid
from datetime import datetime

from linli.domains.deliberation.operations import digesting, proposing
from linli.domains.deliberation.queries import following, proposals
from linli.platform.jobs import each, job


@job("deliberation.digest", at="18:00")
def make_digests(*, now: datetime) -> None:
    """Tell everybody what is new in what they follow."""

    def make_digest(estate_id: uuid.UUID) -> None:
        digesting.make(estate_id=estate_id, now=now)

    each(lambda: following.estates_with_news(until=now), make_digest)


@job("deliberation.recount", at="00:20")
def recount_proposals(*, now: datetime) -> None:
    """Weigh the names under proposals by the roll of the new day; end those whose days are over."""

    def recount(which: tuple[uuid.UUID, uuid.UUID]) -> None:
        found = proposals.proposal(estate_id=which[0], proposal_id=which[1])
        proposing.expire(proposal=found, now=now)

    each(proposals.signing, recount)
