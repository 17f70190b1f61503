"""The roll in its versions: who may vote, with which units and floor area."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


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
    made_by: Mapped[uuid.UUID | None]


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


class RollObjection(OfEstate, Model):
    """What somebody says is wrong in the published roll, and what the community answered."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        estate_fk("roll_version", "roll_id"),
        Index("ix_roll_objection_vote", "estate_id", "vote_id", "answered_at"),
    )

    vote_id: Mapped[uuid.UUID]
    roll_id: Mapped[uuid.UUID]
    about: Mapped[str]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class RollSupplement(OfEstate, Model):
    """A unit sold while the vote is open, moved from the seller's voter to the buyer's; neither had voted (VO-14)."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        estate_fk("roll_version", "roll_id"),
        estate_fk("unit", "unit_id"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    roll_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    from_voter: Mapped[str]
    to_voter: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
