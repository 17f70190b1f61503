"""What happens when something happens: the whole of linli's cause and effect, on one page."""

from flask import Flask

from config import BadSetting, Settings
from linli.domains.committees import events as committees
from linli.domains.committees import facts as committee_facts
from linli.domains.committees import reactions as committee_reactions
from linli.domains.complaints.events import ComplaintMoved, StatementAsked
from linli.domains.decoration.events import DecorationMoved
from linli.domains.deliberation import facts as deliberation_facts
from linli.domains.deliberation import reactions as deliberation
from linli.domains.deliberation.events import ConvertedToItem, NeighbourConcerned, ProposalReached
from linli.domains.fees import facts as fee_facts
from linli.domains.fees import reactions as fees
from linli.domains.fees.events import (
    BillsApproved,
    BillsIssued,
    BillsReminded,
    BillVoided,
    DisputeAnswered,
    PlanMoved,
    PriceShown,
)
from linli.domains.fund import reactions as fund
from linli.domains.fund.events import FundSettled
from linli.domains.governance import facts as governance_facts
from linli.domains.governance import reactions as governance
from linli.domains.governance.ports import Letters, Platform
from linli.domains.governance.queries import health as governance_health
from linli.domains.notices import facts as notice_facts
from linli.domains.notices import reactions as notices
from linli.domains.notices.events import (
    AnnouncementCorrected,
    AnnouncementPublished,
    AnnouncementWithdrawn,
    OutageOver,
    ReadersReminded,
    RollCallOpened,
)
from linli.domains.notices.ports import Sms
from linli.domains.payments import facts as payment_facts
from linli.domains.payments import reactions as payments
from linli.domains.payments.events import (
    BooksFailed,
    CommonIncomeDisclosed,
    CommonQuestionAnswered,
    DepositSettled,
    InvoiceAnswered,
    PaymentSettled,
)
from linli.domains.payments.ports import Channels, SandboxCashier
from linli.domains.payments.queries import auditing as books
from linli.domains.people import facts as people_facts
from linli.domains.people.events import (
    AccountClosed,
    ClaimDecided,
    LoginCodeAsked,
    RegisterChanged,
    RosterApplied,
    StaffLeft,
)
from linli.domains.rating import facts as rating_facts
from linli.domains.rating import reactions as rating_reactions
from linli.domains.rating.events import (
    AppealAnswered,
    PreliminaryPublished,
    PreliminaryWithdrawn,
    PrizePaid,
    StarConfirmed,
)
from linli.domains.reputation import events as reputation
from linli.domains.reputation import reactions as reputation_reactions
from linli.domains.satisfaction import events as satisfaction
from linli.domains.surveys.events import SurveyClosed, SurveyOutcomeStated, SurveyPublished
from linli.domains.takeover.events import TakenOver, TakeoverEnded
from linli.domains.taskforces.ports import Letters as ForceLetters
from linli.domains.tickets import events as tickets
from linli.domains.tickets import facts as ticket_facts
from linli.domains.tickets import reactions as ticket_reactions
from linli.domains.voting import facts as voting_facts
from linli.domains.voting.events import (
    CandidatesListed,
    NominationsOpened,
    ObjectionAnswered,
    OutcomeStated,
    ProxyGiven,
    ProxyRevoked,
    ProxyUsed,
    ResultCorrected,
    ResultPublished,
    VoteAnnounced,
    VoteAnnulled,
    VoteClosed,
    VoteClosingSoon,
    VoteCounted,
    VoteOpened,
    VoteReminded,
    VoteRevoked,
    VoteSettled,
    VoteTimingChanged,
)
from linli.domains.voting.ports import BundleSigner
from linli.gateways import (
    bundle_key,
    engagements,
    governance_letters,
    governance_platform,
    merchants,
    sandbox_channel,
    sms,
    taskforce_letters,
    webhook_sender,
)
from linli.gateways.offered_channels import REAL, Offered
from linli.gateways.storages import storage_at
from linli.kernel.events import Event
from linli.platform import doctor, facts, observe, webhooks
from linli.platform.bus import subscribe
from linli.platform.ports import bind
from linli.platform.storage import Storage

