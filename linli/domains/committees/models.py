"""Tables of committees: terms, members, formation, tasks, filing, handover, meetings, seal, disclosures."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.committees.rules import Filing
from linli.platform.db import Model, OfEstate, estate_fk


class CommitteeTerm(OfEstate, Model):
    """One term of an estate's committee, from a day until a day (included).

    `agreed_seats` and `least_members` say below how many it stands no more; 0: not known, terms written down by hand.
    """

    __table_args__ = (UniqueConstraint("estate_id", "number"),)

    number: Mapped[int]
    since_on: Mapped[date]
    until_on: Mapped[date]
    vote_id: Mapped[uuid.UUID | None]
    agreed_seats: Mapped[int] = mapped_column(default=0)
    least_members: Mapped[int] = mapped_column(default=0)


class CommitteeMember(OfEstate, Model):
    """An owner holds a post in a term from a day until a day (included); None: until the term ends.

    The name stays as it was published when the owner was elected. `grant_id`: the role that follows the seat.
    """

    __table_args__ = (
        estate_fk("committee_term", "term_id"),
        estate_fk("owner", "owner_id"),
        Index("ix_committee_member_term", "estate_id", "term_id"),
    )

    term_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    name: Mapped[str]
    post: Mapped[str]
    position: Mapped[int]
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    leaving: Mapped[str | None]
    party: Mapped[bool | None]
    grant_id: Mapped[uuid.UUID | None]


class CommitteeFormation(OfEstate, Model):
    """What became of an election whose result stands: a committee, or none, and why."""

    __table_args__ = (UniqueConstraint("estate_id", "item_id"),)
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID]
    title: Mapped[str]
    formed: Mapped[bool]
    said: Mapped[str]
    term_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]


class FormationRevocation(OfEstate, Model):
    """A court or the street took back the election that a formation rests on; the formation stays, marked."""

    __table_args__ = (
        UniqueConstraint("estate_id", "formation_id"),
        estate_fk("committee_formation", "formation_id"),
    )
    __append_only__ = True

    formation_id: Mapped[uuid.UUID]
    said: Mapped[str]
    at: Mapped[datetime]


class CommitteeTask(OfEstate, Model):
    """Something to be done for a term by a day. `about` tells two of a kind apart, for example a meeting's id."""

    __table_args__ = (
        UniqueConstraint("estate_id", "term_id", "kind", "about"),
        estate_fk("committee_term", "term_id"),
    )

    term_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class CommitteeFiling(OfEstate, Model):
    """The filing of a term (its `id`) with the street office; `papers`: the document of each kind, by name."""

    __table_args__ = (estate_fk("committee_term", "id"),)

    state: Mapped[str] = mapped_column(default=Filing.PREPARING)
    due_on: Mapped[date]
    papers: Mapped[dict[str, Any]]
    submitted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")


class HandoverItem(OfEstate, Model):
    """One thing that a committee hands to the next: when, by whom, to whom."""

    __table_args__ = (
        estate_fk("committee_term", "term_id"),
        Index("ix_handover_item_term", "estate_id", "term_id"),
    )

    term_id: Mapped[uuid.UUID]
    title: Mapped[str]
    handed_on: Mapped[date | None]
    handed_by: Mapped[str] = mapped_column(default="")
    received_by: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")


class CommitteeMeeting(OfEstate, Model):
    """A meeting of the committee: called with an agenda, held, and its minutes put up for the owners."""

    __table_args__ = (
        UniqueConstraint("estate_id", "term_id", "number"),
        estate_fk("committee_term", "term_id"),
    )

    term_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str]
    agenda: Mapped[str]
    place: Mapped[str]
    called_at: Mapped[datetime]
    called_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    meets_at: Mapped[datetime]
    minutes: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(default="")


class MeetingAttendance(OfEstate, Model):
    """A member of the day: whether they say they come, and whether they came. Nobody comes for another."""

    __table_args__ = (
        UniqueConstraint("estate_id", "meeting_id", "member_id"),
        estate_fk("committee_meeting", "meeting_id"),
        estate_fk("committee_member", "member_id"),
    )

    meeting_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    coming: Mapped[bool | None]
    present: Mapped[bool | None]


class MeetingDecision(OfEstate, Model):
    """What a meeting voted on; `answers`: member's id to for, against or abstain. `members`: all of that day."""

    __table_args__ = (
        UniqueConstraint("estate_id", "meeting_id", "number"),
        estate_fk("committee_meeting", "meeting_id"),
    )
    __append_only__ = True

    meeting_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str]
    answers: Mapped[dict[str, Any]]
    members: Mapped[int]
    passed: Mapped[bool]
    at: Mapped[datetime]


class SealUse(OfEstate, Model):
    """One use of the seal: for what, on which paper, by whose leave. Never changed."""

    __table_args__ = (
        Index("ix_seal_use_day", "estate_id", "used_on"),
        estate_fk("committee_term", "term_id"),
        CheckConstraint("copies > 0", name="copies_positive"),
    )
    __append_only__ = True

    term_id: Mapped[uuid.UUID]
    used_on: Mapped[date]
    purpose: Mapped[str]
    document: Mapped[str]
    copies: Mapped[int]
    approved_by: Mapped[str]
    handled_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Disclosure(OfEstate, Model):
    """An account put before the owners: a half-year's common income, or one use of the maintenance fund.

    `ground`: the vote, or the emergency by which the fund is used (民法典第281条); `share`: what each unit bears.
    """

    __table_args__ = (Index("ix_disclosure_period", "estate_id", "account", "since_on"),)

    account: Mapped[str]
    title: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date]
    plan: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    settlement: Mapped[str] = mapped_column(default="")
    share: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    shown_until: Mapped[date | None]


class DisclosureLine(OfEstate, Model):
    """One source or use in whole fen, with its voucher."""

    __table_args__ = (
        Index("ix_disclosure_line_disclosure", "estate_id", "disclosure_id"),
        estate_fk("disclosure", "disclosure_id"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
    )

    disclosure_id: Mapped[uuid.UUID]
    side: Mapped[str]
    title: Mapped[str]
    amount_fen: Mapped[int]
    document: Mapped[str]
