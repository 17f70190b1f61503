"""What of the bills waits for somebody: bills to pay, arrears to go after, bills to issue."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.blueprints.fees.checking import to_check
from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.fees.operations import late
from linli.domains.fees.queries import arrears, bills, items
from linli.domains.payments.queries import orders
from linli.kernel.actors import Actor, Role
from linli.kernel.fen import format_fen
from linli.kernel.times import day_of, end_of
from linli.platform.web.show import day

_NEWEST = 100


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute(
        "fees",
        feature=Feature.FEES,
        ask=owing,
        module=home.Module(label="物业缴费", icon="wallet", way="bills", tone="amber", position=30),
        counted=("fees", "bills"),
    )
    today.contribute("fees", (Role.PROPERTY_CASHIER,), due, feature=Feature.FEES, count=figures)
    today.contribute(
        "fees_checks", (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER), checks, feature=Feature.FEES
    )


def owing(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:
    """One line for all that the household owes: how much, and by when."""
    found = _to_pay(actor, estate_id, now)
    if not found:
        return
    on = day_of(now)
    past = [one for one in found if one.bill.due_on < on]
    names = "、".join(dict.fromkeys(one.item_name for one in found))
    first = found[0].bill.due_on
    yield home.Awaiting(
        kind="bill",
        title=f"{names} {format_fen(sum(one.open_fen for one in found))} 元",
        text=f"{len(found)} 张账单，其中 {len(past)} 张已过缴费日"
        if past
        else f"{len(found)} 张账单，{day(first)}前缴",
        chip=("已逾期", "bad") if past else ("待缴", "wait"),
        action="去缴费",
        href=f"/e/{estate_id}/bills",
        until=end_of(first),
        stands_for=len(found),
    )


def _to_pay(actor: Actor, estate_id: UUID, now: datetime) -> list[bills.BillView]:
    """What is owed and not being paid at this moment, the oldest due first."""
    owed = bills.own_bills(actor, estate_id, open_only=True)
    being_paid = orders.being_paid(estate_id, [one.bill.id for one in owed], now=now)
    return [one for one in owed if one.bill.id not in being_paid]


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:  # noqa: ARG001
    """For the cashier: arrears, objections to answer, periods without bills."""
    place, on = f"/work/e/{estate_id}/fees", day_of(now)
    overdue = bills.arrears(estate_id, on=on)
    if overdue.oldest_due_on is not None:
        yield today.Item(
            title=f"{overdue.count} 张账单逾期未缴",
            text=f"共 {format_fen(overdue.open_fen)} 元",
            action="看名单",
            href=f"{place}/arrears",
            due_at=end_of(overdue.oldest_due_on),
        )
    for raised, contested in arrears.waiting_disputes(estate_id):
        yield today.Item(
            title="答复账单异议",
            text=f"{contested.unit_label}，{format_fen(contested.amount_fen)} 元",
            action="去答复",
            href=f"{place}/bills/{contested.id}/dispute",
            due_at=end_of(raised.answer_by_on),
        )
    yield from _to_issue(estate_id, now)


def checks(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """What waits for a second person at the desk, the cashier or the manager, whoever did not prepare it."""
    for proposal, bill in bills.open_voidings(estate_id):
        if proposal.proposed_by != actor.account_id:
            yield today.Item(
                title="复核冲红账单",
                text=f"{bill.unit_label}，{format_fen(bill.amount_fen)} 元",
                action="去复核",
                href=f"/work/e/{estate_id}/fees/bills/{bill.id}",
                due_at=now,
            )
    for title, href, words in to_check(estate_id, but_of=actor.account_id):
        yield today.Item(title=title, text=words, action="去复核", href=href, due_at=now)


def _to_issue(estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """The items whose last bills end before today: the next period is to be billed."""
    last: dict[UUID, date] = {}
    for one in bills.runs(estate_id, most=_NEWEST):
        last[one.run.item_id] = max(one.run.until_on, last.get(one.run.item_id, one.run.until_on))
    on = day_of(now)
    for item in items.items(estate_id):
        if item.name == late.ITEM:
            continue
        until_on = last.get(item.id)
        if until_on is None or until_on < on:
            yield today.Item(
                title=f"给“{item.name}”出账",
                text=f"上一期到{day(until_on)}" if until_on else "还没有出过账",
                action="去出账",
                href=f"/work/e/{estate_id}/fees/runs/new",
                due_at=end_of(max(on, until_on + timedelta(days=1)) if until_on else on),
            )


def figures(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Figure]:  # noqa: ARG001
    """What came in today, and what is overdue."""
    taken, owed = orders.takings(estate_id, on=day_of(now)), bills.arrears(estate_id, on=day_of(now))
    place = f"/work/e/{estate_id}/fees"
    yield today.Figure(
        label="今日收款",
        value=sum(one.amount_fen for one in taken),
        unit="元",
        hint=f"{sum(one.count for one in taken)} 笔",
        href=f"{place}/takings",
        fen=True,
    )
    yield today.Figure(
        label="逾期未缴",
        value=owed.open_fen,
        unit="元",
        hint=f"{owed.count} 张账单",
        href=f"{place}/arrears",
        fen=True,
        bad=True,
    )
