"""The roll of a vote: kept by the community officer, published masked to residents, by building to everybody."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import course_schemas as schemas
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.blueprints.voting.schemas import ReasonIn
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import roll_keeping
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import published_rolls, roll_objections, rolls, votes
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import narrow
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, public, takes

bp = Pages("voting_rolls", __name__)
HERE = "/e/<uuid:estate_id>/votes/<uuid:vote_id>/roll"


@bp.get(f"{VOTE}/roll")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def show_roll(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _roll(actor, vote, Form(), Window(**query))


def _roll(actor: Actor, vote: Vote, form: Form, window: Window | None = None) -> str:
    now = clock.now()
    rules, state = votes.rules_of(vote, now=now), votes.state(vote, now=now)
    page = rolls.entries_page(vote, window=window or Window()) if vote.roll_id else None
    return render_template(
        "voting/console/roll.html",
        **frame(vote),
        form=form,
        preview=rolls.preview(vote, rules, on=day_of(now)) if not vote.opened_at else None,
        roll=rolls.current(vote),
        versions=rolls.versions(vote),
        supplements=roll_objections.supplements(vote),
        sales=roll_objections.sales(vote, on=day_of(now)) if state is State.OPEN else [],
        waiting=roll_objections.unanswered(vote),
        correctable=state is State.ANNOUNCED and permits(GRANTS, actor, Act.KEEP_ROLL, vote),
        left_out=rolls.units_left_out(vote, rules),
        page=page,
        next=_more(f"/work/e/{vote.estate_id}/votes/{vote.id}/roll", page),
    )


def _more(place: str, page: Page[Any] | None) -> str | None:
    return f"{place}?cursor={page.next}" if page and page.next else None


@bp.post(f"{VOTE}/roll/correction")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(ReasonIn)
@form_page(_roll)
def correct_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    roll_keeping.correct(actor=actor, vote=vote, now=clock.now(), **body)
    return back(vote, "/roll")


@bp.post(f"{VOTE}/roll/supplement")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(schemas.SupplementIn)
@form_page(_roll)
def supplement_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    roll_keeping.supplement(actor=actor, vote=vote, now=clock.database_now(), **body)
    return back(vote, "/roll")


@bp.get(f"{VOTE}/roll/objections")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def list_objections(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    page = roll_objections.objections_page(vote, window=Window(**query))
    return render_template(
        "voting/console/roll_objections.html",
        **frame(vote),
        page=page,
        may_answer=permits(GRANTS, actor, Act.KEEP_ROLL, vote),
        next=_more(f"/work/e/{vote.estate_id}/votes/{vote.id}/roll/objections", page),
    )


@bp.get(f"{VOTE}/roll/objections/<uuid:roll_objection_id>")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
def show_objection(actor: Actor, vote: Vote, roll_objection_id: UUID) -> ResponseReturnValue:
    return _objection(actor, vote, roll_objection_id, Form())


def _objection(actor: Actor, vote: Vote, roll_objection_id: UUID, form: Form) -> str:  # noqa: ARG001
    found = roll_objections.objection(
        estate_id=vote.estate_id, vote_id=vote.id, objection_id=roll_objection_id
    )
    return render_template("voting/console/roll_objection.html", **frame(vote), form=form, one=found)


@bp.post(f"{VOTE}/roll/objections/<uuid:roll_objection_id>")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(schemas.RollAnswerIn)
@form_page(_objection)
def answer_objection(
    actor: Actor, vote: Vote, roll_objection_id: UUID, body: dict[str, Any]
) -> ResponseReturnValue:
    found = roll_objections.objection(
        estate_id=vote.estate_id, vote_id=vote.id, objection_id=roll_objection_id
    )
    roll_keeping.answer(actor=actor, objection=found, now=clock.now(), **body)
    return back(vote, "/roll/objections")


@bp.get(HERE)
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def show_published(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _published(actor, vote, Form(), Window(**query))


def _published(actor: Actor, vote: Vote, form: Form, window: Window | None = None) -> str:
    now = clock.now()
    here = f"/e/{vote.estate_id}/votes/{vote.id}"
    page = published_rolls.lines_page(vote, actor.account_id, window=window or Window())
    return render_template(
        "voting/roll.html",
        tab="votes",
        heading="投票人名册",
        back={"href": here, "label": "返回这次表决"},
        vote=vote,
        here=f"{here}/roll",
        form=form,
        roll=rolls.current(vote),
        versions=rolls.versions(vote),
        own=published_rolls.own_lines(vote, actor.account_id),
        page=page,
        heard=roll_objections.objections_page(vote, window=Window(), made_by=actor.account_id).items,
        open=votes.state(vote, now=now) is State.ANNOUNCED and now < vote.opens_at,
        may_object=permits(GRANTS, actor, Act.OBJECT_TO_ROLL, vote),
        next=_more(f"{here}/roll", page),
    )


@bp.post(HERE)
@allow(Act.OBJECT_TO_ROLL, GRANTS, on=votes.vote)
@takes(schemas.RollObjectionIn)
@idempotent()
@form_page(_published)
def object_to_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    roll_keeping.object_to_roll(actor=actor, vote=vote, now=clock.now(), **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/roll", 303)


@bp.get("/p/votes/<uuid:estate_id>/<uuid:vote_id>/roll")
@public
def show_public(actor: Actor | None, estate_id: UUID, vote_id: UUID) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.public_vote(estate_id=estate_id, vote_id=vote_id)
    return render_template(
        "voting/public_roll.html",
        person=actor,
        vote=vote,
        estate=estates.estate(estate_id=estate_id),
        roll=rolls.current(vote),
        versions=rolls.versions(vote),
        buildings=published_rolls.by_building(vote),
    )
