"""What happened in the room, for the others. Ids only."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Event):
    """Something of which one person is to hear."""

    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReplied(Told):
    """Somebody answered a comment of this person."""

    topic_id: uuid.UUID
    comment_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMentioned(Told):
    """Somebody wants this person to look."""

    topic_id: uuid.UUID
    comment_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAnswered(Told):
    """The author of a topic has an official answer."""

    topic_id: uuid.UUID
    answer_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHidden(Told):
    """The author of a post learns that it is hidden, and why."""

    case_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDecided(Told):
    """Whoever reported a post learns what became of it."""

    case_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided(Told):
    """The author of a hidden post learns what became of the appeal."""

    case_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReached(Told):
    """Enough owners have signed; the author hears of it, and the committee's days begin (NN-13)."""

    proposal_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswered(Told):
    """The author of a proposal has an official answer."""

    proposal_id: uuid.UUID
    answer_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedToItem(Told):
    """A topic or proposal has become an item of a vote; its author hears of it."""

    vote_id: uuid.UUID
    origin_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMade(Told):
    """What is new in everything that a person follows."""

    digest_id: uuid.UUID
