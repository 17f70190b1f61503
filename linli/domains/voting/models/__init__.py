"""Tables of votes: the vote and its items, the roll in its versions, the ballot box, the result."""

from linli.domains.voting.models.ballots import Ballot, BallotBox
from linli.domains.voting.models.results import VoteResult
from linli.domains.voting.models.rolls import RollEntry, RollOwner, RollUnit, RollVersion
from linli.domains.voting.models.votes import Vote, VoteItem

__all__ = [
    "Ballot",
    "BallotBox",
    "RollEntry",
    "RollOwner",
    "RollUnit",
    "RollVersion",
    "Vote",
    "VoteItem",
    "VoteResult",
]
