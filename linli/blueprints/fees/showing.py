"""Bills as programs and pages are shown them."""

from datetime import date
from typing import Any

from linli.domains.fees.models import SharedCost
from linli.domains.fees.queries import bills, contracts, late, parts
from linli.domains.fees.queries.bills import BillView
from linli.domains.fees.rules import BillState, Formula, Liable, format_rate, months_text, period_text
from linli.domains.fees.rules.parts import PartKind
from linli.domains.fees.rules.reliefs import ReliefKind
from linli.domains.fees.rules.splitting import Method
from linli.kernel.area import format_area
from linli.kernel.fen import format_fen
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page

_TONES = {
    BillState.ISSUED: "wait",
    BillState.PARTLY_PAID: "wait",
    BillState.PAID: "good",
    BillState.OVERDUE: "bad",
    BillState.VOID: "",
}
_FIELDS = ("id", "estate_id", "unit_id", "unit_label", "kind", "liable", "since_on", "until_on", "due_on",
           "floor_area", "amount_fen")  # fmt: skip


def shown(one: BillView, *, today: date | None = None) -> dict[str, Any]:
    """A bill as it is today."""
    state = one.state(today or day_of(clock.now()))
    return {name: getattr(one.bill, name) for name in _FIELDS} | {
        "item_name": one.item_name,
        "item_kind": one.item_kind,
        "period": period_text(one.bill.since_on, one.bill.until_on),
        "settled_fen": one.settled_fen,
        "open_fen": one.open_fen,
        "state": state,
        "state_title": state.title,
        "tone": _TONES[state],
        "liable_title": Liable(one.bill.liable).title,
    }


def page_shown(found: Page[BillView]) -> Page[dict[str, Any]]:
    """A page of bills as they are today."""
    return Page([shown(one) for one in found.items], found.next)


def detail(one: BillView) -> dict[str, Any]:
    """A bill with what it is made of, in words that can be worked out by hand, and what each line rests on."""
    lines = bills.lines(one.bill.estate_id, one.bill.id)
    others = parts.parts(one.bill.estate_id, one.bill.id)
    bases = parts.bases(one.bill.estate_id, [line.tariff_id for line in lines])
    today = day_of(clock.now())
    return shown(one) | {
        "lines": lines,
        "parts": others,
        "contract": contracts.ground_of(one.bill.estate_id, one.bill.run_id),
        "late_fen": late.accrued_fen(one, on=today) if one.open_fen else 0,
        "workings": [
            {
                "period": period_text(line.since_on, line.until_on),
                "words": _working(line),
                "basis": bases.get(line.tariff_id, ""),
                "amount_fen": line.amount_fen,
            }
            for line in lines
        ]
        + [
            {
                "period": PartKind(part.kind).title,
                "words": _part_working(part),
                "basis": part.basis,
                "amount_fen": part.amount_fen,
                "cost_id": part.source_id if part.kind == PartKind.SHARE else None,
            }
            for part in others
        ],
    }


def cost_shown(cost: SharedCost) -> dict[str, Any]:
    """A shared cost in words that can be worked out by hand."""
    return {
        "cost": cost,
        "period": period_text(cost.since_on, cost.until_on),
        "quantity": f"{format_milli(cost.quantity_milli)} {cost.measure}",
        "price": f"{format_rate(cost.rate_mfen)} 元/{cost.measure}",
        "method": Method(cost.method).title,
    }


def titles(kinds: Any) -> dict[str, str]:
    """The names of an enumeration's members."""
    return {kind.value: kind.title for kind in kinds}


def format_milli(milli: int) -> str:
    """A quantity without needless zeros: 1234500 → "1234.5"."""
    whole, rest = divmod(milli, 1000)
    return f"{whole}.{f'{rest:03d}'.rstrip('0')}".rstrip(".")


def _part_working(part: Any) -> str:
    if part.kind == PartKind.SHARE:
        whole = f"{format_fen(part.whole_fen)} 元"
        if part.weight == 1:
            return f"{part.words}：{whole} ÷ {part.weights} 户"
        return f"{part.words}：{whole} × {format_area(part.weight)} ㎡ ÷ {format_area(part.weights)} ㎡"
    if part.kind == PartKind.METERED:
        used = f"{format_milli(part.quantity_milli)} {part.measure}"
        return f"{part.words}，{used} × {format_rate(part.rate_mfen)} 元"
    if part.kind == PartKind.RELIEF:
        return f"{ReliefKind(part.words).title} {format_milli(part.weight * 100)}%，按减免的天数折算"
    if part.kind == PartKind.LATE:
        return f"{part.words}，按未缴金额每天万分之 {format_milli(part.weight * 10)} 计"
    return str(part.words)


def _working(line: Any) -> str:
    parts = [f"{format_rate(line.rate_mfen)} {Formula(line.formula).per}"]
    if line.formula == Formula.AREA:
        parts.insert(0, f"{format_area(line.floor_area)} ㎡")
    parts.append(months_text(line.numerator, line.denominator))
    return " × ".join(parts)
