"""Secret votes: who holds the key's parts, the ballots as ciphertexts, the decryption of their sums.

Nothing here tells a choice: a ballot's row names its voter and holds ciphertexts, the key that opens them is in
no table, and what is decrypted are totals.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.models.ballots import Ballot
from linli.domains.voting.models.votes import Vote
from linli.domains.voting.rules.counting import Channel
from linli.domains.voting.rules.kinds import Mode
from linli.platform.db import Model, OfEstate, estate_fk


class SecretKey(OfEstate, Model):
    """The key of a secret vote (`id` is the vote's): in `holders` parts, of which `needed` open the count.

    `commitments` are what is public of it, the public key first; empty until every holder has a code.
    """

    __table_args__ = (
        estate_fk("vote", "id"),
        CheckConstraint("needed >= 2 AND needed <= holders", name="several_needed"),
    )

    holders: Mapped[int]
    needed: Mapped[int]
    commitments: Mapped[list[Any]]
    made_at: Mapped[datetime | None]


class KeyHolder(OfEstate, Model):
    """One holder of a part. `public` is made from the code, which is stored nowhere; `sealed_part` needs it."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        UniqueConstraint("estate_id", "vote_id", "place"),
        UniqueConstraint("estate_id", "vote_id", "account_id"),
    )

    vote_id: Mapped[uuid.UUID]
    place: Mapped[int]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    public: Mapped[str]
    shown_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    sealed_part: Mapped[str | None]


class SecretBallot(OfEstate, Model):
    """One ballot of a secret vote: whose it is, and ciphertexts. Written once; chained like the named ones."""

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "seq", name="uq_secret_ballot_seq"),
        UniqueConstraint("estate_id", "vote_id", "voter_no", "revision", name="uq_secret_ballot_voter"),
        UniqueConstraint("estate_id", "receipt_no"),
        estate_fk("vote", "vote_id"),
        estate_fk("roll_entry", "entry_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    entry_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    voter_no: Mapped[str]
    channel: Mapped[str] = mapped_column(default=Channel.ONLINE)
    revision: Mapped[int]
    answers: Mapped[dict[str, Any]]
    cast_at: Mapped[datetime]
    prev: Mapped[str]
    hash: Mapped[str]
    receipt_no: Mapped[str]
    cast_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class PartialDecryption(OfEstate, Model):
    """One holder's part of the decryption of a vote's totals, each with its proof."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        UniqueConstraint("estate_id", "vote_id", "place"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    place: Mapped[int]
    totals: Mapped[list[Any]]
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]


class SecretSums(OfEstate, Model):
    """The encrypted totals of a sealed box (`id` is the vote's), weighed by the roll that was in force then."""

    __table_args__ = (estate_fk("vote", "id"), estate_fk("roll_version", "roll_id"))
    __append_only__ = True

    roll_id: Mapped[uuid.UUID]
    totals: Mapped[list[Any]]
    made_at: Mapped[datetime]


def ballots_of(vote: Vote) -> type[Ballot] | type[SecretBallot]:
    """The table that a vote's ballots lie in; both say who voted, when, and under which receipt."""
    return SecretBallot if vote.mode == Mode.SECRET else Ballot
