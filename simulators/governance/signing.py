"""The platform's own reading of the agreed seal; written apart from linli's, so that the two check each other."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256


def signature(key: str, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 over method, path, seconds, nonce and the body's SHA-256, a line each."""
    text = f"{method}\n{path}\n{stamp}\n{nonce}\n{sha256(body).hexdigest()}"
    return hmac.new(key.encode(), text.encode(), "sha256").hexdigest()


def sealed(key: str, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a message."""
    stamp, nonce = str(int(now.timestamp())), secrets.token_hex(12)
    return {
        "Content-Type": "application/json",
        "X-Gov-Timestamp": stamp,
        "X-Gov-Nonce": nonce,
        "X-Gov-Signature": signature(key, method, path, stamp, nonce, body),
    }


def genuine(key: str, headers: Mapping[str, str], method: str, path: str, body: bytes, now: datetime) -> bool:
    """Whether a message comes from whoever holds the key, and is fresh."""
    stamp, nonce = headers.get("X-Gov-Timestamp", ""), headers.get("X-Gov-Nonce", "")
    made = signature(key, method, path, stamp, nonce, body)
    fresh = stamp.isdecimal() and abs(now.timestamp() - int(stamp)) <= 300  # noqa: PLR2004
    return fresh and hmac.compare_digest(made, headers.get("X-Gov-Signature", ""))
