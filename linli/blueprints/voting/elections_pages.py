"""Elections for residents: the list of names, a candidate's page, standing, signing, objecting."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import elections_schemas as schemas
from linli.blueprints.voting import elections_shown as shown
from linli.blueprints.voting.schemas import ReasonIn
from linli.domains.voting.models import Candidacy, Election
from linli.domains.voting.operations import nominating, reviewing
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import elections, votes
from linli.domains.voting.rules.candidacy import Condition, Path, Standing
from linli.domains.voting.rules.course import UNANNOUNCED
from linli.kernel.actors import Actor, Role
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_elections_pages", __name__)
ESTATE = "/e/<uuid:estate_id>"
ONE, CANDIDATE = f"{ESTATE}/elections/<uuid:election_id>", f"{ESTATE}/candidacies/<uuid:candidacy_id>"


def _frame(estate_id: UUID, back: str, label: str) -> dict[str, Any]:
    return {
        "tab": "votes",
        "back": {"href": f"/e/{estate_id}/{back}", "label": label},
        "heading": "业委会选举",
    }


@bp.get(f"{ESTATE}/elections")
@allow(Act.READ_ELECTION, GRANTS)
def list_elections(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    now = clock.now()
    found = [shown.listed(one, now=now) for one in elections.open_elections(estate_id)]
    return render_template(
        "voting/elections/list.html", **_frame(estate_id, "votes", "返回议事"), elections=found
    )


@bp.get(ONE)
@allow(Act.READ_ELECTION, GRANTS, on=elections.shown_election)
def show_election(actor: Actor, election: Election) -> ResponseReturnValue:
    return _one(actor, election, Form())


def _one(actor: Actor, election: Election, form: Form) -> str:
    now, estate_id = clock.now(), election.estate_id
    vote = elections.vote_of(election)
    mine = elections.own(election, actor.account_id) if actor.role is Role.OWNER else None
    return render_template(
        "voting/elections/election.html",
        **_frame(estate_id, "elections", "返回选举"),
        form=form,
        here=f"/e/{estate_id}/elections/{election.id}",
        election=shown.election(election, now=now),
        announced=None if vote.state in UNANNOUNCED else vote,
        state=votes.state(vote, now=now),
        mine=shown.candidate(mine, now=now) if mine else None,
        owner=actor.role is Role.OWNER,
        today=day_of(now),
        rules=elections.rules_of(estate_id, now=now),
        paths=list(Path),
    )


@bp.get(f"{ONE}/stand")
@allow(Act.STAND, GRANTS, on=elections.shown_election)
def show_standing(actor: Actor, election: Election) -> ResponseReturnValue:
    return _stand(actor, election, Form())


def _stand(actor: Actor, election: Election, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "voting/elections/stand.html",
        **_frame(election.estate_id, f"elections/{election.id}", "返回这次选举"),
        form=form,
        action=f"/e/{election.estate_id}/elections/{election.id}/stand",
        title="我要自荐",
        button="提交报名",
        profile=None,
        conditions=list(Condition),
    )


@bp.post(f"{ONE}/stand")
@allow(Act.STAND, GRANTS, on=elections.shown_election)
@takes(schemas.ProfileForm, files=True)
@idempotent()
@form_page(_stand)
def stand(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    made = nominating.stand(actor=actor, election=election, profile=body["profile"], now=now)
    nominating.show_photo(actor=actor, candidacy=made, photos=body["photos"], now=now)
    return _to_candidate(made)


@bp.post(f"{ONE}/joint-nominations")
@allow(Act.SIGN, GRANTS, on=elections.shown_election)
@takes(schemas.OwnerNamed)
@idempotent()
@form_page(_one)
def nominate_together(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    owner_id = shown.owner_named(election.estate_id, body, now=now)
    made = nominating.nominate_together(actor=actor, election=election, owner_id=owner_id, now=now)
    return _to_candidate(made)


@bp.post(f"{ONE}/objections")
@allow(Act.OBJECT_TO_CANDIDATE, GRANTS, on=elections.shown_election)
@takes(schemas.ObjectionForm)
@idempotent()
@form_page(_one)
def object_to(actor: Actor, election: Election, body: dict[str, Any]) -> ResponseReturnValue:
    against = elections.candidate_of(election, _id(body["candidacy_id"]))
    reviewing.object_to(
        actor=actor, election=election, candidacy=against, words=body["words"], now=clock.now()
    )
    return redirect(f"/e/{election.estate_id}/elections/{election.id}", 303)


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise Unknown from None


@bp.get(CANDIDATE)
@allow(Act.READ_ELECTION, GRANTS, on=elections.candidacy)
def show_candidate(actor: Actor, candidacy: Candidacy) -> ResponseReturnValue:
    return _candidate(actor, candidacy, Form())


def _candidate(actor: Actor, candidacy: Candidacy, form: Form) -> str:
    now = clock.now()
    if not elections.may_see(candidacy, actor, on=day_of(now)):
        raise Unknown
    election = elections.of_candidacy(candidacy)
    own = elections.is_own(candidacy, actor.account_id)
    return render_template(
        "voting/elections/candidate.html",
        **_frame(candidacy.estate_id, f"elections/{election.id}", "返回这次选举"),
        form=form,
        here=f"/e/{candidacy.estate_id}/candidacies/{candidacy.id}",
        one=shown.review(candidacy, now=now) if own else shown.candidate(candidacy, now=now),
        election=shown.election(election, now=now),
        own=own,
        may_change=own and elections.vote_of(election).state in UNANNOUNCED,
        owner=actor.role is Role.OWNER,
        open_states=(Standing.PROPOSED, Standing.ACCEPTED),
        conditions=list(Condition),
    )


@bp.get(f"{CANDIDATE}/photo")
@allow(Act.READ_ELECTION, GRANTS, on=elections.candidacy)
def read_photo(actor: Actor, candidacy: Candidacy) -> Response:
    return send(elections.photo(candidacy, seen_by=actor, on=day_of(clock.now())))


@bp.post(f"{CANDIDATE}/signature")
@allow(Act.SIGN, GRANTS, on=elections.candidacy)
@form_page(_candidate)
def sign(actor: Actor, candidacy: Candidacy) -> ResponseReturnValue:
    nominating.sign(actor=actor, candidacy=candidacy, now=clock.now())
    return _to_candidate(candidacy)


@bp.post(f"{CANDIDATE}/acceptance")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(schemas.ProfileForm, files=True)
@form_page(_candidate)
def accept(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    nominating.accept(actor=actor, candidacy=candidacy, profile=body["profile"], now=now)
    nominating.show_photo(actor=actor, candidacy=candidacy, photos=body["photos"], now=now)
    return _to_candidate(candidacy)


@bp.post(f"{CANDIDATE}/profile")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(schemas.ProfileForm, files=True)
@form_page(_candidate)
def describe(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    nominating.describe(actor=actor, candidacy=candidacy, profile=body["profile"], now=now)
    nominating.show_photo(actor=actor, candidacy=candidacy, photos=body["photos"], now=now)
    return _to_candidate(candidacy)


@bp.post(f"{CANDIDATE}/withdrawal")
@allow(Act.STAND, GRANTS, on=elections.candidacy)
@takes(ReasonIn)
@form_page(_candidate)
def withdraw(actor: Actor, candidacy: Candidacy, body: dict[str, Any]) -> ResponseReturnValue:
    nominating.withdraw(actor=actor, candidacy=candidacy, now=clock.now(), **body)
    return _to_candidate(candidacy)


def _to_candidate(candidacy: Candidacy) -> ResponseReturnValue:
    return redirect(f"/e/{candidacy.estate_id}/candidacies/{candidacy.id}", 303)
