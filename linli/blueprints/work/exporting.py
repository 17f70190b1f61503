"""The lists that can be asked for as a file: rooms' own queries, with the masks of the screen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.blueprints.people import shown
from linli.domains.fees.permissions import GRANTS as FEE_GRANTS
from linli.domains.fees.permissions import Act as FeeAct
from linli.domains.fees.queries import bills
from linli.domains.people.permissions import GRANTS as PEOPLE_GRANTS
from linli.domains.people.permissions import Act as PeopleAct
from linli.domains.people.queries import register
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.permissions import GRANTS as TICKET_GRANTS
from linli.domains.tickets.permissions import Act as TicketAct
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import Actor
from linli.kernel.fen import format_fen
from linli.kernel.times import day_of, shanghai
from linli.platform import clock, exports
from linli.platform.paging import MOST, Page, Window
from linli.platform.spreadsheets import Value

Rows = list[Sequence[Value]]
_STAGES = ("open", "feedback", "over")


def _owners(actor: Actor, estate_id: UUID, parameters: dict[str, Any]) -> Iterator[Rows]:  # noqa: ARG001
    cursor = None
    while True:
        found = register.owners_page(estate_id, window=Window(MOST, cursor))
        yield [
            (
                one["name"], "、".join(one["phones"]), "、".join(unit.label for unit in one["units"]),
                "已认证" if one["bound"] else "未认证",
            )
            for one in shown.owners(estate_id, found.items)
        ]  # fmt: skip
        cursor = found.next
        if cursor is None:
            return


def _tickets(actor: Actor, estate_id: UUID, parameters: dict[str, Any]) -> Iterator[Rows]:
    """The tickets that the queue shows for a filter, in its order; without one, all of them."""
    filters = (
        [tickets.Filter(**parameters["wanted"])]
        if "wanted" in parameters
        else [tickets.Filter(stage=stage) for stage in _STAGES]
    )
    seen: set[UUID] = set()
    for wanted in filters:
        cursor = None
        while True:
            found: Page[Any] = tickets.queue(
                actor, estate_id, wanted=wanted, window=Window(MOST, cursor), now=clock.now()
            )  # fmt: skip
            new = [one for one in found.items if one.id not in seen]
            seen |= {one.id for one in new}
            yield [_ticket(one) for one in new]
            cursor = found.next
            if cursor is None:
                break


def _ticket(one: Any) -> Sequence[Value]:
    """Neither words nor names: those are read one by one, on the screen."""
    return (
        one.number, tickets.category(one.category).title, State(one.state).title, _moment(one.reported_at),
        _moment(one.due_at), _moment(one.settled_at), _moment(one.closed_at), one.stars, "是" if one.late else "否",
    )  # fmt: skip


def _bills(actor: Actor, estate_id: UUID, parameters: dict[str, Any]) -> Iterator[Rows]:  # noqa: ARG001
    cursor = None
    while True:
        found = bills.bills_page(actor, estate_id, window=Window(MOST, cursor))
        yield [_bill(one) for one in found.items]
        cursor = found.next
        if cursor is None:
            return


def _bill(one: bills.BillView) -> Sequence[Value]:
    return (
        one.bill.unit_label, one.item_name, one.bill.since_on.isoformat(), one.bill.until_on.isoformat(),
        format_fen(one.bill.amount_fen), format_fen(one.settled_fen), one.bill.due_on.isoformat(),
        one.state(day_of(clock.now())).title,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return f"{shanghai(at):%Y-%m-%d %H:%M}" if at else ""


def offer() -> None:
    """Register the lists."""
    for kind in (
        exports.Kind(
            "owners", "业主名册（姓名、电话已遮挡）", PeopleAct.READ_OWNERS, PEOPLE_GRANTS,
            ("姓名", "电话", "房屋", "账号"), _owners,
        ),
        exports.Kind(
            "tickets", "报事工单", TicketAct.QUEUE, TICKET_GRANTS,
            ("工单号", "类别", "状态", "报事时间", "办结期限", "办结时间", "结束时间", "评分", "曾超时"), _tickets,
        ),
        exports.Kind(
            "bills", "账单", FeeAct.READ_BILLS, FEE_GRANTS,
            ("房屋", "收费项目", "起", "止", "应收（元）", "已收（元）", "到期日", "状态"), _bills,
        ),
    ):  # fmt: skip
        exports.offer(kind)


offer()
