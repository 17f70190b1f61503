"""Tables of proposals that owners sign."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.deliberation.rules.proposing import ProposalState
from linli.platform.db import Model, OfEstate, estate_fk


class Proposal(OfEstate, Model):
    """Something that owners ask for with their names. Heads, and area in 0.01 ㎡, as counted at `counted_at`.

    `count_by` is the rule in force at the beginning: by heads, or by heads and area. Once reached, the figures
    and the roll's fingerprint stay, whatever is sold later; from then on days run for the committee and the street.
    """

    __table_args__ = (
        Index("ix_proposal_list", "estate_id", "state", "id"),
        Index("ix_proposal_vote", "estate_id", "vote_id"),
    )

    kind: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    member_id: Mapped[uuid.UUID | None]
    member_name: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ProposalState.SIGNING)
    count_by: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    made_at: Mapped[datetime]
    signing_until: Mapped[date]

    signed_heads: Mapped[int] = mapped_column(default=0)
    signed_area: Mapped[int] = mapped_column(default=0)
    whole_heads: Mapped[int] = mapped_column(default=0)
    whole_area: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime]
    roll_fingerprint: Mapped[str] = mapped_column(default="")

    reached_at: Mapped[datetime | None]
    committee_due_on: Mapped[date | None]
    street_due_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    vote_id: Mapped[uuid.UUID | None]
    item_id: Mapped[uuid.UUID | None]


class ProposalSignature(OfEstate, Model):
    """One owner's name under a proposal, given by the owner's own account; taking it back keeps the row."""

    __table_args__ = (
        UniqueConstraint("estate_id", "proposal_id", "owner_id"),
        estate_fk("proposal", "proposal_id"),
        estate_fk("owner", "owner_id"),
    )

    proposal_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
