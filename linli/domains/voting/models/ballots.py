"""The ballot box: every ballot, in the order received, chained."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.rules.chain import START, fresh_nonce
from linli.platform.db import Model, OfEstate, estate_fk


class BallotBox(OfEstate, Model):
    """The end of a vote's chain of ballots (`id` is the vote's). Locked while a ballot goes in or the box is sealed.

    `nonce` keeps the hashes back until the publication, see rules.chain.commitment.
    """

    __table_args__ = (estate_fk("vote", "id"),)

    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=START)
    nonce: Mapped[str | None] = mapped_column(default=fresh_nonce)
    sealed_at: Mapped[datetime | None]


class Ballot(OfEstate, Model):
    """One ballot, written once and never changed. `hash` chains it by vote-bundle.md.

    `revision` is 1, and more only where a vote's rules let the last ballot count: the constraint, not a
    look beforehand, keeps a voter to one. The two channels may both hold one; a rule says which counts.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "seq", name="uq_ballot_seq"),
        UniqueConstraint("estate_id", "vote_id", "voter_no", "channel", "revision", name="uq_ballot_voter"),
        UniqueConstraint("estate_id", "receipt_no"),
        estate_fk("vote", "vote_id"),
        estate_fk("roll_entry", "entry_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    entry_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    voter_no: Mapped[str]
    channel: Mapped[str]
    revision: Mapped[int]
    choices: Mapped[dict[str, Any]]
    cast_at: Mapped[datetime]
    prev: Mapped[str]
    hash: Mapped[str]
    receipt_no: Mapped[str]
    cast_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
