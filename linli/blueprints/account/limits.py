"""How often one may try to come in: per phone, per account and per address (checks A-1, A-3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request

from linli.kernel.text import fold
from linli.platform.limits import Limit
from linli.platform.sealed import digest

CODES_PER_PHONE = Limit("codes-phone", times=5, period=timedelta(hours=1))
CODES_PER_ADDRESS = Limit("codes-address", times=60, period=timedelta(hours=1))
TRIES_PER_NAME = Limit("sign-in-name", times=10, period=timedelta(minutes=15))
TRIES_PER_ADDRESS = Limit("sign-in-address", times=300, period=timedelta(minutes=15))


def by_phone(sent: Mapping[str, Any]) -> str:
    """The phone that was typed, unreadable."""
    return digest("".join(letter for letter in str(sent.get("phone", "")) if letter.isdecimal())[-11:])


def by_name(sent: Mapping[str, Any]) -> str:
    """The phone or username that was typed, unreadable."""
    return digest(fold(str(sent.get("username", "")))) if sent.get("username") else by_phone(sent)


def by_address(_: Mapping[str, Any]) -> str:
    """The network address that the request came from."""
    return request.remote_addr or ""
