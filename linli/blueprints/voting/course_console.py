"""The course of a vote on the console: review, changed notice, moved close, the city's result, the process."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import course_schemas as schemas
from linli.blueprints.voting import handing_over, shown
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import official, timing, vetting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import (
    ballots,
    officials,
    readiness,
    roll_objections,
    rolls,
    timings,
    votes,
)
from linli.domains.voting.rules.blocking import Block
from linli.domains.voting.rules.course import UNANNOUNCED, Meeting, State
from linli.domains.voting.rules.kinds import Audience, Mode, Reviewer, Timing, Verdict, VoteKind
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Refusal
from linli.kernel.times import day_of
from linli.platform import clock, exports
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_course", __name__)


def standing(vote: Vote, state: State, *, now: datetime) -> dict[str, Any]:
    """What a vote's page says of its course: what is missing, who could stop it, how it was reviewed and moved."""
    drafted = state in UNANNOUNCED
    return {
        "kind": VoteKind(vote.kind),
        "terms": _terms(vote),
        "effect": shown.effect(vote, now=now) if not drafted else "",
        "lacks": readiness.lacks(vote, now=now) if drafted else [],
        "blocks": _blocks(vote, now) if drafted or state is State.ANNOUNCED else [],
        "reviews": _reviews(vote),
        "timings": _timings(vote),
        "roll_waiting": roll_objections.unanswered(vote),
        "officials": officials.results(vote) if vote.advisory else [],
    }


def _blocks(vote: Vote, now: datetime) -> Sequence[Block]:
    try:
        return readiness.blocks(vote, now=now)
    except Refusal:  # the estate's rules are not in order; that is said under what is missing
        return []


def _terms(vote: Vote) -> list[tuple[str, str]]:
    return [
        ("种类", VoteKind(vote.kind).title),
        ("会议", Meeting(vote.meeting).title),
        ("投票方式", Mode(vote.mode).title),
        ("谁能看结果", Audience(vote.audience).title),
        ("延长投票", f"最多延长 {vote.extension_days} 天" if vote.extension_days else "不延长"),
        ("提前结束", "公告写明可以" if vote.early_end else "只有全部投完才可以"),
    ]


def _reviews(vote: Vote) -> list[dict[str, Any]]:
    found = readiness.reviews(vote)
    names = identity.names([one.reviewed_by for one in found])
    return [
        {
            "review": one,
            "reviewer": Reviewer(one.reviewer).title,
            "verdict": Verdict(one.verdict),
            "who": names.get(one.reviewed_by, ""),
        }
        for one in found
    ]


def _timings(vote: Vote) -> list[tuple[str, Any]]:
    return [(Timing(one.kind).title, one) for one in timings.changes(vote)]


@bp.post(f"{VOTE}/review/request")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def ask_review(actor: Actor, vote: Vote) -> ResponseReturnValue:
    vetting.ask_review(actor=actor, vote=vote, now=clock.now())
    return back(vote)


