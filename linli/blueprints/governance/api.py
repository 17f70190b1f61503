"""The exchange for programs: cases with their tries, differences, health; the same acts as on the pages."""

from typing import Any
from uuid import UUID

from linli.blueprints.governance import schemas
from linli.blueprints.governance.showing import whole
from linli.domains.governance.models import GovernanceCase, GovernanceDifference, GovernanceParcel
from linli.domains.governance.operations import cases as operations
from linli.domains.governance.operations import comparing, sending
from linli.domains.governance.permissions import GRANTS, Act
from linli.domains.governance.queries import cases
from linli.domains.governance.queries import health as healths
from linli.domains.tickets.models import Ticket
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, allow, gives, summary, takes

bp = Api("governance_api", __name__, tag="governance")
HERE = "/estates/<uuid:estate_id>/governance"
ONE = f"{HERE}/cases/<uuid:ticket_id>"


@bp.get(f"{HERE}/cases")
@allow(Act.READ, GRANTS)
@takes(schemas.CasesIn, where="query")
@gives(schemas.CasePageOut)
@summary("上报四平台的报事：卡住的、在平台的、已有结果的")
def list_cases(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    return cases.cases_page(estate_id, view=query["view"], window=window, now=clock.now())


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=cases.case)
@gives(schemas.WholeCaseOut)
@summary("一件报事上报的经过：每次发送、每条平台更新")
def show_case(actor: Actor, case: GovernanceCase) -> dict[str, Any]:  # noqa: ARG001
    return whole(case)


@bp.post(f"{ONE}/sending")
@allow(Act.SEND, GRANTS, on=cases.ticket)
@takes(schemas.SendIn)
@gives(schemas.WholeCaseOut, 201)
@summary("把一件报事上报四平台")
def send(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    return whole(operations.send(actor=actor, ticket=ticket, now=clock.now(), **body))


@bp.post(f"{ONE}/handing-over")
@allow(Act.HAND_OVER, GRANTS, on=cases.ticket)
@takes(schemas.HandOverIn)
@gives(schemas.WholeCaseOut, 201)
@summary("登记人工移交的文号和日期")
def hand_over(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    return whole(operations.hand_over(actor=actor, ticket=ticket, now=clock.now(), **body))


@bp.post(f"{HERE}/parcels/<uuid:parcel_id>/resending")
@allow(Act.RESEND, GRANTS, on=cases.parcel)
@gives(None, 204)
@summary("重发一条失败的消息，外部编号不变")
def resend(actor: Actor, parcel: GovernanceParcel) -> None:  # noqa: ARG001
    sending.resend(parcel=parcel, now=clock.now())


@bp.get(f"{HERE}/differences")
@allow(Act.READ, GRANTS)
@gives(schemas.DifferencesOut)
@summary("与四平台每日核对出的差异")
def list_differences(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": cases.differences(estate_id)}


@bp.post(f"{HERE}/differences/<uuid:difference_id>/closing")
@allow(Act.CLOSE_DIFFERENCE, GRANTS, on=cases.difference)
@takes(schemas.CloseIn)
@gives(schemas.DifferenceOut)
@summary("写明处理情况，关闭一条差异")
def close(actor: Actor, difference: GovernanceDifference, body: dict[str, Any]) -> GovernanceDifference:
    return comparing.close(actor=actor, difference=difference, now=clock.now(), **body)


@bp.get("/governance/health")
@allow(Act.READ_HEALTH, GRANTS)
@gives(schemas.HealthOut)
@summary("与四平台的交换是否正常，最早未发的是哪一刻")
def show_health(actor: Actor) -> Any:  # noqa: ARG001
    return healths.health(now=clock.now())
