"""Written proxies for organisers: taking in paper, the second look, the list."""

from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.voting import choices, shown
from linli.blueprints.voting import proxies_schemas as schemas
from linli.blueprints.voting.desk import VOTE, back, frame
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import proxies, proxy_lists, votes
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Mode
from linli.domains.voting.rules.proxies import Powers, Standing
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("voting_proxies_console", __name__)
PROXIES = f"{VOTE}/proxies"


@bp.get(PROXIES)
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
def list_proxies(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    page = proxies.proxies_page(vote, window=Window(**query))
    now, place = clock.now(), f"/work/e/{vote.estate_id}/votes/{vote.id}/proxies"
    return render_template(
        "voting/proxies/list.html",
        **frame(vote),
        proxies=proxy_lists.shown(vote, page.items, now=now),
        running=votes.state(vote, now=now) in {State.ANNOUNCED, State.OPEN},
        secret=vote.mode == Mode.SECRET,
        most=votes.rules_of(vote, now=now).max_proxies,
        next=f"{place}?cursor={page.next}" if page.next else None,
    )


@bp.get(f"{PROXIES}/new")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@takes(schemas.NewIn, where="query")
def show_new(actor: Actor, vote: Vote, query: dict[str, Any]) -> ResponseReturnValue:
    return _new(actor, vote, Form({"powers": query["powers"], "voter_no": query["voter"]}))


def _new(actor: Actor, vote: Vote, form: Form) -> str:  # noqa: ARG001
    told = form.value("powers") == Powers.AS_TOLD and vote.mode != Mode.SECRET
    return render_template(
        "voting/proxies/take_in.html",
        **frame(vote),
        form=form,
        powers=Powers.AS_TOLD if told else Powers.FREE,
        items=shown.items(vote, None) if told else [],
        questions=shown.questions(vote, form.values),
        today=day_of(clock.now()).isoformat(),
    )


@bp.post(PROXIES)
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@takes(schemas.PaperProxyForm, files=True)
@idempotent()
@form_page(_new)
def take_in(actor: Actor, vote: Vote, body: dict[str, Any]) -> ResponseReturnValue:
    body.pop("names", None)
    made = proxying.take_in(actor=actor, vote=vote, now=clock.now(), **body)
    return back(vote, f"/proxies/{made.id}")


@bp.get(f"{PROXIES}/<uuid:proxy_id>")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
def show_proxy(actor: Actor, vote: Vote, proxy_id: UUID) -> ResponseReturnValue:
    return _one(actor, vote, proxy_id, Form())


def _one(actor: Actor, vote: Vote, proxy_id: UUID, form: Form) -> str:
    one = proxy_lists.shown(vote, [proxies.proxy(vote, proxy_id)], now=clock.now())[0]
    hands = [who for who in (one.proxy.given_by, one.proxy.approved_by) if who]
    comparing = one.proxy.on_paper and one.standing is Standing.WAITING
    return render_template(
        "voting/proxies/one.html",
        **frame(vote),
        form=form,
        one=one,
        names=identity.names(hands),
        me=actor.account_id,
        comparing=comparing,
        told=_told(vote, one.proxy.told) if comparing else [],
    )


def _told(vote: Vote, told: dict[str, Any]) -> list[tuple[str, str]]:
    """What the paper asks for, to be compared with it, and only until it is approved."""
    items = {str(one.number): one for one in votes.items(vote)}
    return [
        (f"第 {number} 项 {items[number].title}", choices.said(items[number], chosen))
        for number, chosen in sorted(told.items(), key=lambda one: int(one[0]))
    ]


@bp.post(f"{PROXIES}/<uuid:proxy_id>/approval")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@form_page(_one)
def approve(actor: Actor, vote: Vote, proxy_id: UUID) -> ResponseReturnValue:
    proxying.approve(actor=actor, vote=vote, proxy=proxies.proxy(vote, proxy_id), now=clock.now())
    return back(vote, f"/proxies/{proxy_id}")


@bp.post(f"{PROXIES}/<uuid:proxy_id>/revocation")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@takes(schemas.PaperRevocationIn)
@form_page(_one)
def revoke(actor: Actor, vote: Vote, proxy_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    one = proxies.proxy(vote, proxy_id)
    proxying.revoke(actor=actor, vote=vote, proxy=one, now=clock.now(), **body)
    return back(vote, f"/proxies/{proxy_id}")


@bp.get(f"{PROXIES}/<uuid:proxy_id>/photos/<uuid:photo_id>")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
def show_photo(actor: Actor, vote: Vote, proxy_id: UUID, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(proxy_lists.photo(vote, proxies.proxy(vote, proxy_id), photo_id))
