"""`linli bills run`: several estates at a time, each whole or not at all, and once however often it is asked."""

from contextlib import nullcontext

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from linli.cli import bills as command
from linli.domains.fees.models import Bill, BillRun
from linli.domains.fees.operations import runs
from linli.domains.payments.queries import proof
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, places

ESTATES, UNITS = 6, 3


def counted():
    with transaction(writes=False):
        assert proof.faults() == []
        of_estate = select(Bill.estate_id, func.count()).group_by(Bill.estate_id)
        return sorted(count for _, count in db.session.execute(of_estate))


@pytest.mark.feature("FE-05")
def test_a_run_over_many_estates_that_is_cut_off_and_asked_again_ends_as_if_it_never_was(app, monkeypatch):
    monkeypatch.setattr(command, "application", nullcontext)
    with transaction():
        for number in range(ESTATES):
            estate = places.estate(f"小区{number}")
            for _ in range(UNITS):
                places.unit(estate)
            fees.tariff(fees.item(estate, "物业费"))
    issue, begun = runs.issue, []

    def dies_from_the_fourth_on(**wanted):
        begun.append(wanted["item"].estate_id)
        made = issue(**wanted)
        if len(begun) >= 4:  # two lanes may begin the fourth and the fifth before either looks
            raise KeyboardInterrupt
        return made

    def run():
        month = f"{clock.now():%Y-%m}"
        return CliRunner().invoke(
            command.bills, ["run", "--item", "物业费", "--period", month, "--lanes", "2"]
        )

    monkeypatch.setattr(runs, "issue", dies_from_the_fourth_on)
    assert run().exit_code != 0
    assert set(counted()) == {UNITS}
    monkeypatch.setattr(runs, "issue", issue)
    assert "共 6 个小区" in run().output
    assert counted() == [UNITS] * ESTATES
    assert "新出账单 0 张" in run().output
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(BillRun)) == ESTATES
