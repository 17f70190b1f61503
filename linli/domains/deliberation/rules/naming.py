"""How a neighbour's name is shown: never a phone, never a room (DL-20)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.domains.deliberation.errors import NicknameTelling
from linli.kernel.text import fold

LONGEST_NICKNAME = 12
LONGEST_OF_A_PERSON = 4
GONE = "已注销的邻居"
_TWO_LETTERS = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "司徒",
        "端木",
        "南宫",
    )
)
_TELLING = re.compile(r"\d{5,}|\d+\s*[-－—–]\s*\d+|\d{3,}\s*[室号房]|[室房]号", re.ASCII)


class NameStyle(StrEnum):
    """How an estate shows its people to one another."""

    BUILDING = "building"
    NICKNAME = "nickname"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "楼幢加姓氏" if self is NameStyle.BUILDING else "昵称"


class Honorific(StrEnum):
    """How somebody likes to be addressed."""

    NONE = ""
    MS = "ms"
    MR = "mr"
    TEACHER = "teacher"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"": "不加", "ms": "女士", "mr": "先生", "teacher": "老师"}[self]


@dataclass(frozen=True, slots=True)
class Byname:
    """All from which a shown name is made."""

    building: str
    surname: str
    honorific: Honorific
    tie: str
    nickname: str


def surname_of(name: str) -> str:
    """李秀英 → 李, 欧阳修文 → 欧阳; what is no person's name (a company's) has none."""
    plain = re.sub(r"[\s*·•]", "", name)
    if (
        not plain
        or len(plain) > LONGEST_OF_A_PERSON
        or not all("\u4e00" <= letter <= "\u9fff" for letter in plain)
    ):
        return ""
    return plain[:2] if plain[:2] in _TWO_LETTERS else plain[:1]


def shown_name(byname: Byname, style: NameStyle) -> str:
    """3 幢 李女士, or the nickname; who gave none is shown by building alone."""
    place = f"{byname.building} " if byname.building else ""
    if style is NameStyle.NICKNAME:
        return byname.nickname or f"{place}邻居"
    called = byname.honorific.title if byname.honorific else byname.tie
    return f"{place}{byname.surname}{called}"


def check_nickname(text: str) -> str:
    """The nickname, where it gives nothing away. Raises NicknameTelling."""
    if not text:
        return ""
    plain = fold(text)
    if not 2 <= len(text) <= LONGEST_NICKNAME or _TELLING.search(plain) or "官方" in plain:  # noqa: PLR2004
        raise NicknameTelling(field_errors={"nickname": [NicknameTelling.sentence]})
    return text
