"""What the clock does with equipment: each morning, tickets open for what is nearly due or overdue."""

import uuid
from datetime import datetime

from linli.domains.equipment import operations, queries
from linli.kernel.times import day_of
from linli.platform.jobs import each, job

Which = tuple[uuid.UUID, uuid.UUID, str]


@job("equipment.open_due", at="06:30")
def open_due(*, now: datetime) -> None:
    """A round that was missed shows next morning; what has its ticket already gets no second one."""

    def open_ticket(which: Which) -> None:
        operations.open_due(estate_id=which[0], equipment_id=which[1], code=which[2], now=now)

    each(lambda: queries.asking(today=day_of(now)), open_ticket)
