"""An estate's announcements, for those who read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.notices.opened import afterwards
from linli.blueprints.work import home
from linli.domains.estates.rules import Feature
from linli.domains.notices.models import Announcement
from linli.domains.notices.operations import announcements
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import outages as stops
from linli.domains.notices.queries import scans
from linli.domains.notices.rules.announcing import Urgency
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.attachments import Kind as FileKind
from linli.platform.paging import Window
from linli.platform.web import Pages, WindowIn, allow, takes
from linli.platform.web.files import send
from linli.platform.web.show import when

bp = Pages("notices_announcements", __name__)
ALL = "/e/<uuid:estate_id>/notices"
ONE = f"{ALL}/<uuid:announcement_id>"
TITLES = {role.value: role.title for role in Role}


@bp.get(ALL)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_announcements(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    found = boards.read_page(actor, estate_id, now=now, window=Window(**query), holding=True)
    return render_template(
        "notices/list.html",
        tab="home",
        back={"href": f"/e/{estate_id}/", "label": "返回首页"},
        heading="公告",
        announcements=found.items,
        opened=boards.read_by(actor.account_id, found.items),
        titles=TITLES,
        next=f"/e/{estate_id}/notices?cursor={found.next}" if found.next else None,
    )


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=boards.announcement)
def show_announcement(actor: Actor, found: Announcement) -> ResponseReturnValue:
    boards.check_reader(found, actor, now=clock.now())
    ids = {"estate_id": found.estate_id, "announcement_id": found.id, "account_id": actor.account_id}
    afterwards(lambda: announcements.note_reading(**ids, now=clock.now()), estate_id=found.estate_id)
    return render_template(
        "notices/show.html",
        tab="home",
        back={"href": f"/e/{found.estate_id}/notices", "label": "返回公告"},
        heading="公告",
        **text(found),
    )


def text(found: Announcement) -> dict[str, Any]:
    """An announcement with its files, its earlier texts and its outage, for a page."""
    files = boards.files(found)
    documents = [one for one in files if one.kind == FileKind.DOCUMENT]
    return {
        "announcement": found,
        "sender": TITLES[found.author_role],
        "urgent": found.urgency == Urgency.EMERGENCY,
        "images": [one for one in files if one.kind == FileKind.IMAGE],
        "documents": documents,
        "scanned": scans.pages_of(found.estate_id, [one.id for one in documents]),
        "versions": boards.versions(found),
        "outage": stops.of_announcement(found),
        "over": found.ends_at is not None and found.ends_at <= clock.now(),
    }


@bp.get(f"{ONE}/files/<uuid:file_id>")
@allow(Act.READ, GRANTS, on=boards.announcement)
def show_file(actor: Actor, found: Announcement, file_id: UUID) -> Response:
    boards.check_reader(found, actor, now=clock.now())
    return send(boards.file(found, file_id))


def _latest(actor: Actor, estate_id: UUID, now: datetime, extras: home.Extras) -> None:
    """On a resident's first page: an emergency until it is read, and the newest announcements."""
    pinned = boards.urgent(actor, estate_id, now=now)
    if pinned and extras.urgent is None:
        more = f"（还有 {len(pinned) - 1} 条）" if len(pinned) > 1 else ""
        extras.urgent = {"title": pinned[0].title + more, "href": f"/e/{estate_id}/notices/{pinned[0].id}"}
    found = boards.read_page(actor, estate_id, now=now, window=Window(limit=3), holding=True).items
    opened = boards.read_by(actor.account_id, found)
    extras.latest += [
        {
            "title": one.title,
            "text": f"{TITLES[one.author_role]} · {when(one.published_at)}",
            "href": f"/e/{estate_id}/notices/{one.id}",
            "unread": one.id not in opened,
        }
        for one in found
    ]


home.contribute(
    "notices",
    feature=Feature.NOTICES,
    enrich=_latest,
    module=home.Module(label="小区公告", icon="speakerphone", way="notices", tone="blue", position=45),
)
