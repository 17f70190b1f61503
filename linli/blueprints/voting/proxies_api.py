"""Written proxies for programs: give, list, approve, take back."""

from typing import Any
from uuid import UUID

from linli.blueprints.voting import proxies_schemas as schemas
from linli.domains.voting.models import Vote
from linli.domains.voting.operations import proxies as proxying
from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import proxies, proxy_lists, votes
from linli.domains.voting.queries.proxy_lists import ProxyShown
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("voting_proxies_api", __name__, tag="voting")
PROXIES = "/estates/<uuid:estate_id>/votes/<uuid:vote_id>/proxies"


@bp.get(PROXIES)
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ProxyOut))
@summary("一次表决的书面委托，新的在前")
def list_proxies(actor: Actor, vote: Vote, query: dict[str, Any]) -> Page[ProxyShown]:  # noqa: ARG001
    found = proxies.proxies_page(vote, window=Window(**query))
    return Page(proxy_lists.shown(vote, found.items, now=clock.now()), found.next)


@bp.get(f"{PROXIES}/mine")
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@gives(schemas.ProxiesOut)
@summary("我给出的委托")
def my_proxies(actor: Actor, vote: Vote) -> Any:
    return {"items": proxy_lists.given_by(vote, actor.account_id, now=clock.now())}


@bp.post(PROXIES)
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@takes(schemas.ProxyIn)
@gives(schemas.ProxyOut, 201)
@idempotent()
@summary("业主委托别人投票：委托谁、能不能自己决定、到哪天")
def give(actor: Actor, vote: Vote, body: dict[str, Any]) -> ProxyShown:
    now = clock.now()
    made = proxying.give(actor=actor, vote=vote, now=now, **body)
    return proxy_lists.shown(vote, [made], now=now)[0]


@bp.post(f"{PROXIES}/<uuid:proxy_id>/approval")
@allow(Act.KEEP_PROXIES, GRANTS, on=votes.vote)
@gives(schemas.ProxyOut)
@summary("另一位工作人员核对纸面委托书，从此有效")
def approve(actor: Actor, vote: Vote, proxy_id: UUID) -> ProxyShown:
    now = clock.now()
    one = proxying.approve(actor=actor, vote=vote, proxy=proxies.proxy(vote, proxy_id), now=now)
    return proxy_lists.shown(vote, [one], now=now)[0]


@bp.post(f"{PROXIES}/<uuid:proxy_id>/revocation")
@allow(Act.GIVE_PROXY, GRANTS, on=votes.vote)
@takes(schemas.RevocationIn)
@gives(schemas.ProxyOut)
@summary("委托人撤回委托；票投出以后不能撤回")
def revoke(actor: Actor, vote: Vote, proxy_id: UUID, body: dict[str, Any]) -> ProxyShown:
    now = clock.now()
    one = proxies.own_proxy(vote, proxy_id, actor.account_id)
    proxying.revoke(actor=actor, vote=vote, proxy=one, now=now, **body)
    return proxy_lists.shown(vote, [one], now=now)[0]
