"""Banners for disturbances: set and ended by officers for their region, for programs and as a page (NT-18)."""

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.notices import banners_schemas as shapes
from linli.domains.estates import queries as estates
from linli.domains.notices.models import Banner
from linli.domains.notices.operations import banners
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import banners as kept
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.times import shanghai
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import (
    Api,
    Form,
    Pages,
    WindowIn,
    allow,
    form_page,
    gives,
    idempotent,
    page_of,
    summary,
    takes,
)

api = Api("notices_banners_api", __name__, tag="notices")
pages = Pages("notices_banners", __name__)
WORK = "/work/banners"


def banner(**ids: UUID) -> Banner:
    """What a door finds: a banner that is the actor's to end."""
    return kept.banner(g.actor, **ids)


@api.get("/banners")
@allow(Act.SET_BANNER, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(shapes.BannerOut))
@summary("自己辖区里挂过的横幅，新的在前")
def list_banners(actor: Actor, query: dict[str, Any]) -> Page[Banner]:
    return kept.kept(actor, window=Window(**query))


@api.post("/banners")
@allow(Act.SET_BANNER, GRANTS)
@takes(shapes.BannerIn)
@gives(shapes.BannerOut, 201)
@idempotent()
@summary("给自己的辖区挂横幅：马上显示在每个页面上，到时间自动撤下")
def put_up(actor: Actor, body: dict[str, Any]) -> Banner:
    return banners.put_up(actor=actor, now=clock.now(), **body)


@api.post("/banners/<uuid:banner_id>/take-down")
@allow(Act.SET_BANNER, GRANTS, on=banner)
@gives(shapes.BannerOut)
@idempotent()
@summary("提前撤下横幅")
def take_down(actor: Actor, banner: Banner) -> Banner:
    return banners.take_down(actor=actor, banner=banner, now=clock.now())


@pages.get(WORK)
@allow(Act.SET_BANNER, GRANTS)
@takes(WindowIn, where="query")
def show(actor: Actor, query: dict[str, Any]) -> str:
    return _page(actor, cursor=query["cursor"])


def _page(actor: Actor, form: Form | None = None, cursor: str | None = None) -> str:
    now = clock.now()
    found = kept.kept(actor, window=Window(20, cursor))
    regions = {one.id: one.name for one in estates.regions_in(actor.scope)}
    everybody = [("", "全平台")] if actor.scope.kind is ScopeKind.PLATFORM else []
    return render_template(
        "notices/banners.html",
        lines=[
            (one, regions.get(one.region_id, "") if one.region_id else "全平台", _state(one))
            for one in found.items
        ],
        regions=[*everybody, *((str(id_), name) for id_, name in regions.items())],
        form=form or Form({"since_at": shanghai(now).replace(tzinfo=None).isoformat(timespec="minutes")}),
        address=url_for(".show"),
        next=found.next and f"{url_for('.show')}?cursor={found.next}",
    )


@pages.post(WORK)
@allow(Act.SET_BANNER, GRANTS)
@takes(shapes.BannerForm)
@form_page(_page)
@idempotent()
def add(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    banners.put_up(actor=actor, now=clock.now(), **body)
    return redirect(url_for(".show"), 303)


@pages.post(f"{WORK}/<uuid:banner_id>/take-down")
@allow(Act.SET_BANNER, GRANTS, on=banner)
def end(actor: Actor, banner: Banner) -> ResponseReturnValue:
    banners.take_down(actor=actor, banner=banner, now=clock.now())
    return redirect(url_for(".show"), 303)


def _state(one: Banner) -> tuple[str, str]:
    """Where it stands, in a word and a tone."""
    now = clock.now()
    if one.ended_at is not None:
        return "提前撤下", ""
    if one.until_at <= now:
        return "已结束", ""
    return ("正在显示", "wait") if one.since_at <= now else ("还没到时间", "info")
