"""An owner asks for a ballot on paper on the phone, and sees how far each of the own sheets has come."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import paper_schemas as schemas
from linli.blueprints.voting import paper_shown
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import paper_issuing
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import rolls, secrecy, votes
from linli.domains.voting.rules.paper import conflict_said
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_paper_pages", __name__)
HERE = "/e/<uuid:estate_id>/votes/<uuid:vote_id>/paper"


@bp.get(HERE)
@allow(Act.ASK_PAPER, GRANTS, on=votes.vote)
def show_own(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _own(actor, vote, Form())


def _own(actor: Actor, vote: Vote, form: Form) -> str:
    mine = rolls.my_voters(vote, actor.account_id)
    here = f"/e/{vote.estate_id}/votes/{vote.id}"
    return render_template(
        "voting/paper/own.html",
        tab="votes",
        back={"href": here, "label": "返回这次表决"},
        heading="纸质选票",
        vote=vote,
        here=f"{here}/paper",
        form=form,
        mine=paper_shown.given(vote, [one.entry for one in mine]),
        voted={one.entry.voter_no for one in mine if one.ballot is not None},
        early=paper_shown.is_before_close(vote) and not secrecy.is_secret(vote),
        secret=secrecy.is_secret(vote),
        rule=conflict_said(votes.rules_of(vote, now=clock.now()).conflict),
    )


@bp.post(HERE)
@allow(Act.ASK_PAPER, GRANTS, on=votes.vote)
@takes(schemas.AskPaperIn)
@idempotent()
@form_page(_own)
def ask(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    paper_issuing.ask(actor=actor, vote=vote, now=clock.database_now(), **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/paper", 303)
