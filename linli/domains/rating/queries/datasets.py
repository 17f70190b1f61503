"""Questions about a year's data set: what an estate's fact came to, by which source, and what is missing or odd."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from linli.domains.rating.models import (
    DataSet,
    DataSetStep,
    Figure,
    FigureComment,
    FigureCorrection,
    RecordedFact,
)
from linli.domains.rating.queries import catalogues
from linli.domains.rating.rules import figures
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.figures import RunState, Source, Value
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.canonical import canonical, sha256
from linli.kernel.refusals import Unknown
from linli.platform import facts
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for an estate's fact: the frozen figure, or the newest signed correction beside it."""

    fact: str
    value: Value
    source: Source
    at: datetime
    reason: str = ""
    signed_name: str = ""


def run(*, data_set_id: uuid.UUID, **_: object) -> DataSet:
    """A run of a data set, or Unknown."""
    found = db.session.get(DataSet, data_set_id)
    if found is None:
        raise Unknown
    return found


def runs() -> Sequence[DataSet]:
    """All runs, the newest first."""
    return db.session.scalars(select(DataSet).order_by(DataSet.year.desc(), DataSet.run.desc())).all()


def current(year: int) -> DataSet | None:
    """The newest run of a year that was not dropped."""
    query = select(DataSet).where(DataSet.year == year, DataSet.state != RunState.DROPPED)
    return db.session.scalar(query.order_by(DataSet.run.desc()).limit(1))


def frozen(year: int) -> DataSet | None:
    """The data set that a year's scores stand on, once it is frozen."""
    return db.session.scalar(select(DataSet).filter_by(year=year, state=RunState.FROZEN))


def catalogue_name(year: int) -> str:
    """By which catalogue a year is measured: its run's, or the one in force. Raises NoCatalogue."""
    of = current(year)
    return of.catalogue if of is not None else catalogues.for_year(year)


def computing() -> Sequence[DataSet]:
    """The runs that are not computed to their end."""
    return db.session.scalars(select(DataSet).filter_by(state=RunState.COMPUTING).order_by(DataSet.id)).all()


def steps(of: DataSet) -> Sequence[str]:
    """The facts of a run that are computed, in their order."""
    query = select(DataSetStep.fact).filter_by(data_set_id=of.id).order_by(DataSetStep.id)
    return db.session.scalars(query).all()


def waiting(of: DataSet) -> list[str]:
    """The facts of a run that a room offers and that are not computed yet."""
    done = set(steps(of))
    return [
        name
        for name in catalogues.named(of.catalogue).facts
        if facts.offered(name) is not None and name not in done
    ]


def value(estate_id: uuid.UUID, year: int, fact: str) -> InForce | None:
    """What an estate's fact came to in a year; None where it is missing, which is not zero."""
    return values(estate_id, year).get(fact)


def values(estate_id: uuid.UUID, year: int) -> dict[str, InForce]:
    """Everything that holds for an estate in a year, by fact: frozen figures with the corrections beside them."""
    return values_of_all(year, [estate_id]).get(estate_id, {})


def values_of_all(
    year: int, estate_ids: Sequence[uuid.UUID] | None = None
) -> dict[uuid.UUID, dict[str, InForce]]:
    """The same for many estates, or for all, in three questions."""
    of = frozen(year)
    taken: dict[uuid.UUID, dict[str, InForce]] = {}
    if of is None:
        return taken
    standing = select(Figure).where(Figure.data_set_id == of.id)
    lines = select(FigureCorrection).where(FigureCorrection.year == year)
    if estate_ids is not None:
        standing = standing.where(Figure.estate_id.in_(estate_ids))
        lines = lines.where(FigureCorrection.estate_id.in_(estate_ids))
    with seeing_every_estate():
        for one in db.session.scalars(standing):
            taken.setdefault(one.estate_id, {})[one.fact] = InForce(
                one.fact, as_value(one), Source(one.source), one.computed_at
            )
        for line in db.session.scalars(lines.order_by(FigureCorrection.id)):
            taken.setdefault(line.estate_id, {})[line.fact] = InForce(
                line.fact, as_value(line), Source.CORRECTED, line.signed_at, line.reason, line.signed_name
            )
    return taken


def computed(of: DataSet, estate_id: uuid.UUID) -> dict[str, InForce]:
    """What a run that is not frozen says of an estate so far."""
    found = db.session.scalars(select(Figure).filter_by(data_set_id=of.id, estate_id=estate_id))
    return {one.fact: InForce(one.fact, as_value(one), Source(one.source), one.computed_at) for one in found}


def as_value(row: Figure | RecordedFact | FigureCorrection) -> Value:
    """A row as the rules know it."""
    return Value(row.numerator, row.denominator, row.said, row.applies, row.zeroed)


def findings(estate_id: uuid.UUID, year: int, catalogue: Catalogue) -> dict[str, Finding]:
    """What the platform's data say about each automatic indicator of an estate; what is missing is left out."""
    return figures.findings(catalogue, plain(values(estate_id, year)))


def findings_of_all(year: int, catalogue: Catalogue) -> dict[uuid.UUID, dict[str, Finding]]:
    """The same for all estates, in three questions."""
    return {
        estate: figures.findings(catalogue, plain(taken)) for estate, taken in values_of_all(year).items()
    }


def plain(taken: Mapping[str, InForce]) -> dict[str, Value]:
    """Only the values."""
    return {fact: one.value for fact, one in taken.items()}


def missing(estate_id: uuid.UUID, year: int, catalogue: Catalogue) -> list[str]:
    """The facts of the catalogue that nothing is known of: listed, never zero (RA-09)."""
    known = values(estate_id, year)
    return [fact for fact in catalogue.facts if fact not in known]


