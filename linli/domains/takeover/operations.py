"""Handing an estate over, deciding on it, and ending it. Every verb takes its moment as `now`."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.estates import operations as estate_deeds
from linli.domains.estates import queries as estates
from linli.domains.estates.errors import AlreadyServed, ContractEnded
from linli.domains.takeover import queries
from linli.domains.takeover.errors import (
    AlreadyNamed,
    AlreadyTakenOver,
    NotStandby,
    SamePerson,
    StillServed,
    WrongDays,
    WrongStep,
)
from linli.domains.takeover.events import TakenOver, TakeoverEnded
from linli.domains.takeover.models import StandbyCompany, Takeover, TakeoverFigures
from linli.domains.takeover.rules import Cause, Days, End, State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is proposed: who, why, from when until when, for what."""

    company_id: uuid.UUID
    cause: Cause
    cause_words: str
    since_on: date
    until_on: date
    services: str
    fee_mfen: int
    aid_fen: int


def name_company(
    *, actor: Actor, county_id: uuid.UUID, company_id: uuid.UUID, basis: str, now: datetime
) -> StandbyCompany:
    """Name a state-owned company that may be asked to step in. Raises Unknown, AlreadyNamed."""
    estates.company(company_id)
    made = StandbyCompany(
        county_id=county_id, company_id=company_id, basis=basis, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyNamed(field_errors={"company_id": [AlreadyNamed.sentence]}) from None
    audit.record("takeover:company:name", object_kind="company", object_id=company_id, basis=basis)
    return made


def propose(*, actor: Actor, estate_id: uuid.UUID, terms: Terms, now: datetime) -> Takeover:
    """Ask that the state-owned company steps in.

    Raises WrongDays, NotStandby, AlreadyTakenOver, and StillServed where a company serves on the first day.
    """
    place = estates.estate(estate_id=estate_id)
    if not Days(terms.since_on, terms.until_on).in_order:
        raise WrongDays(field_errors={"until_on": [WrongDays.sentence]})
    if not queries.is_standby(place.county_id, terms.company_id):
        raise NotStandby(field_errors={"company_id": [NotStandby.sentence]})
    open_ones = select(Takeover.id).where(
        Takeover.estate_id == estate_id, Takeover.state.in_([State.PROPOSED, State.RUNNING])
    )
    if db.session.scalar(open_ones.limit(1)) is not None:
        raise AlreadyTakenOver
    if estates.company_serving(estate_id, on=terms.since_on) is not None:
        raise StillServed(field_errors={"since_on": [StillServed.sentence]})
    made = Takeover(
        estate_id=estate_id,
        **asdict(terms),
        state=State.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("propose", made, cause=terms.cause)
    return made


def approve(*, actor: Actor, takeover: Takeover, words: str, now: datetime) -> Takeover:
    """Let the company step in: from the first day it reaches the estate. Raises WrongStep, SamePerson, StillServed."""
    _check_open(actor, takeover)
    try:
        contract = estate_deeds.engage_company(
            estate_id=takeover.estate_id,
            company_id=takeover.company_id,
            since_on=takeover.since_on,
            until_on=takeover.until_on,
            now=now,
        )
    except AlreadyServed:
        raise StillServed from None
    takeover.contract_id = contract.id
    _decide(actor, takeover, State.RUNNING, words, now)
    _record("approve", takeover)
    publish(
        TakenOver(
            at=now,
            estate_id=takeover.estate_id,
            takeover_id=takeover.id,
            company_id=takeover.company_id,
            since_on=takeover.since_on,
            until_on=takeover.until_on,
        )
    )
    return takeover


def refuse(*, actor: Actor, takeover: Takeover, words: str, now: datetime) -> Takeover:
    """Decline, with the reason. Raises WrongStep, SamePerson."""
    _check_open(actor, takeover)
    _decide(actor, takeover, State.REFUSED, words, now)
    _record("refuse", takeover)
    return takeover


def end(
    *, actor: Actor, takeover: Takeover, cause: End, ended_on: date, words: str, now: datetime
) -> Takeover:
    """Say that it is over, with its last day and why; the figures of its days are kept. Raises WrongStep, WrongDays."""
    if takeover.standing is not State.RUNNING:
        raise WrongStep
    if not takeover.since_on <= ended_on <= min(takeover.until_on, day_of(now)):
        raise WrongDays(
            "最后一天应在托底期内，不能晚于今天。",
            field_errors={"ended_on": ["应在托底期内，不能晚于今天。"]},
        )
    _shorten(takeover, ended_on, now)
    takeover.state, takeover.ended_on = State.ENDED, ended_on
    takeover.end_cause, takeover.end_words = cause, words
    takeover.ended_by, takeover.ended_at = actor.account_id, now
    lines = queries.counted(takeover, until_on=ended_on, now=now)
    kept = {"lines": [asdict(one) for one in lines]}
    db.session.add(
        TakeoverFigures(estate_id=takeover.estate_id, takeover_id=takeover.id, figures=kept, as_of=now)
    )
    db.session.flush()
    _record("conclude", takeover, cause=cause, ended_on=ended_on.isoformat())
    publish(TakeoverEnded(at=now, estate_id=takeover.estate_id, takeover_id=takeover.id, ended_on=ended_on))
    return takeover


def _shorten(takeover: Takeover, ended_on: date, now: datetime) -> None:
    """End its contract on the same day, unless somebody ended that before."""
    assert takeover.contract_id is not None
    contract = estates.contract(estate_id=takeover.estate_id, contract_id=takeover.contract_id)
    if contract.until_on is not None and contract.until_on <= ended_on:
        return
    try:
        estate_deeds.end_contract(contract=contract, until_on=ended_on, now=now)
    except ContractEnded:
        raise WrongDays(field_errors={"ended_on": [WrongDays.sentence]}) from None


def _check_open(actor: Actor, takeover: Takeover) -> None:
    if takeover.standing is not State.PROPOSED:
        raise WrongStep
    if takeover.proposed_by == actor.account_id:
        raise SamePerson


def _decide(actor: Actor, takeover: Takeover, state: State, words: str, now: datetime) -> None:
    takeover.state, takeover.decision_words = state, words
    takeover.decided_by, takeover.decided_at = actor.account_id, now
    db.session.flush()


def _record(verb: str, takeover: Takeover, **details: Any) -> None:
    audit.record(
        f"takeover:takeover:{verb}",
        object_kind="takeover",
        object_id=takeover.id,
        estate_id=takeover.estate_id,
        **details,
    )
