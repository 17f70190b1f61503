"""What owners hear of their committee: elections, members, meetings, accounts."""

from datetime import datetime
from uuid import UUID

from linli.domains.committees.events import (
    AccountsDisclosed,
    CommitteeFormed,
    CommitteeNotFormed,
    FormationRevoked,
    MeetingCalled,
    MinutesPublished,
    NewElectionNeeded,
    SubstituteMovedUp,
)
from linli.domains.committees.queries import meetings
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.people.queries import register
from linli.domains.voting.events import CandidatesListed, NominationsOpened


def tell_nominations_opened(event: NominationsOpened) -> None:
    """The owners hear that they can stand for the committee."""
    _tell_all(event.estate_id, "nominations_opened", event.at, election_id=event.election_id)


def tell_candidates_listed(event: CandidatesListed) -> None:
    """The owners hear of the list, and that they can object."""
    _tell_all(event.estate_id, "candidates_listed", event.at, election_id=event.election_id)


def tell_committee_formed(event: CommitteeFormed) -> None:
    """The owners hear who is in the committee."""
    _tell_all(event.estate_id, "committee_formed", event.at, term_id=event.term_id)


def tell_committee_not_formed(event: CommitteeNotFormed) -> None:
    """The owners hear that there is none, and why."""
    _tell_all(event.estate_id, "committee_not_formed", event.at, formation_id=event.formation_id)


def tell_formation_revoked(event: FormationRevoked) -> None:
    """The owners hear that the committee's election was taken back."""
    _tell_all(event.estate_id, "formation_revoked", event.at, formation_id=event.formation_id)


def tell_substitute_moved_up(event: SubstituteMovedUp) -> None:
    """The owners, and among them whoever moved up, hear of it."""
    _tell_all(event.estate_id, "substitute_moved_up", event.at, member_id=event.member_id)


def tell_new_election(event: NewElectionNeeded) -> None:
    """The owners hear that too few members are left."""
    _tell_all(event.estate_id, "new_election_needed", event.at, term_id=event.term_id)


def tell_minutes(event: MinutesPublished) -> None:
    """The owners can read what the committee decided."""
    _tell_all(
        event.estate_id, "minutes_published", event.at, kind=Kind.ANNOUNCEMENT, meeting_id=event.meeting_id
    )


def tell_accounts(event: AccountsDisclosed) -> None:
    """The owners can read what came in and went out."""
    _tell_all(
        event.estate_id,
        "accounts_disclosed",
        event.at,
        kind=Kind.ANNOUNCEMENT,
        disclosure_id=event.disclosure_id,
    )


def tell_committee_meeting(event: MeetingCalled) -> None:
    """The members are called to their meeting."""
    assert event.estate_id is not None
    called = meetings.attendance(meetings.meeting(estate_id=event.estate_id, meeting_id=event.meeting_id))
    owners = [who.owner_id for _, who in called]
    _tell_all(event.estate_id, "committee_meeting", event.at, only=owners, meeting_id=event.meeting_id)


def _tell_all(
    estate_id: UUID | None,
    template: str,
    at: datetime,
    *,
    kind: Kind = Kind.LEGAL,
    only: list[UUID] | None = None,
    **ids: UUID,
) -> None:
    """Every owner with an account, or those named, hears of a thing of the estate."""
    assert estate_id is not None
    owners = register.owner_views(estate_id, only).values()
    messages.tell(
        account_ids={owner.account_id for owner in owners if owner.account_id is not None},
        kind=kind,
        template=template,
        about=f"{template}:{next(iter(ids.values()))}",
        params={"estate_id": str(estate_id)} | {name: str(one) for name, one in ids.items()},
        estate_id=estate_id,
        now=at,
    )
