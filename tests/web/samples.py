"""Sample words for the look-book: one entry a page, the same words the real views hand over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)

SHELL = {
    "help": {"phone": "0570-96811", "hours": "每天 8:00–20:00，有人接听", "paper": "需要纸质材料：到社区服务大厅领取，或打电话请人送上门。"},
    "session_ends_at": None, "extend_url": "/me/session", "draft_owner": "sample", "release": "1",
}
ESTATE = {"id": "0198", "name": "斗潭新村"}
COUNTS = {"votes": 1, "tickets": 1, "fees": 2, "messages": 3}
RESIDENT = {"estate": ESTATE, "counts": COUNTS}

NAV = [
    {"heading": "", "items": [
        {"label": "今日待办", "short": "今日", "href": "/work", "icon": "list-check", "current": True, "count": 6},
        {"label": "报修工单", "short": "工单", "href": "#t", "icon": "tool", "count": 4},
        {"label": "表决与公示", "short": "表决", "href": "#v", "icon": "clipboard-check"},
        {"label": "收费与账单", "short": "收费", "href": "#f", "icon": "receipt"},
    ]},
    {"heading": "小区档案", "items": [
        {"label": "房屋与业主名册", "href": "#r", "icon": "building-community"},
        {"label": "认证审核", "href": "#c", "icon": "id-badge-2", "count": 2},
        {"label": "星级评定", "href": "#s", "icon": "award"},
        {"label": "公告", "href": "#n", "icon": "speakerphone"},
    ]},
]
WORK = {"nav": NAV, "acting": {"role": "物业经理", "place": "斗潭新村", "others": True}}

HOME = {
    **RESIDENT, "tab": "home", "greeting": "上午好", "person": {"name": "王秀英"}, "unit_label": "3幢2单元501 · 业主",
    "star": {"level": 4, "text": "四星小区", "href": "#"},
    "awaiting": [
        {"title": "关于更换 3 幢电梯的表决", "text": "9月20日 18:00 截止，您还没有投票", "chip": ("还剩 6 天", "wait"), "action": "去投票", "href": "#1"},
        {"title": "2026年三季度物业费", "text": "¥412.50，9月30日前缴", "action": "去缴费", "href": "#2"},
        {"title": "楼道灯不亮已修好", "text": "请您看看修得怎么样", "action": "去评价", "href": "#3"},
    ],
    "modules": [
        {"label": "报事报修", "icon": "tool", "href": "#a", "tone": "amber"},
        {"label": "投票表决", "icon": "clipboard-check", "href": "#b", "count": 1},
        {"label": "缴费", "icon": "wallet", "href": "#c", "count": 2, "tone": "blue"},
        {"label": "小区星级", "icon": "award", "href": "#d"},
        {"label": "公告消息", "icon": "speakerphone", "href": "#e", "tone": "blue"},
        {"label": "我的房屋", "icon": "key", "href": "#f", "tone": "amber"},
    ],
    "latest": [
        {"title": "9月16日 8:00–12:00 停水通知", "text": "3幢、5幢 · 今天 09:12", "href": "#g", "unread": True},
        {"title": "中秋游园会报名开始", "text": "斗潭社区 · 昨天", "href": "#h", "unread": False},
    ],
}

EVENTS = [
    {"title": "已修好，等您评价", "at": NOW, "text": "师傅：李建国。更换感应灯一只。", "state": "now",
     "photos": [{"src": "/static/icons/mark-192.png", "alt": "修好后的楼道灯"}]},
    {"title": "师傅已到现场", "at": NOW - timedelta(hours=2), "state": "done"},
    {"title": "物业已受理，派给李建国", "at": NOW - timedelta(hours=5), "text": "预计今天 12:00 前到", "state": "done"},
    {"title": "您报了这件事", "at": NOW - timedelta(hours=6), "state": "done"},
]


def pages(form: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Page name → (template, variables). `form` makes a form from values and errors."""
    wrong = form(
        values={"phone": "1381234", "category": "lift", "words": "三楼感应灯坏了", "agree": ""},
        errors={"phone": ["手机号应是 11 位数字，请补全。"], "place": ["请选择地点，师傅才找得到。"]},
    )
    return {
        "home": ("resident/home.html", HOME),
        "home-empty": ("resident/home.html", {**HOME, "awaiting": [], "urgent": {"title": "5幢电梯停运检修，请走东侧楼梯。预计 15:00 恢复。", "href": "#u"}, "latest": []}),
        "parts": ("parts.html", {**RESIDENT, "tab": "tickets", "form": form(), "events": EVENTS, "now": NOW, "today": TODAY,
                                 "notices": [{"kind": "good", "text": "已保存。"}]}),
        "form-wrong": ("parts_form.html", {**RESIDENT, "tab": "tickets", "form": wrong, "heading": "报修", "back": {"href": "#"}}),
        "offline": ("offline.html", {}),
        "refused-404": ("refused.html", {"status": 404, "sentence": "没有找到这个页面", "number": "8F3K-22Q7"}),
        "refused-500": ("refused.html", {"status": 500, "sentence": "系统出了点问题，没有办成", "number": "8F3K-22Q7"}),
    }
