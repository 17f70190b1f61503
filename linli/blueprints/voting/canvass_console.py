"""From door to door, for organisers and the committee: the board, the list by building, visits, reminders."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import canvass_schemas as schemas
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.domains.notices.queries import messages as notices
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import reminding, visiting
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import ballots, canvass, proxies, votes, waiting
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.visits import Means, Outcome, Stand
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_canvass", __name__)
CANVASS = f"{VOTE}/canvass"
_TWO_THIRDS, _HALF_WAY = 66.66, 33.33


@bp.get(CANVASS)
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
def show_board(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _board(actor, vote, Form())


def _board(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    sent = waiting.reminders(vote)
    turnout = ballots.turnout(vote) if vote.opened_at else None
    return render_template(
        "voting/canvass/board.html",
        **frame(vote),
        form=form,
        open=votes.state(vote, now=now) is State.OPEN,
        stands=list(Stand),
        whole=canvass.whole(vote),
        boards=canvass.boards(vote),
        parts=[(one, tone_of(one.taken_part.heads, one.roll.heads)) for one in turnout.buildings]
        if turnout
        else [],
        may_remind=permits(GRANTS, actor, Act.REMIND, vote),
        sent=sent[:5],
        names=identity.names([one.sent_by for one in sent[:5] if one.sent_by]),
        soon_to=votes.rules_of(vote, now=now).closing_soon_to,
    )


def tone_of(voted: int, voters: int) -> tuple[int, str]:
    """The percentage of a building on the map, and its colour: two thirds reached, half the way there, less."""
    percent = voted * 100 // voters if voters else 0
    return percent, "good" if percent > _TWO_THIRDS else "wait" if percent > _HALF_WAY else "bad"


@bp.post(f"{VOTE}/reminders")
@allow(Act.REMIND, GRANTS, on=votes.vote)
@idempotent()
@form_page(_board)
def remind(actor: Actor, vote: Vote) -> ResponseReturnValue:
    reminding.remind(actor=actor, vote=vote, now=clock.now())
    return back(vote, "/canvass")


@bp.get(f"{CANVASS}/doors")
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
@takes(schemas.DoorsIn, where="query")
def list_doors(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    building_id, still = query["building_id"], query["still"]
    window = Window(query["limit"], query["cursor"])
    page = canvass.doors_page(vote, window=window, building_id=building_id, still_only=still)
    boards = canvass.boards(vote)
    asked = {"building_id": building_id or "", "still": still}
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}/canvass/doors"
    return render_template(
        "voting/canvass/doors.html",
        **frame(vote),
        doors=page.items,
        board=next((one for one in boards if one.building_id == building_id), None) if building_id else None,
        boards=boards,
        building_id=building_id,
        still=still,
        next=f"{place}?{urlencode(asked | {'cursor': page.next})}" if page.next else None,
    )


@bp.get(f"{CANVASS}/visit")
@allow(Act.CANVASS, GRANTS, on=votes.vote)
@takes(schemas.VoterIn, where="query")
def show_visit(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _visit(actor, vote, Form({"voter_no": query["voter"]}))


def _visit(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    entry = proxies.voter(vote, str(form.value("voter_no")))
    made = canvass.visits(vote, entry.voter_no)
    now = clock.now()
    return render_template(
        "voting/canvass/visit.html",
        **frame(vote),
        form=form,
        door=canvass.doors(vote, [entry])[0],
        building_id=canvass.building_of(vote, entry),
        running=votes.state(vote, now=now) in {State.ANNOUNCED, State.OPEN},
        means=[(one.value, one.title) for one in Means],
        outcomes=[{"value": one.value, "label": one.title} for one in Outcome],
        visits=[(one, Means(one.means).title, Outcome(one.outcome).title) for one in made],
        names=identity.names([one.made_by for one in made]),
        today=day_of(now).isoformat(),
    )


@bp.post(f"{CANVASS}/visits")
@allow(Act.CANVASS, GRANTS, on=votes.vote)
@takes(schemas.VisitIn)
@idempotent()
@form_page(_visit)
def note_visit(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    made = visiting.note_visit(actor=actor, vote=vote, now=clock.now(), **body)
    building_id = canvass.building_of(vote, proxies.voter(vote, made.voter_no))
    return back(vote, f"/canvass/doors?building_id={building_id or ''}")


@bp.get(f"{CANVASS}/unreached")
@allow(Act.READ_CANVASS, GRANTS, on=votes.vote)
@takes(schemas.UnreachedIn, where="query")
def list_unreached(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    failed = notices.unreached_about_vote(estate_id=vote.estate_id, vote_id=vote.id)
    window = Window(query["limit"], query["cursor"])
    page = canvass.unreached_page(vote, failed if query["account"] else None, window=window)
    place = f"/work/e/{vote.estate_id}/votes/{vote.id}/canvass/unreached?account={query['account']}"
    return render_template(
        "voting/canvass/unreached.html",
        **frame(vote),
        doors=page.items,
        account=query["account"],
        next=f"{place}&cursor={page.next}" if page.next else None,
    )
