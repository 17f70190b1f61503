"""What the frames of pages need on every page: the estate, the role one acts in, the ways to go."""

from typing import Any
from uuid import UUID

from flask import Flask, g, request

from linli.blueprints import features
from linli.blueprints.account import doorkeeper
from linli.domains.estates import queries as estates
from linli.domains.notices.queries import banners, messages
from linli.domains.people.queries import identity
from linli.kernel.actors import RESIDENTS, STAFF, Actor, Role, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform import clock, transactions
from linli.platform.web.show import shell

_OFFICERS = {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER}
_COMPANY = {Role.PROPERTY_MANAGER, Role.COMPANY_HEAD}
_DESK = {Role.PROPERTY_MANAGER, Role.COMMUNITY_OFFICER}
_HALL = {
    *_OFFICERS,
    *_COMPANY,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SUPERVISOR,
    Role.BRANCH_SECRETARY,
    Role.AUDITOR,
}

_GRADED = {Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR, *_COMPANY}

# heading, label, short label, icon, path below /work/e/<estate>/, roles
_WAYS: tuple[tuple[str, str, str, str, str, set[Role]], ...] = (
    (
        "日常",
        "报事工单",
        "工单",
        "tool",
        "tickets",
        _COMPANY | {Role.PROPERTY_WORKER, Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER},
    ),
    (
        "日常",
        "上报四平台",
        "上报",
        "send",
        "governance",
        {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER},
    ),
    ("日常", "同一事件", "事件", "flag", "incidents", _DESK),
    ("日常", "紧急值班", "值班", "phone", "emergency-duty", _DESK),
    ("日常", "答复常用语", "常用语", "message", "reply-templates", _DESK),
    ("日常", "完工检查单", "检查单", "clipboard-check", "checklists", _DESK),
    ("日常", "公共位置和二维码", "位置", "qrcode", "common-places", _DESK),
    (
        "日常",
        "设备台账",
        "设备",
        "clipboard-check",
        "equipment",
        _COMPANY | {Role.PROPERTY_WORKER, Role.COMMUNITY_OFFICER},
    ),
    (
        "日常",
        "维修资金",
        "维修",
        "hammer",
        "fund",
        _COMPANY
        | {
            Role.PROPERTY_CASHIER,
            Role.COMMITTEE_MEMBER,
            Role.COMMITTEE_SUPERVISOR,
            Role.COMMUNITY_OFFICER,
            Role.STREET_OFFICER,
        },
    ),
    (
        "日常",
        "装修登记",
        "装修",
        "hammer",
        "decorations",
        _COMPANY | {Role.PROPERTY_WORKER, Role.COMMUNITY_OFFICER},
    ),
    (
        "日常",
        "投诉物业",
        "投诉",
        "speakerphone",
        "complaints",
        {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER},
    ),
    ("日常", "情况说明", "说明", "message", "company-statements", _COMPANY),
    ("日常", "业主表决", "表决", "messages", "votes", {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER}),
    (
        "日常",
        "决定与落实",
        "落实",
        "list-check",
        "decisions",
        {
            Role.COMMUNITY_OFFICER,
            Role.STREET_OFFICER,
            Role.COMMITTEE_MEMBER,
            Role.COMMITTEE_SUPERVISOR,
            Role.BRANCH_SECRETARY,
        },
    ),
    (
        "日常",
        "问卷调查",
        "问卷",
        "clipboard-check",
        "surveys",
        {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COMMITTEE_MEMBER},
    ),
    ("日常", "议事厅", "议事", "message", "topics", _HALL),
    ("日常", "公告", "公告", "bell", "notices", {Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER}),
    (
        "日常",
        "公示栏",
        "公示",
        "clipboard-check",
        "board",
        {Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER},
    ),
    ("收费", "账单与收款", "收费", "wallet", "fees", _COMPANY | {Role.PROPERTY_CASHIER}),
    (
        "收费",
        "公共收益",
        "收益",
        "coin-yuan",
        "common-income",
        _COMPANY
        | {
            Role.PROPERTY_CASHIER,
            Role.COMMUNITY_OFFICER,
            Role.COMMITTEE_MEMBER,
            Role.COMMITTEE_SUPERVISOR,
        },
    ),
    ("名册", "房屋与业主", "名册", "users", "owners", {Role.COMMUNITY_OFFICER, Role.PROPERTY_MANAGER}),
    ("名册", "导入业主名册", "导入", "upload", "rosters", {Role.COMMUNITY_OFFICER}),
    ("名册", "房屋认证审核", "认证", "user-check", "claims", {Role.COMMUNITY_OFFICER}),
    ("名册", "名册变更确认", "变更", "refresh", "changes", {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER}),
    (
        "名册",
        "业主委员会",
        "业委会",
        "users",
        "committee",
        _OFFICERS | {Role.PROPERTY_MANAGER, Role.AUDITOR, Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR},
    ),
    ("小区", "小区概况", "概况", "building-community", "", set(STAFF)),
    ("系统", "导出清单", "导出", "download", "exports", set(STAFF)),
    ("系统", "事件推送", "推送", "send", "webhooks", {Role.COMMUNITY_OFFICER, Role.SYSTEM_ADMIN}),
    (
        "评定",
        "托底物业",
        "托底",
        "building-community",
        "takeovers",
        {Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER},
    ),
    ("评定", "满意物业万户评", "万户评", "clipboard-check", "satisfaction", _OFFICERS),
    ("评定", "有礼小区评分", "评分", "star", "rating", _OFFICERS | {Role.ASSESSOR}),
    (
        "评定",
        "升星建议和整改",
        "升星",
        "list-check",
        "rating/improving",
        _OFFICERS | {Role.PROPERTY_MANAGER, Role.COMMITTEE_MEMBER},
    ),
    ("评定", "年度测评和自评", "自评", "clipboard-check", "self-report", _COMPANY | _OFFICERS),
)
_WIDE = (
    ("总览", "辖区一览", "一览", "chart-bar", "/work/board", _OFFICERS | {Role.AUDITOR, Role.SYSTEM_ADMIN}),
    (
        "总览",
        "年度测评",
        "测评",
        "clipboard-check",
        "/work/ratings",
        {Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR},
    ),
    ("总览", "我的测评", "测评", "clipboard-check", "/work/assessments", {Role.ASSESSOR}),
    ("总览", "专班", "专班", "users", "/work/taskforces", _OFFICERS),
    (
        "总览",
        "托底物业",
        "托底",
        "building-community",
        "/work/takeovers",
        {Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR},
    ),
    ("总览", "收缴率", "收缴", "coin-yuan", "/work/collection-rates", _OFFICERS | {Role.COMPANY_HEAD}),
    ("总览", "工单指标", "指标", "chart-bar", "/work/tickets/figures", _OFFICERS | _COMPANY),
    ("评定", "年度星级和奖补", "星级", "award", "/work/rating/years", _OFFICERS | {Role.AUDITOR}),
    ("评定", "年度数据", "数据", "clipboard-check", "/work/rating/data", _OFFICERS | {Role.AUDITOR}),
    ("评定", "指标目录", "目录", "list-check", "/work/rating/catalogues", _OFFICERS | {Role.AUDITOR}),
    ("评定", "其他评分", "评分", "chart-bar", "/work/rating/scales", _OFFICERS | {Role.AUDITOR}),
    ("评定", "万户评总览", "万户评", "chart-bar", "/work/satisfaction", _OFFICERS),
    ("评定", "企业信用信息", "信用", "shield-check", "/work/credit", _GRADED),
    ("评定", "红黑榜", "红黑榜", "flag", "/work/credit-list", _GRADED),
    (
        "总览",
        "页面横幅",
        "横幅",
        "alert-triangle",
        "/work/banners",
        _OFFICERS | {Role.SYSTEM_ADMIN},
    ),
    ("人员", "工作人员与身份", "人员", "users", "/work/roles", _OFFICERS | _COMPANY | {Role.SYSTEM_ADMIN}),
    (
        "人员",
        "部门 A、B 岗",
        "岗位",
        "user-check",
        "/work/department-posts",
        {Role.STREET_OFFICER, Role.COUNTY_OFFICER},
    ),
    ("系统", "事件推送", "推送", "send", "/work/webhooks", {Role.COMPANY_HEAD}),
    ("系统", "后台任务", "任务", "settings", "/work/jobs", {Role.SYSTEM_ADMIN, Role.AUDITOR}),
    (
        "系统",
        "四平台交换",
        "四平台",
        "refresh",
        "/work/governance",
        {Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN},
    ),
    ("系统", "信息保存期限", "期限", "hourglass", "/work/retention", {Role.AUDITOR, Role.SYSTEM_ADMIN}),
    ("系统", "操作记录", "记录", "file-text", "/work/audit", {Role.AUDITOR, Role.SYSTEM_ADMIN}),
)


