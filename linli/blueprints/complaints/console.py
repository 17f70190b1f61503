"""Complaints about the company at the community's and the street's desk. The company's roles find nothing here."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.complaints import schemas
from linli.blueprints.complaints.shown import detail, found, page
from linli.blueprints.complaints.verbs import VERBS, Verb
from linli.domains.complaints import queries
from linli.domains.complaints.models import Complaint
from linli.domains.complaints.permissions import GRANTS, Act
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("complaints_console", __name__)
HERE = "/work/e/<uuid:estate_id>/complaints"
ONE = f"{HERE}/<uuid:company_complaint_id>"


@bp.get(HERE)
@allow(Act.LIST, GRANTS, on=estates.estate)
@takes(schemas.DeskIn, where="query")
def list_complaints(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    over, address = query["over"], url_for(".list_complaints", estate_id=estate.id)
    some = page(queries.desk_page(estate.id, over=over, window=Window(30, query["cursor"])))
    return render_template(
        "complaints/desk.html",
        complaints=some.items,
        over=over,
        address=address,
        next=some.next and f"{address}?over={str(over).lower()}&cursor={some.next}",
    )


@bp.get(ONE)
@allow(Act.LIST, GRANTS, on=found)
def show_complaint(actor: Actor, complaint: Complaint, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "complaints/work.html",
        form=form or Form(),
        complaint=detail(actor, complaint),
        company=estates.company(complaint.company_id).name,
        address=url_for(".show_complaint", estate_id=complaint.estate_id, company_complaint_id=complaint.id),
        desk=url_for(".list_complaints", estate_id=complaint.estate_id),
    )


def _verb(verb: Verb) -> None:
    """Register one deed of the staff's as a form's POST; refused, its page is shown again with what was typed."""

    def take(actor: Actor, complaint: Complaint, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, complaint, body, clock.now())
        here = url_for(".show_complaint", estate_id=complaint.estate_id, company_complaint_id=complaint.id)
        return redirect(here, 303)

    take.__name__ = verb.name
    view = takes(verb.brings)(form_page(show_complaint)(idempotent()(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    if not _one.own:
        _verb(_one)
