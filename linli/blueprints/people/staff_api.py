"""Roles and staff accounts within one's own scope, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.people import schemas, shown
from linli.domains.people.operations import roles, staffing
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import staffing as staff
from linli.kernel.actors import Actor, Scope
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("people_staff_api", __name__, tag="people")


@bp.get("/roles")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(schemas.GrantOut))
@summary("自己范围内的工作人员和身份")
def list_roles(actor: Actor, query: dict[str, Any]) -> Any:
    return shown.grants(staff.grants_page(actor, window=Window(**query), now=clock.now()))


@bp.post("/roles")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(schemas.GrantIn)
@gives(schemas.GrantOut, 201)
@idempotent()
@summary("授予身份：只能在自己范围内、授予可以授予的")
def grant_role(actor: Actor, body: dict[str, Any]) -> Any:
    account = staffing.account_named(body["who"])
    scope = Scope(body["scope_kind"], body["scope_id"])
    made = roles.grant(
        actor=actor,
        account_id=account.id,
        role=body["role"],
        scope=scope,
        until=body["until"],
        now=clock.now(),
    )
    return shown.grant(made)


@bp.delete("/roles/<uuid:grant_id>")
@allow(Act.GRANT_ROLE, GRANTS)
@gives(None, 204)
@summary("收回身份，下一次操作起失效")
def take_back_role(actor: Actor, grant_id: UUID) -> None:
    now = clock.now()
    roles.take_back(actor=actor, grant=staff.grant_in_reach(actor, grant_id, now=now), now=now)


@bp.post("/staff-accounts")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(schemas.StaffIn)
@gives(schemas.SetupOut, 201)
@idempotent()
@summary("开通工作账号并授予第一个身份；开通码只显示这一次")
def open_staff_account(actor: Actor, body: dict[str, Any]) -> Any:
    scope = Scope(body.pop("scope_kind"), body.pop("scope_id"))
    account, setup_code = staffing.open_account(actor=actor, scope=scope, until=None, now=clock.now(), **body)
    return {"account_id": account.id, "setup_code": setup_code}


@bp.post("/staff-accounts/<uuid:account_id>/reset")
@allow(Act.GRANT_ROLE, GRANTS)
@gives(schemas.SetupOut)
@idempotent()
@summary("重置工作账号：原密码和动态码作废，给新的开通码")
def reset_staff_account(actor: Actor, account_id: UUID) -> Any:
    now = clock.now()
    account = staff.staff_in_reach(actor, account_id, now=now)
    return {
        "account_id": account.id,
        "setup_code": staffing.reset_account(actor=actor, account=account, now=now),
    }


@bp.post("/staff-accounts/<uuid:account_id>/leave")
@allow(Act.GRANT_ROLE, GRANTS)
@takes(schemas.LeaveIn)
@gives(None, 204)
@idempotent()
@summary("工作人员离岗：账号停用，在办的事移交同事")
def leave(actor: Actor, account_id: UUID, body: dict[str, Any]) -> None:
    now = clock.now()
    account = staff.staff_in_reach(actor, account_id, now=now)
    staffing.leave(actor=actor, account=account, successor_id=body["successor_id"], now=now)
