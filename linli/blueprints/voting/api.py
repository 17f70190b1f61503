"""Owners' votes for programs."""

from typing import Any
from uuid import UUID

from flask import Response, after_this_request

from linli.blueprints.voting import schemas, shown
from linli.blueprints.voting.aftermath_schemas import VersionIn
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import annulling, casting, closing, drafting, opening
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import ballots, rolls, votes
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import audit, clock
from linli.platform.paging import Page, Window
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_api", __name__, tag="voting")
VOTE = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get("/estates/<uuid:estate_id>/votes")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.VoteOut))
@summary("本小区的业主表决，新的在前；草稿只有社区和街道看得到")
def list_votes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Any]:
    drafts = permits(GRANTS, actor, Act.READ_ROLL)
    found = votes.votes_page(estate_id, window=Window(**query), drafts=drafts)
    return Page([shown.plain(one, now=clock.now()) for one in found.items], found.next)


@bp.get(VOTE)
@allow(Act.READ, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("一次表决：事项、时间、名册指纹")
def show_vote(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return shown.plain(vote, now=clock.now())


@bp.post("/estates/<uuid:estate_id>/votes")
@allow(Act.DRAFT, GRANTS)
@takes(schemas.VoteIn)
@gives(schemas.VoteOut, 201)
@idempotent()
@summary("起草一次表决")
def draft_vote(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    made = drafting.draft(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return shown.plain(made, now=clock.now())


@bp.put(VOTE)
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.MeetingIn)
@gives(schemas.VoteOut)
@summary("改草稿的标题和时间")
def redraft_vote(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    drafting.redraft(vote=vote, now=clock.now(), **body)
    return shown.plain(vote, now=clock.now())


@bp.post(f"{VOTE}/items")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.ItemIn)
@gives(schemas.ItemOut, 201)
@idempotent()
@summary("在草稿上加一项")
def add_item(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return drafting.add_item(vote=vote, **body)


@bp.delete(f"{VOTE}/items/<uuid:item_id>")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@gives(None, 204)
@summary("从草稿上删去一项")
def remove_item(actor: Actor, vote: Vote, item_id: UUID) -> None:  # noqa: ARG001
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    drafting.remove_item(vote=vote, item=found)


@bp.get(f"{VOTE}/roll")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
@gives(schemas.RollPreviewOut)
@summary("按今天的名册算出的投票人名册，以及还不确定的房屋")
def preview_roll(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    now = clock.now()
    return rolls.preview(vote, votes.rules_of(vote, now=now), on=day_of(now))


@bp.post(f"{VOTE}/announcement")
@allow(Act.ANNOUNCE, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("公告：文字和规则从此不能改，名册公布")
def announce(actor: Actor, vote: Vote) -> Any:
    drafting.announce(actor=actor, vote=vote, now=clock.now())
    return shown.plain(vote, now=clock.now())


@bp.post(f"{VOTE}/opening")
@allow(Act.CONFIRM_OPENING, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("另一位工作人员确认开始投票；到时间自动开始")
def confirm_opening(actor: Actor, vote: Vote) -> Any:
    opening.confirm_opening(actor=actor, vote=vote, now=clock.database_now())
    return shown.plain(vote, now=clock.now())


@bp.get(f"{VOTE}/voters/mine")
@allow(Act.CAST, GRANTS, on=votes.vote)
@gives(schemas.VotersOut)
@summary("我在名册上能投的票")
def my_voters(actor: Actor, vote: Vote) -> Any:
    return {"items": rolls.my_voters(vote, actor.account_id)}


@bp.post(f"{VOTE}/ballots")
@allow(Act.CAST, GRANTS, on=votes.vote)
@takes(schemas.BallotIn)
@gives(schemas.ReceiptOut, 201)
@idempotent(required=True)
@summary("投票；每户一票，回执不显示选择")
def cast_ballot(actor: Actor, vote: Vote, body: dict[str, Any]) -> casting.Receipt:
    return casting.cast(actor=actor, vote=vote, **body)


@bp.get(f"{VOTE}/ballots/<uuid:ballot_id>")
@allow(Act.CAST, GRANTS, on=votes.vote)
@gives(schemas.ReceiptOut)
@summary("我的回执")
def show_receipt(actor: Actor, vote: Vote, ballot_id: UUID) -> casting.Receipt:
    return casting.receipt(ballots.own_ballot(vote, ballot_id, actor.account_id))


@bp.get(f"{VOTE}/ballots/<uuid:ballot_id>/proof")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@gives(schemas.ProofOut)
@summary("公布后：我的选票在链上的那一行，和通往树根的路径")
def show_proof(actor: Actor, vote: Vote, ballot_id: UUID) -> dict[str, Any]:
    return ballots.proof(vote, ballots.own_ballot(vote, ballot_id, actor.account_id))


@bp.get(f"{VOTE}/turnout")
@allow(Act.READ_TURNOUT, GRANTS, on=votes.vote)
@gives(schemas.TurnoutOut)
@summary("参与率：人数和面积，从不显示选择")
def show_turnout(actor: Actor, vote: Vote) -> ballots.Turnout:  # noqa: ARG001
    return ballots.turnout(vote)


@bp.post(f"{VOTE}/closing")
@allow(Act.CLOSE, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("到截止时间以后停止投票；没有发出纸质票的，随即封箱计票（后台任务也会自动做）")
def close(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    closing.close(vote=vote, now=clock.database_now())
    return shown.plain(vote, now=clock.now())


@bp.post(f"{VOTE}/count")
@allow(Act.COUNT, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("纸质票录完以后封箱计票")
def count(actor: Actor, vote: Vote) -> Any:
    closing.count(actor=actor, vote=vote, now=clock.database_now())
    return shown.plain(vote, now=clock.now())


@bp.post(f"{VOTE}/publication")
@allow(Act.PUBLISH, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("公布结果，开始公示")
def publish(actor: Actor, vote: Vote) -> Any:
    closing.publish_result(actor=actor, vote=vote, now=clock.now())
    return shown.plain(vote, now=clock.now())


@bp.get(f"{VOTE}/result")
@allow(Act.READ_RESULT, GRANTS, on=votes.vote)
@gives(schemas.ResultOut)
@summary("公布的结果和算法")
def show_result(actor: Actor, vote: Vote) -> dict[str, Any]:
    return shown.result(vote, actor)


@bp.get(f"{VOTE}/bundle")
@allow(Act.EXPORT, GRANTS, on=votes.vote)
@takes(VersionIn, where="query")
@gives(None, media_type="application/zip")
@summary("核验包：任何人都可以用 linli verify 重新计票；更正过的，可以取某一版")
def export(actor: Actor, vote: Vote, query: dict[str, Any]) -> Response:  # noqa: ARG001
    return bundle_of(vote, version=query["version"])


def bundle_of(vote: Vote, *, version: int | None = None) -> Response:
    """The bundle as a file to save. Who took it is written down: its areas can point at a household."""
    packed = closing.export(vote=vote, signature=use(BundleSigner), now=clock.now(), version=version)
    name = f"vote-{vote.id}.zip" if version is None else f"vote-{vote.id}-v{version}.zip"
    vote_id, estate_id = vote.id, vote.estate_id

    def note(answer: Response) -> Response:
        with transaction(estate_id=estate_id):
            audit.record("voting:bundle:export", object_kind="vote", object_id=vote_id, estate_id=estate_id)
        return answer

    after_this_request(note)
    answer = Response(packed, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.post(f"{VOTE}/annulment")
@allow(Act.ANNUL, GRANTS, on=votes.vote)
@takes(schemas.ReasonIn)
@gives(schemas.VoteOut)
@summary("提出作废并写明理由；须另一人确认")
def ask_annulment(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    annulling.ask_annulment(actor=actor, vote=vote, now=clock.now(), **body)
    return shown.plain(vote, now=clock.now())


@bp.post(f"{VOTE}/annulment/confirmation")
@allow(Act.CONFIRM_ANNULMENT, GRANTS, on=votes.vote)
@gives(schemas.VoteOut)
@summary("另一人确认作废")
def confirm_annulment(actor: Actor, vote: Vote) -> Any:
    annulling.confirm_annulment(actor=actor, vote=vote, now=clock.now())
    return shown.plain(vote, now=clock.now())
