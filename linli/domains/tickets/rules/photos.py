"""Which part of a photo is blacked out: nine fields, so that a thumb or a screen reader can choose them."""

from collections.abc import Sequence
from types import MappingProxyType

#: Field: what it is called, and its column and row.
FIELDS = MappingProxyType(
    {
        "top_left": ("左上", 0, 0),
        "top": ("上边中间", 1, 0),
        "top_right": ("右上", 2, 0),
        "left": ("左边中间", 0, 1),
        "middle": ("正中间", 1, 1),
        "right": ("右边中间", 2, 1),
        "bottom_left": ("左下", 0, 2),
        "bottom": ("下边中间", 1, 2),
        "bottom_right": ("右下", 2, 2),
    }
)
_THIRDS = (0, 334, 667, 1000)
Box = tuple[int, int, int, int]


def boxes(fields: Sequence[str]) -> list[Box]:
    """The fields as left, top, right, bottom in thousandths of the picture; neighbours leave no gap."""
    found = []
    for field in fields:
        _, column, row = FIELDS[field]
        found.append((_THIRDS[column], _THIRDS[row], _THIRDS[column + 1], _THIRDS[row + 1]))
    return found
