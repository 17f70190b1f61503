"""A rated year's plan and course as their readers see them: the same for programs and for pages."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, url_for

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.rating.models import RatingAppeal, RatingCourse, RatingPlan, SelfReport, Visit
from linli.domains.rating.operations import appealing, self_reporting
from linli.domains.rating.operations.advancing import Moved
from linli.domains.rating.queries import courses, plans, ties, visits
from linli.domains.rating.rules import visiting, wording
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.drawing import TieKind
from linli.domains.tickets.queries import places
from linli.kernel.actors import EVERYWHERE, Actor, Role, ScopeKind
from linli.platform import attachments
from linli.platform.attachments import Attachment, Kind
from linli.platform.paging import MOST, Page, Window
from linli.platform.transactions import seeing_every_estate

_ASSESSED = frozenset({Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.COMMITTEE_MEMBER})
FILE_KINDS = (self_reporting.KIND, appealing.KIND)


def plan_here(*, rating_plan_id: UUID, **_: object) -> RatingPlan:
    """What a door finds: the plan, if it is of the city of whoever stands there."""
    return plans.plan(g.actor, rating_plan_id)


def own_visit(*, estate_id: UUID, visit_id: UUID, **_: object) -> Visit:
    """What a door finds: the assessment of whoever stands there."""
    return visits.own(g.actor, estate_id, visit_id)


def plan_head(of: RatingPlan) -> dict[str, Any]:
    """A plan in a list."""
    days = of.days
    return {
        "id": of.id,
        "year": of.year,
        "version": of.version,
        "organisation": of.organisation,
        "stages": [
            {"stage": stage, "title": stage.title, "since_on": one.since_on, "until_on": one.until_on}
            for stage, one in days.items()
        ],
        "counts": {stage.value: count for stage, count in plans.counts(of).items()},
    }


def plan_detail(of: RatingPlan, moved: Moved | None = None) -> dict[str, Any]:
    """A plan with its people, its draws, and what the last step left behind."""
    people = plans.assessors(of)
    ids = [one.account_id for one in people]
    names, load = identity.names(ids), visits.load(of.id)
    declared: dict[UUID, list[str]] = {}
    for one in ties.declared(ids):
        declared.setdefault(one.account_id, []).append(f"{TieKind(one.kind).title}：{one.words}")
    return plan_head(of) | {
        "assessors": [
            {
                "account_id": one,
                "name": names.get(one, ""),
                "estates": load.get(one, 0),
                "ties": declared.get(one, []),
            }
            for one in ids
        ],
        "draws": plans.draws(of),
        "moved": moved.count if moved else None,
        "left": _left(of, moved) if moved else [],
    }


def _left(of: RatingPlan, moved: Moved) -> list[dict[str, Any]]:
    with seeing_every_estate():
        stayed = [one for one in plans.courses(of) if one.id in moved.left]
    names = estate_names()
    return [
        {"estate_id": one.estate_id, "name": names[one.estate_id], "reason": moved.left[one.id]}
        for one in stayed
    ]


def estate_names() -> dict[UUID, str]:
    """Every estate's name, for lists that go over a city."""
    return dict(estates.all_estates())


def tie_objects() -> list[tuple[str, str]]:
    """Everything an assessor can be tied to: companies, streets, estates; for choosing one."""
    companies = estates.companies_page(window=Window(MOST)).items
    streets = [one for one in estates.regions_in(EVERYWHERE) if one.level == ScopeKind.STREET]
    return [
        ("", "请选择"),
        *((str(one.id), f"物业公司 · {one.name}") for one in companies),
        *((str(one.id), f"街道 · {one.name}") for one in streets),
        *((str(one), f"小区 · {name}") for one, name in estates.all_estates()),
    ]


def course_page(some: Page[RatingCourse]) -> Page[dict[str, Any]]:
    """The estates of a plan."""
    names = estate_names()
    return Page([course_head(one, names[one.estate_id]) for one in some.items], some.next)


def course_head(of: RatingCourse, name: str) -> dict[str, Any]:
    """A course in a list."""
    return {
        "estate_id": of.estate_id,
        "name": name,
        "year": of.year,
        "stage": of.stage,
        "stage_title": of.standing.title,
        "since_at": of.since_at,
    }


def course_detail(actor: Actor, of: RatingCourse) -> dict[str, Any]:
    """Everything about an estate's year. Who assesses is not told to those who are assessed."""
    catalogue, clocks, sheet = courses.catalogue_of(of), courses.clocks(of), courses.sheet_of(of)
    there, made = visits.ever(of), courses.steps(of)
    said = courses.remarks(of)
    names = identity.names(
        [
            one
            for one in (
                *(visit.account_id for visit in there),
                *(step.made_by for step in made),
                *(remark.made_by for remark in said),
            )
            if one is not None
        ]
    )
    return course_head(of, estates.estate(estate_id=of.estate_id).name) | {
        "public_until": clocks.public_until if clocks else None,
        "appeal_until": clocks.appeal_until if clocks else None,
        "clocks": clocks,
        "assessors": []
        if actor.role in _ASSESSED
        else [_person(one, names) for one in there if one.ended_at is None],
        "reports": reports(of, catalogue),
        "checks": list(courses.checks(of).values()),
        "appeals": appeals(of, catalogue),
        "corrections": list(courses.corrections(sheet)),
        "remarks": [
            {
                "id": one.id,
                "code": one.code,
                "words": one.words,
                "answer_to": one.answer_to,
                "by": names.get(one.made_by, ""),
                "made_at": one.made_at,
            }
            for one in said
        ],
        "steps": [
            {
                "before": one.before,
                "after": one.after,
                "undone": one.undone,
                "reason": one.reason,
                "by": names.get(one.made_by, "") if one.made_by else "到期自动",
                "made_at": one.made_at,
            }
            for one in made
        ],
    }


