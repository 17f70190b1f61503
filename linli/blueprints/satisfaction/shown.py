"""Rounds and results as their readers see them: the same for programs and for pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g

from linli.domains.estates import queries as estates
from linli.domains.satisfaction.models import SatisfactionRound
from linli.domains.satisfaction.queries import households, results, rounds
from linli.domains.satisfaction.queries.results import Line, OfQuestion, Result
from linli.domains.satisfaction.rules import measuring
from linli.domains.satisfaction.rules.course import State
from linli.domains.satisfaction.rules.measuring import Measure
from linli.domains.satisfaction.rules.questions import RATED
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import seeing_every_estate

TONES = {
    State.PLANNED: "",
    State.SCHEDULED: "info",
    State.OPEN: "good",
    State.ENDED: "wait",
    State.CLOSED: "info",
}


def found(*, round_id: UUID, **_: object) -> SatisfactionRound:
    """What a door finds: the round, if it is of the city where whoever stands there works."""
    return rounds.round_within(g.actor, round_id)


def head(one: SatisfactionRound, *, now: datetime) -> dict[str, Any]:
    """A round."""
    state = rounds.state(one, now=now)
    return {
        "id": one.id,
        "year": one.year,
        "state": state.value,
        "state_title": state.title,
        "tone": TONES[state],
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
        "replaces": one.replaces,
        "questions": [asked.plain() for asked in rounds.asked(one)],
    }


def own(actor: Actor, estate_id: UUID, *, now: datetime) -> dict[str, Any] | None:
    """The newest round of the estate with the actor's homes, or none."""
    one = rounds.newest(estate_id)
    if one is None:
        return None
    homes = households.of_actor(one, estate_id, actor, now=now)
    return head(one, now=now) | {
        "households": [
            {"unit_id": home.unit.id, "label": home.unit.label, "answered": home.answered} for home in homes
        ]
    }


def running(one: SatisfactionRound, *, now: datetime) -> dict[str, Any]:
    """A round at the officers' desk."""
    homes, answered = households.counts(one.city_id, on=day_of(now)), rounds.answered_counts(one)
    result = measure(results.of_city(one).measure) if one.closed_at is not None else None
    return head(one, now=now) | {
        "households": sum(homes.values()),
        "answered": sum(answered.values()),
        "reminders": one.reminders,
        "result": result,
    }


def progress(actor: Actor, one: SatisfactionRound, *, window: Window) -> Page[dict[str, Any]]:
    """The estates of an officer's reach with the number of households that have answered, and nothing else."""
    today = day_of(clock.now())
    homes, answered = households.counts(one.city_id, on=today), rounds.answered_counts(one)
    with seeing_every_estate():
        some = estates.estates_page(actor.scope, on=today, window=window)
    return Page(
        [
            _progress(place.id, place.name, homes.get(place.id, 0), answered.get(place.id, 0))
            for place in some.items
        ],
        some.next,
    )


def _progress(estate_id: UUID, name: str, homes: int, answered: int) -> dict[str, Any]:
    return {
        "estate_id": estate_id,
        "name": name,
        "households": homes,
        "answered": answered,
        "needed": measuring.needed(homes),
        "percent": answered * 100 // homes if homes else 0,
    }


def of_estate(one: SatisfactionRound, estate_id: UUID) -> dict[str, Any]:
    """One estate's progress."""
    homes, answered = households.count(estate_id), rounds.answered_by_channel(one, estate_id)
    return _progress(estate_id, estates.estate(estate_id=estate_id).name, homes, sum(answered.values())) | {
        "channels": answered
    }


def measure(some: Measure) -> dict[str, Any]:
    """Counts and shares."""
    names = ("households", "valid", "satisfied", "sound", "rate", "rate_with_basic", "between", "took_part")
    return {name: getattr(some, name) for name in names} | {"needed": measuring.needed(some.households)}


def result(some: Result) -> dict[str, Any]:
    """A result with its questions."""
    return {
        "measure": measure(some.measure),
        "score": some.score,
        "change": some.change,
        "questions": [_question(one) for one in some.questions],
        "channels": [
            {"title": one.channel.title, "valid": one.valid, "rate": one.rate} for one in some.channels
        ],
    }


def line(one: Line) -> dict[str, Any]:
    """A line of a list."""
    return {"id": one.id, "name": one.name} | measure(one.measure)


def percent(share: int | None) -> str:
    """A share of basis points as people read it."""
    return "—" if share is None else f"{share // 100}.{share % 100:02d}%"


def signed(change: int | None) -> str:
    """By how many percentage points a share moved."""
    if change is None:
        return ""
    size = abs(change)
    return (
        f"{'升' if change > 0 else '降' if change < 0 else '持平，'}{size // 100}.{size % 100:02d} 个百分点"
    )


def points(score: int | None) -> str:
    """A score of hundredths."""
    return "—" if score is None else f"{score // 100}.{score % 100:02d}"


def _question(one: OfQuestion) -> dict[str, Any]:
    return {
        "title": one.question.hint or one.question.title,
        "valid": one.spread.valid,
        "rate": one.rate,
        "change": one.change,
        "said": [(level.title, one.spread.said.get(level, 0)) for level in RATED],
    }
