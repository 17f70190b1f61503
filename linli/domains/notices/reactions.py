"""What this room does when something happens elsewhere; connected in linli.wiring."""

import uuid
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
from linli.domains.deliberation.events import NeighbourConcerned
from linli.domains.estates import queries as estates
from linli.domains.fees.events import BillsIssued
from linli.domains.fees.queries import bills
from linli.domains.notices import queries
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.domains.payments.events import PaymentSettled
from linli.domains.people.events import ClaimDecided, LoginCodeAsked
from linli.domains.people.queries import identity, register
from linli.domains.people.rules import CodeWay
from linli.domains.surveys.events import SurveyClosed, SurveyOutcomeStated, SurveyPublished
from linli.domains.surveys.queries import surveys, taking_part
from linli.domains.tickets.events import TicketAccepted, TicketFinished, TicketRejected
from linli.domains.voting.events import (
    CandidatesListed,
    NominationsOpened,
    ObjectionAnswered,
    OutcomeStated,
    ResultCorrected,
    ResultPublished,
    VoteAnnounced,
    VoteAnnulled,
    VoteOpened,
    VoteRevoked,
    VoteTimingChanged,
)
from linli.domains.voting.queries import records, votes
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.db import db


def send_login_code(event: LoginCodeAsked) -> None:
    """Together with the asking: a code that was made is a message that waits."""
    asked = identity.login_code(event.code_id)
    if asked is not None:
        messages.send_code(
            code_id=asked.id,
            template="login_code_voice" if asked.way == CodeWay.VOICE else "login_code",
            expires_at=asked.expires_at,
            now=event.at,
        )


