"""A vote as everybody may read it: the notice, and after its publication the result. The same for each reader."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import shown
from linli.blueprints.voting.aftermath_shown import following
from linli.domains.estates import queries as estates
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import rolls, votes
from linli.domains.voting.rules.course import WITH_RESULT, Meeting
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.transactions import narrow
from linli.platform.web import Pages, public

bp = Pages("voting_public", __name__)


@bp.get("/p/votes/<uuid:estate_id>/<uuid:vote_id>")
@public
def show_vote(actor: Actor | None, estate_id: UUID, vote_id: UUID) -> ResponseReturnValue:
    narrow(estate_id)
    vote = votes.public_vote(estate_id=estate_id, vote_id=vote_id)
    return render_template("voting/public.html", person=actor, **_shown(vote))


def _shown(vote: Vote) -> dict[str, Any]:
    now = clock.now()
    state = votes.state(vote, now=now)
    counted = votes.result(vote) if state in WITH_RESULT and rolls.may_read_result(vote, None) else None
    roll = rolls.current(vote)
    return {
        "vote": vote,
        "estate": estates.estate(estate_id=vote.estate_id),
        "state": state,
        "state_title": shown.state_title(vote, now=now),
        "tone": shown.TONES[state],
        "meeting": Meeting(vote.meeting).title,
        "items": shown.items(vote, counted),
        "roll": roll,
        "counted": counted,
        "proof": shown.proof_of(counted, roll) if counted else [],
        **shown.course(vote, now=now),
        **following(vote, now=now),
    }
