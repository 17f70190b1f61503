"""An estate's announcements and outages, for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.notices import announcing_schemas as schemas
from linli.domains.notices.models import Announcement, AnnouncementTemplate, AnnouncementVersion, Outage
from linli.domains.notices.operations import announcements, outages, reminding, templates
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import outages as stops
from linli.domains.notices.queries import reach, receipts
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("notices_announcements_api", __name__, tag="notices")
ALL = "/estates/<uuid:estate_id>/announcements"
ONE = f"{ALL}/<uuid:announcement_id>"


@bp.get(ALL)
@allow(Act.READ, GRANTS)
@takes(schemas.AnnouncementsIn, where="query")
@gives(page_of(schemas.AnnouncementOut))
@summary("小区公告，新的在前；holding=true 只要还有效的")
def list_announcements(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Announcement]:
    window = Window(query["limit"], query["cursor"])
    return boards.read_page(actor, estate_id, now=clock.now(), window=window, holding=query["holding"])


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(schemas.AnnouncementOut)
@summary("一条公告")
def show_announcement(actor: Actor, found: Announcement) -> Announcement:
    boards.check_reader(found, actor, now=clock.now())
    return found


@bp.get(f"{ONE}/versions")
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(schemas.VersionsOut)
@summary("一条公告更正以前的文字和更正的原因")
def list_versions(actor: Actor, found: Announcement) -> dict[str, Any]:
    boards.check_reader(found, actor, now=clock.now())
    return {"items": boards.versions(found)}


@bp.get(f"{ONE}/files/<uuid:file_id>")
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(None, media_type="image/jpeg, application/pdf")
@summary("公告带的图片或 PDF")
def show_file(actor: Actor, found: Announcement, file_id: UUID) -> Response:
    boards.check_reader(found, actor, now=clock.now())
    return send(boards.file(found, file_id))


@bp.post(f"{ALL}/preview")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.AimIn)
@gives(schemas.ReachOut)
@summary("发以前先看：会发给多少人，每幢多少")
def preview(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> reach.Reach:  # noqa: ARG001
    reach.check_places(estate_id, body["aim"])
    return reach.preview(estate_id, body["aim"], now=clock.now())


@bp.post(ALL)
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.AnnouncementIn)
@gives(schemas.AnnouncementOut, 201)
@idempotent()
@summary("发布公告：全小区或几幢几户；可以定时；expects 是预览看到的人数")
def publish(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Announcement:
    return announcements.publish(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@bp.post(f"{ONE}/files")
@allow(Act.CORRECT, GRANTS, on=boards.announcement)
@takes(schemas.FilesForm, files=True)
@gives(None, 204)
@idempotent()
@summary("给公告加图片或 PDF，最多 9 个")
def add_files(actor: Actor, found: Announcement, body: dict[str, Any]) -> None:
    announcements.add_files(actor=actor, announcement=found, now=clock.now(), **body)


@bp.post(f"{ONE}/correction")
@allow(Act.CORRECT, GRANTS, on=boards.announcement)
@takes(schemas.CorrectionIn)
@gives(schemas.VersionOut, 201)
@idempotent()
@summary("更正公告；原文留着看得到，看过的人会收到更正")
def correct(actor: Actor, found: Announcement, body: dict[str, Any]) -> AnnouncementVersion:
    return announcements.correct(actor=actor, announcement=found, now=clock.now(), **body)


@bp.post(f"{ONE}/withdrawal")
@allow(Act.WITHDRAW, GRANTS, on=boards.announcement)
@gives(schemas.AnnouncementOut)
@summary("撤回公告；谁看过仍有记录，看过的人会收到通知")
def withdraw(actor: Actor, found: Announcement) -> Announcement:
    announcements.withdraw(actor=actor, announcement=found, now=clock.now())
    return found


@bp.post(f"{ONE}/reading")
@allow(Act.READ, GRANTS, on=boards.announcement)
@gives(None, 204)
@summary("我看过这条公告了")
def note_reading(actor: Actor, found: Announcement) -> None:
    boards.check_reader(found, actor, now=clock.now())
    announcements.note_reading(
        estate_id=found.estate_id, announcement_id=found.id, account_id=actor.account_id, now=clock.now()
    )


@bp.get(f"{ONE}/receipts")
@allow(Act.READ_RECEIPTS, GRANTS, on=boards.announcement)
@gives(schemas.ReceiptsOut)
@summary("每幢通知了多少人、看了多少人")
def show_receipts(actor: Actor, found: Announcement) -> dict[str, Any]:  # noqa: ARG001
    return _receipts(found)


def _receipts(found: Announcement) -> dict[str, Any]:
    told = receipts.by_building(found)
    return {"items": told, "reminded_at": found.reminded_at, "reminded": found.reminded}


@bp.post(f"{ONE}/reminder")
@allow(Act.REMIND, GRANTS, on=boards.announcement)
@gives(schemas.ReceiptsOut)
@summary("只提醒没看的人，只能一次")
def remind(actor: Actor, found: Announcement) -> dict[str, Any]:
    reminding.remind(actor=actor, announcement=found, now=clock.now())
    return _receipts(found)


@bp.get("/estates/<uuid:estate_id>/announcement-templates")
@allow(Act.PUBLISH, GRANTS)
@gives(schemas.TemplatesOut)
@summary("小区存下的公告模板")
def list_templates(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": boards.templates(estate_id)}


@bp.post("/estates/<uuid:estate_id>/announcement-templates")
@allow(Act.KEEP_TEMPLATE, GRANTS)
@takes(schemas.TemplateIn)
@gives(schemas.TemplateOut, 201)
@idempotent()
@summary("存一个公告模板，要填的空写在［］里")
def keep_template(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> AnnouncementTemplate:
    return templates.keep(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@bp.delete("/estates/<uuid:estate_id>/announcement-templates/<uuid:template_id>")
@allow(Act.KEEP_TEMPLATE, GRANTS, on=boards.template)
@gives(None, 204)
@summary("不再用一个公告模板")
def drop_template(actor: Actor, found: AnnouncementTemplate) -> None:  # noqa: ARG001
    templates.drop(template=found, now=clock.now())


@bp.get("/estates/<uuid:estate_id>/outages")
@allow(Act.READ, GRANTS)
@takes(schemas.AffectingIn, where="query")
@gives(schemas.StopsOut)
@summary("现在或一天内停水停电停梯的地方；unit_id 只问一户")
def list_outages(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    homes = [query["unit_id"]] if query["unit_id"] else []
    return {"items": stops.affecting(estate_id, homes, now=clock.now())}


@bp.post("/estates/<uuid:estate_id>/outages")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.OutageIn)
@gives(schemas.AnnouncementOut, 201)
@idempotent()
@summary("通知停水停电停梯，发给受影响的楼幢")
def declare_outage(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Announcement:
    stop = outages.Stop(
        **{name: body.pop(name) for name in ("what", "starts_at", "until_at", "reason", "phone")}
    )
    return outages.declare(actor=actor, estate_id=estate_id, stop=stop, now=clock.now(), **body)


@bp.post(f"{ONE}/all-clear")
@allow(Act.RESTORE, GRANTS, on=stops.outage)
@gives(None, 204)
@summary("恢复了：通知过的人都会收到")
def give_all_clear(actor: Actor, found: Outage) -> None:
    told = boards.announcement(estate_id=found.estate_id, announcement_id=found.announcement_id)
    outages.give_all_clear(actor=actor, announcement=told, outage=found, now=clock.now())
