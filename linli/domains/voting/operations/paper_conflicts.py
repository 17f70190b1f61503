"""A voter with ballots on paper and online: the declared rule decides, both are kept and listed (NN-09)."""

from datetime import datetime

from linli.domains.voting.errors import AlreadyVoted
from linli.domains.voting.models import Ballot, PaperBallot, PaperConflict, RollEntry, Vote
from linli.domains.voting.queries import paper
from linli.domains.voting.rules.estate_rules import Conflict, VotingRules
from linli.domains.voting.rules.paper import refuses_online
from linli.kernel.ids import new_id
from linli.kernel.times import shanghai
from linli.platform import audit
from linli.platform.upsert import add_if_absent


def check_free(*, vote: Vote, entry: RollEntry, rules: VotingRules) -> PaperBallot | None:
    """The voter's sheet that is in the box already, which an online ballot would now stand beside.

    Raises AlreadyVoted where the paper counts whatever comes after it. The box is held.
    """
    boxed = paper.in_box(vote, entry.voter_no)
    if boxed is not None and boxed.received_at is not None and refuses_online(rules.conflict):
        at = shanghai(boxed.received_at)
        raise AlreadyVoted(
            f"这一户已在 {at.month}月{at.day}日 {at:%H:%M} 交回纸质选票，按本次表决的规则以纸质票为准。"
            f"回执号 {boxed.receipt_no}。",
            cast_at=boxed.received_at.isoformat(),
        )
    return boxed


def note(*, sheet: PaperBallot, online: Ballot, rule: Conflict, now: datetime) -> None:
    """List the double, once a sheet."""
    add_if_absent(
        PaperConflict,
        id=new_id(),
        estate_id=sheet.estate_id,
        vote_id=sheet.vote_id,
        voter_no=sheet.voter_no,
        paper_id=sheet.id,
        online_ballot_id=online.id,
        rule=rule,
        noted_at=now,
    )
    audit.record(
        "voting:paper:conflict",
        object_kind="paper_ballot",
        object_id=sheet.id,
        estate_id=sheet.estate_id,
        vote_id=str(sheet.vote_id),
        voter_no=sheet.voter_no,
        rule=rule,
    )
