"""Names for things: unguessable, and sorting by the time they were made."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

_RANDOM_BITS = 74
_STEP_BITS = 48  # how far two ids of one millisecond lie apart: still nothing to guess
_lock = threading.Lock()
_last = (0, 0)
_invented: Callable[[], tuple[int, int]] | None = None


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits.

    Within one process ids sort by making, even inside one millisecond (a random step further: RFC 9562, 6.2,
    method 2) and when the machine's clock is set back.
    """
    global _last  # noqa: PLW0603 - the one counter of the process
    if _invented is not None:
        return _compose(*_invented())
    with _lock:
        _last = _after(_last, time.time_ns() // 1_000_000)
        return _compose(*_last)


def _after(last: tuple[int, int], milliseconds: int) -> tuple[int, int]:
    """The parts of the next id, greater than the last one's."""
    moment, bits = last
    if milliseconds > moment:
        return milliseconds, secrets.randbits(_RANDOM_BITS)
    bits += 1 + secrets.randbits(_STEP_BITS)
    return (moment, bits) if bits < 1 << _RANDOM_BITS else (moment + 1, secrets.randbits(_RANDOM_BITS))


@contextmanager
def invented(source: Callable[[], tuple[int, int]]) -> Iterator[None]:
    """For the length of the block, ids come from `source` (milliseconds, 74 bits): a demo comes out the same twice."""
    global _invented  # noqa: PLW0603 - set by one process for itself
    _invented = source
    try:
        yield
    finally:
        _invented = None


def id_at(milliseconds: int, random_bits: int) -> UUID:
    """The id that a given moment and given bits make: for data that must come out the same twice."""
    return _compose(milliseconds, random_bits & ((1 << _RANDOM_BITS) - 1))


def _compose(milliseconds: int, random_bits: int) -> UUID:
    high, low = random_bits >> 62, random_bits & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