# What programs outside may hear of, by its public name; who voted or asked for a code is not among it.
_TOLD_OUTSIDE: dict[type[Event], str] = {
    AnnouncementPublished: "announcement.published",
    BillsIssued: "bills.issued",
    ConvertedToItem: "deliberation.converted",
    ProposalReached: "deliberation.proposal_reached",
    BillVoided: "bill.voided",
    PaymentSettled: "payment.settled",
    RegisterChanged: "register.changed",
    ResultCorrected: "vote.result_corrected",
    ResultPublished: "vote.result_published",
    RosterApplied: "roster.applied",
    StarConfirmed: "star.confirmed",
    SurveyClosed: "survey.closed",
    SurveyPublished: "survey.published",
    VoteAnnounced: "vote.announced",
    VoteAnnulled: "vote.annulled",
    VoteClosed: "vote.closed",
    VoteCounted: "vote.counted",
    VoteOpened: "vote.opened",
    VoteTimingChanged: "vote.timing_changed",
    VoteRevoked: "vote.revoked",
    VoteSettled: "vote.settled",
    tickets.TicketAccepted: "ticket.accepted",
    tickets.TicketAssigned: "ticket.assigned",
    tickets.TicketClosed: "ticket.closed",
    tickets.TicketFinished: "ticket.finished",
    tickets.TicketRated: "ticket.rated",
    tickets.TicketRejected: "ticket.rejected",
    tickets.TicketReopened: "ticket.reopened",
    tickets.TicketReported: "ticket.reported",
    tickets.TicketSupervised: "ticket.supervised",
}

# The figures that the rooms offer to the rating, by name.
_FACTS = (
    *people_facts.STAR,
    *voting_facts.STAR,
    *ticket_facts.STAR,
    *fee_facts.STAR,
    *payment_facts.STAR,
    *committee_facts.STAR,
    *deliberation_facts.STAR,
    *notice_facts.STAR,
    *governance_facts.STAR,
    *rating_facts.STAR,
)


def connect() -> None:
    """Say who hears of what. `together` shares the deed's transaction; `later` is promised in the outbox."""
    subscribe(LoginCodeAsked, together=(notices.people.send_login_code,))
    subscribe(ClaimDecided, later=(notices.people.tell_claimant,))
    subscribe(StaffLeft, together=(ticket_reactions.pass_on,))
    subscribe(tickets.TicketStepped, later=(notices.tickets.tell_step,))
    subscribe(tickets.TicketMerged, together=(ticket_reactions.carry_over,))
    subscribe(tickets.IncidentTold, later=(notices.tickets.tell_incident,))
    subscribe(VoteAnnounced, later=(notices.voting.tell_vote_announced,))
    subscribe(VoteOpened, later=(notices.voting.tell_vote_opened,))
    subscribe(ResultPublished, later=(notices.voting.tell_result_published,))
    subscribe(VoteTimingChanged, later=(notices.voting.tell_timing_changed,))
    subscribe(VoteAnnulled, later=(notices.voting.tell_vote_annulled,))
    subscribe(ResultCorrected, later=(notices.voting.tell_result_corrected,))
    subscribe(VoteRevoked, later=(notices.voting.tell_vote_revoked,))
    subscribe(ObjectionAnswered, later=(notices.voting.tell_objector,))
    subscribe(OutcomeStated, later=(notices.voting.tell_outcome,))
    subscribe(ProxyGiven, later=(notices.canvassing.tell_proxy,))
    subscribe(ProxyRevoked, later=(notices.canvassing.tell_proxy,))
    subscribe(ProxyUsed, later=(notices.canvassing.tell_proxy,))
    subscribe(VoteReminded, later=(notices.canvassing.remind_voters,))
    subscribe(VoteClosingSoon, later=(notices.canvassing.tell_closing_soon,))
    subscribe(SurveyPublished, later=(notices.surveys.tell_survey_published,))
    subscribe(SurveyClosed, later=(notices.surveys.tell_survey_closed,))
    subscribe(SurveyOutcomeStated, later=(notices.surveys.tell_survey_outcome,))
    subscribe(NominationsOpened, later=(notices.committees.tell_nominations_opened,))
    subscribe(CandidatesListed, later=(notices.committees.tell_candidates_listed,))
    subscribe(VoteSettled, together=(committee_reactions.form,))
    subscribe(VoteRevoked, together=(committee_reactions.mark_revoked,))
    subscribe(RegisterChanged, together=(committee_reactions.check_owners,))
    subscribe(RosterApplied, together=(committee_reactions.check_owners,))
    subscribe(committees.CommitteeFormed, later=(notices.committees.tell_committee_formed,))
    subscribe(committees.CommitteeNotFormed, later=(notices.committees.tell_committee_not_formed,))
    subscribe(committees.FormationRevoked, later=(notices.committees.tell_formation_revoked,))
    subscribe(committees.SubstituteMovedUp, later=(notices.committees.tell_substitute_moved_up,))
    subscribe(committees.NewElectionNeeded, later=(notices.committees.tell_new_election,))
    subscribe(committees.MeetingCalled, later=(notices.committees.tell_committee_meeting,))
    subscribe(committees.MinutesPublished, later=(notices.committees.tell_minutes,))
    subscribe(committees.AccountsDisclosed, later=(notices.committees.tell_accounts,))
    _connect_reports()
    _connect_money()
    _connect_good_name()
    _connect_announcements()
    _connect_platform()
    subscribe(NeighbourConcerned, later=(notices.deliberation.tell_neighbour,))
    subscribe(ComplaintMoved, later=(notices.complaints.tell_complainant,))
    subscribe(DecorationMoved, later=(notices.decoration.tell_decorator,))
    subscribe(StatementAsked, later=(notices.complaints.ask_company,))
    subscribe(AccountClosed, together=(deliberation.forget_speaker,))
    _offer()