def missing_counts(of: DataSet, catalogue: Catalogue, estates: int) -> dict[str, int]:
    """For each fact of the catalogue, how many of so many estates have no figure in a run."""
    with seeing_every_estate():
        rows = db.session.execute(
            select(Figure.fact, func.count()).where(Figure.data_set_id == of.id).group_by(Figure.fact)
        )
        known = {row[0]: row[1] for row in rows}
    return {fact: estates - known.get(fact, 0) for fact in catalogue.facts if known.get(fact, 0) < estates}


def known(of: DataSet) -> set[tuple[uuid.UUID, str]]:
    """Of which estates and facts a run has a figure."""
    with seeing_every_estate():
        rows = db.session.execute(select(Figure.estate_id, Figure.fact).where(Figure.data_set_id == of.id))
        return {(row[0], row[1]) for row in rows}


def has_figure(of: DataSet, estate_id: uuid.UUID, fact: str) -> bool:
    """Whether a run has a figure of an estate's fact."""
    which = select(Figure.id).filter_by(data_set_id=of.id, estate_id=estate_id, fact=fact)
    return db.session.scalar(which) is not None


def recorded(year: int, estate_ids: Sequence[uuid.UUID] | None = None) -> list[RecordedFact]:
    """What holds of the facts recorded by hand: the newest of each estate and fact."""
    query = select(RecordedFact).where(RecordedFact.year == year).order_by(RecordedFact.id)
    if estate_ids is not None:
        query = query.where(RecordedFact.estate_id.in_(estate_ids))
    with seeing_every_estate():
        return list({(one.estate_id, one.fact): one for one in db.session.scalars(query)}.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a value's history: who said what, when and why (RA-19)."""

    at: datetime
    source: Source
    value: Value
    by: uuid.UUID | None
    name: str
    why: str


def history(estate_id: uuid.UUID, year: int, fact: str) -> list[Line]:
    """Everything that an estate's fact ever was in a year, the newest first."""
    which = {"estate_id": estate_id, "fact": fact}
    signed = select(FigureCorrection).filter_by(year=year, **which).order_by(FigureCorrection.id.desc())
    lines = [
        Line(one.signed_at, Source.CORRECTED, as_value(one), one.signed_by, one.signed_name, one.reason)
        for one in db.session.scalars(signed)
    ]
    by_hand = select(RecordedFact).filter_by(year=year, **which).order_by(RecordedFact.id.desc())
    lines += [
        Line(one.made_at, Source.RECORDED, as_value(one), one.made_by, "", one.evidence)
        for one in db.session.scalars(by_hand)
    ]
    runs_of = (
        select(Figure, DataSet.run)
        .join(DataSet, DataSet.id == Figure.data_set_id)
        .where(DataSet.year == year, Figure.estate_id == estate_id, Figure.fact == fact)
        .where(Figure.source == Source.COMPUTED)
        .order_by(DataSet.run.desc())
    )
    lines += [
        Line(one.computed_at, Source.COMPUTED, as_value(one), None, f"第 {number} 次计算", "")
        for one, number in db.session.execute(runs_of)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Jump:
    """A figure that is far from last year's, and what was said about it."""

    fact: str
    now: Value
    before: Value
    comment: str


def jumps(estate_id: uuid.UUID, year: int, catalogue: Catalogue) -> list[Jump]:
    """The figures that jumped over the set limit against the year before (RA-18)."""
    return jumps_of_all([estate_id], year, catalogue)[estate_id]


def jumps_of_all(
    estate_ids: Sequence[uuid.UUID], year: int, catalogue: Catalogue
) -> dict[uuid.UUID, list[Jump]]:
    """The same for many estates, in seven questions whatever their number."""
    now, before = values_of_all(year, estate_ids), values_of_all(year - 1, estate_ids)
    query = select(FigureComment).where(FigureComment.year == year, FigureComment.estate_id.in_(estate_ids))
    with seeing_every_estate():
        comments = db.session.scalars(query.order_by(FigureComment.id)).all()
    said = {(one.estate_id, one.fact): one.words for one in comments}
    return {
        one: [
            Jump(fact, here[fact], there[fact], said.get((one, fact), ""))
            for fact, part in catalogue.facts.items()
            if fact in here and fact in there and figures.jumped(part, here[fact], there[fact])
        ]
        for one in estate_ids
        for here, there in [(plain(now.get(one, {})), plain(before.get(one, {})))]
    }


def bytes_of(of: DataSet) -> bytes:
    """A run as canonical bytes, in one order whatever the order it was computed in (NN-35)."""
    query = select(
        Figure.fact,
        Figure.estate_id,
        Figure.numerator,
        Figure.denominator,
        Figure.said,
        Figure.applies,
        Figure.zeroed,
        Figure.source,
    ).where(Figure.data_set_id == of.id)
    with seeing_every_estate():
        rows: list[Any] = sorted(
            [fact, str(estate), *rest] for fact, estate, *rest in db.session.execute(query)
        )
    head = {
        "year": of.year,
        "since_on": of.since_on.isoformat(),
        "until_on": of.until_on.isoformat(),
        "as_of": of.as_of.isoformat(),
        "catalogue": of.catalogue,
        "version": of.version,
    }
    return canonical({"head": head, "figures": rows})


def digest_of(of: DataSet) -> str:
    """The SHA-256 over a run's canonical bytes; for a frozen one it is what `digest` says, or it was tampered with."""
    return sha256(bytes_of(of))
