"""Fees by the clock: payers are reminded, each step once."""

import uuid
from datetime import datetime

from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.operations import plans as planning
from linli.domains.fees.queries import arrears, plans
from linli.kernel.times import day_of
from linli.platform.jobs import each, job


@job("fees.remind", at="09:30")
def remind_payers(*, now: datetime) -> None:
    """Remind of what is due in three days or overdue, estate by estate."""

    def remind(estate_id: uuid.UUID) -> None:
        pursuing.remind(estate_id=estate_id, now=now)

    each(lambda: arrears.estates_to_remind(on=day_of(now)), remind)


@job("fees.check_plans", at="00:40")
def check_plans(*, now: datetime) -> None:
    """End the agreements to pay by instalments that the books show kept or broken by last night."""

    def check(which: tuple[uuid.UUID, uuid.UUID]) -> None:
        planning.check(plan=plans.plan(estate_id=which[0], plan_id=which[1]), now=now)

    each(plans.running, check)
