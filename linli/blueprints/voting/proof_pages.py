"""Proof for owners: the file of one's own receipt, and the full bundle on request."""

import json
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import proof_schemas as schemas
from linli.blueprints.voting import proof_shown as shown
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import inspecting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import inspections, votes
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_proof_pages", __name__)
VOTE = "/e/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get(f"{VOTE}/ballots/<uuid:ballot_id>/receipt.json")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
def download_receipt(actor: Actor, vote: Vote, ballot_id: UUID) -> ResponseReturnValue:
    found = shown.receipt_file(vote, ballot_id, actor.account_id)
    return as_file(
        json.dumps(found, ensure_ascii=False).encode(),
        name=f"receipt-{found['receipt_no']}.json",
        media_type="application/json",
    )


def as_file(content: bytes, *, name: str, media_type: str) -> Response:
    """Something to save, which is not kept on the way."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{VOTE}/inspection")
@allow(Act.ASK_INSPECTION, GRANTS, on=votes.vote)
def show_inspection(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _inspection(actor, vote, Form())


def _inspection(actor: Actor, vote: Vote, form: Form) -> str:
    here = f"/e/{vote.estate_id}/votes/{vote.id}"
    return render_template(
        "voting/proof/inspection.html",
        tab="votes",
        back={"href": here, "label": "返回这次表决"},
        heading="业主表决",
        vote=vote,
        here=here,
        form=form,
        asked=inspections.mine(vote, actor.account_id),
    )


@bp.post(f"{VOTE}/inspection")
@allow(Act.ASK_INSPECTION, GRANTS, on=votes.vote)
@takes(schemas.InspectionIn)
@idempotent()
@form_page(_inspection)
def ask_inspection(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    inspecting.ask(actor=actor, vote=vote, now=clock.now(), **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/inspection", 303)


@bp.post(f"{VOTE}/inspection/bundle")
@allow(Act.ASK_INSPECTION, GRANTS, on=votes.vote)
@form_page(_inspection)
def take_bundle(actor: Actor, vote: Vote) -> ResponseReturnValue:
    name, packed = inspecting.take(actor=actor, vote=vote, now=clock.now())
    return as_file(packed, name=name, media_type="application/zip")
