"""Tables of votes: the vote and its items, the roll in its versions, the ballot box, the result."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.rules.chain import START
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.platform.db import Model, OfEstate, estate_fk


class Vote(OfEstate, Model):
    """A meeting of the owners' assembly by vote. `rules` are the estate's at the announcement, then fixed.

    `scope_kind` estate, building or entrance with `scope_ids`; `text_hash` is over every announced word.
    """

    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        Index("ix_vote_state", "state", "opens_at", "closes_at"),
    )

    title: Mapped[str]
    meeting: Mapped[str]
    scope_kind: Mapped[str]
    scope_ids: Mapped[list[Any]]
    rules: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=State.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    text_hash: Mapped[str | None]
    roll_id: Mapped[uuid.UUID | None]

    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    announced_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    announced_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    objections_until: Mapped[date | None]
    final_at: Mapped[datetime | None]
    annulment_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    annulment_reason: Mapped[str] = mapped_column(default="")
    annulled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]


class VoteItem(OfEstate, Model):
    """One thing to decide. `number` is its id in the bundle; `threshold` follows from the matter."""

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "number"), estate_fk("vote", "vote_id"))

    vote_id: Mapped[uuid.UUID]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(default=ItemKind.RESOLUTION)
    title: Mapped[str]
    words: Mapped[str]
    matter: Mapped[str]
    threshold: Mapped[str]
    changes: Mapped[str]
    costs: Mapped[str]
    otherwise: Mapped[str]
    follow_majority: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int] = mapped_column(default=0)
    alternates: Mapped[int] = mapped_column(default=0)
    candidates: Mapped[list[Any]] = mapped_column(default=list)


class RollVersion(OfEstate, Model):
    """The roll as it stood at one moment: published with the notice, and frozen at the opening.

    `fingerprint` is over roll.csv; `content_hash` is over owners and units too, and is not published.
    """

    __table_args__ = (UniqueConstraint("estate_id", "vote_id", "version"), estate_fk("vote", "vote_id"))
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    heads: Mapped[int]
    area: Mapped[int]
    fingerprint: Mapped[str]
    content_hash: Mapped[str]
    warnings: Mapped[list[Any]]


class RollEntry(OfEstate, Model):
    """One voter of a roll: one head. Area in 0.01 ㎡; `label` names the units as people do."""

    __table_args__ = (
        UniqueConstraint("estate_id", "roll_id", "voter_no"),
        estate_fk("roll_version", "roll_id"),
        CheckConstraint("area > 0", name="area_positive"),
    )
    __append_only__ = True

    roll_id: Mapped[uuid.UUID]
    voter_no: Mapped[str]
    area: Mapped[int]
    delivered: Mapped[bool]
    developer: Mapped[bool]
    label: Mapped[str]
    units: Mapped[int]


class RollOwner(OfEstate, Model):
    """One of the owners whom a voter of the roll is made of."""

    __table_args__ = (
        estate_fk("roll_entry", "entry_id"),
        estate_fk("owner", "owner_id"),
        Index("ix_roll_owner_owner", "estate_id", "roll_id", "owner_id"),
        Index("ix_roll_owner_entry", "estate_id", "entry_id"),
    )
    __append_only__ = True

    roll_id: Mapped[uuid.UUID]
    entry_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]


class RollUnit(OfEstate, Model):
    """One of the units that a voter of the roll brings. Area in 0.01 ㎡."""

    __table_args__ = (
        UniqueConstraint("estate_id", "roll_id", "unit_id"),
        estate_fk("roll_entry", "entry_id"),
        estate_fk("unit", "unit_id"),
        Index("ix_roll_unit_entry", "estate_id", "entry_id"),
    )
    __append_only__ = True

    roll_id: Mapped[uuid.UUID]
    entry_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    building_id: Mapped[uuid.UUID | None]
    area: Mapped[int]


class BallotBox(OfEstate, Model):
    """The end of a vote's chain of ballots (`id` is the vote's). Locked while a ballot goes in or the box is sealed."""

    __table_args__ = (estate_fk("vote", "id"),)

    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=START)
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


class VoteResult(OfEstate, Model):
    """The count as it was fixed. A correction makes a new version; the old one stays readable."""

    __table_args__ = (
        UniqueConstraint("estate_id", "vote_id", "version"),
        estate_fk("vote", "vote_id"),
        estate_fk("roll_version", "roll_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    roll_id: Mapped[uuid.UUID]
    result: Mapped[dict[str, Any]]
    result_hash: Mapped[str]
    last_hash: Mapped[str]
    root: Mapped[str]
    counted_at: Mapped[datetime]