def furnish(app: Flask) -> None:
    """Give every template the variables of its frame; a view may pass its own instead."""
    app.context_processor(_frame)
    app.context_processor(_banners)


def home_of(actor: Actor) -> str:
    """The first page of whoever acts."""
    if actor.role in RESIDENTS:
        return f"/e/{actor.scope.id}/"
    return "/work/" if actor.role in STAFF else "/me"


def _frame() -> dict[str, Any]:
    actor: Actor | None = g.get("actor")
    if actor is None:
        return {}
    ends_at = identity.ends_at(doorkeeper.current_session())
    shown: dict[str, Any] = {"shell": shell() | {"session_ends_at": ends_at, "extend_url": "/me/extend"}}
    estate_id = _estate_id(actor)
    if estate_id is not None:
        try:
            place = estates.estate(estate_id=estate_id)
            shown["estate"] = {"id": str(place.id), "name": place.name}
            shown["off"] = features.off(estate_id)
        except Unknown:
            pass
    if actor.role not in STAFF:
        shown["counts"] = {"messages": messages.unread_count(actor.account_id)}
    if actor.role in STAFF or request.path.startswith(
        "/work/"
    ):  # some pages of consoles are open to residents
        shown["acting"] = {
            "role": actor.role.title,
            "place": identity.place_name(actor.scope),
            "others": True,
        }
        shown["nav"] = _nav(actor, estate_id)
    return shown


