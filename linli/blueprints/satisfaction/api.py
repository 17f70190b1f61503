"""The yearly round for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.satisfaction import devices, schemas, shown
from linli.blueprints.satisfaction.shown import found
from linli.blueprints.tickets.devices import device
from linli.domains.satisfaction.errors import NotOpen
from linli.domains.satisfaction.models import SatisfactionRound
from linli.domains.satisfaction.operations import answering, planning
from linli.domains.satisfaction.permissions import GRANTS, Act
from linli.domains.satisfaction.queries import rounds
from linli.domains.satisfaction.rules.course import Channel
from linli.kernel.actors import Actor
from linli.kernel.times import end_of, start_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("satisfaction_api", __name__, tag="satisfaction")
HERE = "/estates/<uuid:estate_id>/satisfaction"
ROUNDS = "/satisfaction/rounds"
ROUND = f"{ROUNDS}/<uuid:round_id>"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@gives(schemas.CurrentOut)
@summary("本小区最近一轮万户评，和我家能不能评、评过没有")
def current_round(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {"current": shown.own(actor, estate_id, now=clock.now())}


@bp.post(f"{HERE}/answers")
@allow(Act.ANSWER, GRANTS)
@takes(schemas.AnswerIn)
@gives(None, 204)
@idempotent()
@summary("替一户评价，每户一份；截止前再交一次以最后一次为准")
def answer(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:
    given(actor, estate_id, body)


@bp.post(f"{HERE}/keyed")
@allow(Act.KEY_IN, GRANTS)
@takes(schemas.KeyedIn)
@gives(None, 204)
@idempotent()
@summary("录入一份纸质或入户访问的评价")
def key_in(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:
    keyed(actor, estate_id, body)


@bp.get(ROUNDS)
@allow(Act.READ_ROUNDS, GRANTS)
@gives(schemas.RoundsOut)
@summary("本市的各轮万户评，新的在前")
def list_rounds(actor: Actor) -> dict[str, Any]:
    every = rounds.of_city(rounds.city_of(actor))
    return {"items": [shown.head(one, now=clock.now()) for one in every]}


@bp.post(ROUNDS)
@allow(Act.PLAN, GRANTS)
@takes(schemas.PlanIn)
@gives(schemas.RoundOut, 201)
@idempotent()
@summary("筹备一轮万户评：年度、开始和截止的日子")
def plan_round(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return shown.head(planned(actor, body), now=clock.now())


@bp.get(ROUND)
@allow(Act.READ_ROUNDS, GRANTS, on=found)
@gives(schemas.RunningOut)
@summary("一轮万户评：截止前只有参与户数，公布后有结果")
def show_round(actor: Actor, one: SatisfactionRound) -> dict[str, Any]:  # noqa: ARG001
    return shown.running(one, now=clock.now())


@bp.get(f"{ROUND}/progress")
@allow(Act.READ_PROGRESS, GRANTS, on=found)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ProgressOut))
@summary("辖区内各小区的参与户数，没有谁评过谁没评过")
def show_progress(actor: Actor, one: SatisfactionRound, query: dict[str, Any]) -> Page[dict[str, Any]]:
    return shown.progress(actor, one, window=Window(**query))


@bp.post(f"{ROUND}/publish")
@allow(Act.RUN, GRANTS, on=found)
@gives(schemas.RunningOut)
@idempotent()
@summary("发布：题目和时间不再改，邀请每一户")
def publish_round(actor: Actor, one: SatisfactionRound) -> dict[str, Any]:
    return shown.running(planning.publish(actor=actor, found=one, now=clock.now()), now=clock.now())


@bp.post(f"{ROUND}/remind")
@allow(Act.RUN, GRANTS, on=found)
@gives(schemas.RunningOut)
@idempotent()
@summary("提醒还没评的住户，三天最多一次；名单谁也看不到")
def remind_round(actor: Actor, one: SatisfactionRound) -> dict[str, Any]:
    return shown.running(planning.remind(actor=actor, found=one, now=clock.now()), now=clock.now())


@bp.post(f"{ROUND}/set-aside")
@allow(Act.RUN, GRANTS, on=found)
@takes(schemas.BurstIn)
@gives(schemas.RunningOut)
@idempotent()
@summary("一台设备替很多户评价的，退回重评")
def set_aside_burst(actor: Actor, one: SatisfactionRound, body: dict[str, Any]) -> dict[str, Any]:
    taken_out(actor, one, body)
    return shown.running(one, now=clock.now())


def given(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:
    """The answer that a form or a program sent, kept. Raises StaffDevice, and what answering raises."""
    devices.check()
    answering.answer(
        actor=actor,
        found=_newest(estate_id),
        estate_id=estate_id,
        unit_id=body["unit_id"],
        answers=schemas.levels(body),
        device=device(),
    )


def keyed(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:
    """A sheet of paper or an interview, kept."""
    answering.key_in(
        actor=actor,
        found=_newest(estate_id),
        estate_id=estate_id,
        label=body["label"],
        channel=Channel(body["channel"]),
        answers=schemas.levels(body),
    )


def planned(actor: Actor, body: dict[str, Any]) -> SatisfactionRound:
    """The round that a form or a program asked for."""
    return planning.plan(
        actor=actor,
        year=body["year"],
        opens_at=start_of(body["opens_on"]),
        closes_at=end_of(body["closes_on"]),
        replaces=body["replaces"],
        now=clock.now(),
    )


def taken_out(actor: Actor, one: SatisfactionRound, body: dict[str, Any]) -> int:
    """A burst, sent back."""
    return answering.set_aside(
        actor=actor, found=one, estate_id=body["burst_estate_id"], device=body["device"]
    )


def _newest(estate_id: UUID) -> SatisfactionRound:
    one = rounds.newest(estate_id)
    if one is None:
        raise NotOpen
    return one
