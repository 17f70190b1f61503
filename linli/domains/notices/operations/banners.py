"""Putting words on top of every page of a region's estates, at once, and taking them down (NT-18)."""

import uuid
from datetime import datetime

from linli.domains.estates import queries as estates
from linli.domains.notices.errors import BannerOver
from linli.domains.notices.models import Banner
from linli.domains.notices.queries import banners
from linli.domains.notices.rules.banners import check_times
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.refusals import Forbidden, Unknown
from linli.platform import audit
from linli.platform.db import db


def put_up(
    *,
    actor: Actor,
    region_id: uuid.UUID | None,
    words: str,
    since_at: datetime,
    until_at: datetime,
    now: datetime,
) -> Banner:
    """Show words to everybody of a region from a moment until another; it ends by itself. Without a region it stands
    on every page of the platform, which only the platform's own staff may do.

    Raises Unknown for a region that is not the actor's own or within it, Forbidden, BadBannerTime.
    """
    check_times(since_at=since_at, until_at=until_at, now=now)
    if region_id is None and actor.scope.kind is not ScopeKind.PLATFORM:
        raise Forbidden("全平台的横幅由平台运维人员设置，请选择自己的辖区。")
    if region_id is not None:
        estates.region(region_id)
        if not estates.region_within(region_id, actor.scope):
            raise Unknown
    made = Banner(
        region_id=region_id,
        words=words,
        since_at=since_at,
        until_at=until_at,
        set_by=actor.account_id,
        set_at=now,
    )
    db.session.add(made)
    db.session.flush()
    banners.not_over.forget()
    _record("put_up", made)
    return made


def take_down(*, actor: Actor, banner: Banner, now: datetime) -> Banner:
    """End it before its time. Raises BannerOver."""
    db.session.refresh(banner, with_for_update=True)
    if banner.ended_at is not None or banner.until_at <= now:
        raise BannerOver
    banner.ended_at, banner.ended_by = now, actor.account_id
    db.session.flush()
    banners.not_over.forget()
    _record("take_down", banner)
    return banner


def _record(verb: str, banner: Banner) -> None:
    audit.record(
        f"notices:banner:{verb}", object_kind="banner", object_id=banner.id,
        region=str(banner.region_id) if banner.region_id else None,
    )  # fmt: skip
