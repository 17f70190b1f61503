"""What a repair does when the vote on it is published or declared void."""

from linli.domains.fund import operations
from linli.domains.voting.events import ResultPublished, VoteAnnulled
from linli.domains.voting.queries import results


def take_result(event: ResultPublished) -> None:
    """A repair is agreed to when its item passed."""
    assert event.estate_id is not None
    passed = results.all_passed(event.estate_id, event.vote_id)
    operations.hear(estate_id=event.estate_id, vote_id=event.vote_id, passed=passed)


def take_annulment(event: VoteAnnulled) -> None:
    """A void vote decided nothing."""
    assert event.estate_id is not None
    operations.hear(estate_id=event.estate_id, vote_id=event.vote_id, passed=None)
