"""Ballots on paper: whether any may still come in."""

from linli.domains.voting.models import Vote


def outstanding(found: Vote) -> bool:  # noqa: ARG001 - no vote has ballots on paper yet
    """Whether paper was issued for a vote, so that the box waits for what came in before the close."""
    return False
