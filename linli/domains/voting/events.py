"""What happened in a vote."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAnnounced(Event):
    """The owners were given notice, or notice of a changed text (`edition` 2, 3 …); the legal days run from here."""

    vote_id: uuid.UUID
    edition: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteOpened(Event):
    """The roll is frozen and ballots are taken."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTimingChanged(Event):
    """The close of an open vote was moved: `extension` or `early_end`."""

    vote_id: uuid.UUID
    change_id: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast(Event):
    """A ballot is in the box. What was chosen is in no event."""

    vote_id: uuid.UUID
    ballot_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInvalid(Event):
    """A returned sheet is wholly invalid, and its voter takes no part by it; until the close it can be replaced."""

    vote_id: uuid.UUID
    paper_id: uuid.UUID
    voter_no: str
    replaceable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyGiven(Event):
    """A written proxy counts: agent and owner are told."""

    vote_id: uuid.UUID
    proxy_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRevoked(Event):
    """A proxy was taken back, or its owner voted himself."""

    vote_id: uuid.UUID
    proxy_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyUsed(Event):
    """The agent's ballot is in; what was chosen is in no event."""

    vote_id: uuid.UUID
    proxy_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteReminded(Event):
    """Those who have not voted when the message goes out are reminded."""

    vote_id: uuid.UUID
    reminder_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteClosingSoon(Event):
    """A vote closes within a day."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteClosed(Event):
    """Nobody casts any more; paper that came in before the close may still be entered."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCounted(Event):
    """The box is sealed and the count is fixed. How it came out is in no event before the publication."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Event):
    """Everybody can read the result; objections can be made until its last day."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAnnulled(Event):
    """Two persons declared the vote void."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationsOpened(Event):
    """Owners can stand for the committee or put somebody forward."""

    vote_id: uuid.UUID
    election_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesListed(Event):
    """The list of candidates is up, or up anew; objections can be made until its last day."""

    vote_id: uuid.UUID
    election_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled(Event):
    """An owner objects to a published result."""

    vote_id: uuid.UUID
    objection_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswered(Event):
    """Whoever objected has an answer."""

    vote_id: uuid.UUID
    objection_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCorrected(Event):
    """The roll was wrong: roll and count have a new version, and the days for objections run anew."""

    vote_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteSettled(Event):
    """The days for objections are over and every objection is answered: the decision stands."""

    vote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRevoked(Event):
    """A court or the street took the decision back; `item_id` is None where that is all of it."""

    vote_id: uuid.UUID
    item_id: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeStated(Event):
    """Those who took part are told what comes of a vote."""

    vote_id: uuid.UUID
    statement_id: uuid.UUID
