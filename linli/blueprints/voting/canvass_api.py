"""Canvassing for programs: the board, households, visits, reminders."""

from typing import Any

from linli.blueprints.voting import canvass_schemas as schemas
from linli.domains.notices.queries import messages as notices
from linli.domains.voting.models import HouseholdVisit, Vote, VoteReminder
from linli.domains.voting.operations import reminding, visiting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import canvass, votes
from linli.domains.voting.queries.canvass import Door
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_canvass_api", __name__, tag="voting")
VOTE = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>"


@bp.get(f"{VOTE}/canvass")
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
@gives(schemas.BoardsOut)
@summary("扫楼进度：每幢已投、未联系、联系过、不愿参加各多少户，从不显示选择")
def show_board(actor: Actor, vote: Vote) -> Any:  # noqa: ARG001
    return {"whole": canvass.whole(vote), "buildings": canvass.boards(vote)}


@bp.get(f"{VOTE}/canvass/doors")
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
@takes(schemas.DoorsIn, where="query")
@gives(page_of(schemas.DoorOut))
@summary("按幢的住户清单：投没投、上次走访、下一步")
def list_doors(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Door]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return canvass.doors_page(
        vote, window=window, building_id=query["building_id"], still_only=query["still"]
    )


@bp.get(f"{VOTE}/canvass/unreached")
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
@takes(schemas.UnreachedIn, where="query")
@gives(page_of(schemas.DoorOut))
@summary("短信没有送到的，或者没有账号的，按房号列出来上门")
def list_unreached(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[Door]:  # noqa: ARG001
    failed = notices.unreached_about_vote(estate_id=vote.estate_id, vote_id=vote.id)
    window = Window(query["limit"], query["cursor"])
    return canvass.unreached_page(vote, failed if query["account"] else None, window=window)


@bp.post(f"{VOTE}/visits")
@allow(Act.CANVASS, GRANTS, on=votes.vote)
@takes(schemas.VisitIn)
@gives(schemas.VisitOut, 201)
@idempotent()
@summary("记一次走访：谁、什么时候、上门还是电话还是视频、结果")
def note_visit(actor: Actor, vote: Vote, body: dict[str, Any]) -> HouseholdVisit:
    return visiting.note_visit(actor=actor, vote=vote, now=clock.now(), **body)


@bp.post(f"{VOTE}/reminders")
@allow(Act.REMIND, GRANTS, on=votes.vote)
@gives(schemas.ReminderOut, 201)
@idempotent()
@summary("提醒还没有投票的人；24 小时内只能提醒一次")
def remind(actor: Actor, vote: Vote) -> VoteReminder:
    return reminding.remind(actor=actor, vote=vote, now=clock.now())
