"""One answer for a household: written apart from the row that says who took part, replaced until the close."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import UnitKind
from linli.domains.satisfaction.errors import (
    AlreadyAnswered,
    NoBurst,
    NoSuchHousehold,
    NotAsked,
    NotOpen,
    StaffBarred,
    WrongAnswers,
)
from linli.domains.satisfaction.models import (
    SatisfactionEnvelope,
    SatisfactionParticipation,
    SatisfactionRound,
)
from linli.domains.satisfaction.operations.planning import lock
from linli.domains.satisfaction.queries import households, rounds
from linli.domains.satisfaction.rules import questions
from linli.domains.satisfaction.rules.course import BURST, Channel, State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit, clock
from linli.platform.db import db
from linli.platform.sealed import digest
from linli.platform.transactions import before_commit, seeing_every_estate


def answer(
    *,
    actor: Actor,
    found: SatisfactionRound,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    answers: Mapping[str, int],
    device: str,
) -> None:
    """A household's answer; a second one replaces the first until the close, where the round says so (SC-01).

    Raises NotOpen, StaffBarred, NotAsked, WrongAnswers, AlreadyAnswered.
    """
    lock(found, shared=True)
    now = clock.database_now()
    _check_open(found, now)
    if households.barred(actor, now=now):
        raise StaffBarred
    if unit_id not in {one.unit.id for one in households.of_actor(found, estate_id, actor, now=now)}:
        raise NotAsked
    _check(found, answers)
    who = SatisfactionParticipation(
        account_id=actor.account_id, channel=Channel.ONLINE, device=digest(device)
    )
    _keep(found, estate_id, unit_id, who, answers, now, replaces=found.replaces)


def key_in(
    *,
    actor: Actor,
    found: SatisfactionRound,
    estate_id: uuid.UUID,
    label: str,
    channel: Channel,
    answers: Mapping[str, int],
) -> None:
    """Enter what a household said on paper or at the door (SC-05). One that answered online itself is left alone.

    Raises NotOpen, NoSuchHousehold, WrongAnswers, AlreadyAnswered.
    """
    lock(found, shared=True)
    now = clock.database_now()
    _check_open(found, now)
    unit = estates.unit_by_label(estate_id, label)
    if unit is None or unit.kind != UnitKind.RESIDENTIAL:
        raise NoSuchHousehold
    _check(found, answers)
    before = households.participation(found, estate_id, unit.id)
    if before is not None and before.channel == Channel.ONLINE:
        raise AlreadyAnswered(field_errors={"label": [AlreadyAnswered.sentence]})
    who = SatisfactionParticipation(keyed_by=actor.account_id, channel=channel)
    _keep(found, estate_id, unit.id, who, answers, now, replaces=found.replaces)
    audit.record(
        "satisfaction:answer:key_in",
        object_kind="satisfaction_round",
        object_id=found.id,
        estate_id=estate_id,
        channel=channel.value,
    )


def set_aside(*, actor: Actor, found: SatisfactionRound, estate_id: uuid.UUID, device: str) -> int:  # noqa: ARG001
    """Take out what came in a burst from one device; the households may answer anew, each from its own.

    Returns how many. Raises NotOpen, NoBurst.
    """
    lock(found)
    _check_open(found, clock.database_now())
    taken = SatisfactionParticipation
    with seeing_every_estate():
        units = list(
            db.session.scalars(
                select(taken.unit_id).filter_by(estate_id=estate_id, round_id=found.id, device=device)
            )
        )
        if len(units) < BURST:
            raise NoBurst
        tokens = [token_of(found, unit_id) for unit_id in units]
        kept = SatisfactionEnvelope
        db.session.execute(
            delete(kept).where(kept.estate_id == estate_id, kept.round_id == found.id, kept.token.in_(tokens))
        )
        db.session.execute(
            delete(taken).where(
                taken.estate_id == estate_id, taken.round_id == found.id, taken.device == device
            )
        )
    audit.record(
        "satisfaction:burst:set_aside",
        object_kind="satisfaction_round",
        object_id=found.id,
        estate_id=estate_id,
        households=len(units),
    )
    return len(units)


def token_of(found: SatisfactionRound, unit_id: uuid.UUID) -> str:
    """The household under the key outside the database: only the running platform can make it."""
    return digest(f"satisfaction:{found.id}:{unit_id}")


def _check_open(found: SatisfactionRound, now: datetime) -> None:
    if rounds.state(found, now=now) is not State.OPEN:
        raise NotOpen


def _check(found: SatisfactionRound, answers: Mapping[str, int]) -> None:
    if faults := questions.faults(rounds.asked(found), answers):
        raise WrongAnswers(field_errors={key: [said] for key, said in faults.items()})


def _keep(
    found: SatisfactionRound,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    who: SatisfactionParticipation,
    answers: Mapping[str, int],
    now: datetime,
    *,
    replaces: bool,
) -> None:
    before = households.participation(found, estate_id, unit_id)
    content = json.dumps({"channel": who.channel, "levels": dict(answers)})
    token = token_of(found, unit_id)
    if before is None:
        who.id, who.estate_id, who.round_id, who.unit_id = uuid.uuid4(), estate_id, found.id, unit_id
        who.answered_on = day_of(now)
        db.session.add(who)
        db.session.add(
            SatisfactionEnvelope(
                id=uuid.uuid4(), estate_id=estate_id, round_id=found.id, token=token, content=content
            )
        )
        try:
            db.session.flush()
        except IntegrityError:  # the constraints decide between two of one household at one moment
            raise AlreadyAnswered from None
    elif not replaces:
        raise AlreadyAnswered
    else:
        _replace(found, before, who, content, token, now)
    before_commit(lambda: _check_open(found, clock.database_now()))


def _replace(
    found: SatisfactionRound,
    before: SatisfactionParticipation,
    who: SatisfactionParticipation,
    content: str,
    token: str,
    now: datetime,
) -> None:
    """The last answer counts; nothing tells that there was another."""
    before.account_id, before.keyed_by = who.account_id, who.keyed_by
    before.channel, before.device, before.answered_on = who.channel, who.device, day_of(now)
    kept = db.session.scalars(
        select(SatisfactionEnvelope).filter_by(estate_id=before.estate_id, round_id=found.id, token=token)
    ).one()
    kept.content = content
    db.session.flush()
