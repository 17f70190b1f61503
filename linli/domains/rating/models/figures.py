"""Tables of the facts a rating stands on: a year's data set, its figures, what was recorded by hand, corrections."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate
from linli.platform.protection import Guard


class DataSet(Model):
    """One run over all estates for a year. Once frozen it stays: later changes of data do not reach it (RA-16).

    `as_of` is the moment as of which everything is taken, also where the run was interrupted and taken up again;
    `digest` is the SHA-256 over its canonical bytes.
    """

    __table_args__ = (UniqueConstraint("year", "run"),)
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER data_set_settled BEFORE UPDATE ON data_set WHEN OLD.state = 'frozen' "
                "BEGIN SELECT RAISE(ABORT, 'settled data_set'); END",
                "DROP TRIGGER IF EXISTS data_set_settled",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE TRIGGER data_set_settled BEFORE UPDATE ON data_set FOR EACH ROW "
                "WHEN (OLD.state = 'frozen') EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS data_set_settled ON data_set",
            ),
        ),
    }

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    year: Mapped[int]
    run: Mapped[int]
    catalogue: Mapped[str]
    version: Mapped[str]
    state: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date]
    as_of: Mapped[datetime]
    started_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    computed_at: Mapped[datetime | None]
    frozen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")


class DataSetStep(Model):
    """One fact of a run that is computed; what has its step is not computed again."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("data_set_id", "fact"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    data_set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_set.id"))
    fact: Mapped[str]
    estates: Mapped[int]
    computed_at: Mapped[datetime]


class _Value:
    """What a fact came to: two whole numbers, or words where it is one of several cases."""

    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    said: Mapped[str] = mapped_column(default="")
    applies: Mapped[bool] = mapped_column(default=True)
    zeroed: Mapped[bool] = mapped_column(default=False)


class Figure(_Value, OfEstate, Model):
    """An estate's fact in a run: computed from a room's rows, or taken over from what was recorded."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "data_set_id", "fact"),
        Index("ix_figure_data_set", "data_set_id"),
    )

    data_set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_set.id"))
    fact: Mapped[str]
    source: Mapped[str]
    recorded_id: Mapped[uuid.UUID | None]
    computed_at: Mapped[datetime]


class RecordedFact(_Value, OfEstate, Model):
    """A fact that no room offers yet, recorded by hand with its evidence. The newest holds until the freeze."""

    __append_only__ = True
    __table_args__ = (Index("ix_recorded_fact_year", "year", "estate_id", "fact"),)

    year: Mapped[int]
    fact: Mapped[str]
    evidence: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class FigureCorrection(_Value, OfEstate, Model):
    """A signed line beside a frozen figure, with its reason; the figure itself stays. The newest line holds."""

    __append_only__ = True
    __table_args__ = (Index("ix_figure_correction_year", "year", "estate_id", "fact"),)

    year: Mapped[int]
    fact: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str]
    signed_name: Mapped[str]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]


class FigureComment(OfEstate, Model):
    """Why a figure jumped against the year before (RA-18)."""

    __append_only__ = True
    __table_args__ = (Index("ix_figure_comment_year", "estate_id", "year"),)

    year: Mapped[int]
    fact: Mapped[str]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
