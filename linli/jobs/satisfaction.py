"""The yearly round by the clock: summed up at its hour. Answers are refused from that instant on in any case."""

import uuid
from datetime import datetime, timedelta

from linli.domains.satisfaction.operations import closing
from linli.domains.satisfaction.queries import rounds
from linli.platform.jobs import each, job


@job("satisfaction.close", every=timedelta(minutes=5))
def close_due(*, now: datetime) -> None:
    """End the rounds whose close has passed, and turn their answers into sums."""

    def close_round(round_id: uuid.UUID) -> None:
        closing.close_if_due(found=rounds.round_(round_id=round_id), now=now)

    each(lambda: rounds.due_to_close(now=now), close_round)