@bp.post(f"{VOTE}/review/withdrawal")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def take_back_review(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    return back(vetting.take_back_review(vote=vote))


@bp.get(f"{VOTE}/review")
@allow(Act.REVIEW, GRANTS, on=votes.vote)
def show_review(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _review(actor, vote, Form())


def _review(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    rules = votes.rules_of(vote, now=now)
    law = votes.law_of(vote.estate_id, now=now)
    return render_template(
        "voting/console/review.html",
        **frame(vote),
        form=form,
        asked=vote.state == State.LEGALITY_REVIEW,
        own=actor.account_id in {vote.drafted_by, vote.review_asked_by},
        items=[(one, one.matter.basis(law.article)) for one in shown.items(vote, None)],
        text_hash=votes.text_hash(vote, rules),
        verdicts=[{"value": one.value, "label": one.title} for one in Verdict],
        terms=_terms(vote),
        reviews=_reviews(vote),
        blocks=readiness.blocks(vote, now=now),
    )


@bp.post(f"{VOTE}/review")
@allow(Act.REVIEW, GRANTS, on=votes.vote)
@takes(schemas.ReviewIn)
@form_page(_review)
def review(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    vetting.review(actor=actor, vote=vote, now=clock.now(), **body)
    return back(vote, "/review")


@bp.get(f"{VOTE}/process")
@allow(Act.OBSERVE, GRANTS, on=votes.vote)
def show_process(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    now = clock.now()
    state = votes.state(vote, now=now)
    return render_template(
        "voting/console/process.html",
        **frame(vote),
        **standing(vote, state, now=now),
        state_title=shown.state_title(vote, now=now),
        tone=shown.TONES[state],
        editions=readiness.notices(vote),
        roll=rolls.current(vote),
        versions=rolls.versions(vote),
        supplements=roll_objections.supplements(vote),
        items=shown.items(vote, None),
        turnout=ballots.turnout(vote) if vote.opened_at else None,
    )


@bp.get(f"{VOTE}/timing")
@allow(Act.OBSERVE, GRANTS, on=votes.vote)
def show_timing(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _timing(actor, vote, Form())


def _timing(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    return render_template(
        "voting/console/timing.html",
        **frame(vote),
        form=form,
        state=votes.state(vote, now=now),
        may={act.name: permits(GRANTS, actor, act, vote) for act in Act},
        latest=timings.announced_close(vote) + timedelta(days=vote.extension_days),
        closes_on=day_of(vote.closes_at).isoformat(),
        timings=_timings(vote),
    )


@bp.post(f"{VOTE}/timing/notice")
@allow(Act.ANNOUNCE, GRANTS, on=votes.vote)
@takes(schemas.ChangeForm)
@form_page(_timing)
def take_back_notice(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    return back(timing.take_back_notice(actor=actor, vote=vote, now=clock.database_now(), **body))


@bp.post(f"{VOTE}/timing/extension")
@allow(Act.EXTEND, GRANTS, on=votes.vote)
@takes(schemas.ExtensionForm)
@form_page(_timing)
def extend(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    timing.extend(actor=actor, vote=vote, now=clock.database_now(), **body)
    return back(vote)


@bp.post(f"{VOTE}/timing/end")
@allow(Act.END_EARLY, GRANTS, on=votes.vote)
@takes(schemas.EarlyEndForm)
@form_page(_timing)
def end_early(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    timing.end_early(actor=actor, vote=vote, now=clock.database_now(), **body)
    return back(vote)


@bp.get(f"{VOTE}/official")
@allow(Act.HAND_OVER, GRANTS, on=votes.vote)
def show_official(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _official(actor, vote, Form())


def _official(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    now = clock.now()
    return render_template(
        "voting/console/official.html",
        **frame(vote),
        form=form,
        items=votes.items(vote),
        results=officials.results(vote),
        effect=shown.effect(vote, now=now),
        fields=list(officials.vote_rows(vote, now=now)),
        today=day_of(now).isoformat(),
    )


@bp.post(f"{VOTE}/official")
@allow(Act.HAND_OVER, GRANTS, on=votes.vote)
@takes(schemas.OfficialIn, files=True)
@idempotent()
@form_page(_official)
def record_official(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    official.record_result(actor=actor, vote=vote, now=clock.now(), **body)
    return back(vote, "/official")


@bp.post(f"{VOTE}/official/roll")
@allow(Act.HAND_OVER, GRANTS, on=votes.vote)
def ask_roll(actor: Actor, vote: Vote) -> ResponseReturnValue:
    told = {"vote_id": str(vote.id)}
    exports.ask(
        actor=actor,
        estate_id=vote.estate_id,
        name=handing_over.NAME,
        form="xlsx",
        parameters=told,
        now=clock.now(),
    )
    return redirect(f"/work/e/{vote.estate_id}/exports", 303)


@bp.get(f"{VOTE}/official/document")
@allow(Act.HAND_OVER, GRANTS, on=votes.vote)
def show_document(actor: Actor, vote: Vote) -> Response:  # noqa: ARG001
    return send(officials.document(vote))
