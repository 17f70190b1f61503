"""Written proxies for owners: who votes for me, giving a proxy, taking it back."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import proxies_schemas as schemas
from linli.blueprints.voting import shown
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import proxies, proxy_lists, rolls, votes
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Mode
from linli.domains.voting.rules.proxies import Powers
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("voting_proxies_pages", __name__)
PROXIES = "/e/<uuid:estate_id>/votes/<uuid:vote_id>/proxies"


@bp.get(PROXIES)
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
def list_own(actor: Actor, vote: Vote) -> ResponseReturnValue:
    return _own(actor, vote, Form())


def _own(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    given = proxy_lists.given_by(vote, actor.account_id, now=now)
    covered = {one.proxy.voter_no for one in given if one.alive or one.used_at}
    free = [one for one in rolls.my_voters(vote, actor.account_id) if one.ballot is None]
    state = votes.state(vote, now=now)
    return render_template(
        "voting/proxies/own.html",
        **_frame(vote),
        form=form,
        given=given,
        free=[one.entry for one in free if one.entry.voter_no not in covered],
        held=proxies.held(vote, actor.account_id, now=now),
        open=state is State.OPEN,
        running=state in {State.ANNOUNCED, State.OPEN},
        secret=vote.mode == Mode.SECRET,
    )


def _frame(vote: Vote, *, below: str = "") -> dict[str, Any]:
    here = f"/e/{vote.estate_id}/votes/{vote.id}"
    return {
        "tab": "votes",
        "heading": "委托投票",
        "back": {"href": f"{here}{below}", "label": "返回"},
        "vote": vote,
        "here": here,
    }


@bp.get(f"{PROXIES}/new")
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@takes(schemas.NewIn, where="query")
def show_new(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _new(actor, vote, Form({"powers": query["powers"], "voter_no": query["voter"]}))


def _new(actor: Actor, vote: Vote, form: Form) -> str:
    now = clock.now()
    told = form.value("powers") == Powers.AS_TOLD and vote.mode != Mode.SECRET
    free = [one.entry for one in rolls.my_voters(vote, actor.account_id) if one.ballot is None]
    chosen = next((one for one in free if one.voter_no == form.value("voter_no")), None)
    return render_template(
        "voting/proxies/new.html",
        **_frame(vote, below="/proxies"),
        form=form,
        powers=Powers.AS_TOLD if told else Powers.FREE,
        entry=chosen or (free[0] if free else None),
        items=shown.items(vote, None) if told else [],
        questions=shown.questions(vote, form.values),
        most=votes.rules_of(vote, now=now).max_proxies,
        today=day_of(now).isoformat(),
    )


@bp.post(PROXIES)
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@takes(schemas.ProxyForm)
@idempotent()
@form_page(_new)
def give(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    body.pop("names", None)
    proxying.give(actor=actor, vote=vote, now=clock.now(), **body)
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/proxies", 303)


@bp.post(f"{PROXIES}/<uuid:proxy_id>/revocation")
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@form_page(lambda actor, vote, proxy_id, form: _own(actor, vote, form))  # noqa: ARG005
def revoke(actor: Actor, vote: Vote, proxy_id: UUID) -> ResponseReturnValue:
    one = proxies.own_proxy(vote, proxy_id, actor.account_id)
    proxying.revoke(actor=actor, vote=vote, proxy=one, now=clock.now())
    return redirect(f"/e/{vote.estate_id}/votes/{vote.id}/proxies", 303)
