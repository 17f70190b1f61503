"""Receipts, heads, inspections and keys for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.voting import proof_schemas as schemas
from linli.blueprints.voting import proof_shown as shown
from linli.blueprints.voting.proof_pages import as_file
from linli.domains.voting.models import Inspection, Vote
from linli.domains.voting.operations import holding, inspecting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import ballots, heads, inspections, receipts, secrecy, votes
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_proof_api", __name__, tag="voting")
VOTE = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>"
KEY = f"{VOTE}/key"


@bp.get(f"{VOTE}/receipts")
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(schemas.ReceiptsIn, where="query")
@gives(page_of(schemas.ReceiptNoOut))
@summary("封箱以后：全部回执号，每张选票一个，不显示投票人和选择")
def list_receipts(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    receipts.check_out(vote)
    search = query.pop("search")
    found = receipts.receipts_page(vote, search=search, window=Window(**query))
    return Page([{"receipt_no": one} for one in found.items], found.next)


@bp.post(f"{VOTE}/receipt-checks")
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(schemas.ReceiptIn)
@gives(schemas.ClimbOut)
@summary("公布后：核对一份回执（回执号或回执文件），从选票到公布的树根的路径")
def check_receipt(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return shown.climb(receipts.check(vote, body["receipt"]))


@bp.get(f"{VOTE}/ballots/<uuid:ballot_id>/receipt")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@gives(schemas.ReceiptFileOut)
@summary("公布后：我的回执文件")
def show_receipt_file(actor: Actor, vote: Vote, ballot_id: UUID) -> Any:
    return shown.receipt_file(vote, ballot_id, actor.account_id)


@bp.get(f"{VOTE}/heads")
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.HeadOut))
@summary("票链的定时存证，新的在前；公布后带有打开它们的随机数，可用 linli verify --heads 核对")
def list_heads(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    found = heads.heads_page(vote, window=Window(**query))
    nonce = ballots.nonce(vote)
    return Page([heads.written(one, nonce=nonce) for one in found.items], found.next)


@bp.post(f"{VOTE}/inspections")
@allow(Act.ASK_INSPECTION, GRANTS, on=votes.vote)
@takes(schemas.InspectionIn)
@gives(schemas.InspectionOut, 201)
@idempotent()
@summary("业主申请查阅核验包")
def ask_inspection(actor: Actor, vote: Vote, body: dict[str, Any]) -> Inspection:
    return inspecting.ask(actor=actor, vote=vote, now=clock.now(), **body)


@bp.get(f"{VOTE}/inspections")
@allow(Act.DECIDE_INSPECTION, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.InspectionOut))
@summary("查阅核验包的申请")
def list_inspections(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    return inspections.inspections_page(vote, window=Window(**query))


@bp.post(f"{VOTE}/inspections/<uuid:inspection_id>/decision")
@allow(Act.DECIDE_INSPECTION, GRANTS, on=votes.vote)
@takes(schemas.DecisionIn)
@gives(schemas.InspectionOut)
@summary("同意或不同意查阅")
def decide_inspection(actor: Actor, vote: Vote, inspection_id: UUID, body: dict[str, Any]) -> Inspection:
    asked = inspections.inspection(vote, inspection_id)
    return inspecting.decide(actor=actor, vote=vote, inspection=asked, now=clock.now(), **body)


@bp.post(f"{VOTE}/inspections/bundle")
@allow(Act.ASK_INSPECTION, GRANTS, on=votes.vote)
@gives(None, media_type="application/zip")
@summary("下载已同意查阅的核验包，只能下载一次")
def take_bundle(actor: Actor, vote: Vote) -> Response:
    name, packed = inspecting.take(actor=actor, vote=vote, now=clock.now())
    return as_file(packed, name=name, media_type="application/zip")


@bp.get(KEY)
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@gives(schemas.KeyOut)
@summary("不记名表决的密钥和保管人")
def show_key(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return shown.key(vote)


@bp.put(KEY)
@allow(Act.ARRANGE_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.KeyIn)
@gives(schemas.KeyOut)
@summary("定密钥分几份、开箱要几份")
def arrange_key(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    holding.arrange(vote=vote, **body)
    return shown.key(vote)


@bp.post(f"{KEY}/part")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@gives(schemas.CodeOut, 201)
@summary("领取保管码，只显示这一次")
def take_part(actor: Actor, vote: Vote) -> Any:
    code = holding.take_part(actor=actor, vote=vote, now=clock.now())
    mine = secrecy.holder(vote, actor.account_id)
    return {"code": code, "place": mine.place if mine else 0}


@bp.post(f"{KEY}/confirmation")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.CodeIn)
@gives(schemas.KeyOut)
@summary("再输入一次保管码，确认已经抄好")
def confirm_part(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    holding.confirm_part(actor=actor, vote=vote, now=clock.now(), **body)
    return shown.key(vote)


@bp.delete(f"{KEY}/places/<int:place>")
@allow(Act.ARRANGE_KEY, GRANTS, on=secrecy.secret_vote)
@gives(None, 204)
@summary("密钥生成以前换下一位保管人")
def free_place(actor: Actor, vote: Vote, place: int) -> None:  # noqa: ARG001
    holding.free_place(vote=vote, place=place)


@bp.post(f"{KEY}/opening")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.CodeIn)
@gives(schemas.KeyOut)
@summary("截止以后输入保管码开箱；人数够了随即计票")
def open_part(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    holding.open_part(actor=actor, vote=vote, now=clock.database_now(), **body)
    return shown.key(vote)
