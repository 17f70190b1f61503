"""Written proxies, and the ballots that were cast by them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class VoteProxy(OfEstate, Model):
    """An owner lets somebody else cast the ballot of one voter in one vote (民法典第165条).

    `told` is what the agent must choose, item by item, where the powers say so; never in a secret vote. One signed
    on the phone counts at once; one on paper was taken in by an officer and waits for a second one.
    """

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        CheckConstraint("approved_by is null or not on_paper or approved_by <> given_by", name="two_hands"),
        Index("ix_vote_proxy_voter", "estate_id", "vote_id", "voter_no"),
        Index("ix_vote_proxy_agent", "estate_id", "agent_id", "vote_id"),
    )

    vote_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    powers: Mapped[str]
    told: Mapped[dict[str, Any]]
    until: Mapped[datetime | None]
    on_paper: Mapped[bool] = mapped_column(default=False)
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    revoked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str] = mapped_column(default="")


class BallotByProxy(OfEstate, Model):
    """A ballot went in by a proxy: whose, by whom, when. It says nothing of the choices, and leads to none."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ballot_id"),
        estate_fk("vote", "vote_id"),
        estate_fk("vote_proxy", "proxy_id"),
        Index("ix_ballot_by_proxy_proxy", "estate_id", "proxy_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    proxy_id: Mapped[uuid.UUID]
    ballot_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    cast_at: Mapped[datetime]
