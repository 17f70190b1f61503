"""What residents read: shared costs with their own share, and a price change with its papers (scenario 7)."""

from typing import Any
from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.showing import cost_shown
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.models import FeeChange, SharedCost
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import changes, costs, items
from linli.domains.fees.rules import Formula, format_rate
from linli.domains.fees.rules.changes import ChangeState, shown_until
from linli.domains.fees.rules.splitting import Method
from linli.kernel.actors import Actor
from linli.platform.paging import Window
from linli.platform.web import Pages, WindowIn, allow, takes
from linli.platform.web.files import send

bp = Pages("fees_shared_pages", __name__)
COSTS = "/e/<uuid:estate_id>/bills/shared"
CHANGES = "/e/<uuid:estate_id>/bills/changes"


@bp.get(COSTS)
@allow(Act.READ_COSTS, GRANTS)
@takes(WindowIn, where="query")
def list_costs(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = costs.costs_page(estate_id, window=Window(**query), published_only=True)
    return render_template(
        "fees/shared.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        costs=[cost_shown(one) for one in found.items],
        own=costs.own_amounts(actor, estate_id, [one.id for one in found.items]),
        changes=[(one, name, ChangeState(one.state).title) for one, name in _shown(estate_id)],
        next=found.next and f"/e/{estate_id}/bills/shared?cursor={found.next}",
    )


def _shown(estate_id: UUID) -> list[tuple[FeeChange, str]]:
    return changes.changes(estate_id, shown_only=True, most=5)


@bp.get(f"{COSTS}/<uuid:cost_id>")
@allow(Act.READ_COSTS, GRANTS, on=costs.published)
def show_cost(actor: Actor, published: SharedCost) -> ResponseReturnValue:
    return render_template(
        "fees/shared_cost.html",
        tab="fees",
        back={"href": f"/e/{published.estate_id}/bills/shared", "label": "返回公共分摊"},
        cost=cost_shown(published),
        view=costs.view(published),
        equal=published.method == Method.EQUAL,
        own=costs.own_shares(actor, published),
    )


@bp.get(f"{CHANGES}/<uuid:price_change_id>")
@allow(Act.READ_CHANGES, GRANTS, on=changes.shown)
def show_change(actor: Actor, shown: FeeChange) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "fees/fee_change.html",
        tab="fees",
        back={"href": f"/e/{shown.estate_id}/bills/shared", "label": "返回公示"},
        change=shown,
        item=items.item(estate_id=shown.estate_id, item_id=shown.item_id),
        price=f"{format_rate(shown.rate_mfen)} {Formula(shown.formula).per}",
        unit_kind=UnitKind(shown.unit_kind).title,
        state=ChangeState(shown.state).title,
        until_on=shown_until(shown.shown_on) if shown.shown_on else None,
        papers=changes.papers(shown),
    )


@bp.get(f"{CHANGES}/<uuid:price_change_id>/papers/<uuid:file_id>")
@allow(Act.READ_CHANGES, GRANTS, on=changes.shown)
def show_paper(actor: Actor, shown: FeeChange, file_id: UUID) -> Response:  # noqa: ARG001
    return send(changes.paper(shown, file_id))
