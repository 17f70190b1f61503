"""One spelling for one value: the JSON text that hashes are taken over (RFC 8785 for what linli writes)."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Keys sorted, no white space, UTF-8. Floats are refused with TypeError: linli has none."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical spelling here")
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
