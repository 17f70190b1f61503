"""What the pages of those who organise a vote share: their addresses, and the way back."""

from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue

from linli.domains.voting.models import Vote

VOTES = "/work/e/<uuid:estate_id>/votes"
VOTE = f"{VOTES}/<uuid:vote_id>"


def frame(vote: Vote) -> dict[str, Any]:
    """What every page of one vote needs."""
    place = f"/work/e/{vote.estate_id}/votes"
    return {"vote": vote, "list": place, "place": f"{place}/{vote.id}"}


def back(vote: Vote, to: str = "") -> ResponseReturnValue:
    """To the vote's own page, or one under it."""
    return redirect(f"/work/e/{vote.estate_id}/votes/{vote.id}{to}", 303)
