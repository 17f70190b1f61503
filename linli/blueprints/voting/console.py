"""Owners' votes for those who organise them: draft, announce, open, watch the turnout, publish."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import schemas, shown
from linli.blueprints.voting.aftermath_shown import following
from linli.blueprints.voting.api import bundle_of
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import annulling, closing, drafting, opening
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import ballots, elections, readiness, rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import WITH_RESULT, Meeting, State
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("voting_console", __name__)
VOTES = "/work/e/<uuid:estate_id>/votes"
VOTE = f"{VOTES}/<uuid:vote_id>"
STEPS = ("起草", "审核", "公告", "投票", "计票", "公示", "生效")
_REACHED = {
    State.DRAFT: 0,
    State.LEGALITY_REVIEW: 1,
    State.ANNOUNCED: 2,
    State.OPEN: 3,
    State.CLOSED: 4,
    State.COUNTED: 5,
    State.PUBLISHED: 5,
    State.FINAL: 7,
}


@bp.get(VOTES)
@allow(Act.READ_ROLL, GRANTS)
@takes(WindowIn, where="query")
def list_votes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = votes.votes_page(estate_id, window=Window(**query), drafts=True)
    return render_template(
        "voting/console/list.html",
        place=f"/work/e/{estate_id}/votes",
        votes=[shown.listed(one, now=clock.now()) for one in found.items],
        may_draft=permits(GRANTS, actor, Act.DRAFT),
        next=f"/work/e/{estate_id}/votes?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{VOTES}/new")
@allow(Act.DRAFT, GRANTS)
def new_vote(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new(actor, estate_id, Form())


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    now = clock.now()
    rules = votes.estate_rules(estate_id, now=now)
    return render_template(
        "voting/console/new.html",
        place=f"/work/e/{estate_id}/votes",
        form=form,
        meetings=[(one.value, one.title) for one in Meeting],
        buildings=[{"value": one.id, "label": one.name} for one in estates.buildings(estate_id)],
        earliest=course.earliest_opening(day_of(now), Meeting.REGULAR, rules, votes.calendar()),
        rules=rules,
    )


@bp.post(VOTES)
@allow(Act.DRAFT, GRANTS)
@takes(schemas.VoteForm)
@idempotent()
@form_page(_new)
def draft_vote(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = drafting.draft(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/votes/{made.id}", 303)


@bp.get(VOTE)
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
def show_vote(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _console(actor, vote, Form())


def _console(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    state = votes.state(vote, now=now)
    counted = votes.result(vote) if state in WITH_RESULT else None
    roll = rolls.current(vote)
    people = [vote.drafted_by, vote.announced_by, vote.confirmed_by, vote.published_by, vote.annulment_by]
    return render_template(
        "voting/console/vote.html",
        **_frame(vote),
        form=form,
        stored=vote.state,
        state=state,
        state_title=shown.state_title(vote, now=now),
        tone=shown.TONES[state],
        steps=STEPS,
        reached=_REACHED.get(state, 0),
        meeting=Meeting(vote.meeting).title,
        items=shown.items(vote, counted),
        recalls=elections.recalls_of(vote),
        lacks=readiness.lacks(vote, now=now) if state is State.DRAFT else [],
        roll=roll,
        turnout=ballots.turnout(vote) if vote.opened_at else None,
        names=identity.names([one for one in people if one]),
        me=actor.account_id,
        may={act.name: permits(GRANTS, actor, act, vote) for act in Act},
        hour_has_come=now >= vote.opens_at,
        counted=counted,
        proof=shown.proof_of(counted, roll) if counted else [],
        **following(vote, now=now),
        may_void=State.VOID in course.STEPS[State(vote.state)] and state is not State.FINAL,
    )


def _frame(vote: Vote) -> dict[str, Any]:
    place = f"/work/e/{vote.estate_id}/votes"
    return {"vote": vote, "list": place, "place": f"{place}/{vote.id}"}


@bp.get(f"{VOTE}/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def edit_vote(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _edit(actor, vote, Form())


def _edit(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/console/edit.html",
        **_frame(vote),
        form=form,
        meetings=[(one.value, one.title) for one in Meeting],
        opens_on=day_of(vote.opens_at).isoformat(),
        closes_on=day_of(vote.closes_at).isoformat(),
    )


@bp.post(f"{VOTE}/edit")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.MeetingForm)
@form_page(_edit)
def redraft_vote(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.redraft(vote=vote, now=clock.now(), **body)
    return _back(vote)


def _back(vote: Vote) -> ResponseReturnValue:
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}", 303)


@bp.get(f"{VOTE}/items/new")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def new_item(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _new_item(actor, vote, Form())


def _new_item(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    matters = [(one.value, f"{one.title}（{one.threshold.title}）") for one in Matter]
    return render_template(
        "voting/console/item.html",
        **_frame(vote),
        form=form,
        matters=[("", "请选择"), *matters],
        number=len(votes.items(vote)) + 1,
    )


@bp.post(f"{VOTE}/items")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ItemIn)
@idempotent()
@form_page(_new_item)
def add_item(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.add_item(vote=vote, **body)
    return _back(vote)


@bp.post(f"{VOTE}/items/<uuid:item_id>/removal")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@form_page(_console)
def remove_item(actor: Actor, vote: Vote, item_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    drafting.remove_item(vote=vote, item=found)
    return _back(vote)


@bp.get(f"{VOTE}/roll")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def show_roll(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    now = clock.now()
    rules = votes.rules_of(vote, now=now)
    page = rolls.entries_page(vote, window=Window(**query)) if vote.roll_id else None
    return render_template(
        "voting/console/roll.html",
        **_frame(vote),
        preview=rolls.preview(vote, rules, on=day_of(now)) if not vote.opened_at else None,
        roll=rolls.current(vote),
        versions=rolls.versions(vote),
        left_out=rolls.units_left_out(vote, rules),
        page=page,
        next=f"/work/e/{vote.estate_id}/votes/{vote.id}/roll?cursor={page.next}"
        if page and page.next
        else None,
    )


@bp.post(f"{VOTE}/announcement")
@allow(Act.ANNOUNCE, GRANTS, on=votes.vote)
@form_page(_console)
def announce(actor: Actor, vote: Vote) -> ResponseReturnValue:
    drafting.announce(actor=actor, vote=vote, now=clock.now())
    return _back(vote)


@bp.post(f"{VOTE}/opening")
@allow(Act.CONFIRM_OPENING, GRANTS, on=votes.vote)
@form_page(_console)
def confirm_opening(actor: Actor, vote: Vote) -> ResponseReturnValue:
    opening.confirm_opening(actor=actor, vote=vote, now=clock.database_now())
    return _back(vote)


@bp.post(f"{VOTE}/closing")
@allow(Act.CLOSE, GRANTS, on=votes.vote)
@form_page(_console)
def close(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    closing.close(vote=vote, now=clock.database_now())
    return _back(vote)


@bp.post(f"{VOTE}/count")
@allow(Act.COUNT, GRANTS, on=votes.vote)
@form_page(_console)
def count(actor: Actor, vote: Vote) -> ResponseReturnValue:
    closing.count(actor=actor, vote=vote, now=clock.database_now())
    return _back(vote)


@bp.post(f"{VOTE}/publication")
@allow(Act.PUBLISH, GRANTS, on=votes.vote)
@form_page(_console)
def publish(actor: Actor, vote: Vote) -> ResponseReturnValue:
    closing.publish_result(actor=actor, vote=vote, now=clock.now())
    return _back(vote)


@bp.post(f"{VOTE}/annulment")
@allow(Act.ANNUL, GRANTS, on=votes.vote)
@takes(schemas.ReasonIn)
@form_page(_console)
def ask_annulment(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    annulling.ask_annulment(actor=actor, vote=vote, now=clock.now(), **body)
    return _back(vote)


@bp.post(f"{VOTE}/annulment/confirmation")
@allow(Act.CONFIRM_ANNULMENT, GRANTS, on=votes.vote)
@form_page(_console)
def confirm_annulment(actor: Actor, vote: Vote) -> ResponseReturnValue:
    annulling.confirm_annulment(actor=actor, vote=vote, now=clock.now())
    return _back(vote)


@bp.get(f"{VOTE}/bundle")
@allow(Act.EXPORT, GRANTS, on=votes.vote)
def export(actor: Actor, vote: Vote) -> Response:  # noqa: ARG001
    return bundle_of(vote)
