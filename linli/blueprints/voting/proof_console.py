"""Proof for organisers: owners' requests for the bundle."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import proof_schemas as schemas
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import inspecting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import inspections, votes
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, takes

bp = Pages("voting_proof_console", __name__)
VOTE = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get(f"{VOTE}/inspections")
@allow(Act.DECIDE_INSPECTION, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def list_inspections(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return _inspections(vote, Form(), Window(**query))


def _inspections(vote: Vote, form: Form, window: Window) -> str:
    page = inspections.inspections_page(vote, window=window)
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}"
    return render_template(
        "voting/proof/inspections.html",
        vote=vote,
        place=place,
        form=form,
        page=page,
        names=identity.names([one.asked_by for one in page.items]),
        next=f"{place}/inspections?cursor={page.next}" if page.next else None,
    )


def _again(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    return _inspections(vote, form, Window())


@bp.post(f"{VOTE}/inspections/<uuid:inspection_id>")
@allow(Act.DECIDE_INSPECTION, GRANTS, on=votes.vote)
@takes(schemas.DecisionIn)
@form_page(_again)
def decide_inspection(
    actor: Actor, vote: Vote, inspection_id: UUID, body: dict[str, Any]
) -> ResponseReturnValue:
    asked = inspections.inspection(vote, inspection_id)
    inspecting.decide(actor=actor, vote=vote, inspection=asked, now=clock.now(), **body)
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}/inspections", 303)
