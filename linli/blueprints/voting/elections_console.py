"""Elections for those who organise them: seats, nominations, the review, the list, objections, run-offs, recalls."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import elections_schemas as schemas
from linli.blueprints.voting import elections_shown as shown
from linli.blueprints.voting.schemas import ReasonIn
from linli.domains.voting.models import Candidacy, CandidateObjection, Election, Recall, Vote
from linli.domains.voting.operations import electing, nominating, reviewing
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import election_lacks, elections, votes
from linli.domains.voting.rules.candidacy import ElectionKind, Standing
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_elections_console", __name__)
ESTATE = "/work/e/<uuid:estate_id>"
VOTE, ONE = f"{ESTATE}/votes/<uuid:vote_id>", f"{ESTATE}/elections/<uuid:election_id>"
CANDIDATE, RECALL = f"{ESTATE}/candidacies/<uuid:candidacy_id>", f"{ESTATE}/recalls/<uuid:recall_id>"
_OFFERED = (ElectionKind.GENERAL, ElectionKind.BY_ELECTION)


@bp.get(f"{VOTE}/elections/new")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def new_election(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _new(actor, vote, Form())


def _new(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/elections/new.html",
        vote=vote,
        place=f"/work/e/{vote.estate_id}/votes/{vote.id}",
        form=form,
        kinds=[(one.value, one.title) for one in _OFFERED],
        least=votes.estate_rules(vote.estate_id, now=clock.now()).legal_min_members,
    )


@bp.post(f"{VOTE}/elections")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ElectionForm)
@idempotent()
@form_page(_new)
def add_election(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return _to(electing.add_election(vote=vote, now=clock.now(), **body))


@bp.get(ONE)
@allow(Act.READ_ROLL, GRANTS, on=elections.election)
def show_election(actor: Actor, election: Election) -> ResponseReturnValue:
    return _desk(actor, election, Form())


def _desk(actor: Actor, election: Election, form: Form) -> str:
    now, vote = clock.now(), elections.vote_of(election)
    unannounced = vote.state in UNANNOUNCED
    return render_template(
        "voting/elections/desk.html",
        vote=vote,
        vote_place=f"/work/e/{vote.estate_id}/votes/{vote.id}",
        base=f"/work/e/{vote.estate_id}",
        here=f"/work/e/{vote.estate_id}/elections/{election.id}",
        form=form,
        election=shown.election(election, now=now, everybody=True),
        lacks=election_lacks.election_lacks(election, vote, now=now) if unannounced else [],
        unannounced=unannounced,
        over=election.nominations_until is not None and day_of(now) > election.nominations_until,
        rules=elections.rules_of(vote.estate_id, now=now),
        today=day_of(now),
        may_draft=permits(GRANTS, actor, Act.DRAFT, vote),
        waiting=(Standing.PROPOSED, Standing.ACCEPTED),
        names={one.id: one.name for one in elections.candidacies(election)},
        run_off=shown.run_off(election, now=now),
        earliest=shown.earliest_opening(vote, now=now),
    )


@bp.post(f"{ONE}/nominations")
@allow(Act.DRAFT, GRANTS, on=elections.election)
@takes(schemas.NominationsIn)
@form_page(_desk)
def open_nominations(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return _to(nominating.open_nominations(election=election, now=clock.now(), **body))


@bp.post(f"{ONE}/recommendations")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.election)
@takes(schemas.RecommendationIn)
@idempotent()
@form_page(_desk)
def recommend(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    owner_id = shown.owner_named(election.estate_id, body, now=now)
    nominating.recommend(actor=actor, election=election, owner_id=owner_id, now=now, **body)
    return _to(election)


@bp.post(f"{ONE}/lists")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.election)
@takes(schemas.ListIn)
@form_page(_desk)
def put_up_list(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    reviewing.put_up_list(actor=actor, election=election, now=clock.now(), **body)
    return _to(election)


def _desk_of(actor: Actor, objection: CandidateObjection, form: Form) -> str:
    election = elections.election(estate_id=objection.estate_id, election_id=objection.election_id)
    return _desk(actor, election, form)


@bp.post(f"{ESTATE}/candidate-objections/<uuid:complaint_id>/answer")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.objection)
@takes(schemas.AnswerIn)
@form_page(_desk_of)
def answer(actor: Actor, objection: CandidateObjection, body: dict[str, Any]) -> ResponseReturnValue:
    reviewing.answer(actor=actor, objection=objection, now=clock.now(), **body)
    return redirect(f"/work/e/{objection.estate_id}/elections/{objection.election_id}", 303)


@bp.post(f"{ONE}/run-off")
@allow(Act.DRAFT, GRANTS, on=elections.election)
@takes(schemas.RunOffForm)
@idempotent()
@form_page(_desk)
def draft_run_off(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    made = electing.draft_run_off(actor=actor, election=election, now=clock.now(), **body)
    return redirect(f"/work/e/{made.estate_id}/votes/{made.id}", 303)


@bp.get(CANDIDATE)
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
def show_review(actor: Actor, candidacy: Candidacy) -> ResponseReturnValue:
    return _review(actor, candidacy, Form())


def _review(actor: Actor, candidacy: Candidacy, form: Form) -> str:  # noqa: ARG001
    election = elections.of_candidacy(candidacy)
    return render_template(
        "voting/elections/review.html",
        here=f"/work/e/{candidacy.estate_id}/candidacies/{candidacy.id}",
        desk=f"/work/e/{candidacy.estate_id}/elections/{election.id}",
        form=form,
        one=shown.review(candidacy, now=clock.now()),
        title=elections.item_of(election).title,
        in_play=elections.in_play([candidacy]),
    )


@bp.post(f"{CANDIDATE}/checks")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@takes(schemas.ChecksForm)
@form_page(_review)
def check(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> ResponseReturnValue:
    reviewing.check_all(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return _to_review(candidacy)


@bp.post(f"{CANDIDATE}/approval")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@form_page(_review)
def approve(actor: Actor, candidacy: Candidacy) -> ResponseReturnValue:
    reviewing.approve(actor=actor, candidacy=candidacy, now=clock.now())
    return _to_review(candidacy)


@bp.post(f"{CANDIDATE}/refusal")
@allow(Act.REVIEW_CANDIDATES, GRANTS, on=elections.candidacy)
@takes(ReasonIn)
@form_page(_review)
def refuse(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> ResponseReturnValue:
    reviewing.refuse(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return _to_review(candidacy)


@bp.get(f"{VOTE}/recalls/new")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
def new_recall(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _new_recall(actor, vote, Form())


def _new_recall(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/elections/new_recall.html",
        vote=vote,
        place=f"/work/e/{vote.estate_id}/votes/{vote.id}",
        form=form,
    )


@bp.post(f"{VOTE}/recalls")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.RecallIn)
@idempotent()
@form_page(_new_recall)
def add_recall(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    owner_id = shown.owner_named(vote.estate_id, body, now=clock.now())
    made = electing.add_recall(vote=vote, owner_id=owner_id, reason=body["reason"])
    return redirect(f"/work/e/{vote.estate_id}/recalls/{made.id}", 303)


@bp.get(RECALL)
@allow(Act.READ_ROLL, GRANTS, on=elections.recall)
def show_recall(actor: Actor, recall: Recall) -> ResponseReturnValue:
    return _recall(actor, recall, Form())


def _recall(actor: Actor, recall: Recall, form: Form) -> str:
    now, vote = clock.now(), elections.vote_of(recall)
    return render_template(
        "voting/elections/recall.html",
        vote=vote,
        here=f"/work/e/{vote.estate_id}/recalls/{recall.id}",
        vote_place=f"/work/e/{vote.estate_id}/votes/{vote.id}",
        form=form,
        one=shown.recall(recall, now=now),
        whole=shown.whole_of(recall, now=now),
        rule=elections.rules_of(vote.estate_id, now=now).request_by.title,
        may_write=vote.state in UNANNOUNCED and permits(GRANTS, actor, Act.DRAFT, vote),
        today=day_of(now),
    )


@bp.post(f"{RECALL}/request")
@allow(Act.DRAFT, GRANTS, on=elections.recall)
@takes(schemas.RequestForm)
@form_page(_recall)
def record_request(actor: Actor, recall: Recall, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    whole = shown.whole_of(recall, now=clock.now())
    signed = (body.pop("heads"), body.pop("area"))
    electing.record_request(recall=recall, signed=signed, whole=(whole.heads, whole.area), **body)
    return redirect(f"/work/e/{recall.estate_id}/recalls/{recall.id}", 303)


@bp.post(f"{RECALL}/hearing")
@allow(Act.DRAFT, GRANTS, on=elections.recall)
@takes(schemas.HearingIn)
@form_page(_recall)
def record_hearing(actor: Actor, recall: Recall, body: dict[str, Any]) -> ResponseReturnValue:
    electing.record_hearing(actor=actor, recall=recall, now=clock.now(), **body)
    return redirect(f"/work/e/{recall.estate_id}/recalls/{recall.id}", 303)


def _to(election: Election) -> ResponseReturnValue:
    return redirect(f"/work/e/{election.estate_id}/elections/{election.id}", 303)


def _to_review(candidacy: Candidacy) -> ResponseReturnValue:
    return redirect(f"/work/e/{candidacy.estate_id}/candidacies/{candidacy.id}", 303)
