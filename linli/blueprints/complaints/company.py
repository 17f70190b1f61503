"""What the property company sees of complaints: only what it is asked, and not by whom unless they allow it."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.complaints import schemas
from linli.blueprints.complaints.shown import found_statement, statements
from linli.domains.complaints import operations, queries
from linli.domains.complaints.models import CompanyStatement
from linli.domains.complaints.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("complaints_company", __name__)
HERE = "/work/e/<uuid:estate_id>/company-statements"


@bp.get(HERE)
@allow(Act.LIST_STATEMENTS, GRANTS)
@takes(WindowIn, where="query")
def list_statements(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    some = queries.statements_page(actor, estate_id, window=Window(30, query["cursor"]))
    address = url_for(".list_statements", estate_id=estate_id)
    return render_template(
        "complaints/asked.html",
        asked=statements(some.items),
        address=address,
        next=some.next and f"{address}?cursor={some.next}",
    )


@bp.get(f"{HERE}/<uuid:statement_id>")
@allow(Act.STATE, GRANTS, on=found_statement)
def show_statement(
    actor: Actor,  # noqa: ARG001 - the door's
    statement: CompanyStatement,
    form: Form | None = None,
) -> ResponseReturnValue:
    return render_template(
        "complaints/statement.html",
        form=form or Form(),
        one=statements([statement])[0],
        address=url_for(".show_statement", estate_id=statement.estate_id, statement_id=statement.id),
        list_address=url_for(".list_statements", estate_id=statement.estate_id),
    )


@bp.post(f"{HERE}/<uuid:statement_id>/answer")
@allow(Act.STATE, GRANTS, on=found_statement)
@takes(schemas.AnswerIn)
@form_page(show_statement)
@idempotent()
def answer_statement(actor: Actor, statement: CompanyStatement, body: dict[str, Any]) -> ResponseReturnValue:
    operations.state(actor=actor, statement=statement, now=clock.now(), **body)
    here = url_for(".show_statement", estate_id=statement.estate_id, statement_id=statement.id)
    return redirect(here, 303)
