"""Owners' votes for those who organise them: draft, announce, open, watch the turnout, publish."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import course_console, course_schemas, schemas, shown
from linli.blueprints.voting.aftermath_schemas import VersionIn
from linli.blueprints.voting.aftermath_shown import following
from linli.blueprints.voting.api import bundle_of
from linli.blueprints.voting.desk import VOTE, VOTES, back, frame
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import annulling, closing, drafting, opening
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import ballots, elections, rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import UNANNOUNCED, WITH_RESULT, Meeting, State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Refusal
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, takes

bp = Pages("voting_console", __name__)
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
@takes(course_schemas.ListIn, where="query")
def list_votes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    removed = query.pop("removed")
    found = votes.votes_page(estate_id, window=Window(**query), drafts=True, removed=removed)
    return render_template(
        "voting/console/list.html",
        place=f"/work/e/{estate_id}/votes",
        removed=removed,
        votes=[shown.listed(one, now=clock.now()) for one in found.items],
        may_draft=permits(GRANTS, actor, Act.DRAFT),
        next=f"/work/e/{estate_id}/votes?removed={removed}&cursor={found.next}" if found.next else None,
    )


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
        **frame(vote),
        form=form,
        stored=vote.state,
        state=state,
        state_title=shown.state_title(vote, now=now),
        tone=shown.TONES[state],
        **_way(vote, state, now),
        meeting=Meeting(vote.meeting).title,
        items=shown.items(vote, counted),
        recalls=elections.recalls_of(vote),
        roll=roll,
        turnout=ballots.turnout(vote) if vote.opened_at else None,
        names=identity.names([one for one in people if one]),
        me=actor.account_id,
        may={act.name: permits(GRANTS, actor, act, vote) for act in Act},
        hour_has_come=now >= vote.opens_at,
        counted=counted,
        proof=shown.proof_of(counted, roll) if counted else [],
        **following(vote, now=now),
        **course_console.standing(vote, state, now=now),
        may_void=State.VOID in course.STEPS[State(vote.state)] and state is not State.FINAL,
    )


def _way(vote: Vote, state: State, now: datetime) -> dict[str, Any]:
    """The steps of the course and how many are done; the review only where there is one."""
    reached = _REACHED.get(state, 0)
    if vote.review_asked_at or (state in UNANNOUNCED and _needs_review(vote, now)):
        return {"steps": STEPS, "reached": reached}
    return {"steps": (STEPS[0], *STEPS[2:]), "reached": max(0, reached - 1)}


def _needs_review(vote: Vote, now: datetime) -> bool:
    try:
        return votes.rules_of(vote, now=now).needs_legality_review
    except Refusal:  # the estate's rules are not in order; the page says so under what is missing
        return False


@bp.post(f"{VOTE}/announcement")
@allow(Act.ANNOUNCE, GRANTS, on=votes.vote)
@form_page(_console)
def announce(actor: Actor, vote: Vote) -> ResponseReturnValue:
    drafting.announce(actor=actor, vote=vote, now=clock.now())
    return back(vote)


@bp.post(f"{VOTE}/opening")
@allow(Act.CONFIRM_OPENING, GRANTS, on=votes.vote)
@form_page(_console)
def confirm_opening(actor: Actor, vote: Vote) -> ResponseReturnValue:
    opening.confirm_opening(actor=actor, vote=vote, now=clock.database_now())
    return back(vote)


@bp.post(f"{VOTE}/closing")
@allow(Act.CLOSE, GRANTS, on=votes.vote)
@form_page(_console)
def close(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    closing.close(vote=vote, now=clock.database_now())
    return back(vote)


@bp.post(f"{VOTE}/count")
@allow(Act.COUNT, GRANTS, on=votes.vote)
@form_page(_console)
def count(actor: Actor, vote: Vote) -> ResponseReturnValue:
    closing.count(actor=actor, vote=vote, now=clock.database_now())
    return back(vote)


@bp.post(f"{VOTE}/publication")
@allow(Act.PUBLISH, GRANTS, on=votes.vote)
@form_page(_console)
def publish(actor: Actor, vote: Vote) -> ResponseReturnValue:
    closing.publish_result(actor=actor, vote=vote, now=clock.now())
    return back(vote)


@bp.post(f"{VOTE}/annulment")
@allow(Act.ANNUL, GRANTS, on=votes.vote)
@takes(schemas.ReasonIn)
@form_page(_console)
def ask_annulment(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    annulling.ask_annulment(actor=actor, vote=vote, now=clock.now(), **body)
    return back(vote)


@bp.post(f"{VOTE}/annulment/confirmation")
@allow(Act.CONFIRM_ANNULMENT, GRANTS, on=votes.vote)
@form_page(_console)
def confirm_annulment(actor: Actor, vote: Vote) -> ResponseReturnValue:
    annulling.confirm_annulment(actor=actor, vote=vote, now=clock.now())
    return back(vote)


@bp.get(f"{VOTE}/bundle")
@allow(Act.EXPORT, GRANTS, on=votes.vote)
@takes(VersionIn, where="query")
def export(actor: Actor, vote: Vote, query: dict[str, Any]) -> Response:  # noqa: ARG001
    return bundle_of(vote, version=query["version"])
