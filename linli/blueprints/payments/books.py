"""How the estate's books stand after the nightly proof: a page and its twin for programs (check E-14)."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields

from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import auditing
from linli.kernel.actors import Actor
from linli.platform.web import Api, Out, Pages, allow, gives, summary
from linli.platform.web.schemas import Moment

bp = Pages("payments_books", __name__)
api = Api("payments_books_api", __name__, tag="payments")


class BookFaultOut(Out):
    """Something that does not hold, or did not until `cleared_at`."""

    what = fields.String(required=True)
    title = fields.String(required=True)
    object_id = fields.UUID(required=True)
    found_at = Moment(required=True)
    cleared_at = Moment(required=True, allow_none=True)


class BooksOut(Out):
    """When the books were proven last, and what did not hold."""

    proven_at = Moment(required=True, allow_none=True)
    faults = fields.List(fields.Nested(BookFaultOut), required=True)


@api.get("/estates/<uuid:estate_id>/books")
@allow(Act.READ_TAKINGS, GRANTS)
@gives(BooksOut)
@summary("账簿每晚核对的结果")
def read_books(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return _standing(estate_id)


@bp.get("/work/e/<uuid:estate_id>/fees/books")
@allow(Act.READ_TAKINGS, GRANTS)
def show_books(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    found = _standing(estate_id)
    still = [one for one in found["faults"] if one["cleared_at"] is None]
    return render_template("payments/books.html", place=estate_id, books=found, open=still)


def _standing(estate_id: UUID) -> dict[str, Any]:
    return {
        "proven_at": auditing.proven_at(),
        "faults": [
            {
                "what": one.what,
                "title": auditing.FAULT_TITLES.get(one.what, one.what),
                "object_id": one.object_id,
                "found_at": one.found_at,
                "cleared_at": one.cleared_at,
            }
            for one in auditing.faults(estate_id)
        ],
    }
