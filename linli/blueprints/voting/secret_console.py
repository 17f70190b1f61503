"""The key of a secret vote, for those who hold its parts: take a code, confirm it, enter it at the count."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import proof_schemas as schemas
from linli.blueprints.voting import proof_shown as shown
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import holding
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import secrecy
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, takes

bp = Pages("voting_secret_console", __name__)
KEY = "/work/e/<uuid:estate_id>/votes/<uuid:vote_id>/key"


@bp.get(KEY)
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
def show_key(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _key(actor, vote, Form())


def _key(actor: Actor, vote: Vote, form: Form, code: str = "") -> str:
    key = shown.key(vote)
    return render_template(
        "voting/proof/key.html",
        vote=vote,
        place=f"/work/e/{vote.estate_id}/votes/{vote.id}",
        form=form,
        code=code,
        key=key,
        names=shown.names_of_holders(vote),
        mine=next((one for one in key["people"] if one["account_id"] == actor.account_id), None),
        came=sum(1 for one in key["people"] if one["came"]),
        lacking=secrecy.lacking(vote),
        sealed=vote.state == State.CLOSED,
        may_arrange=permits(GRANTS, actor, Act.ARRANGE_KEY, vote),
    )


def _back(vote: Vote) -> ResponseReturnValue:
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}/key", 303)


@bp.post(KEY)
@allow(Act.ARRANGE_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.KeyIn)
@form_page(_key)
def arrange(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    holding.arrange(vote=vote, **body)
    return _back(vote)


@bp.post(f"{KEY}/part")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@form_page(_key)
def take_part(actor: Actor, vote: Vote) -> ResponseReturnValue:
    code = holding.take_part(actor=actor, vote=vote, now=clock.now())
    return _key(actor, vote, Form(), code)  # shown in this one answer, kept nowhere


@bp.post(f"{KEY}/confirmation")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.CodeIn)
@form_page(_key)
def confirm_part(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    holding.confirm_part(actor=actor, vote=vote, now=clock.now(), **body)
    return _back(vote)


@bp.post(f"{KEY}/places/<int:place>/removal")
@allow(Act.ARRANGE_KEY, GRANTS, on=secrecy.secret_vote)
@form_page(_key)
def free_place(actor: Actor, vote: Vote, place: int) -> ResponseReturnValue:  # noqa: ARG001
    holding.free_place(vote=vote, place=place)
    return _back(vote)


@bp.post(f"{KEY}/opening")
@allow(Act.HOLD_KEY, GRANTS, on=secrecy.secret_vote)
@takes(schemas.CodeIn)
@form_page(_key)
def open_part(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    holding.open_part(actor=actor, vote=vote, now=clock.database_now(), **body)
    return _back(vote)
