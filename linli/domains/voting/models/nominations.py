"""Elections before the vote: nominations, the review of candidates, the published list and its objections, recall."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.voting.rules.candidacy import Standing
from linli.platform.db import Model, OfEstate, estate_fk


class Election(OfEstate, Model):
    """How the seats of an item are filled (`id` is the item's). `agreed_seats` is the whole committee's number.

    `term_years` 0: for the rest of the running term; `earlier_item_id`: the election whose tie this one decides.
    """

    __table_args__ = (estate_fk("vote_item", "id"), estate_fk("vote", "vote_id"))

    vote_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    contested: Mapped[bool]
    term_years: Mapped[int]
    agreed_seats: Mapped[int]
    earlier_item_id: Mapped[uuid.UUID | None]
    nominations_from: Mapped[date | None]
    nominations_until: Mapped[date | None]


class Candidacy(OfEstate, Model):
    """Somebody who is put forward. `number` is given with the first list that names them and then stays.

    The place is a building and never a room; the party is shown only where the candidate agreed.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "election_id", "owner_id"),
        UniqueConstraint("estate_id", "election_id", "number", name="uq_candidacy_number"),
        estate_fk("election", "election_id"),
        estate_fk("owner", "owner_id"),
    )

    election_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    number: Mapped[int | None]
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    path: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=Standing.PROPOSED)
    statement: Mapped[str] = mapped_column(default="")
    party_member: Mapped[bool] = mapped_column(default=False)
    party_shown: Mapped[bool] = mapped_column(default=False)
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class CandidacySupport(OfEstate, Model):
    """An owner put a name to a joint nomination."""

    __table_args__ = (
        UniqueConstraint("estate_id", "candidacy_id", "owner_id", name="uq_candidacy_support_owner"),
        estate_fk("candidacy", "candidacy_id"),
        estate_fk("owner", "owner_id"),
    )
    __append_only__ = True

    candidacy_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class EligibilityCheck(OfEstate, Model):
    """One condition looked at: what was found, by whom, on what evidence. The newest stands; never public."""

    __table_args__ = (
        Index("ix_eligibility_check_candidacy", "estate_id", "candidacy_id"),
        estate_fk("candidacy", "candidacy_id"),
    )
    __append_only__ = True

    candidacy_id: Mapped[uuid.UUID]
    condition: Mapped[str]
    holds: Mapped[bool]
    evidence: Mapped[str]
    checked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime]


class CandidateList(OfEstate, Model):
    """The list of candidates as it was put up, in its versions; a changed list is put up anew."""

    __table_args__ = (
        UniqueConstraint("estate_id", "election_id", "version"),
        estate_fk("election", "election_id"),
    )
    __append_only__ = True

    election_id: Mapped[uuid.UUID]
    version: Mapped[int]
    reason: Mapped[str]
    candidates: Mapped[list[Any]]
    published_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]
    shown_until: Mapped[date]


class CandidateObjection(OfEstate, Model):
    """What an owner says against the list or a name on it, and the answer."""

    __table_args__ = (
        Index("ix_candidate_objection_election", "estate_id", "election_id"),
        estate_fk("election", "election_id"),
        estate_fk("candidacy", "candidacy_id"),
        CheckConstraint("(answered_at IS NULL) = (upheld IS NULL)", name="answer_says_whether"),
    )

    election_id: Mapped[uuid.UUID]
    candidacy_id: Mapped[uuid.UUID | None]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class Recall(OfEstate, Model):
    """A member whom an item would recall (`id` is the item's): who asked for it, and that the member was heard.

    杭州市物业管理条例第31条: asked by a fifth of the owners or by the committee; the member is heard before the vote.
    """

    __table_args__ = (
        estate_fk("vote_item", "id"),
        estate_fk("vote", "vote_id"),
        estate_fk("owner", "owner_id"),
    )

    vote_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    name: Mapped[str]
    asked_by: Mapped[str] = mapped_column(default="")
    proposal_id: Mapped[uuid.UUID | None]
    asked_heads: Mapped[int] = mapped_column(default=0)
    asked_area: Mapped[int] = mapped_column(default=0)
    whole_heads: Mapped[int] = mapped_column(default=0)
    whole_area: Mapped[int] = mapped_column(default=0)
    request_document: Mapped[str] = mapped_column(default="")
    requested_on: Mapped[date | None]
    heard_on: Mapped[date | None]
    hearing_place: Mapped[str] = mapped_column(default="")
    hearing_words: Mapped[str] = mapped_column(default="")
    attended: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime | None]
