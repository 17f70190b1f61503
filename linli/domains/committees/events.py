"""What happened to a committee."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFormed(Event):
    """Enough were elected: a committee is in office, or will be when the running term ends."""

    term_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeNotFormed(Event):
    """Too few were elected; the owners are told why."""

    formation_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FormationRevoked(Event):
    """The election that a committee came from was taken back; everybody hears of it."""

    formation_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """A seat fell free."""

    term_id: uuid.UUID
    member_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteMovedUp(Event):
    """The first substitute took a seat that fell free; owners and the person hear of it."""

    term_id: uuid.UUID
    member_id: uuid.UUID
    owner_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewElectionNeeded(Event):
    """Nobody is left to move up, and too few members remain."""

    term_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEnding(Event):
    """The term ends in so many days; the next election has to be prepared."""

    term_id: uuid.UUID
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalled(Event):
    """The members are called to a meeting."""

    meeting_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPublished(Event):
    """Everybody of the estate can read what a meeting decided."""

    meeting_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsDisclosed(Event):
    """Common income, or the use of the fund, is disclosed."""

    disclosure_id: uuid.UUID
