"""Sample words for the look-book: one entry a page, the same words the real views hand over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 14)

SHELL = {
    "help": {
        "phone": "0570-96811",
        "hours": "每天 8:00–20:00，有人接听",
        "paper": "需要纸质材料：到社区服务大厅领取，或打电话请人送上门。",
    },
    "session_ends_at": None,
    "extend_url": "/me/session",
    "draft_owner": "sample",
    "release": "1",
}
ESTATE = {"id": "0198", "name": "斗潭新村"}
COUNTS = {"votes": 1, "tickets": 1, "fees": 2, "messages": 3}
RESIDENT = {"estate": ESTATE, "counts": COUNTS}

NAV = [
    {
        "heading": "",
        "items": [
            {
                "label": "今日待办",
                "short": "今日",
                "href": "/work",
                "icon": "list-check",
                "current": True,
                "count": 6,
            },
            {"label": "报修工单", "short": "工单", "href": "#t", "icon": "tool", "count": 4},
            {"label": "表决与公示", "short": "表决", "href": "#v", "icon": "clipboard-check"},
            {"label": "收费与账单", "short": "收费", "href": "#f", "icon": "receipt"},
        ],
    },
    {
        "heading": "小区档案",
        "items": [
            {"label": "房屋与业主名册", "href": "#r", "icon": "building-community"},
            {"label": "认证审核", "href": "#c", "icon": "id-badge-2", "count": 2},
            {"label": "星级评定", "href": "#s", "icon": "award"},
            {"label": "公告", "href": "#n", "icon": "speakerphone"},
        ],
    },
]
WORK = {"nav": NAV, "acting": {"role": "物业经理", "place": "斗潭新村", "others": True}}

HOME = {
    **RESIDENT,
    "tab": "home",
    "greeting": "上午好",
    "person": {"name": "王秀英"},
    "unit_label": "3幢2单元501 · 业主",
    "star": {"level": 4, "text": "四星小区", "href": "#"},
    "awaiting": [
        {
            "title": "关于更换 3 幢电梯的表决",
            "text": "9月20日 18:00 截止，您还没有投票",
            "chip": ("还剩 6 天", "wait"),
            "action": "去投票",
            "href": "#1",
        },
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
        {
            "title": "9月16日 8:00–12:00 停水通知",
            "text": "3幢、5幢 · 今天 09:12",
            "href": "#g",
            "unread": True,
        },
        {"title": "中秋游园会报名开始", "text": "斗潭社区 · 昨天", "href": "#h", "unread": False},
    ],
}

EVENTS = [
    {
        "title": "已修好，等您评价",
        "at": NOW,
        "text": "师傅：李建国。更换感应灯一只。",
        "state": "now",
        "photos": [{"src": "/static/icons/mark-192.png", "alt": "修好后的楼道灯"}],
    },
    {"title": "师傅已到现场", "at": NOW - timedelta(hours=2), "state": "done"},
    {
        "title": "物业已受理，派给李建国",
        "at": NOW - timedelta(hours=5),
        "text": "预计今天 12:00 前到",
        "state": "done",
    },
    {"title": "您报了这件事", "at": NOW - timedelta(hours=6), "state": "done"},
]

CLAIM = {
    **RESIDENT,
    "tab": "me",
    "heading": "房屋认证",
    "back": {"href": "#"},
    "ways": {"roster": "#1", "code": "#2", "paper": "#3"},
    "action": "#",
    "phone": "138****5678",
    "review_days": 3,
    "way": None,
    "estates": [
        {"value": "", "label": "请选择"},
        {"value": "0198", "label": "斗潭新村"},
        {"value": "0199", "label": "荷花苑"},
    ],
}


def me(form: Any) -> dict[str, Any]:
    """The page 我的 of an owner with two homes."""
    return {
        **RESIDENT,
        "tab": "me",
        "person": {"name": "王秀英", "phone": "138****5678"},
        "units": [
            {"label": "3幢2单元501", "tie": "业主", "href": "#1", "text": "89.99 ㎡ · 斗潭新村"},
            {"label": "车位 B1-023", "tie": "业主", "href": "#2", "text": "斗潭新村"},
        ],
        "claim_href": "#c",
        "roles": 2,
        "acting_href": "#a",
        "acting_label": "业主 · 斗潭新村",
        "work_href": None,
        "look_form": form(values={"theme": "auto", "mode": "normal"}),
        "look_action": "#",
        "wishes": [
            {
                "name": "legal",
                "label": "表决和公示",
                "hint": "依法必须通知，不能关",
                "on": True,
                "locked": True,
            },
            {"name": "bills", "label": "账单到期提醒", "on": True},
            {"name": "events", "label": "活动报名", "on": False},
        ],
        "wishes_action": "#",
        "sessions": [
            {"device": "微信 · 华为手机", "last_at": NOW, "current": True},
            {
                "device": "谷歌浏览器 · Windows 电脑",
                "last_at": NOW - timedelta(days=3),
                "current": False,
                "revoke_action": "#",
            },
        ],
        "revoke_others_action": "#",
        "export_href": "#e",
        "close_href": "#x",
        "sign_out_action": "#",
    }


TODAY_PAGE = {
    **WORK,
    "today": TODAY,
    "sentence": "斗潭新村 · 物业经理",
    "done_count": 5,
    "figures": [
        {"label": "新报修", "value": 7, "unit": "件", "href": "#"},
        {"label": "超时未办", "value": 1, "unit": "件", "tone": "bad", "href": "#"},
        {"label": "待评价", "value": 3, "unit": "件"},
        {"label": "本季收缴率", "value": "93.4", "unit": "%"},
    ],
    "overdue": [
        {
            "title": "5幢电梯异响",
            "text": "9月12日报，应在 24 小时内到场",
            "chip": ("超时 1 天", "bad"),
            "action": "去派单",
            "href": "#1",
        }
    ],
    "due": [
        {
            "title": "3幢2单元楼道灯不亮",
            "text": "王*英 · 12:00 前到场",
            "chip": ("还剩 2 小时", "wait"),
            "action": "去派单",
            "href": "#2",
        },
        {"title": "荷花池边地砖松动", "text": "李* · 今天内回复", "action": "去回复", "href": "#3"},
        {"title": "三季度账单核对", "text": "384 户，今天须发布", "action": "去核对", "href": "#4"},
    ],
    "later": [{"title": "电梯年检", "text": "9月20日到期", "action": "去看看", "href": "#5"}],
}


def pages(form: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Page name → (template, variables). `form` makes a form from values and errors."""
    wrong = form(
        values={"phone": "1381234", "category": "lift", "words": "三楼感应灯坏了", "agree": ""},
        errors={"phone": ["手机号应是 11 位数字，请补全。"], "place": ["请选择地点，师傅才找得到。"]},
    )
    return {
        "home": ("resident/home.html", HOME),
        "home-empty": (
            "resident/home.html",
            {
                **HOME,
                "awaiting": [],
                "urgent": {"title": "5幢电梯停运检修，请走东侧楼梯。预计 15:00 恢复。", "href": "#u"},
                "latest": [],
            },
        ),
        "parts": (
            "parts.html",
            {
                **RESIDENT,
                "tab": "tickets",
                "form": form(),
                "events": EVENTS,
                "now": NOW,
                "today": TODAY,
                "notices": [{"kind": "good", "text": "已保存。"}],
            },
        ),
        "form-wrong": (
            "parts_form.html",
            {**RESIDENT, "tab": "tickets", "form": wrong, "back": {"href": "#"}},
        ),
        "sign-in": (
            "account/sign_in.html",
            {"form": form(), "step": "phone", "action": "#", "staff_href": "#"},
        ),
        "sign-in-code": (
            "account/sign_in.html",
            {
                "form": form(
                    values={"code": "12345"}, errors={"code": ["验证码是 6 位数字，请再看一眼短信。"]}
                ),
                "step": "code",
                "action": "#",
                "phone": "13812345678",
                "masked": "138****5678",
                "resend_action": "#",
                "change_href": "#",
                "minutes": 5,
            },
        ),
        "staff-sign-in": (
            "account/staff_sign_in.html",
            {"form": form(), "action": "#", "resident_href": "#"},
        ),
        "me": ("account/me.html", me(form)),
        "claim": ("account/claim.html", {**CLAIM, "form": form()}),
        "claim-paper": ("account/claim.html", {**CLAIM, "form": form(), "way": "paper"}),
        "acting": (
            "account/acting.html",
            {
                "back": {"href": "#"},
                "action": "#",
                "claim_href": "#",
                "choices": [
                    {
                        "value": "1",
                        "role": "业主",
                        "place": "斗潭新村",
                        "text": "3幢2单元501",
                        "current": True,
                        "work": False,
                    },
                    {"value": "2", "role": "业委会委员", "place": "斗潭新村", "work": True},
                    {"value": "3", "role": "网格员", "place": "府山街道斗潭社区", "work": True},
                ],
            },
        ),
        "today": ("console/today.html", TODAY_PAGE),
        "today-done": ("console/today.html", {**TODAY_PAGE, "figures": [], "overdue": [], "due": []}),
        "messages": (
            "messages/list.html",
            {
                **RESIDENT,
                "tab": "me",
                "back": {"href": "#"},
                "read_all_action": "#",
                "next": "#n",
                "options": [
                    {"label": "全部", "href": "#1", "current": True},
                    {"label": "未读 2", "href": "#2"},
                    {"label": "公告", "href": "#3"},
                ],
                "messages": [
                    {
                        "title": "您的报修已修好",
                        "text": "楼道灯不亮 · 请评价",
                        "at": NOW,
                        "href": "#a",
                        "unread": True,
                        "sent": "短信已送达",
                    },
                    {
                        "title": "三季度物业费账单",
                        "text": "3幢2单元501 ¥412.50，9月30日前缴",
                        "at": NOW - timedelta(days=1),
                        "href": "#b",
                        "unread": True,
                    },
                    {
                        "title": "关于更换 3 幢电梯的表决开始了",
                        "text": "9月20日 18:00 截止",
                        "at": NOW - timedelta(days=4),
                        "href": "#c",
                        "unread": False,
                        "sent": "微信已读",
                    },
                ],
            },
        ),
        "messages-empty": (
            "messages/list.html",
            {
                **RESIDENT,
                "tab": "me",
                "messages": [],
                "options": [{"label": "全部", "href": "#1", "current": True}],
            },
        ),
        "public": (
            "parts_public.html",
            {
                "links": [
                    {"label": "表决结果", "href": "#v", "current": True},
                    {"label": "小区星级", "href": "#s"},
                    {"label": "公示公告", "href": "#n"},
                ],
                "now": NOW,
            },
        ),
        "work-table": ("parts_work.html", WORK),
        "offline": ("offline.html", {}),
        "refused-404": (
            "refused.html",
            {"status": 404, "sentence": "没有找到这个页面", "number": "8F3K-22Q7"},
        ),
        "refused-500": (
            "refused.html",
            {"status": 500, "sentence": "系统出了点问题，没有办成", "number": "8F3K-22Q7"},
        ),
    }
