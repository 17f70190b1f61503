"""Results of a closed round: of the city, of companies, of estates, compared where two years are sound."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from linli.domains.estates.queries import engagements
from linli.domains.satisfaction.models import SatisfactionResult, SatisfactionRound, SatisfactionTally
from linli.domains.satisfaction.queries import rounds
from linli.domains.satisfaction.rules import measuring
from linli.domains.satisfaction.rules.course import Channel
from linli.domains.satisfaction.rules.measuring import FEWEST_SHOWN, Measure, Spread
from linli.domains.satisfaction.rules.questions import OVERALL, Level, Question, comparable
from linli.platform.db import db
from linli.platform.paging import Page, Window, rows_page
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """One question: how often each level was said, and by how much 满意率 moved since last year."""

    question: Question
    spread: Spread
    rate: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class OfChannel:
    """What was said of the whole through one channel; a group of fewer than five is told by its number only."""

    channel: Channel
    valid: int
    rate: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """A sample with everything that may be told of it."""

    measure: Measure
    score: int | None
    change: int | None
    questions: list[OfQuestion] = field(default_factory=list)
    channels: list[OfChannel] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One estate or one company in a list."""

    id: uuid.UUID
    name: str
    measure: Measure


def of_city(found: SatisfactionRound) -> Result:
    """The whole city: all answers together, not a mean of the estates' means (NN-39)."""
    return _result(
        found, SatisfactionTally.round_id == found.id, SatisfactionResult.round_id == found.id, None
    )


def of_estate(found: SatisfactionRound, estate_id: uuid.UUID) -> Result | None:
    """One estate, or none where it was not asked."""
    with seeing_every_estate():
        asked = db.session.scalar(
            select(SatisfactionResult.id).filter_by(estate_id=estate_id, round_id=found.id)
        )
    if asked is None:
        return None
    return _result(
        found,
        (SatisfactionTally.round_id == found.id) & (SatisfactionTally.estate_id == estate_id),
        (SatisfactionResult.round_id == found.id) & (SatisfactionResult.estate_id == estate_id),
        estate_id,
    )


def companies(found: SatisfactionRound) -> list[Line]:
    """Each company over the estates that it served at the close, the best known first."""
    kept = SatisfactionResult
    with seeing_every_estate():
        rows = db.session.execute(
            select(kept.company_id, *_SUMS)
            .where(kept.round_id == found.id, kept.company_id.is_not(None))
            .group_by(kept.company_id)
        ).all()
        names = dict(engagements.all_companies())
    lines = [
        Line(row[0], names[row[0]], Measure(*(int(one) for one in row[1:])))
        for row in rows
        if row[0] is not None
    ]
    return sorted(lines, key=lambda one: (one.measure.rate is None, -(one.measure.rate or 0), one.name))


def estates_page(found: SatisfactionRound, *, window: Window) -> Page[Line]:
    """The estates by name."""
    places = engagements.regions_of_estates().subquery()
    kept = SatisfactionResult
    query = (
        select(places.c.name, places.c.id, kept.households, kept.valid, kept.satisfied, kept.basic)
        .join(kept, kept.estate_id == places.c.id)
        .where(kept.round_id == found.id)
    )
    with seeing_every_estate():
        some = rows_page(query, by=((places.c.name, str), (places.c.id, uuid.UUID)), window=window)
    return Page([Line(row[1], row[0], Measure(*row[2:])) for row in some.items], some.next)


def sound_estates(found: SatisfactionRound) -> tuple[int, int]:
    """How many estates were asked, and how many answered enough."""
    kept = SatisfactionResult
    with seeing_every_estate():
        row = db.session.execute(
            select(func.count(), func.count().filter(kept.sound.is_(True))).where(kept.round_id == found.id)
        ).one()
    return row[0], row[1]


_SUMS = tuple(
    func.coalesce(func.sum(one), 0)
    for one in (
        SatisfactionResult.households,
        SatisfactionResult.valid,
        SatisfactionResult.satisfied,
        SatisfactionResult.basic,
    )
)


