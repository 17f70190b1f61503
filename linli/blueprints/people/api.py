"""The register of owners and its changes, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.people import schemas, shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.people.models import Owner, RegisterChange
from linli.domains.people.operations import changes, register
from linli.domains.people.operations.changes import NewOwner
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import homes
from linli.domains.people.queries import register as owners
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("people_api", __name__, tag="people")


@bp.get("/estates/<uuid:estate_id>/owners")
@allow(Act.READ_OWNERS, GRANTS)
@takes(schemas.OwnersIn, where="query")
@gives(page_of(schemas.OwnerOut))
@summary("业主名册，姓名和电话隐去中间")
def list_owners(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    found = owners.owners_page(
        estate_id, window=Window(query["limit"], query["cursor"]), search=query["search"]
    )
    return {"items": shown.owners(estate_id, found.items), "next": found.next}


@bp.get("/estates/<uuid:estate_id>/owners/<uuid:owner_id>")
@allow(Act.READ_OWNERS, GRANTS, on=owners.owner)
@gives(schemas.OwnerOut)
@summary("一位业主和名下的房屋")
def show_owner(actor: Actor, owner: Owner) -> Any:  # noqa: ARG001
    return shown.owners(owner.estate_id, [owner])[0]


@bp.post("/estates/<uuid:estate_id>/owners/<uuid:owner_id>/reveal")
@allow(Act.REVEAL_OWNER, GRANTS, on=owners.owner)
@takes(schemas.ReasonIn)
@gives(schemas.RevealedOut)
@summary("查看业主的完整姓名和电话：要写原因，每次都有记录")
def reveal_owner(actor: Actor, owner: Owner, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return register.reveal(owner=owner, reason=body["reason"])


@bp.get("/estates/<uuid:estate_id>/units/<uuid:unit_id>/household")
@allow(Act.READ_HOUSEHOLD, GRANTS, on=estates.unit)
@gives(schemas.HouseholdOut)
@summary("一套房屋的业主、家人和租客")
def show_household(actor: Actor, unit: Unit) -> Any:
    return shown.household(actor, unit.estate_id, unit.id)


@bp.put("/estates/<uuid:estate_id>/units/<uuid:unit_id>/representative")
@allow(Act.CHOOSE_REPRESENTATIVE, GRANTS, on=estates.unit)
@takes(schemas.RepresentativeIn)
@gives(schemas.HouseholdOut)
@summary("共有人推选一位代表投票")
def choose_representative(actor: Actor, unit: Unit, body: dict[str, Any]) -> Any:
    register.choose_representative(
        estate_id=unit.estate_id, unit_id=unit.id, owner_id=body["owner_id"], on=day_of(clock.now())
    )
    return shown.household(actor, unit.estate_id, unit.id)


@bp.get("/estates/<uuid:estate_id>/register-changes")
@allow(Act.READ_CHANGES, GRANTS)
@takes(schemas.ChangesIn, where="query")
@gives(page_of(schemas.ChangeOut))
@summary("名册变更：待确认的和办过的")
def list_changes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    found = homes.changes_page(
        estate_id, window=Window(query["limit"], query["cursor"]), state=query["state"]
    )
    return {"items": shown.register_changes(estate_id, found.items), "next": found.next}


@bp.post("/estates/<uuid:estate_id>/register-changes")
@allow(Act.PROPOSE_CHANGE, GRANTS)
@takes(schemas.SaleIn)
@gives(schemas.ChangeOut, 201)
@idempotent()
@summary("提出房屋过户；另一位工作人员确认后才生效")
def propose_sale(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    unit = estates.unit(estate_id=estate_id, unit_id=body["unit_id"])
    made = changes.propose_sale(
        actor=actor,
        estate_id=estate_id,
        unit_id=unit.id,
        to=[NewOwner(**one | {"phones": tuple(one["phones"])}) for one in body["new_owners"]],
        since_on=body["since_on"],
        reason=body["reason"],
        now=clock.now(),
    )
    return shown.register_changes(estate_id, [made])[0]


@bp.post("/estates/<uuid:estate_id>/register-changes/<uuid:change_id>/decision")
@allow(Act.DECIDE_CHANGE, GRANTS, on=homes.change)
@takes(schemas.ChangeDecisionIn)
@gives(schemas.ChangeOut)
@idempotent()
@summary("确认或退回名册变更，不能由提出的人自己确认")
def decide_change(actor: Actor, change: RegisterChange, body: dict[str, Any]) -> Any:
    changes.decide_change(actor=actor, change=change, now=clock.now(), **body)
    return shown.register_changes(change.estate_id, [change])[0]