def _connect_reports() -> None:
    """What goes along with reports: those that wait for others, the question weeks later, blocked phones."""
    subscribe(tickets.TicketFinished, together=(ticket_reactions.release,))
    subscribe(tickets.TicketMerged, together=(ticket_reactions.release,))
    subscribe(tickets.TicketRejected, together=(ticket_reactions.release,))
    subscribe(tickets.TicketWithdrawn, together=(ticket_reactions.release,))
    subscribe(tickets.AlarmRung, later=(notices.tickets.ring_duty,))
    subscribe(tickets.LaterAsked, later=(notices.tickets.ask_later,))
    subscribe(tickets.ReporterBlocked, later=(notices.blocks.tell_blocked,))
    subscribe(tickets.AppealDecided, later=(notices.blocks.tell_appeal,))


def _connect_good_name() -> None:
    """What is found out about companies: the yearly round, their record, the red and black list."""
    subscribe(satisfaction.SatisfactionAsked, later=(notices.satisfaction.tell_asked,))
    subscribe(satisfaction.SatisfactionReminded, later=(notices.satisfaction.tell_reminded,))
    subscribe(satisfaction.SatisfactionClosed, later=(reputation_reactions.note_satisfaction,))
    subscribe(StarConfirmed, later=(reputation_reactions.note_star, rating_reactions.tell_star))
    subscribe(PreliminaryPublished, later=(rating_reactions.tell_published,))
    subscribe(PreliminaryWithdrawn, later=(rating_reactions.take_down,))
    subscribe(AppealAnswered, later=(rating_reactions.tell_answer,))
    subscribe(PrizePaid, later=(rating_reactions.tell_paid,))
    subscribe(TakenOver, later=(notices.takeover.tell_taken_over,))
    subscribe(TakeoverEnded, later=(notices.takeover.tell_ended,))
    subscribe(reputation.CreditItemNotified, later=(notices.reputation.tell_item,))
    subscribe(reputation.CreditItemDecided, later=(notices.reputation.tell_decision,))
    subscribe(reputation.ListEntryNotified, later=(notices.reputation.tell_entry,))
    subscribe(reputation.ListPublished, later=(notices.reputation.tell_published,))
    subscribe(reputation.BlackListedAgain, later=(notices.reputation.tell_again,))


def _offer() -> None:
    """What others may ask for by name: the facts of the rooms, and the events that are told outside."""
    facts.offer(_FACTS)
    for kind, name in _TOLD_OUTSIDE.items():
        webhooks.offer(kind, name)
        subscribe(kind, together=(webhooks.spread,))


def _connect_announcements() -> None:
    subscribe(AnnouncementPublished, later=(notices.announcements.tell_the_list,))
    subscribe(AnnouncementCorrected, later=(notices.announcements.tell_corrected,))
    subscribe(AnnouncementWithdrawn, later=(notices.announcements.tell_withdrawn,))
    subscribe(ReadersReminded, later=(notices.announcements.tell_not_readers,))
    subscribe(OutageOver, later=(notices.announcements.tell_all_clear,))
    subscribe(RollCallOpened, later=(notices.rollcalls.ask_homes,))
    subscribe(VoteAnnounced, later=(notices.board.show_vote,))
    subscribe(ResultPublished, later=(notices.board.show_result,))
    subscribe(VoteAnnulled, later=(notices.board.take_down_vote,))
    subscribe(CandidatesListed, later=(notices.board.show_candidates,))
    subscribe(committees.AccountsDisclosed, later=(notices.board.show_accounts,))
    subscribe(PriceShown, later=(notices.board.show_price,))


