"""Ballots on paper: each sheet with its serial, how it was delivered, returned, keyed twice, and what it met with."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.rules.paper import SheetState
from linli.platform.db import Model, OfEstate, estate_fk


class PaperBatch(OfEstate, Model):
    """A pack of returned sheets. `expected` was counted by hand; the sheets registered must come to as many.

    `counted_at` is when the number was first written down: sheets of a pack counted before the close are registered
    after it too, as received at that moment.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "number"),
        estate_fk("vote", "vote_id"),
        CheckConstraint("expected >= 0", name="expected_not_negative"),
    )

    vote_id: Mapped[uuid.UUID]
    number: Mapped[int]
    name: Mapped[str]
    expected: Mapped[int | None]
    counted_at: Mapped[datetime | None]
    counted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]


class PaperBallot(OfEstate, Model):
    """One sheet for one voter; `issue` counts a voter's sheets, the constraint keeps two clerks from making one twice.

    `receipt_no` is printed on the stub that the voter keeps, and becomes the ballot's when it goes into the box.
    `received_at` is by the server's clock, before the close; `reason` says why it was replaced, cancelled or invalid.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "voter_no", "issue"),
        UniqueConstraint("estate_id", "serial", name="uq_paper_ballot_serial"),
        UniqueConstraint("estate_id", "receipt_no", name="uq_paper_ballot_receipt"),
        UniqueConstraint("estate_id", "ballot_id", name="uq_paper_ballot_ballot"),
        estate_fk("vote", "vote_id"),
        estate_fk("paper_batch", "batch_id"),
        estate_fk("ballot", "ballot_id"),
        Index("ix_paper_ballot_state", "estate_id", "vote_id", "state"),
        Index("ix_paper_ballot_batch", "estate_id", "batch_id"),
    )

    vote_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    issue: Mapped[int]
    serial: Mapped[str]
    receipt_no: Mapped[str]
    state: Mapped[str] = mapped_column(default=SheetState.ISSUED)
    asked: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    batch_id: Mapped[uuid.UUID | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    ballot_id: Mapped[uuid.UUID | None]
    reason: Mapped[str] = mapped_column(default="")


class PaperEntry(OfEstate, Model):
    """One keying of a sheet: the first, the second, or the third that settles. `fault` where it is wholly invalid."""

    __table_args__ = (
        UniqueConstraint("estate_id", "paper_id", "place", name="uq_paper_entry_place"),
        UniqueConstraint("estate_id", "paper_id", "keyed_by", name="uq_paper_entry_hand"),
        CheckConstraint("place between 1 and 3", name="at_most_three"),
        estate_fk("paper_ballot", "paper_id"),
    )
    __append_only__ = True

    paper_id: Mapped[uuid.UUID]
    place: Mapped[int]
    choices: Mapped[dict[str, Any]]
    fault: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    keyed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    keyed_at: Mapped[datetime]


class PaperConflict(OfEstate, Model):
    """A voter with a ballot online and one on paper, and the rule that was applied. Both are kept (NN-09)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "paper_id"),
        estate_fk("vote", "vote_id"),
        estate_fk("paper_ballot", "paper_id"),
        estate_fk("ballot", "online_ballot_id"),
        Index("ix_paper_conflict_vote", "estate_id", "vote_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    paper_id: Mapped[uuid.UUID]
    online_ballot_id: Mapped[uuid.UUID]
    rule: Mapped[str]
    noted_at: Mapped[datetime]


class BallotDelivery(OfEstate, Model):
    """A ballot brought to a voter, or a visit that found nobody: when, how, by whom, into whose hands (NN-06).

    `counts` where an owner has it; `takes_back` names an earlier record that was a mistake.
    """

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        Index("ix_ballot_delivery_voter", "estate_id", "vote_id", "voter_no"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    way: Mapped[str]
    receiver: Mapped[str]
    counts: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    takes_back: Mapped[uuid.UUID | None]
    delivered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    delivered_at: Mapped[datetime]


class PaperHelp(OfEstate, Model):
    """Two officers helped a voter to fill in a sheet (`id` is the sheet's, NN-22); it waits for the second one."""

    __table_args__ = (
        estate_fk("paper_ballot", "id"),
        CheckConstraint("second_by is null or second_by <> first_by", name="two_officers"),
    )

    place: Mapped[str]
    first_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    first_at: Mapped[datetime]
    second_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None]
