"""The course of a vote for programs: the same steps as on the console."""

from typing import Any
from uuid import UUID

from linli.blueprints.voting import course_schemas as schemas
from linli.blueprints.voting import shown
from linli.blueprints.voting.api import VOTE
from linli.blueprints.voting.schemas import ItemIn, ItemOut, ReasonIn, VoteOut
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import drafting, drafts, official, roll_keeping, timing, vetting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import (
    officials,
    published_rolls,
    readiness,
    roll_objections,
    rolls,
    timings,
    votes,
)
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_course_api", __name__, tag="voting")


@bp.post("/estates/<uuid:estate_id>/votes/from-template")
@allow(Act.DRAFT, GRANTS)
@takes(schemas.FromTemplateIn)
@gives(VoteOut, 201)
@idempotent()
@summary("用常用事项的模板起草表决")
def draft_from_template(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    made = drafts.from_template(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return shown.plain(made, now=clock.now())


@bp.put(f"{VOTE}/items/<uuid:item_id>")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(ItemIn)
@gives(ItemOut)
@summary("改草稿上的一项")
def redraft_item(actor: Actor, vote: Vote, item_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    found = votes.item(estate_id=vote.estate_id, vote_id=vote.id, item_id=item_id)
    return drafting.redraft_item(vote=vote, item=found, **body)


@bp.post(f"{VOTE}/copy")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@takes(schemas.CopyIn)
@gives(VoteOut, 201)
@idempotent()
@summary("照以前的表决再起草一份：只有文字和选项，时间另定")
def copy_vote(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    made = drafts.copy(actor=actor, vote=vote, now=clock.now(), **body)
    return shown.plain(made, now=clock.now())


@bp.delete(VOTE)
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@gives(None, 204)
@summary("删除草稿，可以恢复；公告过的不能删除")
def remove_vote(actor: Actor, vote: Vote) -> None:
    drafts.remove(actor=actor, vote=vote, now=clock.now())


@bp.post(f"{VOTE}/restoration")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@gives(VoteOut)
@summary("恢复删除的草稿")
def restore_vote(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return shown.plain(drafts.restore(vote=vote), now=clock.now())


@bp.post(f"{VOTE}/review/request")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@gives(VoteOut)
@summary("送合法性审核，文字不再改")
def ask_review(actor: Actor, vote: Vote) -> Any:
    return shown.plain(vetting.ask_review(actor=actor, vote=vote, now=clock.now()), now=clock.now())


@bp.post(f"{VOTE}/review/withdrawal")
@allow(Act.DRAFT, GRANTS, on=votes.vote)
@gives(VoteOut)
@summary("撤回送审，可以再改")
def take_back_review(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return shown.plain(vetting.take_back_review(vote=vote), now=clock.now())


@bp.post(f"{VOTE}/review")
@allow(Act.REVIEW, GRANTS, on=votes.vote)
@takes(schemas.ReviewIn)
@gives(schemas.ReviewOut, 201)
@summary("合法性审核：通过，或写明理由退回")
def review(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return vetting.review(actor=actor, vote=vote, now=clock.now(), **body)


@bp.post(f"{VOTE}/notice/withdrawal")
@allow(Act.ANNOUNCE, GRANTS, on=votes.vote)
@takes(ReasonIn)
@gives(VoteOut)
@summary("撤回公告修改文字；改好后重新公告，期限重新计算")
def take_back_notice(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    changed = timing.take_back_notice(actor=actor, vote=vote, now=clock.database_now(), **body)
    return shown.plain(changed, now=clock.now())


@bp.post(f"{VOTE}/extension")
@allow(Act.EXTEND, GRANTS, on=votes.vote)
@takes(schemas.ExtensionIn)
@gives(schemas.TimingOut, 201)
@summary("延长投票：截止以前，在公告写明的天数以内")
def extend(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return timing.extend(actor=actor, vote=vote, now=clock.database_now(), **body)


@bp.post(f"{VOTE}/early-end")
@allow(Act.END_EARLY, GRANTS, on=votes.vote)
@takes(ReasonIn)
@gives(schemas.TimingOut, 201)
@summary("提前结束：全部投完，或公告写明可以")
def end_early(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return timing.end_early(actor=actor, vote=vote, now=clock.database_now(), **body)


@bp.get(f"{VOTE}/process")
@allow(Act.OBSERVE, GRANTS, on=votes.vote)
@gives(schemas.ProcessOut)
@summary("表决的全过程：审核、公告、名册各版、截止变动；没有任何选择")
def show_process(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return {
        "reviews": readiness.reviews(vote),
        "notices": readiness.notices(vote),
        "rolls": rolls.versions(vote),
        "timings": timings.changes(vote),
        "officials": officials.results(vote),
        "blocks": [one.said for one in readiness.blocks(vote, now=clock.now())],
    }


@bp.get(f"{VOTE}/roll/lines")
@allow(Act.READ, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.RollLineOut))
@summary("公布的名册：自己的完整，别人的姓名打码")
def list_roll(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:
    return published_rolls.lines_page(vote, actor.account_id, window=Window(**query))


@bp.post(f"{VOTE}/roll/correction")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(ReasonIn)
@gives(schemas.RollVersionOut, 201)
@summary("公告期间按业主名册更正表决名册，成为新的一版")
def correct_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return roll_keeping.correct(actor=actor, vote=vote, now=clock.now(), **body)


@bp.post(f"{VOTE}/roll/supplement")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(schemas.SupplementIn)
@gives(schemas.SupplementOut, 201)
@summary("投票期间过户的房屋，卖方没有投票的，由买方投")
def supplement_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return roll_keeping.supplement(actor=actor, vote=vote, now=clock.database_now(), **body)


@bp.post(f"{VOTE}/roll/objections")
@allow(Act.OBJECT_TO_ROLL, GRANTS, on=votes.vote)
@takes(schemas.RollObjectionIn)
@gives(schemas.RollObjectionOut, 201)
@idempotent()
@summary("公告期间对名册提异议")
def object_to_roll(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return roll_keeping.object_to_roll(actor=actor, vote=vote, now=clock.now(), **body)


@bp.get(f"{VOTE}/roll/objections")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.RollObjectionOut))
@summary("对名册的异议和答复，新的在前")
def list_roll_objections(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Any]:  # noqa: ARG001
    return roll_objections.objections_page(vote, window=Window(**query))


@bp.post(f"{VOTE}/roll/objections/<uuid:roll_objection_id>/answer")
@allow(Act.KEEP_ROLL, GRANTS, on=votes.vote)
@takes(schemas.RollAnswerIn)
@gives(schemas.RollObjectionOut)
@summary("答复对名册的异议，一次")
def answer_roll_objection(actor: Actor, vote: Vote, roll_objection_id: UUID, body: dict[str, Any]) -> Any:
    found = roll_objections.objection(
        estate_id=vote.estate_id, vote_id=vote.id, objection_id=roll_objection_id
    )
    return roll_keeping.answer(actor=actor, objection=found, now=clock.now(), **body)


@bp.post(f"{VOTE}/official-results")
@allow(Act.HAND_OVER, GRANTS, on=votes.vote)
@takes(schemas.OfficialIn, files=True)
@gives(schemas.OfficialOut, 201)
@idempotent()
@summary("登记城市系统的结果和盖章文件；passed-1、passed-2 … 写每一项是否通过")
def record_official(actor: Actor, vote: Vote, body: dict[str, Any]) -> Any:
    return official.record_result(actor=actor, vote=vote, now=clock.now(), **body)