def _banners() -> dict[str, Any]:
    """What stands on top of the page: banners of the estate's regions, or of the officer's own (NT-18)."""
    actor: Actor | None = g.get("actor")
    if not transactions.is_open() and actor is None:
        return {}  # a page that says what went wrong asks for nothing more
    return {"banners": banners.standing(lambda: _regions(actor), now=clock.now())}


def _regions(actor: Actor | None) -> list[UUID]:
    """The regions whose banners stand on the page: the estate's, or the officer's own."""
    named = _estate_id(actor) if actor else (request.view_args or {}).get("estate_id")
    try:
        places = banners.regions_of_estate(named) if isinstance(named, UUID) else []
    except Unknown:
        places = []
    if not places and actor is not None:
        places = banners.regions_of(actor.scope)
    return places


def _estate_id(actor: Actor) -> UUID | None:
    named = (request.view_args or {}).get("estate_id")
    if isinstance(named, UUID):
        return named
    return actor.scope.id if actor.scope.kind is ScopeKind.ESTATE else None


def _nav(actor: Actor, estate_id: UUID | None) -> list[dict[str, Any]]:
    ways = [("", "今日待办", "今日", "list-check", "/work/", {actor.role})]
    if actor.scope.kind is not ScopeKind.ESTATE:
        ways.append(("", "全部小区", "小区", "building-community", "/work/estates", {actor.role}))
    if estate_id is not None:
        off = features.off(estate_id)
        ways += [
            (*way[:4], f"/work/e/{estate_id}/{way[4]}", way[5])
            for way in _WAYS
            if features.of_way(way[4]) not in off
        ]
    ways += _WIDE
    groups: dict[str, list[dict[str, Any]]] = {}
    for heading, label, short, icon, href, roles in ways:
        if actor.role in roles:
            exact = request.path.rstrip("/") == href.rstrip("/")
            current = exact or (not href.endswith("/") and request.path.startswith(f"{href}/"))
            groups.setdefault(heading, []).append(
                {"label": label, "short": short, "icon": icon, "href": href, "current": current}
            )
    return [{"heading": heading, "items": items} for heading, items in groups.items()]
