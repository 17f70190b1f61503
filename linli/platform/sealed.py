"""Personal data that a stolen database dump must not give away: sealed columns and look-up digests.

A sealed value is AES-256-GCM under a named key that lives outside the database, so keys can be
rotated: new values use the first key, old ones stay readable while their key is kept. The digest is a
keyed hash, so that a phone number can be found without being readable (domain rules §6).
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

_NONCE = 12


@dataclass(frozen=True)
class Keys:
    """The sealing keys by number, newest first, and the digest's key. Each 32 bytes."""

    sealing: tuple[tuple[int, bytes], ...]
    digest: bytes


class _Ring:
    """The keys of this process; filled once, when the application is made."""

    keys: Keys | None = None

    def current(self) -> Keys:
        if self.keys is None:
            raise RuntimeError("no keys: linli.platform.sealed.use_keys was not called")
        return self.keys


_ring = _Ring()


def use_keys(keys: Keys) -> None:
    """Give the process its keys."""
    _ring.keys = keys


def seal(text: str) -> bytes:
    """Encrypt under the newest key: one byte of key number, the nonce, then the sealed text."""
    return seal_bytes(text.encode())


def unseal(blob: bytes) -> str:
    """Decrypt what `seal` made. Raises KeyError for a key no longer kept, InvalidTag for a changed value."""
    return unseal_bytes(blob).decode()


def seal_bytes(content: bytes) -> bytes:
    """`seal` for a file."""
    number, key = _ring.current().sealing[0]
    nonce = os.urandom(_NONCE)
    return bytes([number]) + nonce + AESGCM(key).encrypt(nonce, content, None)


def unseal_bytes(blob: bytes) -> bytes:
    """Decrypt what `seal_bytes` made."""
    key = dict(_ring.current().sealing)[blob[0]]
    return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], None)


def digest(text: str) -> str:
    """A keyed hash for finding a value by equality: 43 characters, the same for the same text."""
    made = hmac.new(_ring.current().digest, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


class Sealed(TypeDecorator[str]):
    """A text column whose values are encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else unseal(bytes(value))
