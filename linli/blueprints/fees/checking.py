"""What waits for a second person: bills, shared costs, reductions, readings, prepaid money that goes back."""

from uuid import UUID

from linli.domains.fees.queries import costs, drafts, own_readings, reliefs
from linli.domains.fees.rules import period_text
from linli.domains.fees.rules.parts import DraftState
from linli.domains.payments.queries import returns
from linli.kernel.fen import format_fen

Waiting = tuple[str, str, str]  # what, where, in a few words


def to_check(estate_id: UUID, *, but_of: UUID | None = None) -> list[Waiting]:
    """All that waits, without what `but_of` prepared, for nobody decides on their own."""
    place = f"/work/e/{estate_id}/fees"
    found: list[Waiting] = []
    for view in drafts.waiting(estate_id):
        if view.draft.state == DraftState.DRAFTED and view.draft.drafted_by != but_of:
            words = period_text(view.draft.since_on, view.draft.until_on)
            sums = f"{view.count} 张，{format_fen(view.total_fen)} 元"
            found.append((f"复核{words}账单", f"{place}/drafts/{view.draft.id}", sums))
    for cost in costs.waiting(estate_id):
        if cost.drafted_by != but_of:
            words = f"{cost.name}，{format_fen(cost.amount_fen)} 元"
            found.append(("复核公共分摊", f"{place}/costs/{cost.id}", words))
    for one in reliefs.waiting(estate_id):
        if one.relief.proposed_by != but_of:
            words = f"{one.unit_label}，{one.item_name}"
            found.append(("批准减免", f"{place}/reliefs/{one.relief.id}", words))
    for window_id, many in own_readings.waiting_by_window(estate_id):
        found.append(("核对住户自报的读数", f"{place}/windows/{window_id}", f"{many} 条"))
    for back, label in returns.waiting(estate_id):
        if back.proposed_by != but_of:
            found.append(("复核退预存", f"{place}/prepaid", f"{label}，{format_fen(back.amount_fen)} 元"))
    return found
