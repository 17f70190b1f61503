"""Reading JSON strictly: one meaning, bounded depth, no surprises."""

import json
import math
from typing import Any, NoReturn

from linli.kernel.refusals import Invalid

DEEPEST = 32


class BadJson(Invalid):
    """The body is not JSON as RFC 8259 and I-JSON (RFC 7493) want it."""

    code, sentence = "malformed_json", "请求内容不是正确的 JSON，请检查格式。"


class _Twice(ValueError):
    """An object names the same key twice."""


def read_json(raw: bytes) -> Any:
    """The value in `raw`. Raises BadJson for bad UTF-8, NaN, duplicate keys, deep nesting, NUL, surrogates."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_constant, object_pairs_hook=_pairs)
        _check(value, DEEPEST)
    except (ValueError, RecursionError):
        raise BadJson from None
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Twice
    return made


def _check(value: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError("NUL")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("1e999")
    elif isinstance(value, dict):
        for key, part in value.items():
            _check(key, depth)
            _check(part, depth - 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth - 1)
