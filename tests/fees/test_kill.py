"""A run that dies midway leaves nothing, and run again makes each bill once (FE-05)."""

import pytest
from sqlalchemy import event, func, select

from linli.domains.fees.models import Bill, BillLine, BillPart, BillRun
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import parts
from linli.domains.fees.queries.items import item as the_item
from linli.domains.payments.queries import proof
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, places
from tests.factories.fees import DUE, MARCH


class Killed(Exception):
    """The process ends here."""


@pytest.mark.feature("FE-05")
@pytest.mark.parametrize(
    "after", ["INSERT INTO bill ", "INSERT INTO bill_line ", "INSERT INTO ledger_entry "]
)
def test_a_run_that_dies_after_any_statement_leaves_nothing_and_runs_again_whole(app, after):
    with transaction():
        estate = places.estate()
        for _ in range(3):
            places.unit(estate)
        item = fees.item(estate)
        fees.tariff(item)
        place, item_id = estate.id, item.id

    def issue():
        with transaction(estate_id=place):
            found = the_item(estate_id=place, item_id=item_id)
            runs.issue(actor=None, item=found, period=MARCH, due_on=DUE, now=clock.now())

    def die(_connection, _cursor, statement, *_more):
        if statement.startswith(after):
            raise Killed

    event.listen(db.engine, "after_cursor_execute", die)
    with pytest.raises(Killed):
        issue()
    event.remove(db.engine, "after_cursor_execute", die)
    with transaction(writes=False):
        for model in (BillRun, Bill, BillLine, BillPart):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0
    issue()
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Bill)) == 3
        assert db.session.execute(parts.bills_that_differ()).all() == []
        assert proof.faults() == []
