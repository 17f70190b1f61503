"""The year's data of all estates, computed one fact after the other; what was interrupted is taken up again."""

import uuid
from datetime import datetime, timedelta

from linli.domains.rating.operations import advancing, datasets
from linli.domains.rating.queries import courses
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
        (of.id, number) for of in queries.computing() for number in range(max(1, len(queries.waiting(of))))
    ]


@job("rating.open_appeals", at="00:05")
def open_appeals(*, now: datetime) -> None:
    """Let what was published for seven days be appealed."""

    def open_one(which: tuple[uuid.UUID, uuid.UUID]) -> None:
        advancing.open_appeals(of=courses.by_key(*which), now=now)

    each(lambda: courses.ready_for_appeal(now), open_one)
