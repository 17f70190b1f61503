"""The year's data of all estates, computed one fact after the other; what was interrupted is taken up again."""

import uuid
from datetime import datetime, timedelta

from linli.domains.rating.operations import datasets
from linli.domains.rating.queries import datasets as queries
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, int]


@job("rating.compute", every=timedelta(minutes=1))
def compute(*, now: datetime) -> None:
    """Compute what waits of the runs that were started; each fact in a transaction of its own."""

    def compute_fact(which: Which) -> None:
        datasets.compute_next(of=queries.run(data_set_id=which[0]), now=now)

    each(_waiting, compute_fact)


def _waiting() -> list[Which]:
    return [
        (of.id, number) for of in queries.computing() for number in range(max(1, len(datasets.waiting(of))))
    ]