def _person(one: Visit, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": names.get(one.account_id, ""),
        "place": one.place,
        "codes": one.codes,
        "reason": one.reason,
        "sent_at": one.sent_at,
    }


def reports(of: RatingCourse, catalogue: Catalogue) -> list[dict[str, Any]]:
    """What the estate says of itself, in the catalogue's order."""
    standing = courses.reports(of)
    files = attachments.of_objects(
        estate_id=of.estate_id,
        object_kind=self_reporting.KIND,
        object_ids=[one.id for one in standing.values()],
    )
    return [
        _report(standing[one.code], catalogue, files.get(standing[one.code].id, []))
        for one in catalogue.indicators
        if one.code in standing
    ]


def _report(one: SelfReport, catalogue: Catalogue, files: Sequence[Attachment]) -> dict[str, Any]:
    indicator = catalogue.indicator(one.code)
    assert indicator is not None
    return {
        "id": one.id,
        "code": one.code,
        "said": "；".join(wording.said(part, one.values[part.key]) for part in indicator.parts),
        "words": one.words,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "files": [_file(of) for of in files],
        "made_at": one.made_at,
    }


def appeals(of: RatingCourse, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The appeals with their evidence, in the order in which they came."""
    filed = courses.appeals(of)
    files = attachments.of_objects(
        estate_id=of.estate_id, object_kind=appealing.KIND, object_ids=[one.id for one in filed]
    )
    return [_appeal(one, catalogue, files.get(one.id, [])) for one in filed]


def _appeal(one: RatingAppeal, catalogue: Catalogue, files: Sequence[Attachment]) -> dict[str, Any]:
    indicator = catalogue.indicator(one.code)
    return {
        "id": one.id,
        "code": one.code,
        "name": indicator.name if indicator else "",
        "words": one.words,
        "files": [_file(of) for of in files],
        "filed_at": one.filed_at,
        "granted": one.granted,
        "answer": one.answer,
        "points_before": one.points_before,
        "points_after": one.points_after,
        "total_before": one.total_before,
        "total_after": one.total_after,
        "decided_at": one.decided_at,
    }


def _file(of: Attachment) -> dict[str, Any]:
    image = of.kind == Kind.IMAGE
    return {
        "name": of.name or "照片",
        "image": image,
        "href": url_for("rating_course_api.show_file", estate_id=of.estate_id, rating_file_id=of.id),
    }


def task(one: visits.Task, name: str) -> dict[str, Any]:
    """An estate that an assessor has."""
    return {
        "id": one.visit.id,
        "estate_id": one.visit.estate_id,
        "name": name,
        "year": one.course.year,
        "stage": one.course.stage,
        "stage_title": one.course.standing.title,
        "sent_at": one.visit.sent_at,
        "third": bool(one.visit.codes),
    }


def visit_detail(of: Visit) -> dict[str, Any]:
    """An assessment: what is looked at where, the self-report beside it, the photos that were sent."""
    course = visits.course_of(of)
    catalogue = courses.catalogue_of(course)
    said = {one["code"]: one for one in reports(course, catalogue)}
    asked = visits.asked(of, catalogue)
    name = estates.estate(estate_id=of.estate_id).name
    return task(visits.Task(of, course), name) | {
        "asked": [
            {
                "code": one.code,
                "name": one.name,
                "stop": stop.name,
                "max": one.max,
                "report": said.get(one.code),
            }
            for stop in visiting.stops(asked)
            for one in stop.indicators
        ],
        "photos": shots(of),
        "reopened": of.reason if visits.earlier(of) else "",
    }


def shots(of: Visit) -> list[dict[str, Any]]:
    """The photos of an assessment with their places in words."""
    names = {one.id: one.name for one in places.common_places(of.estate_id)}
    return [
        {
            "id": one.id,
            "codes": one.codes,
            "taken_at": one.taken_at,
            "place": (names.get(one.place_id, "") if one.place_id else "") or one.place or "见定位",
            "href": url_for("rating_course_api.show_photo", estate_id=of.estate_id, visit_photo_id=one.id),
        }
        for one in visits.proving(of)
    ]


def public_result(of: RatingCourse) -> dict[str, Any]:
    """A preliminary result for everybody: every indicator's points, and until when it can be read and appealed."""
    catalogue, sheet, clocks = courses.catalogue_of(of), courses.sheet_of(of), courses.clocks(of)
    assert sheet.result is not None
    assert clocks is not None
    return {
        "year": of.year,
        "stage": of.stage,
        "total": sheet.result["total"],
        "stars": sheet.result["stars"],
        "areas": sheet.result["areas"],
        "clocks": clocks,
        "public_until": clocks.public_until,
        "appeal_until": clocks.appeal_until,
        "lines": [
            {"code": one.code, "name": one.name, "max": one.max, "area": one.area, "points": points}
            for one in catalogue.indicators
            for points in [sheet.result["points"].get(one.code)]
        ],
    }