def tell_claimant(event: ClaimDecided) -> None:
    """Whoever claimed a unit hears the answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.CLAIM,
        template="claim_approved" if event.approved else "claim_refused",
        about=f"claim:{event.claim_id}",
        params={},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_the_estate(event: AnnouncementPublished) -> None:
    """Everybody of the estate hears of an announcement, by the channels each has chosen."""
    assert event.estate_id is not None
    found = queries.announcement(estate_id=event.estate_id, announcement_id=event.announcement_id)
    units = [unit.id for unit in estates.unit_views(event.estate_id)]
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.ANNOUNCEMENT,
        template="announcement",
        about=f"announcement:{found.id}",
        params={
            "title": found.title,
            "sender": Role(found.author_role).title,
            "estate_id": str(found.estate_id),
            "announcement_id": str(found.id),
        },
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_ticket_accepted(event: TicketAccepted) -> None:
    """Whoever reported something hears that it will be dealt with."""
    _tell_reporter(event, "ticket_accepted")


def tell_ticket_rejected(event: TicketRejected) -> None:
    """Whoever reported something hears that it will not be dealt with here."""
    _tell_reporter(event, "ticket_rejected")


def tell_ticket_finished(event: TicketFinished) -> None:
    """Whoever reported something hears that it is done, and is asked to rate."""
    _tell_reporter(event, "ticket_finished")


def _tell_reporter(event: TicketAccepted | TicketRejected | TicketFinished, template: str) -> None:
    if event.reporter_id is None:
        return
    messages.tell(
        account_ids=[event.reporter_id],
        kind=Kind.TICKET,
        template=template,
        about=f"{template}:{event.ticket_id}:{event.at:%Y%m%d%H%M%S}",  # it may be done over, and finished again
        params={"estate_id": str(event.estate_id), "ticket_id": str(event.ticket_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_vote_announced(event: VoteAnnounced) -> None:
    """The owners are given notice of a vote, or that its text has changed and is announced anew."""
    if event.edition > 1:
        _tell_owners(event, "vote_reannounced", about=f"vote_announced:{event.vote_id}:{event.edition}")
    else:
        _tell_owners(event, "vote_announced")


def tell_vote_opened(event: VoteOpened) -> None:
    """The owners hear that they can vote."""
    _tell_owners(event, "vote_opened")


def tell_timing_changed(event: VoteTimingChanged) -> None:
    """The owners hear that the close of a vote was put off, or that it ended early."""
    _tell_owners(event, f"vote_{event.kind}", about=f"vote_timing:{event.change_id}")


def tell_result_published(event: ResultPublished) -> None:
    """The owners hear of the result, and that they can object."""
    _tell_owners(event, "result_published")


def tell_vote_annulled(event: VoteAnnulled) -> None:
    """The owners hear that a vote is void."""
    _tell_owners(event, "vote_annulled")


def tell_result_corrected(event: ResultCorrected) -> None:
    """The owners hear that a result was corrected, and that they can object anew."""
    _tell_owners(event, "result_corrected", about=f"result_corrected:{event.vote_id}:{event.version}")


def tell_vote_revoked(event: VoteRevoked) -> None:
    """The owners hear that a decision was taken back."""
    _tell_owners(event, "vote_revoked", about=f"vote_revoked:{event.vote_id}:{event.item_id or ''}")


def tell_objector(event: ObjectionAnswered) -> None:
    """Whoever objected hears that there is an answer."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.LEGAL,
        template="objection_answered",
        about=f"objection_answered:{event.objection_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_outcome(event: OutcomeStated) -> None:
    """Those who took part hear what comes of the vote (DL-09)."""
    assert event.estate_id is not None
    found = votes.vote(estate_id=event.estate_id, vote_id=event.vote_id)
    messages.tell(
        account_ids=records.accounts_of_participants(found),
        kind=Kind.LEGAL,
        template="outcome_stated",
        about=f"outcome_stated:{event.statement_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def _tell_owners(
    event: VoteAnnounced
    | VoteOpened
    | VoteTimingChanged
    | ResultPublished
    | VoteAnnulled
    | ResultCorrected
    | VoteRevoked,
    template: str,
    *,
    about: str = "",
) -> None:
    """Legal notices go to every owner with an account; nobody can turn them off."""
    assert event.estate_id is not None
    owners = register.owner_views(event.estate_id).values()
    messages.tell(
        account_ids={owner.account_id for owner in owners if owner.account_id is not None},
        kind=Kind.LEGAL,
        template=template,
        about=about or f"{template}:{event.vote_id}",
        params={"estate_id": str(event.estate_id), "vote_id": str(event.vote_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_billed(event: BillsIssued) -> None:
    """Everybody of the units that were billed hears that there is a bill."""
    assert event.estate_id is not None
    run = bills.run(estate_id=event.estate_id, run_id=event.run_id)
    units = [row.unit_id for row in db.session.execute(bills.run_bills(run))]
    messages.tell(
        account_ids=register.accounts_of_units(event.estate_id, units, on=day_of(event.at)),
        kind=Kind.BILL,
        template="bill_issued",
        about=f"bills:{event.run_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_payer(event: PaymentSettled) -> None:
    """Whoever paid hears that the money came."""
    if event.account_id is None:
        return
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.BILL,
        template="payment_settled",
        about=f"payment:{event.payment_id}",
        params={"estate_id": str(event.estate_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


def tell_survey_published(event: SurveyPublished) -> None:
    """Everybody whom a survey asks hears of it."""
    assert event.estate_id is not None
    survey = surveys.survey(estate_id=event.estate_id, survey_id=event.survey_id)
    _tell_of_survey(event, "survey_published", taking_part.invited(survey, on=day_of(event.at)), "")


def tell_survey_closed(event: SurveyClosed) -> None:
    """Those who took part hear that the results are there."""
    _tell_takers(event, "survey_closed", "")


def tell_survey_outcome(event: SurveyOutcomeStated) -> None:
    """Those who took part hear what comes of it (DL-09)."""
    _tell_takers(event, "survey_outcome", f":{event.outcome_id}")


def _tell_takers(event: SurveyClosed | SurveyOutcomeStated, template: str, which: str) -> None:
    assert event.estate_id is not None
    survey = surveys.survey(estate_id=event.estate_id, survey_id=event.survey_id)
    _tell_of_survey(event, template, taking_part.takers(survey), which)


def _tell_of_survey(
    event: SurveyPublished | SurveyClosed | SurveyOutcomeStated,
    template: str,
    account_ids: set[uuid.UUID],
    which: str,
) -> None:
    messages.tell(
        account_ids=account_ids,
        kind=Kind.ANNOUNCEMENT,
        template=template,
        about=f"{template}:{event.survey_id}{which}",
        params={"estate_id": str(event.estate_id), "survey_id": str(event.survey_id)},
        estate_id=event.estate_id,
        now=event.at,
    )


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


def tell_neighbour(event: NeighbourConcerned) -> None:
    """Whoever is concerned by what happened in the hall hears of it: each kind of news by a template of its own."""
    messages.tell(
        account_ids=[event.account_id],
        kind=Kind.DELIBERATION,
        template=event.news,
        about=f"{event.news}:{event.source_id}",
        params={"estate_id": str(event.estate_id), "object_id": str(event.object_id)},
        estate_id=event.estate_id,
        now=event.at,
    )
