"""Tables of takeovers: the state-owned companies that may be asked, the takeovers, the figures of their days."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.takeover.rules import State
from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class StandbyCompany(Model):
    """A state-owned company that a county has named to step in."""

    __table_args__ = (UniqueConstraint("county_id", "company_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    county_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    basis: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Takeover(OfEstate, Model):
    """One takeover from its proposal to its end; `until_on` is the last day that was agreed, `ended_on` the real one.

    `fee_mfen` is the fee for a ㎡ and month in 0.001 fen, `aid_fen` what the county adds each month.
    """

    __table_args__ = (
        Index("ix_takeover_state", "state", "estate_id"),
        CheckConstraint("until_on >= since_on", name="days_in_order"),
        CheckConstraint("ended_on IS NULL OR ended_on >= since_on", name="end_in_order"),
        CheckConstraint("fee_mfen >= 0 AND aid_fen >= 0", name="terms"),
    )

    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    cause: Mapped[str]
    cause_words: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date]
    services: Mapped[str]
    fee_mfen: Mapped[int]
    aid_fen: Mapped[int]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision_words: Mapped[str] = mapped_column(default="")
    contract_id: Mapped[uuid.UUID | None]
    ended_on: Mapped[date | None]
    end_cause: Mapped[str] = mapped_column(default="")
    end_words: Mapped[str] = mapped_column(default="")
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]

    @property
    def standing(self) -> State:
        """Where it stands."""
        return State(self.state)

    @property
    def last_on(self) -> date:
        """The last day: the real one where it has ended, else the one that was agreed."""
        return self.ended_on or self.until_on


class TakeoverFigures(OfEstate, Model):
    """What the days of a takeover came to, kept when it ended. Written once."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "takeover_id"), estate_fk("takeover", "takeover_id"))

    takeover_id: Mapped[uuid.UUID]
    figures: Mapped[dict[str, Any]]
    as_of: Mapped[datetime]
