"""Complaining about the property company, for residents, and following what becomes of it."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.complaints import schemas
from linli.blueprints.complaints.shown import detail, filing, found, page
from linli.blueprints.complaints.verbs import VERBS, Verb
from linli.domains.complaints import operations, queries
from linli.domains.complaints.models import Complaint
from linli.domains.complaints.permissions import GRANTS, Act
from linli.domains.complaints.rules import Subject
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("complaints_pages", __name__)
HERE = "/e/<uuid:estate_id>/complaints"
ONE = f"{HERE}/<uuid:company_complaint_id>"


@bp.get(HERE)
@allow(Act.LIST_OWN, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
def list_own(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    address = url_for(".list_own", estate_id=estate.id)
    some = page(queries.own_page(actor, estate.id, window=Window(20, query["cursor"])))
    return render_template(
        "complaints/own.html", tab="home", complaints=some.items, address=address,
        next=some.next and f"{address}?cursor={some.next}",
    )  # fmt: skip


@bp.get(f"{HERE}/new")
@allow(Act.FILE, GRANTS, on=estates.estate)
def new_complaint(actor: Actor, estate: Estate, form: Form | None = None) -> ResponseReturnValue:
    company = estates.company_serving(estate.id, on=day_of(clock.now()))
    units = estates.unit_views(estate.id, list(actor.units))
    return render_template(
        "complaints/new.html",
        tab="home",
        back={"href": url_for(".list_own", estate_id=estate.id), "label": "返回我的投诉"},
        heading="投诉物业公司",
        form=form or Form(),
        company=company.name if company else "",
        subjects=[{"value": one.value, "label": one.title} for one in Subject],
        units=[(str(one.id), one.label) for one in units],
        due_at=queries.answer_due(clock.now()),
        address=url_for(".list_own", estate_id=estate.id),
    )


@bp.post(HERE)
@allow(Act.FILE, GRANTS, on=estates.estate)
@takes(schemas.FileForm, files=True)
@form_page(new_complaint)
@idempotent()
def file_complaint(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    made = operations.file(actor=actor, estate_id=estate.id, filing=filing(body), now=clock.now())
    return _back(made)


@bp.get(ONE)
@allow(Act.RATE, GRANTS, on=found)
def show_complaint(actor: Actor, complaint: Complaint, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "complaints/show.html",
        tab="home",
        back={"href": url_for(".list_own", estate_id=complaint.estate_id), "label": "返回我的投诉"},
        heading=f"投诉 {complaint.number} 号",
        form=form or Form(),
        complaint=detail(actor, complaint),
        address=url_for(".show_complaint", estate_id=complaint.estate_id, company_complaint_id=complaint.id),
    )


def _back(complaint: Complaint) -> ResponseReturnValue:
    here = url_for(".show_complaint", estate_id=complaint.estate_id, company_complaint_id=complaint.id)
    return redirect(here, 303)


def _verb(verb: Verb) -> None:
    """Register one deed of the complainant's as a form's POST."""

    def take(actor: Actor, complaint: Complaint, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, complaint, body, clock.now())
        return _back(complaint)

    take.__name__ = verb.name
    view = takes(verb.brings)(form_page(show_complaint)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    if _one.own:
        _verb(_one)
