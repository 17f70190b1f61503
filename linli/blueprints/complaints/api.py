"""Complaints about the property company for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.complaints import schemas
from linli.blueprints.complaints.shown import detail, filing, found, found_statement, page, statements
from linli.blueprints.complaints.verbs import VERBS, Verb
from linli.domains.complaints import operations, queries
from linli.domains.complaints.models import CompanyStatement, Complaint
from linli.domains.complaints.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("complaints_api", __name__, tag="tickets")
ALL = "/estates/<uuid:estate_id>/complaints"
ONE = f"{ALL}/<uuid:company_complaint_id>"
ASKED = "/estates/<uuid:estate_id>/company-statements"


@bp.post(ALL)
@allow(Act.FILE, GRANTS)
@takes(schemas.FileForm, files=True)
@gives(schemas.ComplaintDetailOut, 201)
@idempotent()
@summary("投诉物业公司，交给社区，十天内答复")
def file_complaint(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    made = operations.file(actor=actor, estate_id=estate_id, filing=filing(body), now=clock.now())
    return detail(actor, made)


@bp.get(f"{ALL}/own")
@allow(Act.LIST_OWN, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.ComplaintOut))
@summary("我的投诉，新的在前")
def list_own(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    return page(queries.own_page(actor, estate_id, window=Window(**query)))


@bp.get(ALL)
@allow(Act.LIST, GRANTS)
@takes(schemas.DeskIn, where="query")
@gives(page_of(schemas.ComplaintOut))
@summary("要办的投诉，先到期的在前；或者已经答复的")
def list_desk(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return page(queries.desk_page(estate_id, over=query["over"], window=window))


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
@gives(schemas.ComplaintDetailOut)
@summary("一件投诉：经过、答复、期限")
def show_complaint(actor: Actor, complaint: Complaint) -> dict[str, Any]:
    return detail(actor, complaint)


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=found)
@gives(None, media_type="image/jpeg")
@summary("投诉的一张照片")
def show_photo(actor: Actor, complaint: Complaint, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(queries.photo(complaint, photo_id))


@bp.get(ASKED)
@allow(Act.LIST_STATEMENTS, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.AskedOut))
@summary("社区请本公司说明的情况，新的在前")
def list_statements(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    some = queries.statements_page(actor, estate_id, window=Window(**query))
    return Page(statements(some.items), some.next)


@bp.get(f"{ASKED}/<uuid:statement_id>")
@allow(Act.STATE, GRANTS, on=found_statement)
@gives(schemas.AskedOut)
@summary("请本公司说明的一件事")
def show_statement(actor: Actor, statement: CompanyStatement) -> dict[str, Any]:  # noqa: ARG001
    return statements([statement])[0]


@bp.post(f"{ASKED}/<uuid:statement_id>/answer")
@allow(Act.STATE, GRANTS, on=found_statement)
@takes(schemas.AnswerIn)
@gives(schemas.AskedOut)
@idempotent()
@summary("物业公司说明情况，只能说明一次")
def answer_statement(actor: Actor, statement: CompanyStatement, body: dict[str, Any]) -> dict[str, Any]:
    made = operations.state(actor=actor, statement=statement, now=clock.now(), **body)
    return statements([made])[0]


def _verb(verb: Verb) -> None:
    """Register one deed as POST …/complaints/<id>/<word>."""

    def take(actor: Actor, complaint: Complaint, body: dict[str, Any]) -> dict[str, Any]:
        verb.do(actor, complaint, body, clock.now())
        return detail(actor, complaint)

    take.__name__ = verb.name
    view = summary(verb.summary)(gives(schemas.ComplaintDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=found)(view))


for _one in VERBS:
    _verb(_one)
