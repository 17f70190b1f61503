"""A city's round on small ground: estates with homes, households that answer, the day after the close."""

import json
from datetime import timedelta
from types import MappingProxyType

from linli.domains.satisfaction.models import (
    SatisfactionEnvelope,
    SatisfactionParticipation,
    SatisfactionRound,
)
from linli.domains.satisfaction.operations import answering, closing, planning
from linli.domains.satisfaction.queries import rounds
from linli.domains.satisfaction.rules.course import Channel
from linli.domains.satisfaction.rules.questions import TEN
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places

GOOD, FAIR, BAD = 5, 3, 1


def said(level, **more):
    """Every question answered with one level, some otherwise."""
    return {one.key: level for one in TEN} | more


def officer(estate):
    """Somebody who works for the city."""
    account = people.staff(Role.CITY_OFFICER, Scope(ScopeKind.CITY, estate.city_id), name="市评价办")
    return Actor(account.id, Role.CITY_OFFICER, Scope(ScopeKind.CITY, estate.city_id))


def keyer(estate):
    """Somebody of the community."""
    account = people.staff(Role.COMMUNITY_OFFICER, Scope(ScopeKind.COMMUNITY, estate.community_id))
    return Actor(account.id, Role.COMMUNITY_OFFICER, Scope(ScopeKind.COMMUNITY, estate.community_id))


def home(estate, label):
    """A home with its owner, signed in: (unit, actor)."""
    unit, account = places.unit(estate, label), people.account(name=f"业主{label}")
    people.owner(estate, unit, account=account)
    scope = Scope(ScopeKind.ESTATE, estate.id)
    return unit, Actor(account.id, Role.OWNER, scope, units=MappingProxyType({unit.id: Tie.OWNER}))


def running(city_officer, *, year=2026, days=15, replaces=True) -> SatisfactionRound:
    """A round that is open now."""
    now = clock.now()
    found = planning.plan(
        actor=city_officer, year=year, opens_at=now, closes_at=now + timedelta(days=days),
        replaces=replaces, now=now,
    )  # fmt: skip
    return planning.publish(actor=city_officer, found=found, now=now)


def answer(found, estate, home_, level=GOOD, *, device="a phone of one's own", **more):
    """A household answers on its own phone."""
    unit, actor = home_
    answering.answer(
        actor=actor, found=found, estate_id=estate.id, unit_id=unit.id, answers=said(level, **more),
        device=f"{device} {unit.id}" if device == "a phone of one's own" else device,
    )  # fmt: skip


def on_paper(found, estate, actor, label, level=GOOD, *, channel=Channel.PAPER):
    """A community officer enters a sheet of paper."""
    answering.key_in(
        actor=actor, found=found, estate_id=estate.id, label=label, channel=channel, answers=said(level)
    )


def close(found):
    """The close passes and the sums are made."""
    clock.advance(found.closes_at - clock.now())
    with transaction():
        assert closing.close_if_due(found=found, now=clock.now())


def everything(estate, city_account, unit_id):
    """A closed round of last year with a result, and one that is open now: {"closed_round", "open_round"}."""
    city = Actor(city_account, Role.CITY_OFFICER, Scope(ScopeKind.CITY, estate.city_id))
    year, now = day_of(clock.now()).year, clock.now()
    past = _begun(city, year - 1)
    if past.closed_at is None:
        _answered(past, estate, unit_id)
        past.opens_at, past.closes_at = now - timedelta(days=40), now - timedelta(days=20)
        db.session.flush()
        closing.close_if_due(found=past, now=now)
    return {"closed_round": past.id, "open_round": _begun(city, year).id}


def _begun(city, year):
    """A round open since the day began; one of that year that is there already is left as it is."""
    standing = rounds.of_year(city.scope.id, year)
    return standing or running(city, year=year)


def _answered(found, estate, unit_id):
    """A household has answered in the past, which no operation lets one do now."""
    content = json.dumps({"channel": "paper", "levels": said(GOOD)})
    db.session.add(
        SatisfactionParticipation(
            estate_id=estate.id, round_id=found.id, unit_id=unit_id, channel="paper", answered_on=day_of(found.opens_at)
        )
    )  # fmt: skip
    token = answering.token_of(found, unit_id)
    db.session.add(SatisfactionEnvelope(estate_id=estate.id, round_id=found.id, token=token, content=content))
