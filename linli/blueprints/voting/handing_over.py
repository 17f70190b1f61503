"""The roll in the form that the city's own system takes in, as a list that organisers ask for (NN-18)."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from linli.domains.voting.permissions import GRANTS, Act
from linli.domains.voting.queries import officials, votes
from linli.kernel.actors import Actor
from linli.platform import exports
from linli.platform.spreadsheets import Value

NAME = "vote_handover"


def _roll(
    actor: Actor,  # noqa: ARG001
    estate_id: uuid.UUID,
    parameters: dict[str, Any],
) -> Iterator[Sequence[Sequence[Value]]]:
    if "vote_id" in parameters:
        wanted = [votes.vote(estate_id=estate_id, vote_id=uuid.UUID(str(parameters["vote_id"])))]
    else:
        wanted = list(officials.waiting(estate_id))
    for vote in wanted:
        yield list(officials.roll_rows(vote))


def offer() -> None:
    """Let organisers ask for it."""
    exports.offer(
        exports.Kind(NAME, "交城市表决系统的名册", Act.HAND_OVER, GRANTS, officials.ROLL_HEADER, _roll)
    )
