"""What an estate does in a rated year: its self-report by indicator, its appeals, and what waits for whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import course_schemas as schemas
from linli.blueprints.rating.course_api import said_of
from linli.blueprints.rating.course_shown import reports
from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.rating.models import RatingCourse
from linli.domains.rating.operations import appealing, self_reporting
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import courses, visits
from linli.domains.rating.rules import states, wording
from linli.domains.rating.rules.catalogue import Indicator, Source
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.scoring import Finding
from linli.kernel.actors import Actor, Role
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("rating_reporting_pages", __name__)
HERE = "/work/e/<uuid:estate_id>/rating/<int:year>/self-report"


@bp.get("/work/e/<uuid:estate_id>/self-report")
@allow(Act.READ_COURSE, GRANTS)
def to_newest(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    newest = courses.newest(estate_id)
    if newest is None:
        return render_template("rating/no_course.html")
    return redirect(url_for("rating_course_console.show_course", estate_id=estate_id, year=newest.year), 303)


@bp.get(HERE)
@allow(Act.READ_COURSE, GRANTS, on=courses.course)
def list_reports(actor: Actor, of: RatingCourse) -> str:  # noqa: ARG001
    catalogue = courses.catalogue_of(of)
    return render_template(
        "rating/self_report.html",
        course=of,
        open=of.standing is Stage.SELF_REPORT,
        indicators=visits.assessed(catalogue),
        documented=Source.DOC,
        reports={one["code"]: one for one in reports(of, catalogue)},
        address=url_for(".list_reports", estate_id=of.estate_id, year=of.year),
    )


@bp.get(f"{HERE}/<code>")
@allow(Act.SAY, GRANTS, on=courses.course)
def show_report(actor: Actor, of: RatingCourse, code: str, form: Form | None = None) -> str:  # noqa: ARG001
    catalogue = courses.catalogue_of(of)
    indicator = next((one for one in visits.assessed(catalogue) if one.code == code), None)
    if indicator is None:
        raise Unknown
    standing = courses.reports(of).get(code)
    return render_template(
        "rating/self_report_one.html",
        form=form or Form(),
        course=of,
        open=of.standing is Stage.SELF_REPORT,
        indicator=indicator,
        parts=_parts(indicator, standing.values if standing else {}),
        documented=Source.DOC in indicator.sources,
        standing=standing,
        report=next((one for one in reports(of, catalogue) if one["code"] == code), None),
        address=url_for(".list_reports", estate_id=of.estate_id, year=of.year),
    )


def _parts(indicator: Indicator, values: dict[str, Any]) -> list[dict[str, Any]]:
    typed = states.shown(indicator, Finding(values))
    return [
        {
            "name": part.key,
            "ask": part.ask,
            "unit": part.unit,
            "kind": wording.kind_of_input(part),
            "options": [("", "请选择"), *wording.options(part)],
            "how": wording.explained(part),
            "value": typed.get(part.key, ""),
        }
        for part in indicator.parts
    ]


@bp.post(f"{HERE}/<code>")
@allow(Act.SAY, GRANTS, on=courses.course)
@takes(schemas.SayIn, files=True)
@form_page(show_report)
@idempotent()
def say(actor: Actor, of: RatingCourse, code: str, body: dict[str, Any]) -> ResponseReturnValue:
    self_reporting.say(actor=actor, of=of, code=code, said=said_of(body), now=clock.now())
    return redirect(url_for(".list_reports", estate_id=of.estate_id, year=of.year), 303)


@bp.get("/work/e/<uuid:estate_id>/rating/<int:year>/appeal")
@allow(Act.APPEAL, GRANTS, on=courses.published)
def new_appeal(actor: Actor, of: RatingCourse, form: Form | None = None) -> str:  # noqa: ARG001
    appealed = {one.code for one in courses.appeals(of)}
    indicators = [one for one in courses.catalogue_of(of).indicators if one.code not in appealed]
    return render_template(
        "rating/appeal.html",
        form=form or Form(),
        course=of,
        clocks=courses.clocks(of),
        indicators=[("", "请选择"), *((one.code, f"{one.code} {one.name}") for one in indicators)],
        back=url_for("rating_course_console.show_course", estate_id=of.estate_id, year=of.year),
    )


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/appeal")
@allow(Act.APPEAL, GRANTS, on=courses.published)
@takes(schemas.AppealIn, files=True)
@form_page(new_appeal)
@idempotent()
def appeal(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> ResponseReturnValue:
    appealing.appeal(actor=actor, of=of, now=clock.now(), **body)
    return redirect(url_for("rating_course_console.show_course", estate_id=of.estate_id, year=of.year), 303)


def _waiting(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """What a rated year asks of whoever acts, in one estate."""
    if actor.role is Role.ASSESSOR:
        for task in visits.waiting(actor.account_id, estate_id):
            due = courses.plan_of(task.course).days[Stage.ASSESSMENT].until_on
            href = url_for("rating_assessing_pages.show_round", estate_id=estate_id, visit_id=task.visit.id)
            yield today.Item(title="现场测评", action="去测评", href=href, due_at=end_of(due))
        return
    for of in courses.underway(estate_id):
        item = _item(actor, of)
        if item is not None:
            yield item


def _item(actor: Actor, of: RatingCourse) -> today.Item | None:
    here, days = of.standing, courses.plan_of(of).days
    href = url_for("rating_course_console.show_course", estate_id=of.estate_id, year=of.year)
    clocks = courses.clocks(of)
    if here is Stage.SELF_REPORT and actor.role in _REPORTING:
        due = end_of(days[Stage.SELF_REPORT].until_on)
        return today.Item(title=f"{of.year} 年小区自评", action="去自评", href=href, due_at=due)
    if here is Stage.AREA_CHECK and actor.role is Role.COUNTY_OFFICER:
        due = end_of(days[Stage.AREA_CHECK].until_on)
        return today.Item(title=f"{of.year} 年测评待审核", action="去审核", href=href, due_at=due)
    if here in {Stage.PRELIMINARY, Stage.APPEAL} and clocks is not None:
        if actor.role in _REPORTING:
            return today.Item(
                title=f"{of.year} 年初评已公示", action="看结果", href=href, due_at=clocks.appeal_until
            )
        if actor.role in _DECIDING and courses.undecided([of]):
            return today.Item(
                title=f"{of.year} 年申诉待处理", action="去处理", href=href, due_at=clocks.appeal_until
            )
    return None


_REPORTING = (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.COMMUNITY_OFFICER)
_DECIDING = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)
today.contribute("rating_course", (*_REPORTING, *_DECIDING, Role.ASSESSOR), _waiting, feature=Feature.RATING)
