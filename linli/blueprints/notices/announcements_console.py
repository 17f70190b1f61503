"""Writing announcements, seeing beforehand whom they reach and afterwards who has read them."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.notices import announcing_schemas as schemas
from linli.blueprints.notices.announcements_pages import TITLES, text
from linli.domains.estates import queries as estates
from linli.domains.notices.models import Announcement, AnnouncementTemplate
from linli.domains.notices.operations import announcements, reminding, templates
from linli.domains.notices.permissions import GRANTS, Act
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import outages as stops
from linli.domains.notices.queries import reach, receipts
from linli.domains.notices.rules import aims
from linli.domains.notices.rules.aims import Aim, Part
from linli.domains.notices.rules.announcing import COMMON, Draft, Urgency
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("notices_console", __name__)
ALL = "/work/e/<uuid:estate_id>/notices"
ONE = f"{ALL}/<uuid:announcement_id>"
_ACTS = (Act.CORRECT, Act.WITHDRAW, Act.REMIND, Act.RESTORE)
TEMPLATES = "/work/e/<uuid:estate_id>/notice-templates"


@bp.get(ALL)
@allow(Act.PUBLISH, GRANTS)
@takes(WindowIn, where="query")
def console(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found, now = boards.announcements_page(estate_id, window=Window(**query)), clock.now()
    return render_template(
        "notices/console.html",
        place=place_of(estate_id),
        announcements=found.items,
        readers=boards.readers(estate_id, [one.id for one in found.items]),
        outages=stops.open_now(estate_id, now=now),
        now=now,
        titles=TITLES,
        next=f"{place_of(estate_id)}?cursor={found.next}" if found.next else None,
    )


def place_of(estate_id: UUID) -> str:
    """Where the announcements of an estate are written."""
    return f"/work/e/{estate_id}/notices"


@bp.get(f"{ALL}/new")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.StartIn, where="query")
def start(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    draft = _draft(estate_id, query["template"])
    values = {"title": draft.title, "words": draft.words, "urgency": draft.urgency.value} if draft else {}
    return _write(actor, estate_id, Form(values))


def _draft(estate_id: UUID, name: str) -> Draft | None:
    own = {
        str(one.id): Draft(one.name, one.title, one.words, Urgency(one.urgency))
        for one in boards.templates(estate_id)
    }
    return (COMMON | own).get(name)


def _write(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "notices/write.html",
        place=place_of(estate_id),
        form=form,
        common=COMMON,
        templates=boards.templates(estate_id),
        urgencies=[(one.value, one.title) for one in Urgency],
        **places(estate_id),
    )


def places(estate_id: UUID) -> dict[str, Any]:
    """The buildings, stairwells and parts to choose from."""
    houses = estates.buildings(estate_id)
    names = {one.id: one.name for one in houses}
    return {
        "buildings": [{"value": str(one.id), "label": one.name} for one in houses],
        "entrances": [
            {"value": str(one.id), "label": f"{names.get(one.building_id, '')}{one.name}"}
            for one in estates.entrances(estate_id)
        ],
        "parts": [{"value": part.value, "label": part.title} for part in Part],
    }


@bp.post(f"{ALL}/preview")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.WritingForm)
@form_page(_write)
def preview(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    aim = aimed(estate_id, body)
    reach.check_places(estate_id, aim)
    announcements.check(
        **{name: body[name] for name in ("title", "words", "goes_at", "ends_at")}, now=clock.now()
    )
    return _preview(estate_id, Form(schemas.plain(body, aim)), aim)


@bp.post(f"{ALL}/editing")
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.EditingForm)
def edit(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    return _write(actor, estate_id, Form(body))


def aimed(estate_id: UUID, body: dict[str, Any]) -> Aim:
    """The aim of a form, with the rooms that were written. Raises NobodyThere."""
    aim: Aim = body["aim"]
    rooms = reach.rooms(estate_id, body.pop("rooms", ""))
    return Aim(aim.buildings, aim.entrances, tuple(dict.fromkeys((*aim.units, *rooms))), aim.parts)


def _preview(estate_id: UUID, form: Form, aim: Aim) -> str:
    found = reach.preview(estate_id, aim, now=clock.now())
    return render_template(
        "notices/preview.html",
        place=place_of(estate_id),
        form=form,
        reach=found,
        aim=reach.in_words(estate_id, aim),
        urgent=form.value("urgency") == Urgency.EMERGENCY,
    )


def _refused(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    """The preview again, with the numbers of now; what was wrong stands above it."""
    return _preview(estate_id, form, schemas.aim_of(form.values))


@bp.post(ALL)
@allow(Act.PUBLISH, GRANTS)
@takes(schemas.SendingForm, files=True)
@idempotent()
@form_page(_refused)
def publish(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    aim = aimed(estate_id, body)
    if body["goes_at"] is not None:
        body["expects"] = None
    made = announcements.publish(actor=actor, estate_id=estate_id, now=clock.now(), **body | {"aim": aim})
    return redirect(f"{place_of(estate_id)}/{made.id}", 303)


@bp.get(ONE)
@allow(Act.READ_RECEIPTS, GRANTS, on=boards.announcement)
def show(actor: Actor, found: Announcement) -> ResponseReturnValue:
    return _show(actor, found, Form())


def _show(actor: Actor, found: Announcement, form: Form) -> str:
    told = receipts.by_building(found)
    return render_template(
        "notices/sent.html",
        place=place_of(found.estate_id),
        form=form,
        aim=reach.in_words(found.estate_id, aims.read(found.audience)),
        receipts=told,
        read=sum(one.read for one in told),
        waits=found.published_at > clock.now(),
        may={act.name: permits(GRANTS, actor, act, found) for act in _ACTS},
        **text(found),
    )  # fmt: skip


@bp.post(f"{ONE}/reminder")
@allow(Act.REMIND, GRANTS, on=boards.announcement)
@form_page(_show)
def remind(actor: Actor, found: Announcement) -> ResponseReturnValue:
    reminding.remind(actor=actor, announcement=found, now=clock.now())
    return redirect(f"{place_of(found.estate_id)}/{found.id}", 303)


@bp.post(f"{ONE}/correction")
@allow(Act.CORRECT, GRANTS, on=boards.announcement)
@takes(schemas.CorrectionIn)
@idempotent()
@form_page(_show)
def correct(actor: Actor, found: Announcement, body: dict[str, Any]) -> ResponseReturnValue:
    announcements.correct(actor=actor, announcement=found, now=clock.now(), **body)
    return redirect(f"{place_of(found.estate_id)}/{found.id}", 303)


@bp.post(f"{ONE}/withdrawal")
@allow(Act.WITHDRAW, GRANTS, on=boards.announcement)
@form_page(_show)
def withdraw(actor: Actor, found: Announcement) -> ResponseReturnValue:
    announcements.withdraw(actor=actor, announcement=found, now=clock.now())
    return redirect(f"{place_of(found.estate_id)}/{found.id}", 303)


@bp.get(TEMPLATES)
@allow(Act.KEEP_TEMPLATE, GRANTS)
def list_templates(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _templates(actor, estate_id, Form())


def _templates(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "notices/templates.html",
        place=place_of(estate_id),
        form=form,
        templates=boards.templates(estate_id),
        common=COMMON,
        urgencies=[(one.value, one.title) for one in Urgency],
    )


@bp.post(TEMPLATES)
@allow(Act.KEEP_TEMPLATE, GRANTS)
@takes(schemas.TemplateIn)
@idempotent()
@form_page(_templates)
def keep_template(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    templates.keep(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/notice-templates", 303)


@bp.post(f"{TEMPLATES}/<uuid:template_id>/removal")
@allow(Act.KEEP_TEMPLATE, GRANTS, on=boards.template)
def drop_template(actor: Actor, found: AnnouncementTemplate) -> ResponseReturnValue:  # noqa: ARG001
    templates.drop(template=found, now=clock.now())
    return redirect(f"/work/e/{found.estate_id}/notice-templates", 303)
