"""The seal on every message between linli and the governance platform, in both directions.

HMAC-SHA256 with the shared key over five lines: method, path with its query, seconds since 1970, nonce, and
the SHA-256 of the body in hexadecimal. The headers are X-Gov-Timestamp, X-Gov-Nonce and X-Gov-Signature.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

from linli.domains.governance.errors import NotGenuine

FRESH = 300
MOST_NONCE = 64
_LONGEST_NUMBER = 12


def seal(key: bytes, *, method: str, path: str, moment: int, nonce: str, body: bytes) -> str:
    """The signature of a message."""
    lines = (method, path, str(moment), nonce, hashlib.sha256(body).hexdigest())
    return hmac.new(key, "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def headers(key: bytes, *, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a message of ours."""
    moment, nonce = int(now.timestamp()), secrets.token_hex(16)
    return {
        "X-Gov-Timestamp": str(moment),
        "X-Gov-Nonce": nonce,
        "X-Gov-Signature": seal(key, method=method, path=path, moment=moment, nonce=nonce, body=body),
    }


def check(key: bytes, sent: Mapping[str, str], *, method: str, path: str, body: bytes, now: datetime) -> str:
    """The nonce of a genuine message that is at most five minutes old. Raises NotGenuine for every other."""
    stamp, nonce = sent.get("X-Gov-Timestamp", ""), sent.get("X-Gov-Nonce", "")
    well_formed = stamp.isascii() and stamp.isdecimal() and len(stamp) <= _LONGEST_NUMBER
    if not key or not well_formed or not nonce.isascii() or not nonce.isalnum() or len(nonce) > MOST_NONCE:
        raise NotGenuine
    made = seal(key, method=method, path=path, moment=int(stamp), nonce=nonce, body=body)
    if not hmac.compare_digest(made.encode(), sent.get("X-Gov-Signature", "").encode()):
        raise NotGenuine
    if abs(now.timestamp() - int(stamp)) > FRESH:
        raise NotGenuine
    return nonce
