"""JSON read without mercy, and its one canonical spelling (RFC 8785)."""

import json
import re
from collections.abc import Iterable
from typing import Any

from linli.verify.faults import Malformed

DEEPEST = 16
LARGEST_NUMBER = 2**53 - 1  # beyond it RFC 8785 has no exact spelling
_LONGEST_NUMBER = 17
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')


class _Strange(ValueError):
    """Raised inside the parser, with a code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(code)


def load(content: bytes, *, where: str) -> Any:
    """The value of a JSON text. Raises Malformed for anything that two readers might take differently:
    keys twice, floats, NaN, numbers beyond 2^53, half surrogates, more than 16 levels.
    """
    try:
        _check_depth(content)
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_once,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
        if b"\\u" in content:
            canonical(value)  # a half surrogate has no UTF-8
    except _Strange as strange:
        raise Malformed(where, strange.code, f"{where} {strange.sentence}") from None
    except (ValueError, RecursionError):
        raise Malformed(where, "not_json", f"{where} 不是有效的 JSON。") from None
    return value


def canonical(value: Any) -> bytes:
    """The RFC 8785 spelling of a value without floats."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if max(text) > "\uffff":
        # Keys are sorted by UTF-16 units, which differs from Python's order only beyond the first plane.
        text = json.dumps(_sorted(value), separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_sorted(part) for part in value]
    return value


def _check_depth(content: bytes) -> None:
    depth = 0
    for token in _TOKENS.finditer(content):
        mark = token[0][0]
        depth += (mark in b"[{") - (mark in b"]}")
        if depth > DEEPEST:
            raise _Strange("too_deep", f"嵌套超过 {DEEPEST} 层。")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Strange("key_twice", "里有重复的键。")
        found[key] = value
    return found


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or abs(number := int(text)) > LARGEST_NUMBER or text == "-0":
        raise _Strange("number_too_large", "里有过大的数。")
    return number


def _no_float(_: str) -> Any:
    raise _Strange("not_an_integer", "里有小数，这种格式只有整数。")
