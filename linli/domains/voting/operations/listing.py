"""What a draft's elections bring into its notice, and what goes with an item that is taken off the draft."""

from linli.domains.voting.errors import NominationsBegun
from linli.domains.voting.models import Election, Recall, Vote, VoteItem
from linli.domains.voting.queries import elections
from linli.domains.voting.rules.candidacy import ElectionKind, candidate_id
from linli.platform.db import db


def let_go(item: VoteItem) -> None:
    """What hangs on an item that is taken off its draft. Raises NominationsBegun once anybody could stand."""
    held = db.session.get(Election, (item.estate_id, item.id))
    asked = db.session.get(Recall, (item.estate_id, item.id))
    if held is not None and held.nominations_from is not None:
        raise NominationsBegun
    for one in (held, asked):
        if one is not None:
            db.session.delete(one)
    db.session.flush()


def fix_candidates(vote: Vote) -> None:
    """At the notice: the list that is up becomes the item's candidates, which the hash of the text covers."""
    for election in elections.elections_of(vote).values():
        if election.kind != ElectionKind.RUN_OFF:
            item = elections.item_of(election)
            item.candidates = [
                {"candidate_id": candidate_id(one.number), "name": one.name}
                for one in elections.listed(election)
                if one.number
            ]
    db.session.flush()
