"""Inventing people and places from a seed: the same seed, the same city."""

import base64
import random
import uuid
from datetime import UTC, datetime

from linli.kernel.ids import id_at

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅春燕文斌晓东雪琴海鹏宁欣怡子轩梓涵浩然雨桐思远"
_HEADS = ("春江", "荷花", "斗潭", "锦绣", "翠苑", "望湖", "丽水", "阳光", "金桂", "紫荆", "云溪", "南湖", "东港", "西苑",
          "花园", "盈川", "鹿鸣", "信安", "柯城", "石梁")  # fmt: skip
_TAILS = (
    "新村",
    "花园",
    "苑",
    "家园",
    "小区",
    "公寓",
    "华庭",
    "名邸",
    "里",
    "雅居",
    "嘉园",
    "府",
    "城",
    "湾",
    "坊",
    "锦园",
    "庭院",
)
BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class Inventor:
    """One stream of inventions. Streams of different names do not disturb each other."""

    def __init__(self, seed: int, name: str) -> None:
        self.random = random.Random(f"{seed}/{name}")  # noqa: S311 - invention, not a secret
        self._moment = int(BEGINNING.timestamp() * 1000)

    def id(self) -> uuid.UUID:
        """The next id: sorting by time as real ones do."""
        return id_at(*self.id_parts())

    def id_parts(self) -> tuple[int, int]:
        """The parts of the next id, for ids that the rooms make themselves."""
        self._moment += 1
        return self._moment, self.random.getrandbits(74)

    def name(self) -> str:
        """A person's name."""
        return self.random.choice(_SURNAMES) + "".join(
            self.random.choices(_GIVEN, k=self.random.choice((1, 2, 2)))
        )

    def totp_secret(self) -> str:
        """A secret for an authenticator."""
        return base64.b32encode(self.random.randbytes(20)).decode()


def phone(number: int) -> str:
    """The number-th invented phone."""
    return f"1410{number:07d}"


def estate_name(number: int) -> str:
    """The number-th estate's name; the first two are those of the sample rosters."""
    first = {0: "斗潭新村", 1: "荷花苑"}
    if number in first:
        return first[number]
    head, tail = _HEADS[number % len(_HEADS)], _TAILS[number * 7 % len(_TAILS)]
    again = number // (len(_HEADS) * len(_TAILS))
    return f"{head}{tail}{'' if not again else '一二三四五六七八九'[again - 1] + '期'}{_block(number)}"


def _block(number: int) -> str:
    """Tells apart two estates whose words fell together."""
    round_ = number // len(_HEADS)
    return "" if round_ == 0 else f"{'东南西北中'[round_ % 5]}区" if round_ < 6 else f"{round_}区"  # noqa: PLR2004
