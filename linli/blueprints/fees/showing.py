"""Bills as programs and pages are shown them."""

from datetime import date
from typing import Any

from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.fees.rules import BillState, Formula, Liable, format_rate, months_text, period_text
from linli.kernel.area import format_area
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
    """A bill with what it is made of, in words that can be worked out by hand."""
    lines = bills.lines(one.bill.estate_id, one.bill.id)
    return shown(one) | {
        "lines": lines,
        "workings": [
            {
                "period": period_text(line.since_on, line.until_on),
                "words": _working(line),
                "amount_fen": line.amount_fen,
            }
            for line in lines
        ],
    }


def _working(line: Any) -> str:
    parts = [f"{format_rate(line.rate_mfen)} {Formula(line.formula).per}"]
    if line.formula == Formula.AREA:
        parts.insert(0, f"{format_area(line.floor_area)} ㎡")
    parts.append(months_text(line.numerator, line.denominator))
    return " × ".join(parts)
