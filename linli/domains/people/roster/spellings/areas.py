"""Floor areas as people write them, to whole 0.01 ㎡ without ever rounding."""

import re
from dataclasses import dataclass

from linli.domains.people.roster.spellings.numerals import bare
from linli.kernel.area import NotArea, parse_area

_UNIT = re.compile(r"(?:平方米|平方|平米|平|㎡|M2|M²|M\^2|方)$")
_NUMBER = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,30}))?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?", re.ASCII)
_COMMA_AS_POINT = re.compile(r"[0-9]{1,4},[0-9]{1,2}", re.ASCII)
_NONE_GIVEN = frozenset({"无", "暂缺", "暂无", "不详", "未知", "缺", "/", "-", "--", "——", "待定", "未测"})
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff0e\uff0c]")


@dataclass(frozen=True, slots=True)
class AreaText:
    """`area` in 0.01 ㎡ where the text gives one. `doubt` is the code of what is not certain.

    With a doubt, `area` is the reading that would be taken if the officer accepts it, or None.
    """

    area: int | None = None
    doubt: str = ""


def parse_area_text(text: str) -> AreaText:
    """89.57, 89.57㎡, " 118.30 ", 89.57 平方米 → certain. Nothing is rounded.

    Rule for canonical decimals (check C-16): outer spaces and a unit's word are taken off, and noughts
    behind the second decimal; everything else that is not a plain decimal with at most two places is a
    doubt. Full-width digits, 1,234.56 and 89,57 are doubts with a suggested reading; 89.995, 1e3, -1 and
    0 are doubts without one. "暂缺" and the like say that the area is not known: no doubt, no area.
    """
    plain = bare(text)
    if not plain:
        return AreaText(doubt="area.missing")
    if plain in _NONE_GIVEN:
        return AreaText()
    plain = _UNIT.sub("", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return _suggest(plain)
    decimals = (found[2] or "").rstrip("0")
    if len(decimals) > 2:  # noqa: PLR2004 - hundredths
        return AreaText(doubt="area.decimals")
    whole = found[1].lstrip("0") or "0"
    area = _area(f"{whole}.{decimals}" if decimals else whole)
    if not area:
        return AreaText(doubt="area.zero" if area == 0 else "area.malformed")
    return AreaText(area, "area.full_width" if _FULL_WIDTH.search(text) else "")


def _suggest(plain: str) -> AreaText:
    if _GROUPED.fullmatch(plain):
        return AreaText(_area(plain.replace(",", "")), "area.separator")
    if _COMMA_AS_POINT.fullmatch(plain):
        return AreaText(_area(plain.replace(",", ".")), "area.separator")
    return AreaText(doubt="area.malformed")


def _area(text: str) -> int | None:
    try:
        return parse_area(text)
    except NotArea:
        return None
