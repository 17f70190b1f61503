"""Room numbers as people write them: 3-2-501, 3幢2单元501室, 3#2-501, 三幢二单元501, 地下车位B1-023, 5幢."""

import re
from dataclasses import dataclass, replace

from linli.domains.estates.rules import UnitKind
from linli.domains.people.roster.lines import WHOLE_BUILDING
from linli.domains.people.roster.spellings.numerals import HAN_NUMBER, bare, dashed, name_of

LONGEST = 60
_MOST_DIGITS = 4  # of a room: floor and door; more is several numbers written together
_TOKEN = rf"(?:[A-Z]?[0-9]{{1,3}}[A-Z]?|[A-Z]|{HAN_NUMBER}|[甲乙丙丁戊东南西北中])"
# Behind 楼 a floor's word would follow (三楼301), so a bare 楼 only counts before a 单元, a digit or the end.
_BUILDING = re.compile(rf"(?P<name>{_TOKEN})(?:#?号?[幢栋座]|#?号楼|#楼?|楼(?=$|[0-9]|-|{_TOKEN}单元))")
_ENTRANCE = re.compile(rf"(?P<name>{_TOKEN})(?:号?单元|门洞|号?梯)")
_ROOM = re.compile(r"(?:[0-9]{1,5}[A-Z]?|[A-Z][0-9]{1,4})", re.ASCII)
_SHORT = re.compile(r"(?:[A-Z]?[0-9]{1,3}|[A-Z]|[甲乙丙丁东南西北])", re.ASCII)
_LEVEL = re.compile(
    rf"(?:地下|负)(?P<level>{HAN_NUMBER}|[0-9])[层楼]|-(?P<minus>[0-9])[F层]|负(?P<bare>[0-9一二三])(?=[-0-9])"
)
_SHOP_CODE = re.compile(r"S[PA]?-?[0-9]{1,3}(?:-[0-9]{1,4})?[A-Z]?", re.ASCII)
_BASEMENT_CODE = re.compile(r"B[1-4]-?[0-9]{2,4}", re.ASCII)
_ENDS = re.compile(r"[号室房间户#铺个位库]+$")

_WORDS = (
    (
        re.compile(
            "自行车库|电瓶车库|自行车棚|储藏[室间]|储物[室间]|杂物[间房]|柴[火]?间|地下室|附房|贮藏[室间]"
        ),
        UnitKind.STORAGE,
        "储藏室",
    ),
    (re.compile("(?:机动|机械|子母|普通|标准|产权|微型)?(?:停)?车位|泊位"), UnitKind.PARKING, "车位"),
    (re.compile("车库"), UnitKind.PARKING, "车库"),
    (
        re.compile("商铺|店铺|店面|门面房?|营业房|商业用?房?|商店|沿街房?|铺位|网点|商网|门市房?"),
        UnitKind.SHOP,
        "商铺",
    ),
)
# 地上车位001 and 地下车位001 are two places; 地下 alone is what everybody means.
_PLACE_WORDS = (("人防", "人防"), ("地上", "地上"), ("地面", "地上"))


@dataclass(frozen=True, slots=True)
class RoomText:
    """What a room's text says by itself.

    `lead` is the first number of a pair like 3-501 or 2-501, which may be a building or an entrance: the
    other columns decide. `prefix` is what stood before the building (a phase, or the estate's own name).
    `doubt` is the code of what is not certain, "" when all is clear.
    """

    prefix: str = ""
    building: str = ""
    entrance: str = ""
    lead: str = ""
    room: str = ""
    kind: UnitKind | None = None
    doubt: str = ""


def parse_room(text: str) -> RoomText | None:
    """What the text of a room cell says, or None when nothing in it can be a room."""
    head, bracket, _ = text.replace("（", "(").partition("(")
    plain = dashed(head)
    if not plain or len(plain) > LONGEST:
        return None
    read = _read(plain)
    return replace(read, doubt=read.doubt or "room.bracket") if read is not None and bracket else read


def _read(plain: str) -> RoomText | None:
    for pattern, kind, word in _WORDS:
        found = pattern.search(plain)
        if found is not None:
            return _worded(plain[: found.start()], plain[found.end() :], kind, word)
    if _SHOP_CODE.fullmatch(plain):
        return RoomText(room=plain, kind=UnitKind.SHOP)
    return _explicit(plain) or _hyphenated(plain)


def _worded(before: str, after: str, kind: UnitKind, word: str) -> RoomText | None:
    """A shop, parking place or store room: its word, and a number before or after it."""
    place = next((name for sign, name in _PLACE_WORDS if sign in before + after), "")
    rest = re.sub("地下|地上|地面|人防|[区层]?(?=$)", "", _LEVEL.sub(_level, f"{before}|{after}"))
    before, _, after = rest.partition("|")
    building, entrance = "", ""
    found = _BUILDING.search(before) or _BUILDING.search(after)
    prefix = ""
    if found is not None:
        building = name_of(found["name"])
        side = before if found.string is before else after
        prefix, side = side[: found.start()], side[found.end() :]
        before, after = (side, after) if found.string is before else (before, side)
        before, entrance = _take_entrance(before)
    parts = [_ENDS.sub("", part.strip("-")).strip("-") for part in (before, after)]
    number = "-".join(part.lstrip("号") for part in parts if part)
    if not number or len(number) > 20 or not any(letter.isalnum() for letter in number):  # noqa: PLR2004
        return None
    value = name_of(number) if number.isdigit() and kind is UnitKind.SHOP else number
    return RoomText(prefix, building, entrance, room=f"{place}{word}{value}", kind=kind)


