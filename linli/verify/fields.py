"""Takes single fields out of parsed JSON, each of the kind that the format says. Raises Malformed."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from linli.verify.faults import Malformed, shown

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_NANO_DIGITS, _SECOND, _DAY_SECONDS = 9, 10**9, 86400


def table(value: Any, *, where: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise Malformed(where, "not_an_object", f"{where} 应当是一个 JSON 对象。")
    return value


def only(holder: dict[str, Any], names: Collection[str], *, where: str) -> None:
    """Nothing but these names: a rule that the recounter does not know would make its count worthless."""
    for name in holder:
        if name not in names:
            raise Malformed(where, "unknown_field", f"{where} 里有不认识的字段“{shown(name)}”。")


def text(holder: dict[str, Any], name: str, *, where: str, empty: bool = True) -> str:
    """A string."""
    value = _present(holder, name, where)
    if not isinstance(value, str) or not (value or empty):
        raise _wrong(where, name, "文字")
    return value


def one_of(holder: dict[str, Any], name: str, choices: Collection[str], *, where: str) -> str:
    """One of the listed words."""
    value = _present(holder, name, where)
    if not isinstance(value, str) or value not in choices:
        raise _wrong(where, name, "、".join(choices) + " 之一")
    return value


def number(holder: dict[str, Any], name: str, *, where: str, least: int = 0) -> int:
    """A whole number, not below `least`."""
    value = _present(holder, name, where)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise _wrong(where, name, f"不小于 {least} 的整数")
    return value


def truth(holder: dict[str, Any], name: str, *, where: str) -> bool:
    """True or false."""
    value = _present(holder, name, where)
    if not isinstance(value, bool):
        raise _wrong(where, name, "true 或 false")
    return value


def several(holder: dict[str, Any], name: str, *, where: str) -> list[Any]:
    """A list that is not empty."""
    value = _present(holder, name, where)
    if not isinstance(value, list) or not value:
        raise _wrong(where, name, "不为空的列表")
    return value


def moment(holder: dict[str, Any], name: str, *, where: str) -> int:
    """A moment with its offset (RFC 3339), as nanoseconds since 1970, so that none is lost in comparing."""
    found = _MOMENT.fullmatch(text(holder, name, where=where))
    try:
        since = datetime.fromisoformat(found[1] + found[3]) - _EPOCH if found else None
    except (ValueError, OverflowError):
        since = None
    if found is None or since is None:
        raise _wrong(where, name, "带时区的时间，例如 2026-03-01T09:00:00+08:00")
    seconds = since.days * _DAY_SECONDS + since.seconds
    return seconds * _SECOND + int((found[2] or "").ljust(_NANO_DIGITS, "0"))


def _present(holder: dict[str, Any], name: str, where: str) -> Any:
    if name not in holder:
        raise Malformed(where, "field_missing", f"{where} 缺少字段 {name}。")
    return holder[name]


def _wrong(where: str, name: str, wanted: str) -> Malformed:
    return Malformed(where, "field_malformed", f"{where} 的 {name} 应当是{wanted}。")
