"""Floor area as whole hundredths of a square metre (0.01 ㎡)."""

import re

from linli.kernel.refusals import Invalid

_SQUARE_METRES = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?", re.ASCII)


class NotArea(Invalid):
    """The text is not an area in square metres with at most two decimals."""

    code, sentence = "area.malformed", "面积请写成平方米，最多两位小数，例如 89.99。"


def parse_area(text: str) -> int:
    """Hundredths of a square metre of a canonical decimal: "89.99" → 8999.

    Raises NotArea for anything else; 89.995 is refused, because rounding a register is not ours to do.
    """
    found = _SQUARE_METRES.fullmatch(text)
    if found is None:
        raise NotArea
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def format_area(area: int) -> str:
    """The area in square metres with two decimals: 8999 → "89.99"."""
    sign = "-" if area < 0 else ""
    return f"{sign}{abs(area) // 100}.{abs(area) % 100:02d}"
