"""The papers that organisers print: for the board, for the door, for the street office's file."""

from collections.abc import Callable
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import papers, shown
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import posting, results, rolls, votes
from linli.domains.voting.rules.course import WITH_RESULT, Meeting, State
from linli.domains.voting.rules.estate_rules import Uncast
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock, qr
from linli.platform.web import Pages, allow
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("voting_papers", __name__)
VOTE = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>"
_EARLY = (
    ("notice", "公告（A4）", "盖章后存档"),
    ("poster", "公告（A3 大字）", "张贴在公告栏"),
    ("roll", "投票人名册", "随公告张贴，姓名只写姓氏"),
    ("posting", "张贴记录", "每处张贴后填写"),
)
_LATE = (("result", "结果单", "盖章后公布"), ("minutes", "会议纪要", "签字后归档"))


@bp.get(f"{VOTE}/papers")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
def list_papers(actor: Actor, vote: Vote) -> ResponseReturnValue:  # noqa: ARG001
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}"
    announced, counted = vote.roll_id is not None, vote.state in WITH_RESULT
    ready = (_EARLY if announced else ()) + (_LATE if counted else ())
    return render_template(
        "voting/console/papers.html",
        vote=vote,
        place=place,
        ready=[(title, note, f"{place}/papers/{name}.pdf") for name, title, note in ready],
        later=[title for _, title, _ in _LATE] if announced and not counted else [],
    )


@bp.get(f"{VOTE}/papers/<string(maxlength=20):name>.pdf")
@allow(Act.READ_ROLL, GRANTS, on=votes.vote)
def print_paper(actor: Actor, vote: Vote, name: str) -> ResponseReturnValue:  # noqa: ARG001
    make = _PAPERS.get(name)
    if make is None or vote.roll_id is None or vote.state == State.DRAFT:
        raise Unknown
    return make(vote)


def _notice(vote: Vote, *, poster: bool = False) -> Response:
    rules = votes.rules_of(vote, now=clock.now())
    return paper(
        "papers/notice.html",
        name=f"业主大会公告 {vote.title}",
        **_frame(vote),
        poster=poster,
        items=shown.items(vote, None),
        terms=votes.terms(vote),
        rules=rules,
        meeting=Meeting(vote.meeting).title,
        scope=results.scope_said(vote),
        announcer=_announcer(vote),
        uncast=_UNCAST[rules.uncast].format(clause=rules.clause),
    )


_UNCAST = {
    Uncast.NOT_PARTICIPATING: "不算参加表决。请尽量投票，人数和面积都达到三分之二以上表决才有效。",
    Uncast.DELIVERED_FOLLOWS_MAJORITY: "选票已经送达业主本人而没有投票的，依照议事规则{clause}，计入已表决的多数意见。",
}


def _poster(vote: Vote) -> Response:
    return _notice(vote, poster=True)


def _roll(vote: Vote) -> Response:
    return paper(
        "papers/roll.html", name=f"投票人名册 {vote.title}", **_frame(vote), lines=posting.posted(vote)
    )


def _posting(vote: Vote) -> Response:
    inside = [one.name for one in estates.buildings(vote.estate_id) if _concerned(vote, str(one.id))]
    return paper("papers/posting.html", name=f"张贴记录 {vote.title}", **_frame(vote), buildings=inside)


def _concerned(vote: Vote, building_id: str) -> bool:
    return vote.scope_kind != rolls.BUILDING or building_id in vote.scope_ids


def _result(vote: Vote) -> Response:
    return papers.result_paper(results.result_sheet(vote, now=clock.now()), vote)


def _minutes(vote: Vote) -> Response:
    return paper(
        "papers/minutes.html",
        name=f"业主大会会议纪要 {vote.title}",
        **_frame(vote),
        sheet=results.result_sheet(vote, now=clock.now()),
        words={one.number: one.words for one in votes.items(vote)},
    )


_PAPERS: dict[str, Callable[[Vote], Response]] = {
    "notice": _notice,
    "poster": _poster,
    "roll": _roll,
    "posting": _posting,
    "result": _result,
    "minutes": _minutes,
}


def _frame(vote: Vote) -> dict[str, Any]:
    return {
        "place": estates.estate(estate_id=vote.estate_id).name,
        "vote": vote,
        "roll": rolls.current(vote),
        "qr": qr.svg(f"{site()}/e/{vote.estate_id}/votes/{vote.id}"),
    }


def _announcer(vote: Vote) -> str:
    names = identity.names([vote.announced_by]) if vote.announced_by else {}
    return f"召集人：{next(iter(names.values()), '')}"
