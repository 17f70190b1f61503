"""How values look on pages: the filters and the words that every template shares."""

import uuid
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g, request

from linli.kernel.actors import Actor
from linli.kernel.area import format_area
from linli.kernel.fen import format_fen
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.times import shanghai
from linli.platform import readonly

LOOKS = {"theme": ("auto", "light", "dark"), "mode": ("normal", "elder")}
LOOK_COOKIE = "linli-look"


def furnish(app: Flask) -> None:
    """Give the templates their filters and their shared words."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "yuan": format_fen,
        "area": format_area,
        "when": when,
        "day": day,
        "masked_name": mask_name,
        "masked_phone": mask_phone,
    }
    app.jinja_env.globals |= {"once": lambda: str(uuid.uuid4())}
    app.context_processor(_shared)


def when(moment: datetime) -> str:
    """2026年3月1日 09:00, on a clock in Shanghai."""
    local = shanghai(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(value: date | datetime) -> str:
    """2026年3月1日."""
    value = shanghai(value).date() if isinstance(value, datetime) else value
    return f"{value.year}年{value.month}月{value.day}日"


def look() -> dict[str, str]:
    """Light or dark, ordinary or elder mode: the cookie of this device (set from the person's own choice)."""
    chosen = dict(
        part.split("=", 1) for part in request.cookies.get(LOOK_COOKIE, "").split("&") if "=" in part
    )
    return {
        name: chosen[name] if chosen.get(name) in allowed else allowed[0] for name, allowed in LOOKS.items()
    }


def _shared() -> dict[str, Any]:
    return {"actor": g.get("actor"), "look": look(), "shell": shell()}


def shell() -> dict[str, Any]:
    """What the frame of every page shows: the help line, and whose drafts may lie on this device."""
    actor: Actor | None = g.get("actor")
    settings = current_app.config["LINLI"]
    return {
        "help": {
            "phone": settings.help_phone,
            "hours": "每天 8:00–20:00",
            "paper": "也可以到社区或物业服务中心办理纸质手续。",
        },
        "draft_owner": actor.account_id.hex[-12:] if actor else "",
        "read_only": readonly.lately_on(),
        "release": current_app.config.get("LINLI_RELEASE", "0"),
    }


def site() -> str:
    """Where this installation is reached from outside, as the settings say; on a desk, as the browser came."""
    origins: tuple[str, ...] = current_app.config["LINLI_ORIGINS"]
    return origins[0].rstrip("/") if origins else request.host_url.rstrip("/")


def device() -> str:
    """A few words for the device at the other end: enough to recognise one's own, too few to track."""
    agent = request.user_agent.string
    app = "微信" if "MicroMessenger" in agent else ("支付宝" if "AlipayClient" in agent else "浏览器")
    for sign, name in (("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("HarmonyOS", "鸿蒙手机"), ("Android", "安卓手机"),
                       ("Windows", "Windows 电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux 电脑")):  # fmt: skip
        if sign in agent:
            return f"{name}上的{app}"
    return "其他设备" if agent else "程序"
