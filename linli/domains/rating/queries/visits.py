"""Questions about assessments: whose they are, what was found, which photos prove it, where two are far apart."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from linli.domains.rating.models import RatingCourse, Visit, VisitMark, VisitPhoto
from linli.domains.rating.queries import courses, datasets
from linli.domains.rating.rules.catalogue import Catalogue, Indicator, Source
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Task:
    """An estate that an assessor has to go to."""

    visit: Visit
    course: RatingCourse


def visit(*, estate_id: uuid.UUID, visit_id: uuid.UUID, **_: object) -> Visit:
    """An assessment of the estate, or Unknown."""
    found = db.session.get(Visit, (estate_id, visit_id))
    if found is None:
        raise Unknown
    return found


def own(actor: Actor, estate_id: uuid.UUID, visit_id: uuid.UUID) -> Visit:
    """The actor's own assessment, not handed to somebody else since; otherwise Unknown."""
    found = visit(estate_id=estate_id, visit_id=visit_id)
    if found.account_id != actor.account_id or found.ended_at is not None:
        raise Unknown
    return found


def earlier(of: Visit) -> Visit | None:
    """What the same person sent for the estate's year before it was given back to them; None where nothing was."""
    query = select(Visit).filter_by(estate_id=of.estate_id, course_id=of.course_id, account_id=of.account_id)
    before = query.where(Visit.id != of.id, Visit.made_at <= of.made_at, Visit.sent_at.is_not(None))
    return db.session.scalar(before.order_by(Visit.id.desc()).limit(1))


def proving(of: Visit) -> Sequence[VisitPhoto]:
    """The photos that an assessment may rest on: its own and, where it was given back, those sent before."""
    before = earlier(of)
    return photos([of.id] if before is None else [before.id, of.id], of.estate_id)


def course_of(of: Visit) -> RatingCourse:
    """The estate's year that is assessed."""
    return courses.by_key(of.estate_id, of.course_id)


def tasks(account_id: uuid.UUID) -> list[Task]:
    """The estates that an assessor has this year, wherever they lie; those still to be sent first."""
    query = (
        select(Visit, RatingCourse)
        .join(
            RatingCourse,
            (RatingCourse.estate_id == Visit.estate_id) & (RatingCourse.id == Visit.course_id),
        )
        .where(Visit.account_id == account_id, Visit.ended_at.is_(None))
        .order_by(Visit.sent_at.is_not(None), Visit.id)
    )
    with seeing_every_estate():
        return [Task(one, of) for one, of in db.session.execute(query)]


def waiting(account_id: uuid.UUID, estate_id: uuid.UUID) -> list[Task]:
    """What an assessor can do now in one estate."""
    return [
        task
        for task in tasks(account_id)
        if task.visit.estate_id == estate_id
        and task.visit.sent_at is None
        and task.course.stage == Stage.ASSESSMENT
    ]


def of_course(of: RatingCourse) -> Sequence[Visit]:
    """Who assesses an estate, in the order of their places; those replaced are left out."""
    return of_courses([of]).get(of.id, [])


def of_courses(some: Sequence[RatingCourse]) -> dict[uuid.UUID, list[Visit]]:
    """The same for several."""
    query = select(Visit).where(Visit.course_id.in_([one.id for one in some]), Visit.ended_at.is_(None))
    found: dict[uuid.UUID, list[Visit]] = {}
    for one in db.session.scalars(query.order_by(Visit.place)):
        found.setdefault(one.course_id, []).append(one)
    return found


def ever(of: RatingCourse) -> Sequence[Visit]:
    """Everybody who was ever to assess it, those replaced too."""
    query = select(Visit).filter_by(estate_id=of.estate_id, course_id=of.id).order_by(Visit.id)
    return db.session.scalars(query).all()


def load(plan_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many estates of a plan each assessor has."""
    query = (
        select(Visit.account_id, func.count())
        .join(
            RatingCourse,
            (RatingCourse.estate_id == Visit.estate_id) & (RatingCourse.id == Visit.course_id),
        )
        .where(RatingCourse.plan_id == plan_id, Visit.ended_at.is_(None))
        .group_by(Visit.account_id)
    )
    with seeing_every_estate():
        return {row[0]: row[1] for row in db.session.execute(query)}


def assessed(catalogue: Catalogue) -> list[Indicator]:
    """The indicators that persons look at, on the spot or in documents."""
    return [one for one in catalogue.indicators if {Source.SITE, Source.DOC} & set(one.sources)]


def asked(of: Visit, catalogue: Catalogue) -> list[Indicator]:
    """The indicators of one assessment: all that persons look at, or only those that are disputed."""
    return [one for one in assessed(catalogue) if not of.codes or one.code in of.codes]


def marks(of: Visit) -> dict[str, VisitMark]:
    """What was found, by indicator."""
    query = select(VisitMark).filter_by(estate_id=of.estate_id, visit_id=of.id)
    return {one.code: one for one in db.session.scalars(query)}


def finding(mark: VisitMark) -> Finding:
    """A mark as the rules know it."""
    return Finding(mark.values, zeroed=mark.zeroed, applies=mark.applies)


def findings_of(some: Sequence[RatingCourse]) -> dict[uuid.UUID, dict[str, list[Finding]]]:
    """Of each course, what its assessors found for each indicator, in the order of their places."""
    query = (
        select(Visit.course_id, VisitMark)
        .join(VisitMark, (VisitMark.estate_id == Visit.estate_id) & (VisitMark.visit_id == Visit.id))
        .where(
            Visit.course_id.in_([one.id for one in some]),
            Visit.ended_at.is_(None),
            Visit.sent_at.is_not(None),
        )
        .order_by(Visit.place, VisitMark.id)
    )
    found: dict[uuid.UUID, dict[str, list[Finding]]] = {}
    for course_id, mark in db.session.execute(query):
        found.setdefault(course_id, {}).setdefault(mark.code, []).append(finding(mark))
    return found


def photos(visit_ids: Sequence[uuid.UUID], estate_id: uuid.UUID) -> Sequence[VisitPhoto]:
    """The photos of some assessments, in the order in which they were sent."""
    query = select(VisitPhoto).where(VisitPhoto.estate_id == estate_id, VisitPhoto.visit_id.in_(visit_ids))
    return db.session.scalars(query.order_by(VisitPhoto.id)).all()


def photo(*, estate_id: uuid.UUID, visit_photo_id: uuid.UUID, **_: object) -> VisitPhoto:
    """One photo of the estate, or Unknown."""
    found = db.session.get(VisitPhoto, (estate_id, visit_photo_id))
    if found is None:
        raise Unknown
    return found


def automatic(of: RatingCourse, catalogue: Catalogue) -> dict[str, Finding]:
    """What the frozen data set says of the estate's indicators; empty while nothing is frozen."""
    return datasets.findings(of.estate_id, of.year, catalogue)
