"""A repair from the fund, step by step: asked for, voted on or confirmed as urgent, paid, settled to the fen."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from linli.domains.fund import queries
from linli.domains.fund.errors import (
    AbovePlan,
    NeedsVote,
    NothingPaid,
    NotYetPast,
    SamePerson,
    WrongStep,
)
from linli.domains.fund.events import FundSettled
from linli.domains.fund.models import FundPayment, FundProject, FundShare
from linli.domains.fund.rules import MOVES, Ground, Stage, shares
from linli.domains.voting.operations import drafting
from linli.domains.voting.queries import votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.ids import new_id
from linli.kernel.times import day_of, start_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

_OPENS, _CLOSES = timedelta(hours=9), timedelta(hours=18)
_VOTING, _SPARE = timedelta(days=14), timedelta(days=7)  # the spare days are for the legality review


def ask(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    title: str,
    words: str,
    contractor: str,
    scope: str,
    plan_fen: int,
    ground: Ground | None = None,
    now: datetime,
) -> FundProject:
    """Ask for a repair; what falls to each unit of its scope is worked out at once, by area.

    With a `ground` of the law it is urgent. Raises NoSuchPlace, AreaMissing.
    """
    where = queries.place(estate_id, scope)
    units = queries.units_at(estate_id, where)
    made = FundProject(
        estate_id=estate_id,
        title=title,
        words=words,
        contractor=contractor,
        scope_kind=where.kind,
        scope_id=where.id,
        scope_name=where.name,
        plan_fen=plan_fen,
        ground=ground or "",
        state=Stage.ASKED,
        asked_by=actor.account_id,
        asked_at=now,
    )
    db.session.add(made)
    db.session.flush()
    labels = {one.id: one.label for one in units}
    _write_shares(made, queries.PLAN, plan_fen, {one.id: one.floor_area or 0 for one in units}, labels)
    _record("ask", made, amount_fen=plan_fen)
    return made


def put_to_vote(*, actor: Actor, project: FundProject, now: datetime) -> uuid.UUID:
    """Draft the vote of those whom the repair concerns, and of nobody else (民法典第278条第1款第5项). The vote's id.

    Its days can be moved until the notice. Raises WrongStep for an urgent project or one past this step.
    """
    found = _locked(project)
    if found.ground:
        raise WrongStep
    _move(found, Stage.VOTING)
    rules = votes.estate_rules(found.estate_id, now=now)
    first = course.earliest_opening(day_of(now), Meeting.EXTRAORDINARY, rules, votes.calendar()) + _SPARE
    vote = drafting.draft(
        actor=actor,
        estate_id=found.estate_id,
        title=found.title,
        meeting=Meeting.EXTRAORDINARY,
        opens_at=start_of(first) + _OPENS,
        closes_at=start_of(first + _VOTING) + _CLOSES,
        scope_kind=found.scope_kind,
        scope_ids=[found.scope_id] if found.scope_id else [],
        now=now,
    )
    drafting.add_item(
        vote=vote,
        title=f"使用维修资金：{found.title}",
        words=f"同意从{found.scope_name}业主的维修资金中列支 {format_fen(found.plan_fen)} 元，用于{found.title}。",
        matter=Matter.USE_FUND,
        changes=found.words,
        costs="按建筑面积分摊，从各户维修资金账户列支；每户金额见维修项目页面。",
        otherwise="不维修，维持现状。",
    )
    found.vote_id = vote.id
    db.session.flush()
    _record("put_to_vote", found, vote=str(vote.id))
    return vote.id


def hear(*, estate_id: uuid.UUID, vote_id: uuid.UUID, passed: bool | None) -> None:
    """What the vote came to: agreed, refused, or (None) void, so that it can be put to the vote again."""
    found = queries.of_vote(estate_id, vote_id)
    if found is None or _locked(found).state != Stage.VOTING:
        return
    if passed is None:
        _move(found, Stage.ASKED)
        found.vote_id = None
    else:
        _move(found, Stage.AGREED if passed else Stage.REFUSED)
    _record("hear_vote", found, passed=str(passed))


def review(*, actor: Actor, project: FundProject, now: datetime) -> FundProject:
    """The committee, or the community where there is none, holds an urgent repair against its ground.

    Raises NeedsVote without a ground, SamePerson, WrongStep.
    """
    found = _locked(project)
    if not found.ground:
        raise NeedsVote
    if found.asked_by == actor.account_id:
        raise SamePerson
    _move(found, Stage.REVIEWED)
    found.reviewed_by, found.reviewed_at = actor.account_id, now
    db.session.flush()
    _record("review", found)
    return found


def confirm(*, actor: Actor, project: FundProject, agree: bool, now: datetime) -> FundProject:
    """The street office confirms an urgent repair, or not (杭州市物业管理条例第73条). Raises SamePerson, WrongStep."""
    found = _locked(project)
    if found.state != Stage.REVIEWED:
        raise WrongStep
    if actor.account_id in (found.asked_by, found.reviewed_by):
        raise SamePerson
    _move(found, Stage.AGREED if agree else Stage.REFUSED)
    found.confirmed_by, found.confirmed_at = actor.account_id, now
    db.session.flush()
    _record("confirm" if agree else "refuse", found)
    return found


def pay(
    *,
    actor: Actor,
    project: FundProject,
    on: date,
    amount_fen: int,
    payee: str,
    voucher_no: str,
    now: datetime,
) -> FundPayment:
    """Record what the fund paid; never more than was decided on. Raises WrongStep, NotYetPast, AbovePlan."""
    found = _locked(project)
    if found.state != Stage.AGREED:
        raise WrongStep
    if on > day_of(now):
        raise NotYetPast(field_errors={"on": [NotYetPast.sentence]})
    (before,) = queries.views([found])
    if before.paid_fen + amount_fen > found.plan_fen:
        raise AbovePlan(field_errors={"amount": [AbovePlan.sentence]})
    made = FundPayment(
        estate_id=found.estate_id,
        project_id=found.id,
        on=on,
        amount_fen=amount_fen,
        payee=payee,
        voucher_no=voucher_no,
        entered_by=actor.account_id,
        entered_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise WrongStep(
            "这个凭证号已经登记过。", field_errors={"voucher_no": ["这个凭证号已经登记过。"]}
        ) from None
    _record("pay", found, amount_fen=amount_fen)
    return made


def settle(*, actor: Actor, project: FundProject, now: datetime) -> FundProject:
    """Close a repair with what was really paid, split by the areas of the plan. Raises WrongStep, NothingPaid."""
    found = _locked(project)
    (view,) = queries.views([found])
    if found.state == Stage.AGREED and not view.paid_fen:
        raise NothingPaid
    _move(found, Stage.SETTLED)
    planned = queries.areas_planned(found)
    areas = {unit_id: one.floor_area for unit_id, one in planned.items()}
    labels = {unit_id: one.unit_label for unit_id, one in planned.items()}
    _write_shares(found, queries.SETTLEMENT, view.paid_fen, areas, labels)
    found.settled_fen, found.settled_by, found.settled_at = view.paid_fen, actor.account_id, now
    db.session.flush()
    _record("settle", found, amount_fen=view.paid_fen)
    publish(FundSettled(at=now, estate_id=found.estate_id, project_id=found.id))
    return found


def _write_shares(
    project: FundProject,
    of: str,
    total_fen: int,
    areas: Mapping[uuid.UUID, int],
    labels: Mapping[uuid.UUID, str],
) -> None:
    db.session.execute(
        insert(FundShare),
        [
            {
                "estate_id": project.estate_id,
                "id": new_id(),
                "project_id": project.id,
                "unit_id": unit_id,
                "of": of,
                "unit_label": labels[unit_id],
                "floor_area": areas[unit_id],
                "amount_fen": amount,
            }
            for unit_id, amount in shares(total_fen, areas).items()
        ],
    )


def _locked(project: FundProject) -> FundProject:
    db.session.refresh(project, with_for_update=True)
    return project


def _move(project: FundProject, to: Stage) -> None:
    if to not in MOVES[Stage(project.state)]:
        raise WrongStep
    project.state = to


def _record(verb: str, project: FundProject, **more: Any) -> None:
    audit.record(
        f"fund:project:{verb}",
        object_kind="fund_project",
        object_id=project.id,
        estate_id=project.estate_id,
        **more,
    )
