"""What owners read of repairs that their units have a share in: plan beside settlement, what was paid."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fund.console import TONES
from linli.domains.fund import queries
from linli.domains.fund.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform.paging import Window
from linli.platform.web import Pages, WindowIn, allow, takes

bp = Pages("fund_pages", __name__)
HERE = "/e/<uuid:estate_id>/fund"


@bp.get(HERE)
@allow(Act.READ_OWN, GRANTS)
@takes(WindowIn, where="query")
def list_projects(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = queries.projects_page(actor, estate_id, window=Window(20, query["cursor"]))
    return render_template(
        "fund/list.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        projects=found.items,
        tones=TONES,
        next=found.next and f"/e/{estate_id}/fund?cursor={found.next}",
    )


@bp.get(f"{HERE}/<uuid:fund_project_id>")
@allow(Act.READ_OWN, GRANTS)
def show(actor: Actor, estate_id: UUID, fund_project_id: UUID) -> ResponseReturnValue:
    found = queries.project_for(actor, estate_id=estate_id, fund_project_id=fund_project_id)
    (view,) = queries.views([found])
    return render_template(
        "fund/one.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/fund", "label": "返回维修资金"},
        one=view,
        tones=TONES,
        shares=queries.shares(found),
        own=set(actor.units),
        payments=queries.payments(found),
    )
