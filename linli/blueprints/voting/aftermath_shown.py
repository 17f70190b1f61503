"""What follows a result, put together for the pages of a vote."""

from datetime import datetime
from typing import Any

from linli.domains.voting.models import Vote
from linli.domains.voting.queries import corrections, results, tasks
from linli.domains.voting.rules.aftermath import Authority
from linli.domains.voting.rules.course import WITH_RESULT
from linli.domains.voting.rules.sheet import Revoked
from linli.kernel.times import day_of


def following(vote: Vote, *, now: datetime) -> dict[str, Any]:
    """Revocations, versions, what those who took part were told, and tasks; nothing before the publication."""
    if vote.state not in WITH_RESULT:
        return {"revoked": [], "versions": 0, "statement": None, "tasks": []}
    return {
        "revoked": [
            Revoked(Authority(one.authority), one.number, one.decided_on, one.words)
            for one in results.revocations(vote)
        ],
        "versions": len(corrections.results_of(vote)),
        "statement": results.statement(vote),
        "tasks": tasks.of_vote(vote, today=day_of(now)),
    }
