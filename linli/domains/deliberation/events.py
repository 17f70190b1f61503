"""What happened in the room, for the others. Ids only."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.events import Event


class News(StrEnum):
    """Of what one person is told: the name of the message's template."""

    COMMENT_REPLIED = "comment_replied"
    PERSON_MENTIONED = "person_mentioned"
    TOPIC_ANSWERED = "topic_answered"
    POST_HIDDEN = "post_hidden"
    REPORT_DECIDED = "report_decided"
    APPEAL_DECIDED = "appeal_decided"
    PROPOSAL_REACHED = "proposal_reached"
    PROPOSAL_ANSWERED = "proposal_answered"
    CONVERTED_TO_ITEM = "converted_to_item"
    DIGEST_MADE = "digest_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourConcerned(Event):
    """Something of which one person is to hear. `object_id` is where it leads, `source_id` tells it from other news."""

    account_id: uuid.UUID
    news: str
    object_id: uuid.UUID
    source_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReached(Event):
    """Enough owners have signed; the committee's days begin (NN-13)."""

    proposal_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedToItem(Event):
    """A topic or proposal has become an item of a vote."""

    vote_id: uuid.UUID
    origin_id: uuid.UUID
