"""Proxies as lists show them: each with its house, its agent's name, where it stands and whether it was used."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from linli.domains.people.queries import identity
from linli.domains.voting.models import BallotByProxy, Vote, VoteProxy
from linli.domains.voting.queries import deliveries, proxies, rolls
from linli.domains.voting.rules.proxies import Powers, Standing
from linli.kernel.masking import mask_name
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class ProxyShown:
    """A proxy as a list shows it. `used_at` is when the agent's ballot went in: that it did, never what it says."""

    proxy: VoteProxy
    label: str
    agent: str
    standing: Standing
    used_at: datetime | None
    photos: Sequence[Attachment]

    @property
    def powers(self) -> Powers:
        """What the agent may decide."""
        return Powers(self.proxy.powers)

    @property
    def masked(self) -> str:
        """The agent's name as the owner and other programs see it."""
        return mask_name(self.agent)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return "已代投" if self.used_at else self.standing.title

    @property
    def tone(self) -> str:
        """How that is shown."""
        if self.used_at:
            return "good"
        return {Standing.STANDS: "info", Standing.WAITING: "wait"}.get(self.standing, "")

    @property
    def alive(self) -> bool:
        """Whether it can still be taken back."""
        return self.used_at is None and self.standing in {Standing.STANDS, Standing.WAITING}


def shown(found: Vote, given: Sequence[VoteProxy], *, now: datetime) -> list[ProxyShown]:
    """Proxies with all that a list needs, in a fixed number of questions."""
    ids = [one.id for one in given]
    entries = deliveries.entries_of(found, [one.voter_no for one in given])
    names = identity.names([one.agent_id for one in given])
    papers = attachments.of_objects(estate_id=found.estate_id, object_kind=proxies.PAPER_OF, object_ids=ids)
    cast = select(BallotByProxy.proxy_id, BallotByProxy.cast_at).where(
        BallotByProxy.estate_id == found.estate_id, BallotByProxy.proxy_id.in_(ids)
    )
    used = {row.proxy_id: row.cast_at for row in db.session.execute(cast)}
    return [
        ProxyShown(
            proxy=one,
            label=entries[one.voter_no].label if one.voter_no in entries else one.voter_no,
            agent=names.get(one.agent_id, ""),
            standing=proxies.stands(one, now=now),
            used_at=used.get(one.id),
            photos=papers.get(one.id, []),
        )
        for one in given
    ]


def given_by(found: Vote, account_id: uuid.UUID, *, now: datetime) -> list[ProxyShown]:
    """The proxies of the voters an account is part of, the newest first, with those that were revoked."""
    mine = [one.voter_no for one in rolls.my_entries(found, account_id)]
    return shown(found, proxies.of_voters(found, mine), now=now)


def photo(found: Vote, one: VoteProxy, photo_id: uuid.UUID) -> Attachment:
    """A scan of a proxy on paper, or Unknown."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (kept.object_kind, kept.object_id) != (proxies.PAPER_OF, one.id):
        raise Unknown
    return kept
