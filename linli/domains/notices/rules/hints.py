"""What somebody who types about a fault may mean: an outage that was told of, or an announcement (TK-55)."""

import re

from linli.domains.notices.rules.announcing import Stopped

#: How people say that something has stopped; the word for the thing and for its lack, in either order.
_THINGS = {
    Stopped.WATER: "水|自来水|水龙头",
    Stopped.POWER: "电|灯全|跳闸",
    Stopped.LIFT: "电梯",
    Stopped.GAS: "气|燃气|煤气|天然气",
    Stopped.HEATING: "暖|暖气|地暖",
}
_GONE = "停|没|没有|无|断|不来|没来|不出|用不了|不能用|坏|不动|不运行|不热|打不着"
_SAID = {
    what: re.compile(
        f"(?:{_GONE})[^，。；！？,.;!?]{{0,3}}(?:{things})|(?:{things})[^，。；！？,.;!?]{{0,4}}(?:{_GONE})"
    )
    for what, things in _THINGS.items()
}
#: Two characters that stand in nearly every announcement tell nothing.
_COMMON = frozenset(
    {"通知", "公告", "小区", "业主", "居民", "物业", "社区", "我们", "今天", "昨天", "明天", "现在", "什么", "怎么",
     "关于", "请问", "没有", "已经", "问题", "时间", "开始", "大家", "家里", "这个", "一个", "楼下", "门口"}
)  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def stopped_by(words: str) -> frozenset[Stopped]:
    """What has stopped by what somebody types, such as 家里没水了 or 电梯不动。"""
    return frozenset(what for what, said in _SAID.items() if said.search(words))


def touches(words: str, title: str) -> bool:
    """Whether what is typed and a title share a telling pair of characters."""
    return bool(_pairs(words) & _pairs(title))


def _pairs(text: str) -> set[str]:
    found = {run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)}
    return found - _COMMON
