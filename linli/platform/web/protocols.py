"""Protocols that others wrote: addresses under which their words hold, also for a refusal.

A program that speaks such a protocol knows its specification and nothing of ours. Under a protocol's
addresses the key that is sent along tells who asks; a cookie counts for nothing there, so no page of
another site can act for anybody, and forms need no token. Every refusal, that of an unknown address too,
is worded by the protocol.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, request

Worder = Callable[[int, str, Mapping[str, Sequence[str]]], Response]


@dataclass(frozen=True, slots=True)
class Protocol:
    """Where its addresses begin, the field that brings the key, and how it says no: status, sentence, by field."""

    prefix: str
    key: str
    word: Worder


_spoken: dict[str, Protocol] = {}


def speak(protocol: Protocol) -> None:
    """Let a protocol's addresses be answered in its own words."""
    _spoken[protocol.prefix] = protocol


def spoken() -> Protocol | None:
    """The protocol that the current request belongs to."""
    return next((one for prefix, one in _spoken.items() if request.path.startswith(f"{prefix}/")), None)


def offered_key(protocol: Protocol) -> str:
    """The key that came with the current request, in its address or its form; "" for none."""
    return request.values.get(protocol.key, "")