def _connect_money() -> None:
    subscribe(CommonIncomeDisclosed, later=(notices.common_income.tell_disclosed, notices.board.show_commons))
    subscribe(CommonQuestionAnswered, later=(notices.common_income.tell_asker,))
    subscribe(ResultPublished, later=(fund.take_result,))
    subscribe(VoteAnnulled, later=(fund.take_annulment,))
    subscribe(FundSettled, later=(notices.fund.tell_settled,))
    subscribe(DepositSettled, later=(notices.common_income.tell_deposit,))
    subscribe(InvoiceAnswered, later=(notices.common_income.tell_invoiced,))
    subscribe(BillsIssued, together=(payments.book_bills, payments.use_prepaid))
    subscribe(BillVoided, together=(payments.book_void,))
    subscribe(BillsIssued, later=(notices.fees.tell_billed,))
    subscribe(BillsApproved, later=(fees.issue_approved,))
    subscribe(tickets.TicketFinished, together=(ticket_reactions.bill_repair,))
    subscribe(tickets.RepairCharged, together=(fees.bill_repair,))
    subscribe(tickets.RepairQuoted, later=(notices.serving.ask_consent,))
    subscribe(tickets.TicketUrged, later=(notices.serving.tell_heads,))
    subscribe(BillsReminded, later=(notices.fees.remind_payers,))
    subscribe(DisputeAnswered, later=(notices.fees.tell_objector,))
    subscribe(PlanMoved, later=(notices.fees.tell_plan,))
    subscribe(PaymentSettled, later=(notices.payments.tell_payer,))
    subscribe(BooksFailed, later=(notices.payments.tell_responsible,))
    observe.ask_also(warnings=books.warnings, figures=books.figures)
    doctor.contribute("账簿平衡", books.examine)


def _connect_platform() -> None:
    """What goes to the governance platform is written down in the transaction of the ticket's step."""
    subscribe(tickets.TicketPartFinished, together=(ticket_reactions.go_on,))
    subscribe(tickets.TicketReported, together=(governance.consider,))
    subscribe(tickets.TicketAccepted, together=(governance.send_accepted,))
    subscribe(tickets.TicketDispatched, together=(governance.send_dispatched,))
    subscribe(tickets.TicketRejected, together=(governance.keep,))
    subscribe(tickets.TicketMerged, together=(governance.keep,))
    subscribe(tickets.TicketWithdrawn, together=(governance.keep,))
    subscribe(tickets.TicketUrged, together=(governance.tell_urged,))
    subscribe(tickets.TicketRated, together=(governance.tell_rated,))
    subscribe(tickets.TicketReopened, together=(governance.tell_reopened,))
    subscribe(tickets.TicketClosed, together=(governance.tell_closed,))
    observe.ask_also(warnings=governance_health.warnings, figures=governance_health.figures)


def bind_gateways(app: Flask, settings: Settings) -> None:
    """Give each room's ports the part of the outside world that the settings name."""
    bind(app, BundleSigner, bundle_key.KeyInFolder(settings.data_dir))
    bind(app, webhooks.Sender, webhook_sender.HttpSender(private=settings.private_webhooks))
    bind(app, webhooks.Engagements, engagements.ContractEngagements())
    _bind_platform(app, settings)
    _bind_channels(app, settings)
    try:
        bind(app, Sms, sms.sms_at(settings.sms, key=settings.sms_key))
        bind(app, Storage, storage_at(settings.storage, data_dir=settings.data_dir))
    except ValueError as fault:
        raise BadSetting(str(fault)) from None


def _bind_platform(app: Flask, settings: Settings) -> None:
    bind(app, Letters, governance_letters.NoticeLetters())
    bind(app, ForceLetters, taskforce_letters.NoticeLetters())
    if not settings.governance_url:
        bind(app, Platform, governance_platform.NoPlatform())
        return
    site = settings.origins[0] if settings.origins else f"http://127.0.0.1:{settings.port}"
    try:
        platform = governance_platform.HttpPlatform(
            settings.governance_url, key=settings.governance_key, site=site
        )
    except ValueError as fault:
        raise BadSetting(str(fault)) from None
    bind(app, Platform, platform)


def _bind_channels(app: Flask, settings: Settings) -> None:
    """The ways to pay online; the sandbox brings its own far side along, and never into production (config)."""
    if unknown := set(settings.payment_channels) - {"sandbox", *REAL}:
        raise BadSetting(f"LINLI_PAYMENT_CHANNELS: unknown channel {', '.join(sorted(unknown))}")
    real = tuple(name for name in settings.payment_channels if name in REAL)
    try:
        own = merchants.merchants_in(settings.merchants_dir, channels=real, production=settings.production)
    except merchants.BadMerchant as fault:
        raise BadSetting(f"LINLI_MERCHANTS: {fault}") from None
    shared = []
    if "sandbox" in settings.payment_channels:
        sandbox = sandbox_channel.SandboxChannel(settings.data_dir, secret=settings.secret_key)
        bind(app, SandboxCashier, sandbox)
        shared.append(sandbox)
    bind(app, Channels, Offered(shared, own))
