"""Proposals for those who deal with them: the days that run, the names, answers, the way to a vote."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import proposals_schemas, proposals_shown, schemas
from linli.blueprints.deliberation.console import VERDICTS, conversion_frame, rooms
from linli.domains.deliberation.models import Proposal
from linli.domains.deliberation.operations import answering, converting, proposing
from linli.domains.deliberation.operations.converting import Wording
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import conversions, proposals
from linli.domains.deliberation.queries.proposals import proposal
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("deliberation_proposals_console", __name__)
PROPOSALS = "/work/e/<uuid:estate_id>/proposals"
PROPOSAL = f"{PROPOSALS}/<uuid:proposal_id>"


@bp.get(PROPOSALS)
@allow(Act.READ_DESK, GRANTS)
@takes(proposals_schemas.ProposalsIn, where="query")
def list_proposals(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = proposals.proposals_page(estate_id, window=Window(30, query["cursor"]), state=query["state"])
    address = f"/work/e/{estate_id}/proposals"
    return render_template(
        "deliberation/console/proposals.html",
        rooms=rooms(actor, estate_id, "proposals"),
        page=proposals_shown.listed(actor, estate_id, found),
        place=address,
        ways=[
            {"label": label, "href": f"{address}?state={name}", "current": name == query["state"]}
            for name, label in (("", "全部"), *((one.value, one.title) for one in ProposalState))
        ],
        next=f"{address}?state={query['state']}&cursor={found.next}" if found.next else None,
    )


@bp.get(PROPOSAL)
@allow(Act.READ_DESK, GRANTS, on=proposal)
def show_proposal(actor: Actor, found: Proposal, form: Form | None = None) -> ResponseReturnValue:
    acts = (Act.ANSWER, Act.CONVERT, Act.SETTLE, Act.READ_SIGNATURES)
    return render_template(
        "deliberation/console/proposal.html",
        rooms=rooms(actor, found.estate_id, "proposals"),
        proposal=proposals_shown.detail(actor, found),
        place=f"/work/e/{found.estate_id}/proposals/{found.id}",
        verdicts=VERDICTS,
        form=form or Form(),
        may={act.name: permits(GRANTS, actor, act, found) for act in acts},
        converted=conversions.stands(found),
    )


@bp.get(f"{PROPOSAL}/signatures")
@allow(Act.READ_SIGNATURES, GRANTS, on=proposal)
@takes(WindowIn, where="query")
def list_signatures(actor: Actor, found: Proposal, query: dict[str, Any]) -> ResponseReturnValue:
    page = proposals.signatures_page(found, window=Window(100, query["cursor"]))
    place = f"/work/e/{found.estate_id}/proposals/{found.id}"
    return render_template(
        "deliberation/console/signatures.html",
        rooms=rooms(actor, found.estate_id, "proposals"),
        proposal=found,
        page=proposals_shown.signatures(found, page),
        place=place,
        next=f"{place}/signatures?cursor={page.next}" if page.next else None,
    )


@bp.post(f"{PROPOSAL}/answers")
@allow(Act.ANSWER, GRANTS, on=proposal)
@takes(schemas.AnswerIn)
@form_page(show_proposal)
@idempotent()
def answer_proposal(actor: Actor, found: Proposal, body: dict[str, Any]) -> ResponseReturnValue:
    answering.answer_proposal(actor=actor, proposal=found, now=clock.now(), **body)
    return _back(found)


@bp.post(f"{PROPOSAL}/settlement")
@allow(Act.SETTLE, GRANTS, on=proposal)
@form_page(show_proposal)
def settle(actor: Actor, found: Proposal) -> ResponseReturnValue:
    proposing.settle(actor=actor, proposal=found, now=clock.now())
    return _back(found)


@bp.get(f"{PROPOSAL}/conversion")
@allow(Act.CONVERT, GRANTS, on=proposal)
def conversion_form(actor: Actor, found: Proposal) -> ResponseReturnValue:
    return _conversion(actor, found, Form({"title": found.title, "words": found.words}))


def _conversion(actor: Actor, found: Proposal, form: Form) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "deliberation/console/conversion.html",
        **conversion_frame(
            found.estate_id, f"proposals/{found.id}", recall=found.kind == ProposalKind.RECALL
        ),
        subject=found.title,
        form=form,
    )


@bp.post(f"{PROPOSAL}/conversion")
@allow(Act.CONVERT, GRANTS, on=proposal)
@takes(schemas.WordingIn)
@form_page(_conversion)
@idempotent()
def convert_proposal(actor: Actor, found: Proposal, body: dict[str, Any]) -> ResponseReturnValue:
    vote_id = body.pop("vote_id")
    made = converting.convert(
        actor=actor, origin=found, wording=Wording(**body), vote_id=vote_id, now=clock.now()
    )
    return redirect(f"/work/e/{found.estate_id}/votes/{made}", 303)


def _back(found: Proposal) -> ResponseReturnValue:
    return redirect(f"/work/e/{found.estate_id}/proposals/{found.id}", 303)
