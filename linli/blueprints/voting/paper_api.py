"""Ballots on paper for programs: who gets one, print runs, deliveries, packs, the counting desk, voters with two."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting import paper_sheets, paper_shown
from linli.blueprints.voting.paper_console import mark
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import (
    delivery,
    paper_helping,
    paper_issuing,
    paper_keying,
    paper_receiving,
)
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import (
    counting_desk,
    deliveries,
    paper,
    paper_lists,
    paper_printing,
    votes,
)
from linli.domains.voting.rules.paper import Asked
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_paper_api", __name__, tag="voting")
PAPER = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>/paper"
SHEET = f"{PAPER}/sheets/<uuid:sheet_id>"
BATCH = f"{PAPER}/batches/<uuid:batch_id>"
VOTER = f"{PAPER}/voters/<string(maxlength=20):voter_no>"


@bp.get(PAPER)
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@gives(schemas.PaperProgressOut)
@summary("纸质选票的进度，只有张数")
def show_progress(actor: Actor, vote: Vote) -> Any:
    return paper.progress(vote, actor.account_id)


@bp.post(f"{PAPER}/requests")
@allow(Act.ASK_PAPER, GRANTS, on=votes.vote)
@takes(schemas.AskPaperIn)
@gives(schemas.PaperSheetOut, 201)
@idempotent()
@summary("业主申请纸质选票")
def ask(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    made = paper_issuing.ask(actor=actor, vote=vote, now=clock.database_now(), **body)
    return paper_shown.sheet(vote, made)


@bp.get(f"{PAPER}/sheets")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@takes(schemas.SheetsIn, where="query")
@gives(page_of(schemas.PaperSheetOut))
@summary("全部纸质选票和办理情况")
def list_sheets(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    state = query.pop("state")
    return paper_lists.sheets_page(vote, window=Window(**query), state=state)


@bp.post(f"{PAPER}/sheets")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.IssueIn)
@gives(schemas.PaperSheetsOut, 201)
@idempotent()
@summary("给这些户登记纸质选票，每户一张")
def issue(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    now = clock.database_now()
    made = paper_issuing.issue(actor=actor, vote=vote, asked=Asked.OFFICER, now=now, **body)
    return {"items": paper_lists.shown(vote, made)}


@bp.get(SHEET)
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@gives(schemas.PaperSheetOut)
@summary("一张纸质选票的办理情况")
def show_sheet(actor: Actor, vote: Vote, sheet_id: UUID) -> Any:  # noqa: ARG001
    return paper_shown.sheet(vote, paper.sheet(vote, sheet_id))


@bp.post(f"{SHEET}/replacement")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.WhyIn)
@gives(schemas.PaperSheetOut, 201)
@idempotent()
@summary("遗失、写坏或无效的，换发一张新票，旧票作废")
def replace(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> Any:
    one = paper.sheet(vote, sheet_id)
    made = paper_issuing.replace(actor=actor, vote=vote, sheet=one, now=clock.database_now(), **body)
    return paper_shown.sheet(vote, made)


@bp.post(f"{SHEET}/cancellation")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.WhyIn)
@gives(schemas.PaperSheetOut)
@summary("业主不要纸质选票了，取消")
def cancel(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    one = paper.sheet(vote, sheet_id)
    return paper_shown.sheet(
        vote, paper_issuing.cancel(vote=vote, sheet=one, now=clock.database_now(), **body)
    )


@bp.post(f"{SHEET}/unregistration")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@gives(schemas.PaperSheetOut)
@summary("登记错的选票退出它那一批；还没有录入的才可以")
def unregister(actor: Actor, vote: Vote, sheet_id: UUID) -> Any:  # noqa: ARG001
    one = paper.sheet(vote, sheet_id)
    return paper_shown.sheet(vote, paper_receiving.unregister(vote=vote, sheet=one))


@bp.post(f"{SHEET}/help")
@allow(Act.HELP_VOTER, GRANTS, on=votes.vote)
@takes(schemas.HelpForm, files=True)
@gives(schemas.PaperSheetOut, 201)
@summary("登记协助填写，附业主在回执上签名的照片；须另一人确认")
def declare_help(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> Any:
    one = paper.sheet(vote, sheet_id)
    paper_helping.declare(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return paper_shown.sheet(vote, one)


@bp.post(f"{SHEET}/help/confirmation")
@allow(Act.HELP_VOTER, GRANTS, on=votes.vote)
@gives(schemas.PaperSheetOut)
@summary("另一位协助人确认")
def confirm_help(actor: Actor, vote: Vote, sheet_id: UUID) -> Any:
    one = paper.sheet(vote, sheet_id)
    paper_helping.confirm(actor=actor, vote=vote, sheet=one, now=clock.now())
    return paper_shown.sheet(vote, one)


@bp.post(f"{SHEET}/settlement")
@allow(Act.SETTLE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.SettleIn)
@gives(schemas.KeyedOut, 201)
@idempotent()
@summary("两次录入不一致的，由第三人定下来")
def settle(actor: Actor, vote: Vote, sheet_id: UUID, body: dict[str, Any]) -> Any:
    one = paper.sheet(vote, sheet_id)
    done = paper_keying.settle(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return paper_shown.keyed(vote, done, actor)


@bp.post(f"{PAPER}/printing")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.PrintIn)
@gives(schemas.PaperSheetsOut)
@idempotent()
@summary("取下一批要打印的选票，标为已打印")
def print_next(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return {"items": mark(vote, **body)}


@bp.get(f"{PAPER}/runs/<uuid:sheet_id>")
@allow(Act.ISSUE_PAPER, GRANTS, on=votes.vote)
@gives(None, media_type="application/pdf")
@summary("和这张一起打印、还没有交回的选票，一个 PDF")
def print_run(actor: Actor, vote: Vote, sheet_id: UUID) -> Response:  # noqa: ARG001
    return paper_sheets.ballots(vote, paper_printing.of_run(vote, sheet_id))


@bp.get(f"{PAPER}/waiting")
@allow(Act.KEY_PAPER, GRANTS, on=votes.vote)
@gives(schemas.WaitingSheetsOut)
@summary("等我录入的选票")
def list_waiting(actor: Actor, vote: Vote) -> Any:
    return {"items": counting_desk.waiting(vote, actor.account_id)}


@bp.get(f"{PAPER}/desk")
@allow(Act.KEY_PAPER, GRANTS, on=votes.vote)
@takes(schemas.ScannedIn, where="query")
@gives(schemas.WaitingSheetOut)
@summary("扫到的这一张，我能不能录")
def find(actor: Actor, vote: Vote, query: dict[str, Any]) -> Any:
    one = counting_desk.to_key(vote, query["serial"], actor.account_id)
    return {"serial": one.serial, "label": paper_shown.sheet(vote, one).label}


@bp.post(f"{PAPER}/keyings")
@allow(Act.KEY_PAPER, GRANTS, on=votes.vote)
@takes(schemas.KeyingIn)
@gives(schemas.KeyedOut, 201)
@idempotent()
@summary("录入一张选票；同一张由两人各录一遍")
def key(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    one = counting_desk.scanned(vote, body.pop("serial"))
    done = paper_keying.key(actor=actor, vote=vote, sheet=one, now=clock.now(), **body)
    return paper_shown.keyed(vote, done, actor)


@bp.get(f"{PAPER}/batches")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@gives(schemas.PaperBatchesOut)
@summary("各批交回的选票：清点、登记、录完的张数")
def list_batches(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return {"items": paper.batches(vote)}


@bp.post(f"{PAPER}/batches")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.BatchIn)
@gives(schemas.PaperBatchOut, 201)
@idempotent()
@summary("建一批交回的选票")
def open_batch(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return paper.shown_batch(paper_receiving.open_batch(actor=actor, vote=vote, **body))


@bp.post(f"{BATCH}/sheets")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.RegisterIn)
@gives(schemas.PaperSheetOut, 201)
@summary("扫码登记一张交回的选票")
def register(actor: Actor, vote: Vote, batch_id: UUID, body: dict[str, Any]) -> Any:
    pack = paper.batch(vote, batch_id)
    return paper_shown.sheet(vote, paper_receiving.register(actor=actor, vote=vote, batch=pack, **body))


@bp.post(f"{BATCH}/count")
@allow(Act.RECEIVE_PAPER, GRANTS, on=votes.vote)
@takes(schemas.CountIn)
@gives(schemas.PaperBatchOut)
@summary("填一批的清点数")
def count(actor: Actor, vote: Vote, batch_id: UUID, body: dict[str, Any]) -> Any:
    pack = paper.batch(vote, batch_id)
    return paper.shown_batch(paper_receiving.count_by_hand(actor=actor, vote=vote, batch=pack, **body))


@bp.get(f"{PAPER}/voters")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.VotersIn, where="query")
@gives(page_of(schemas.VoterGivenOut))
@summary("名册上的户：要不要纸质票，什么时候怎么送达")
def list_voters(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    asked = {name: query.pop(name) for name in ("search", "building_id", "missing")}
    found = deliveries.voters_page(vote, window=Window(**query), **asked)
    return Page(paper_shown.given(vote, found.items), found.next)


@bp.post(f"{VOTER}/deliveries")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.DeliverIn)
@gives(schemas.BallotDeliveryOut, 201)
@idempotent()
@summary("记一次送达，或一次没有人在家")
def deliver(actor: Actor, vote: Vote, voter_no: str, body: dict[str, Any]) -> Any:
    voter = deliveries.voter(vote, voter_no)
    return delivery.deliver(actor=actor, vote=vote, voter=voter, now=clock.database_now(), **body)


@bp.post(f"{PAPER}/deliveries/<uuid:record_id>/correction")
@allow(Act.DELIVER, GRANTS, on=votes.vote)
@takes(schemas.TakeBackIn)
@gives(schemas.BallotDeliveryOut, 201)
@summary("更正一条送达记录；原来的还在")
def take_back(actor: Actor, vote: Vote, record_id: UUID, body: dict[str, Any]) -> Any:
    one = deliveries.delivery(vote, record_id)
    return delivery.take_back(actor=actor, vote=vote, delivery=one, now=clock.database_now(), **body)


@bp.get(f"{PAPER}/conflicts")
@allow(Act.READ_PAPER, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.PaperConflictOut))
@summary("网上和纸质都投了的户，以及按规则算哪一张")
def list_conflicts(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    return paper_lists.conflicts_page(vote, window=Window(**query))
