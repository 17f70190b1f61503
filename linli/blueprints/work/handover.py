"""The open work of somebody who leaves: each room says what it will hand over (AO-10)."""

from collections.abc import Callable, Iterable
from uuid import UUID

Ask = Callable[[UUID], Iterable[str]]
_parts: dict[str, Ask] = {}


def contribute(name: str, ask: Ask) -> None:
    """Let a room list, in a few words each, what is open in the hands of an account."""
    _parts[name] = ask


def open_work(account_id: UUID) -> list[str]:
    """Everything that is open in the hands of an account."""
    return [line for _, ask in sorted(_parts.items()) for line in ask(account_id)]
