"""In which manner the running transaction was opened: may it write, and whose rows does the database show it."""

from contextvars import ContextVar, Token
from dataclasses import dataclass

EVERY_ESTATE = "*"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a transaction is opened: may it write, and which estate's rows does the database show it.

    `asks` is an expression in SQL that PostgreSQL answers as the transaction begins, on the same way.
    """

    writes: bool = True
    sees: str = ""
    asks: str = ""


_OUTSIDE = Manner(sees=EVERY_ESTATE)  # a test, a shell
_manner: ContextVar[Manner] = ContextVar("linli_manner", default=_OUTSIDE)


def manner() -> Manner:
    """The manner of the running transaction; outside any (a test, a shell) everything is seen."""
    return _manner.get()


def adopt(new: Manner) -> Token[Manner]:
    """From here on, this is the manner; what comes back leads to the one before."""
    return _manner.set(new)


def give_back(token: Token[Manner]) -> None:
    """Return to the manner before."""
    _manner.reset(token)
