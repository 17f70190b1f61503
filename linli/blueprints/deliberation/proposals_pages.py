"""Proposals for residents: reading, starting one, signing, taking one's name back."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.deliberation import limits, proposals_schemas, proposals_shown
from linli.blueprints.deliberation.topics_pages import frame
from linli.domains.deliberation.models import Proposal
from linli.domains.deliberation.operations import proposing
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import proposals, settings
from linli.domains.deliberation.queries.proposals import proposal
from linli.domains.deliberation.rules.proposing import ProposalKind
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, limited, takes

bp = Pages("deliberation_proposals_pages", __name__)
PROPOSALS = "/e/<uuid:estate_id>/proposals"
PROPOSAL = f"{PROPOSALS}/<uuid:proposal_id>"


@bp.get(PROPOSALS)
@allow(Act.READ, GRANTS)
@takes(proposals_schemas.ProposalsIn, where="query")
def list_proposals(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = proposals.proposals_page(estate_id, window=Window(20, query["cursor"]), state=query["state"])
    return render_template(
        "deliberation/proposals.html",
        **frame(estate_id, way="proposals"),
        page=proposals_shown.listed(actor, estate_id, found),
        may_propose=permits(GRANTS, actor, Act.PROPOSE),
        next=f"/e/{estate_id}/proposals?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{PROPOSALS}/new")
@allow(Act.PROPOSE, GRANTS)
@takes(proposals_schemas.NewProposalIn, where="query")
def new_proposal(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _new(actor, estate_id, Form(query))


def _new(actor: Actor, estate_id: UUID, form: Form) -> ResponseReturnValue:
    """First what is asked and its title; then, with what is like it, the words."""
    title, now = str(form.value("title")), clock.now()
    alike: Page[Proposal] = Page(proposals.alike(estate_id, title) if title else [])
    return render_template(
        "deliberation/proposal_new.html",
        **frame(estate_id, way="proposals", heading="发起联名", label="返回联名"),
        form=form,
        titled=bool(title and form.value("kind")),
        alike=proposals_shown.listed(actor, estate_id, alike).items,
        kinds=[{"value": one.value, "label": one.title, "hint": one.hint} for one in ProposalKind],
        members=[
            ("", "请选择"),
            *((str(one), name) for one, name in proposals_shown.sitting(estate_id).items()),
        ],
        days=settings.rules(estate_id, now=now).signing_days,
        rule=proposals.count_by(estate_id, now=now).title,
    )


@bp.post(PROPOSALS)
@allow(Act.PROPOSE, GRANTS)
@limited(limits.PROPOSALS, by=limits.by_person)
@takes(proposals_schemas.ProposalIn)
@form_page(_new)
@idempotent()
def start_proposal(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    sitting = proposals_shown.sitting(estate_id)
    made = proposing.start(actor=actor, estate_id=estate_id, sitting=sitting, now=clock.now(), **body)
    return redirect(f"/e/{estate_id}/proposals/{made.id}", 303)


@bp.get(PROPOSAL)
@allow(Act.READ, GRANTS, on=proposal)
def show_proposal(actor: Actor, found: Proposal, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "deliberation/proposal.html",
        **frame(found.estate_id, way="proposals", heading="业主联名", label="返回联名"),
        proposal=proposals_shown.detail(actor, found),
        here=f"/e/{found.estate_id}/proposals/{found.id}",
        form=form or Form(),
        may_sign=permits(GRANTS, actor, Act.SIGN),
        may_withdraw=permits(GRANTS, actor, Act.WITHDRAW_PROPOSAL, found),
    )


@bp.post(f"{PROPOSAL}/signature")
@allow(Act.SIGN, GRANTS, on=proposal)
@limited(limits.SIGNATURES, by=limits.by_person)
@form_page(show_proposal)
def sign(actor: Actor, found: Proposal) -> ResponseReturnValue:
    proposing.sign(actor=actor, proposal=found, now=clock.now())
    return _back(found)


@bp.post(f"{PROPOSAL}/signature/removal")
@allow(Act.SIGN, GRANTS, on=proposal)
@limited(limits.SIGNATURES, by=limits.by_person)
@form_page(show_proposal)
def take_name_back(actor: Actor, found: Proposal) -> ResponseReturnValue:
    proposing.take_name_back(actor=actor, proposal=found, now=clock.now())
    return _back(found)


@bp.post(f"{PROPOSAL}/withdrawal")
@allow(Act.WITHDRAW_PROPOSAL, GRANTS, on=proposal)
@form_page(show_proposal)
def withdraw(actor: Actor, found: Proposal) -> ResponseReturnValue:  # noqa: ARG001
    proposing.withdraw(proposal=found, now=clock.now())
    return _back(found)


def _back(found: Proposal) -> ResponseReturnValue:
    return redirect(f"/e/{found.estate_id}/proposals/{found.id}", 303)
