"""Proposals for programs: JSON in, JSON out."""

from typing import Any
from uuid import UUID

from linli.blueprints.deliberation import limits, proposals_schemas, proposals_shown, schemas, shapes
from linli.domains.deliberation.models import Proposal
from linli.domains.deliberation.operations import answering, converting, proposing
from linli.domains.deliberation.operations.converting import Wording
from linli.domains.deliberation.permissions import GRANTS, Act
from linli.domains.deliberation.queries import proposals
from linli.domains.deliberation.queries.proposals import proposal
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, limited, page_of, summary, takes
from linli.platform.web.schemas import WindowIn

bp = Api("deliberation_proposals_api", __name__, tag="deliberation")
PROPOSALS = "/estates/<uuid:estate_id>/proposals"
PROPOSAL = f"{PROPOSALS}/<uuid:proposal_id>"


@bp.get(PROPOSALS)
@allow(Act.READ, GRANTS)
@takes(proposals_schemas.ProposalsIn, where="query")
@gives(page_of(proposals_schemas.ProposalOut))
@summary("业主联名提议，新的在前，含人数和面积的进度")
def list_proposals(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    window = Window(query["limit"], query["cursor"])
    return proposals_shown.listed(
        actor, estate_id, proposals.proposals_page(estate_id, window=window, state=query["state"])
    )


@bp.post(PROPOSALS)
@allow(Act.PROPOSE, GRANTS)
@limited(limits.PROPOSALS, by=limits.by_person)
@takes(proposals_schemas.ProposalIn)
@gives(proposals_schemas.ProposalDetailOut, 201)
@idempotent()
@summary("发起联名提议；发起人的签名是第一个")
def start_proposal(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    sitting = proposals_shown.sitting(estate_id)
    made = proposing.start(actor=actor, estate_id=estate_id, sitting=sitting, now=clock.now(), **body)
    return proposals_shown.detail(actor, made)


@bp.get(PROPOSAL)
@allow(Act.READ, GRANTS, on=proposal)
@gives(proposals_schemas.ProposalDetailOut)
@summary("一个联名提议，含答复、期限和自己的签名")
def show_proposal(actor: Actor, found: Proposal) -> dict[str, Any]:
    return proposals_shown.detail(actor, found)


@bp.put(f"{PROPOSAL}/signature")
@allow(Act.SIGN, GRANTS, on=proposal)
@limited(limits.SIGNATURES, by=limits.by_person)
@gives(proposals_schemas.ProposalDetailOut)
@summary("业主本人签名；共有房屋只计一次")
def sign(actor: Actor, found: Proposal) -> dict[str, Any]:
    proposing.sign(actor=actor, proposal=found, now=clock.now())
    return proposals_shown.detail(actor, found)


@bp.delete(f"{PROPOSAL}/signature")
@allow(Act.SIGN, GRANTS, on=proposal)
@limited(limits.SIGNATURES, by=limits.by_person)
@gives(proposals_schemas.ProposalDetailOut)
@summary("联名期内撤回自己的签名")
def take_name_back(actor: Actor, found: Proposal) -> dict[str, Any]:
    proposing.take_name_back(actor=actor, proposal=found, now=clock.now())
    return proposals_shown.detail(actor, found)


@bp.post(f"{PROPOSAL}/withdrawal")
@allow(Act.WITHDRAW_PROPOSAL, GRANTS, on=proposal)
@gives(proposals_schemas.ProposalDetailOut)
@idempotent()
@summary("发起人撤回提议")
def withdraw(actor: Actor, found: Proposal) -> dict[str, Any]:
    proposing.withdraw(proposal=found, now=clock.now())
    return proposals_shown.detail(actor, found)


@bp.get(f"{PROPOSAL}/signatures")
@allow(Act.READ_SIGNATURES, GRANTS, on=proposal)
@takes(WindowIn, where="query")
@gives(page_of(proposals_schemas.SignatureOut))
@summary("签名名单，供社区和街道核对")
def list_signatures(actor: Actor, found: Proposal, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    return proposals_shown.signatures(found, proposals.signatures_page(found, window=Window(**query)))


@bp.post(f"{PROPOSAL}/answers")
@allow(Act.ANSWER, GRANTS, on=proposal)
@takes(schemas.AnswerIn)
@gives(proposals_schemas.ProposalDetailOut, 201)
@idempotent()
@summary("答复达到要求的提议，署名公开")
def answer_proposal(actor: Actor, found: Proposal, body: dict[str, Any]) -> dict[str, Any]:
    answering.answer_proposal(actor=actor, proposal=found, now=clock.now(), **body)
    return proposals_shown.detail(actor, found)


@bp.post(f"{PROPOSAL}/settlement")
@allow(Act.SETTLE, GRANTS, on=proposal)
@gives(proposals_schemas.ProposalDetailOut)
@idempotent()
@summary("答复以后写明办结")
def settle(actor: Actor, found: Proposal) -> dict[str, Any]:
    proposing.settle(actor=actor, proposal=found, now=clock.now())
    return proposals_shown.detail(actor, found)


@bp.post(f"{PROPOSAL}/conversion")
@allow(Act.CONVERT, GRANTS, on=proposal)
@takes(schemas.WordingIn)
@gives(shapes.ConvertedOut, 201)
@idempotent()
@summary("转为表决议题，列入草稿；罢免带上签名统计")
def convert_proposal(actor: Actor, found: Proposal, body: dict[str, Any]) -> dict[str, Any]:
    vote_id = body.pop("vote_id")
    made = converting.convert(
        actor=actor, origin=found, wording=Wording(**body), vote_id=vote_id, now=clock.now()
    )
    return {"vote_id": made}


@bp.get("/estates/<uuid:estate_id>/votes/<uuid:vote_id>/origins")
@allow(Act.READ, GRANTS)
@gives(proposals_schemas.OriginsOut)
@summary("一次表决来自哪些议题和提议")
def list_origins(actor: Actor, estate_id: UUID, vote_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": proposals_shown.origins(estate_id, vote_id)}
