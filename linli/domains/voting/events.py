"""What happened in a vote."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAnnounced(Event):
    """The owners were given notice; the legal days run from here."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteOpened(Event):
    """The roll is frozen and ballots are taken."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast(Event):
    """A ballot is in the box. What was chosen is in no event."""

    vote_id: uuid.UUID
    ballot_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteClosed(Event):
    """No ballot comes in any more, and the count is fixed."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Event):
    """Everybody can read the result; objections can be made until its last day."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAnnulled(Event):
    """Two persons declared the vote void."""

    vote_id: uuid.UUID
