"""What of the money waits for somebody at the desk: refunds, invoices, differences, closings, agreements."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.work import today
from linli.domains.estates.rules import Feature
from linli.domains.payments.queries import closings, escrow, invoices, reconciliation, refunds
from linli.domains.payments.rules.invoices import InvoiceState
from linli.kernel.actors import Actor, Role
from linli.kernel.fen import format_fen
from linli.platform.paging import Window

_DESK = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER)
_MOST = 99


def contribute() -> None:
    """Add this room's part to the first pages."""
    today.contribute("payments_refunds", (*_DESK, Role.COMPANY_HEAD), to_approve, feature=Feature.FEES)
    today.contribute("payments_desk", _DESK, due, feature=Feature.FEES)
    today.contribute("payments_escrow", (Role.COMMITTEE_MEMBER,), offered, feature=Feature.FEES)


def to_approve(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """The refunds that wait for this person's word."""
    for one in refunds.to_approve(estate_id, actor.account_id):
        yield today.Item(
            title=f"审批退款 {format_fen(one.amount_fen)} 元",
            text=one.reason,
            action="去审批",
            href=f"/work/e/{estate_id}/fees/refunds",
            due_at=now,
        )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Invoices that payers asked for, differences with the channels, cash that a second person is to check."""
    asked = invoices.queue(estate_id, window=Window(_MOST), state=InvoiceState.REQUESTED).items
    differing = reconciliation.cases(estate_id, open_only=True, most=_MOST)
    unchecked = [
        one
        for one in closings.recent(estate_id)
        if not one.checked_by and one.closing.closed_by != actor.account_id
    ]
    for found, title, text, action, way in (
        (asked, "张发票等开", "住户申请的", "去开票", "invoices?state=requested"),
        (differing, "条对账差异", "渠道和账上不一致", "去处理", "reconciliation"),
        (unchecked, "次现金结账等复核", "清点的人不能自己复核", "去复核", "closings"),
    ):
        if found:
            yield today.Item(
                title=f"{len(found)} {title}",
                text=text,
                action=action,
                href=f"/work/e/{estate_id}/fees/{way}",
                due_at=now,
            )


def offered(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """Agreements to hold part of the fee that the company offers the committee."""
    for one in escrow.agreements(estate_id):
        if one.agreed_at is None and one.ended_on is None:
            yield today.Item(
                title="物业费按考核放行：等业委会同意",
                text=one.basis,
                action="去看约定",
                href=f"/work/e/{estate_id}/common-income/escrow",
                due_at=now,
            )
