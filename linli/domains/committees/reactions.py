"""What this room does when something happens elsewhere; connected in linli.wiring."""

from linli.domains.committees.operations import forming, seats
from linli.domains.committees.queries import terms
from linli.domains.people.events import RegisterChanged, RosterApplied
from linli.domains.voting.events import VoteRevoked, VoteSettled
from linli.kernel.times import day_of


def form(event: VoteSettled) -> None:
    """Together with the settling: the elected are in office, the recalled are out."""
    assert event.estate_id is not None
    forming.take_over(estate_id=event.estate_id, vote_id=event.vote_id, now=event.at)


def mark_revoked(event: VoteRevoked) -> None:
    """Together with the revocation: the committee that came from it is marked."""
    assert event.estate_id is not None
    forming.mark_revoked(estate_id=event.estate_id, vote_id=event.vote_id, now=event.at)


def check_owners(event: RegisterChanged | RosterApplied) -> None:
    """Together with a sale: whoever owns nothing any more loses the seat, and the first substitute moves up."""
    assert event.estate_id is not None
    term = terms.in_office(event.estate_id, on=day_of(event.at))
    if term is not None:
        seats.check_owners(term=term, now=event.at)
