"""Receipts, heads and keys put together for whoever looks at them."""

from typing import Any
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.voting.models import Vote
from linli.domains.voting.queries import ballots, heads, receipts, secrecy
from linli.domains.voting.rules import receipts as receipt_rules
from linli.domains.voting.rules.receipts import Climb


def climb(found: Climb) -> dict[str, Any]:
    """The way to the root, for the wire."""
    steps = [{"side": side, "neighbour": other, "node": node} for side, other, node in found.steps]
    names = ("receipt_no", "leaf", "reached", "root", "line_holds", "holds", "commitment")
    return {name: getattr(found, name) for name in names} | {"steps": steps}


def receipt_file(vote: Vote, ballot_id: UUID, account_id: UUID) -> dict[str, Any]:
    """The file of one's own ballot. Raises Unknown."""
    ballot = ballots.own_ballot(vote, ballot_id, account_id)
    receipts.root(vote)
    return receipt_rules.file_of(
        vote_id=str(vote.id),
        receipt_no=ballot.receipt_no,
        nonce=ballots.nonce(vote),
        proof=ballots.proof(vote, ballot),
    )


def public_frame(vote: Vote) -> dict[str, Any]:
    """What the public pages of proof share."""
    return {
        "vote": vote,
        "estate": estates.estate(estate_id=vote.estate_id),
        "place": f"/p/votes/{vote.estate_id}/{vote.id}",
        "is_out": receipts.is_out(vote),
        "is_proven": receipts.is_proven(vote),
        "nonce": ballots.nonce(vote),
        "secret": secrecy.is_secret(vote),
        "head": heads.latest(vote),
    }


def key(vote: Vote) -> dict[str, Any]:
    """The key and its holders."""
    made, (holders, needed) = secrecy.secret_key(vote), secrecy.parts_and_needed(vote)
    came = {one.place for one in secrecy.partials(vote)}
    return {
        "holders": holders,
        "needed": needed,
        "made_at": made.made_at if made else None,
        "public_key": made.commitments[0] if made and made.commitments else None,
        "people": [
            {
                "place": one.place,
                "account_id": one.account_id,
                "confirmed_at": one.confirmed_at,
                "came": one.place in came,
            }
            for one in secrecy.holders(vote)
        ],
    }


def names_of_holders(vote: Vote) -> dict[UUID, str]:
    """The holders' names."""
    return dict(identity.names([one.account_id for one in secrecy.holders(vote)]))
