"""Tables of votes: the vote and its items, nominations, the roll in its versions, the ballot box, the result."""

from linli.domains.voting.models.ballots import Ballot, BallotBox
from linli.domains.voting.models.heads import SignedHead
from linli.domains.voting.models.inspections import Inspection
from linli.domains.voting.models.nominations import (
    Candidacy,
    CandidacySupport,
    CandidateList,
    CandidateObjection,
    Election,
    EligibilityCheck,
    Recall,
)
from linli.domains.voting.models.notices import LegalityReview, OfficialResult, TimingChange, VoteNotice
from linli.domains.voting.models.objections import Objection, ObjectionAnswer
from linli.domains.voting.models.paper import (
    BallotDelivery,
    PaperBallot,
    PaperBatch,
    PaperConflict,
    PaperEntry,
    PaperHelp,
)
from linli.domains.voting.models.proxies import BallotByProxy, VoteProxy
from linli.domains.voting.models.results import OutcomeStatement, Recount, Revocation, VoteResult
from linli.domains.voting.models.rolls import (
    RollEntry,
    RollObjection,
    RollOwner,
    RollSupplement,
    RollUnit,
    RollVersion,
)
from linli.domains.voting.models.secret import (
    KeyHolder,
    PartialDecryption,
    SecretBallot,
    SecretKey,
    SecretSums,
    ballots_of,
)
from linli.domains.voting.models.tasks import ResolutionTask, TaskEntry
from linli.domains.voting.models.visits import HouseholdVisit, VoteReminder
from linli.domains.voting.models.votes import Vote, VoteItem

__all__ = [
    "Ballot",
    "BallotBox",
    "BallotByProxy",
    "BallotDelivery",
    "Candidacy",
    "CandidacySupport",
    "CandidateList",
    "CandidateObjection",
    "Election",
    "EligibilityCheck",
    "HouseholdVisit",
    "Inspection",
    "KeyHolder",
    "LegalityReview",
    "Objection",
    "ObjectionAnswer",
    "OfficialResult",
    "OutcomeStatement",
    "PaperBallot",
    "PaperBatch",
    "PaperConflict",
    "PaperEntry",
    "PaperHelp",
    "PartialDecryption",
    "Recall",
    "Recount",
    "ResolutionTask",
    "Revocation",
    "RollEntry",
    "RollObjection",
    "RollOwner",
    "RollSupplement",
    "RollUnit",
    "RollVersion",
    "SecretBallot",
    "SecretKey",
    "SecretSums",
    "SignedHead",
    "TaskEntry",
    "TimingChange",
    "Vote",
    "VoteItem",
    "VoteNotice",
    "VoteProxy",
    "VoteReminder",
    "VoteResult",
    "ballots_of",
]
