"""What kinds of announcements there are, the texts that every estate may use, and when one may go out."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from linli.kernel.times import shanghai

QUIET_FROM, QUIET_TO = time(22), time(7)
_BLANK = re.compile(r"［[^［］]*］")


class Urgency(StrEnum):
    """An ordinary announcement heeds what people have chosen; an emergency goes to all by every channel."""

    ORDINARY = "ordinary"
    EMERGENCY = "emergency"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"ordinary": "普通公告", "emergency": "紧急通知"}[self]


class Stopped(StrEnum):
    """What an outage stops."""

    WATER = "water"
    POWER = "power"
    LIFT = "lift"
    GAS = "gas"
    HEATING = "heating"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "water": "停水",
            "power": "停电",
            "lift": "电梯停运",
            "gas": "停气",
            "heating": "停暖",
        }[self]

    @property
    def back(self) -> str:
        """What is said when it is over."""
        return {
            "water": "已恢复供水",
            "power": "已恢复供电",
            "lift": "电梯已恢复运行",
            "gas": "已恢复供气",
            "heating": "已恢复供暖",
        }[self]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to begin with, its blanks in ［］."""

    name: str
    title: str
    words: str
    urgency: Urgency = Urgency.ORDINARY


COMMON: dict[str, Draft] = {
    "water": Draft(
        "停水",
        "［几月几日］停水通知",
        "因［原因］，［几月几日几点到几点］停水，涉及［哪几幢］。\n请提前储水，出门前关好水龙头。"
        "\n恢复后会再通知，着急请打［电话］。",
    ),
    "power": Draft(
        "停电",
        "［几月几日］停电通知",
        "因［原因］，［几月几日几点到几点］停电，涉及［哪几幢］。\n请提前充电，不要被困在电梯里。"
        "\n家里有人用制氧机等医疗设备的，请马上打［电话］。",
    ),
    "lift": Draft(
        "停电梯",
        "［哪幢哪单元］电梯停运通知",
        "［哪幢哪单元］的电梯因［原因］，［几月几日几点到几点］停运。\n老人、孩子和行动不便的邻居，"
        "需要帮忙请打［电话］。",
    ),
    "typhoon": Draft(
        "台风",
        "台风［名字］防御通知",
        "台风［名字］预计［几月几日几点］影响本地。\n1. 请收起阳台和窗台上的东西，关好门窗。"
        "\n2. 地下车库的车请在［几点］前移到高处。\n3. 不要出门；危险时打［电话］或 119。",
        Urgency.EMERGENCY,
    ),
    "disinfection": Draft(
        "消杀",
        "［几月几日］消杀通知",
        "［几月几日几点到几点］在［哪里］消杀灭虫。\n请关好窗户，看好孩子和宠物，两小时内不要碰到药水。",
    ),
}


def blanks(*texts: str) -> list[str]:
    """The blanks that nobody has filled in, each once, in their order."""
    return list(dict.fromkeys(found for text in texts for found in _BLANK.findall(text)))


def quiet(now: datetime) -> bool:
    """Whether people sleep: from 22 to 7 o'clock nothing but emergencies rings (NT-12)."""
    at = shanghai(now).time()
    return at >= QUIET_FROM or at < QUIET_TO