def _result(
    found: SatisfactionRound,
    tallied: ColumnElement[bool],
    kept: ColumnElement[bool],
    estate_id: uuid.UUID | None,
) -> Result:
    with seeing_every_estate():
        measure = Measure(*(int(one) for one in db.session.execute(select(*_SUMS).where(kept)).one()))
        spreads = _spreads(tallied)
    by_question: dict[str, list[Spread]] = defaultdict(list)
    for (key, _), spread in spreads.items():
        by_question[key].append(spread)
    whole = {key: measuring.total(some) for key, some in by_question.items()}
    earlier = _earlier(found, estate_id)
    listed = [_question(one, whole.get(one.key, Spread()), measure, earlier) for one in rounds.asked(found)]
    overall = next((one for one in listed if one.question.key == OVERALL), None)
    return Result(
        measure=measure,
        score=whole.get(OVERALL, Spread()).score if measure.sound else None,
        change=overall.change if overall else None,
        questions=listed if measure.sound and measure.valid >= FEWEST_SHOWN else [],
        channels=_channels({one: spreads.get((OVERALL, one.value), Spread()) for one in Channel}, measure),
    )


def _question(one: Question, spread: Spread, measure: Measure, earlier: Mapping[str, int]) -> OfQuestion:
    rate = measuring.share(spread.satisfied, spread.valid) if measure.sound else None
    return OfQuestion(one, spread, rate, measuring.change(rate, earlier.get(one.key)))


def _channels(said: Mapping[Channel, Spread], measure: Measure) -> list[OfChannel]:
    """Rates by channel, unless one is so small that it, or what is left without the others, would show its members."""
    large = all(one.valid == 0 or one.valid >= FEWEST_SHOWN for one in said.values())
    shown = measure.sound and large
    return [
        OfChannel(channel, one.valid, measuring.share(one.satisfied, one.valid) if shown else None)
        for channel, one in said.items()
    ]


def _earlier(found: SatisfactionRound, estate_id: uuid.UUID | None) -> dict[str, int]:
    """满意率 of last year by question, of those asked in the same words, if last year's sample was sound (SC-08)."""
    before = rounds.of_year(found.city_id, found.year - 1)
    if before is None or before.closed_at is None:
        return {}
    tallied = SatisfactionTally.round_id == before.id
    kept = SatisfactionResult.round_id == before.id
    if estate_id is not None:
        tallied = tallied & (SatisfactionTally.estate_id == estate_id)
        kept = kept & (SatisfactionResult.estate_id == estate_id)
    with seeing_every_estate():
        measure = Measure(*(int(one) for one in db.session.execute(select(*_SUMS).where(kept)).one()))
        if not measure.sound:
            return {}
        whole: dict[str, Spread] = defaultdict(Spread)
        for (key, _), spread in _spreads(tallied).items():
            whole[key] += spread
    same = comparable(rounds.asked(found), rounds.asked(before))
    rates = {key: measuring.share(one.satisfied, one.valid) for key, one in whole.items() if key in same}
    return {key: rate for key, rate in rates.items() if rate is not None}


def _spreads(tallied: ColumnElement[bool]) -> dict[tuple[str, str], Spread]:
    """By question and channel, how often each level was said."""
    kept = SatisfactionTally
    columns = [func.sum(getattr(kept, level.name.lower())) for level in Level]
    rows = db.session.execute(
        select(kept.question, kept.channel, *columns).where(tallied).group_by(kept.question, kept.channel)
    )
    return {
        (key, channel): Spread(dict(zip(Level, (int(one) for one in said), strict=True)))
        for key, channel, *said in rows
    }


@dataclass(frozen=True, slots=True)
class Served:
    """An estate's sums with the company that served it at the close."""

    estate_id: uuid.UUID
    company_id: uuid.UUID
    measure: Measure


def served(found: SatisfactionRound) -> list[Served]:
    """Every estate that had a company at the close."""
    kept = SatisfactionResult
    with seeing_every_estate():
        rows = db.session.execute(
            select(kept.estate_id, kept.company_id, kept.households, kept.valid, kept.satisfied, kept.basic)
            .where(kept.round_id == found.id, kept.company_id.is_not(None))
            .order_by(kept.estate_id)
        )
        return [Served(row[0], row[1], Measure(*row[2:])) for row in rows if row[1] is not None]
