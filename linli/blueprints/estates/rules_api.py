"""An estate's company, its own rules by date, and the parts of the platform it uses, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.estates import schemas, shown
from linli.domains.estates import operations, queries
from linli.domains.estates.models import ServiceContract
from linli.domains.estates.permissions import GRANTS, Act
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("estates_rules_api", __name__, tag="estates")


@bp.get("/estates/<uuid:estate_id>/contracts")
@allow(Act.READ_ESTATE, GRANTS)
@gives(schemas.ContractsOut)
@summary("历年的物业服务合同")
def list_contracts(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": shown.contracts(estate_id)}


@bp.post("/estates/<uuid:estate_id>/contracts")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.ContractIn)
@gives(schemas.ContractOut, 201)
@idempotent()
@summary("登记物业服务合同")
def engage_company(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    company = queries.company(body["company_id"])
    made = operations.engage_company(estate_id=estate_id, now=clock.now(), **body)
    return {
        "id": made.id,
        "company_id": company.id,
        "company": company.name,
        "since_on": made.since_on,
        "until_on": made.until_on,
    }


@bp.put("/estates/<uuid:estate_id>/contracts/<uuid:contract_id>/end")
@allow(Act.SHAPE_ESTATE, GRANTS, on=queries.contract)
@takes(schemas.ContractEndIn)
@gives(None, 204)
@summary("写下合同的最后一天")
def end_contract(actor: Actor, contract: ServiceContract, body: dict[str, Any]) -> None:  # noqa: ARG001
    operations.end_contract(contract=contract, until_on=body["until_on"], now=clock.now())


@bp.get("/estates/<uuid:estate_id>/settings")
@allow(Act.READ_ESTATE, GRANTS)
@gives(schemas.SettingsOut)
@summary("小区自己的规则，含已被后来的替换的")
def list_settings(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": queries.settings(estate_id)}


@bp.get("/estates/<uuid:estate_id>/settings/<string:name>")
@allow(Act.READ_ESTATE, GRANTS)
@takes(schemas.SettingOnIn, where="query")
@gives(schemas.SettingInForceOut)
@summary("某一天有效的那条规则")
def show_setting(actor: Actor, estate_id: UUID, name: str, query: dict[str, Any]) -> Any:  # noqa: ARG001
    on = query["on"] or day_of(clock.now())
    return {"name": name, "on": on, "value": queries.setting(estate_id, name, on=on)}


@bp.post("/estates/<uuid:estate_id>/settings")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.SettingIn)
@gives(schemas.SettingOut, 201)
@idempotent()
@summary("从某一天起定一条规则")
def decide_setting(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.decide_setting(estate_id=estate_id, **body)


@bp.get("/estates/<uuid:estate_id>/features")
@allow(Act.READ_ESTATE, GRANTS)
@gives(schemas.FeaturesOut)
@summary("小区启用了哪些功能")
def list_features(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": shown.features(estate_id)}


@bp.put("/estates/<uuid:estate_id>/features/<string:name>")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.FeatureIn)
@gives(schemas.FeaturesOut)
@summary("启用或停用一项功能；停用后打不开，菜单里也没有")
def switch_feature(actor: Actor, estate_id: UUID, name: str, body: dict[str, Any]) -> Any:  # noqa: ARG001
    if name not in set(Feature):
        raise Unknown
    operations.switch_feature(
        estate_id=estate_id, feature=Feature(name), on=body["on"], today=day_of(clock.now())
    )
    return {"items": shown.features(estate_id)}
