"""The owners' common income for programs: entries, reversals, what is before the owners, questions."""

from typing import Any
from uuid import UUID

from linli.blueprints.payments import commons_schemas as schemas
from linli.blueprints.payments.commons_shown import enter, page_shown, shown, span_named
from linli.domains.payments.models import CommonDisclosure, CommonEntry, CommonQuestion
from linli.domains.payments.operations import commons as operations
from linli.domains.payments.operations import disclosing
from linli.domains.payments.operations import rents as passing
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import commons, rents
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("payments_commons_api", __name__, tag="payments")
ENTRIES = "/estates/<uuid:estate_id>/common-entries"
ONE = f"{ENTRIES}/<uuid:entry_id>"
ACCOUNTS = "/estates/<uuid:estate_id>/common-accounts"


@bp.get(ENTRIES)
@allow(Act.READ_COMMON, GRANTS)
@takes(schemas.EntriesQueryIn, where="query")
@gives(schemas.EntriesOut)
@summary("公共收益的收支和余额")
def list_entries(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return page_shown(estate_id, commons.entries_page(estate_id, window=window, side=query["side"]))


@bp.post(ENTRIES)
@allow(Act.KEEP_COMMON, GRANTS)
@takes(schemas.EntryIn)
@gives(schemas.EntryOut, 201)
@idempotent(required=True)
@summary("登记一笔公共收益的收入或支出：收入要写明合同和业主的决定")
def enter_one(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return shown(commons.views([enter(actor, estate_id, body)])[0])


@bp.post(f"{ONE}/reversal")
@allow(Act.KEEP_COMMON, GRANTS, on=commons.entry)
@takes(schemas.ReasonIn)
@gives(schemas.EntryOut, 201)
@idempotent(required=True)
@summary("冲正一笔公共收益：原来的不改，另记一笔")
def reverse(actor: Actor, entry: CommonEntry, body: dict[str, Any]) -> dict[str, Any]:
    made = operations.reverse(actor=actor, entry=entry, reason=body["reason"], now=clock.now())
    return shown(commons.views([made])[0])


@bp.get("/estates/<uuid:estate_id>/common-rents")
@allow(Act.READ_COMMON, GRANTS)
@gives(schemas.RentsOut)
@summary("代收的共有车位租金：已收到、还没转入公共收益的")
def list_rents(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": rents.rents(estate_id)}


@bp.post("/estates/<uuid:estate_id>/common-rents")
@allow(Act.KEEP_COMMON, GRANTS)
@takes(schemas.RentIn)
@gives(schemas.EntryOut, 201)
@idempotent(required=True)
@summary("把代收的共有车位租金转入公共收益：金额由账本算出")
def pass_on(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    made = passing.pass_on(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return shown(commons.views([made])[0])


@bp.get(ACCOUNTS)
@allow(Act.READ_DISCLOSED, GRANTS)
@gives(schemas.CommonAccountsListOut)
@summary("已向业主公布的公共收益账目")
def list_accounts(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": commons.disclosures(estate_id)}


@bp.post(ACCOUNTS)
@allow(Act.DISCLOSE_COMMON, GRANTS)
@takes(schemas.SpanIn)
@gives(schemas.CommonAccountsOut, 201)
@idempotent(required=True)
@summary("公布一个季度或半年的公共收益：数字取自账本并冻结")
def publish_accounts(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> CommonDisclosure:
    span = span_named(body["span"])
    return disclosing.publish_accounts(actor=actor, estate_id=estate_id, span=span, now=clock.now())


@bp.get(f"{ACCOUNTS}/<uuid:common_id>")
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosure)
@gives(schemas.CommonAccountsOut)
@summary("一期公布的公共收益账目")
def show_accounts(actor: Actor, disclosure: CommonDisclosure) -> CommonDisclosure:  # noqa: ARG001
    return disclosure


@bp.get(f"{ONE}/questions")
@allow(Act.READ_DISCLOSED, GRANTS, on=commons.disclosed_entry)
@gives(schemas.QuestionsOut)
@summary("业主对一笔收支的提问和答复")
def list_questions(actor: Actor, disclosed_entry: CommonEntry) -> dict[str, Any]:  # noqa: ARG001
    return {"items": commons.questions(disclosed_entry)}


@bp.post(f"{ONE}/questions")
@allow(Act.ASK_COMMON, GRANTS, on=commons.disclosed_entry)
@takes(schemas.QuestionIn)
@gives(schemas.QuestionOut, 201)
@idempotent()
@summary("业主对一笔已公布的收支提问或提异议")
def ask(actor: Actor, disclosed_entry: CommonEntry, body: dict[str, Any]) -> CommonQuestion:
    return operations.ask(actor=actor, entry=disclosed_entry, now=clock.now(), **body)


@bp.post("/estates/<uuid:estate_id>/common-questions/<uuid:question_id>/answer")
@allow(Act.ANSWER_COMMON, GRANTS, on=commons.question)
@takes(schemas.QuestionIn)
@gives(schemas.QuestionOut)
@summary("答复业主的提问，所有业主都看得到")
def answer(actor: Actor, question: CommonQuestion, body: dict[str, Any]) -> CommonQuestion:
    return operations.answer(actor=actor, question=question, now=clock.now(), **body)
