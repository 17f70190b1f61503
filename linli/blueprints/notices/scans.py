"""A scan that an announcement carries, page by page: for phones that open no PDF, and for programs."""

from typing import Any
from uuid import UUID

from flask import Response, render_template, url_for

from linli.blueprints.notices import scans_schemas as schemas
from linli.domains.notices.models import Announcement
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import scans
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Pages, allow, gives, summary
from linli.platform.web.files import send

pages = Pages("notices_scans", __name__)
api = Api("notices_scans_api", __name__, tag="notices")
ONE = "/e/<uuid:estate_id>/notices/<uuid:announcement_id>/files/<uuid:file_id>/pages"
API_ONE = "/estates/<uuid:estate_id>/announcements/<uuid:announcement_id>/files/<uuid:file_id>/pages"


@pages.get(ONE)
@allow(Act.READ, GRANTS, on=boards.announcement)
def show_pages(actor: Actor, found: Announcement, file_id: UUID) -> str:
    boards.check_reader(found, actor, now=clock.now())
    ids: dict[str, Any] = {"estate_id": found.estate_id, "announcement_id": found.id}
    return render_template(
        "notices/scan.html",
        tab="home",
        back={"href": url_for("notices_announcements.show_announcement", **ids), "label": "返回公告"},
        heading=found.title,
        name=boards.file(found, file_id).name,
        pages=scans.pages(found, file_id),
        address=url_for(".show_pages", **ids, file_id=file_id),
        pdf=url_for("notices_announcements.show_file", **ids, file_id=file_id),
    )


@pages.get(f"{ONE}/<int:page_number>")
@allow(Act.READ, GRANTS, on=boards.announcement)
def show_page(actor: Actor, found: Announcement, file_id: UUID, page_number: int) -> Response:
    boards.check_reader(found, actor, now=clock.now())
    return send(scans.page(found, file_id, page_number))


@api.get(API_ONE)
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(schemas.ScanOut)
@summary("公告带的扫描件有哪些页；不是扫描件的没有")
def list_pages(actor: Actor, found: Announcement, file_id: UUID) -> dict[str, Any]:
    boards.check_reader(found, actor, now=clock.now())
    listed = scans.pages(found, file_id)
    return {
        "items": [
            {"number": number, "width": one.width, "height": one.height}
            for number, one in enumerate(listed, 1)
        ]
    }


@api.get(f"{API_ONE}/<int:page_number>")
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(None, media_type="image/jpeg")
@summary("扫描件的一页，图片")
def read_page(actor: Actor, found: Announcement, file_id: UUID, page_number: int) -> Response:
    boards.check_reader(found, actor, now=clock.now())
    return send(scans.page(found, file_id, page_number))