def _level(found: re.Match[str]) -> str:
    return f"B{name_of(found['level'] or found['minus'] or found['bare'])}-"


def _take_entrance(text: str) -> tuple[str, str]:
    found = _ENTRANCE.search(text)
    if found is None:
        return text, ""
    return text[: found.start()] + text[found.end() :], name_of(found["name"])


def _explicit(plain: str) -> RoomText | None:
    """A text that says 幢, 号楼, # or 单元."""
    found = _BUILDING.search(plain)
    if found is None:
        rest, entrance = _take_entrance(plain)
        if not entrance:
            return None
        read = _rest(rest)
        return None if read is None else replace(read, entrance=entrance)
    before, after = plain[: found.start()], plain[found.end() :]
    after, entrance = _take_entrance(after)
    if not entrance:
        before, entrance = _take_entrance(before)
    room_first = _ENDS.sub("", before)
    if not after.strip("-") and _ROOM.fullmatch(room_first) and len(room_first) > 2:  # noqa: PLR2004 - 501室3幢
        before, after = "", room_first
    read = _rest(after, entrance)
    if read is None:
        return None
    return replace(read, prefix=before.strip("-"), building=name_of(found["name"]))


def _rest(text: str, entrance: str = "") -> RoomText | None:
    """What follows the building: 2-501, 501室, nothing (a house of its own), or words (东户)."""
    rest = _ENDS.sub("", text.strip("-")).strip("-")
    if not rest:
        doubt = "room.no_number" if entrance else "room.whole_building"
        return RoomText(entrance=entrance, room="" if entrance else WHOLE_BUILDING, doubt=doubt)
    head, _, tail = rest.partition("-")
    if tail and not entrance and _SHORT.fullmatch(head) and _ROOM.fullmatch(tail):
        return RoomText(entrance=name_of(head), room=name_of(tail))
    if _ROOM.fullmatch(rest):
        return RoomText(entrance=entrance, room=name_of(rest))
    if len(rest) <= 8:  # noqa: PLR2004 - 五楼东户, 阁楼: a room without number
        return RoomText(entrance=entrance, room=rest, doubt="room.unusual")
    return None


def _hyphenated(plain: str) -> RoomText | None:
    """3-2-501, a pair, or a bare number."""
    ended = _ENDS.sub("", plain)
    if ended.isascii() and ended.isdigit() and len(ended) > _MOST_DIGITS:
        return RoomText(room=ended, doubt="room.compact")
    parts = [part for part in re.split(r"[-#]", ended) if part]
    if not parts or not all(_ROOM.fullmatch(part) or _SHORT.fullmatch(part) for part in parts):
        return None
    if _BASEMENT_CODE.fullmatch(ended):
        return RoomText(room=f"车位{ended}", kind=UnitKind.PARKING, doubt="room.basement")
    return _of_parts(parts)


def _of_parts(parts: list[str]) -> RoomText | None:
    names = [name_of(part) for part in parts]
    short = all(_SHORT.fullmatch(part) for part in parts[:-1])
    match names:
        case [building, entrance, room]:
            return RoomText(
                building=building, entrance=entrance, room=room, doubt="" if short else "room.unusual"
            )
        case [lead, room] if short:
            return RoomText(lead=lead, room=room)
        case [room]:
            return RoomText(room=room)
    return None


def parse_building(text: str) -> RoomText | None:
    """A building's own cell: 3, 3幢, 三号楼, A座, 03, 一期3幢, or with its entrance: 3幢2单元."""
    plain = dashed(text)
    if not plain or len(plain) > LONGEST:
        return None
    found = _BUILDING.search(plain)
    if found is None:
        token = re.sub(r"(楼|号)$", "", plain)
        if re.fullmatch(_TOKEN, token):
            return RoomText(building=name_of(token))
        named = len(plain) <= 12 and not any(mark in plain for mark in "-,:;")  # noqa: PLR2004 - 紫薇苑
        return RoomText(building=plain, doubt="building.named") if named else None
    rest, entrance = _take_entrance(plain[found.end() :])
    if rest.strip("-"):
        return None
    prefix = plain[: found.start()].strip("-")
    return RoomText(prefix=prefix, building=name_of(found["name"]), entrance=entrance)


def parse_entrance(text: str) -> str | None:
    """An entrance's own cell: 2, 2单元, 二, 乙单元, B; None when it cannot be one."""
    plain = bare(text)
    found = _ENTRANCE.fullmatch(plain)
    token = found["name"] if found else re.sub("门$", "", plain)
    return name_of(token) if re.fullmatch(_TOKEN, token) else None


_SECTION_END = re.compile(
    r"(?:业主|住户|房屋|产权人|住宅)?(?:花?名册|名单|台账|清册|登记表|一览表|信息登记表|信息表|信息|明细表?|汇总表?|表)?[:(]?"
)


def parse_section(text: str, *, whole: bool) -> RoomText | None:
    """The one building a title, a sheet's name or a line between rows speaks of: 3幢业主名册, 3#楼2单元.

    `whole`: the text must be nothing else, as for a line between rows. None where it names several
    buildings (1-6幢) or none.
    """
    plain = dashed(text)
    if not plain or len(plain) > LONGEST:
        return None
    found = list(_BUILDING.finditer(plain))
    if len(found) != 1 or plain[: found[0].start()].endswith(("-", "至", "到", ",", "和")):
        return None
    rest, entrance = _take_entrance(plain[found[0].end() :])
    if whole and not _SECTION_END.fullmatch(rest):
        return None
    return RoomText(prefix=plain[: found[0].start()], building=name_of(found[0]["name"]), entrance=entrance)
