"""A parking place is a thing of its own: owner, price, bill and area; and it does not vote unless the estate says so."""

import pytest
from sqlalchemy import select

from linli.domains.estates import operations as estate_operations
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.models import Bill
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import Formula, ItemKind
from linli.domains.people.queries import register
from linli.domains.voting.queries import rolls
from linli.domains.voting.rules.estate_rules import SETTING, VotingRules
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.voting import Assembly

pytestmark = pytest.mark.feature("EI-03")


class Ground(Assembly):
    """Two flats of 100 ㎡, and a parking place of 12.50 ㎡ that belongs to the second owner."""

    def __init__(self, *, rules=None):
        super().__init__(owners=2, prepare=lambda self: self._park(rules))

    def _park(self, rules):
        self.place_unit = places.unit(self.estate, "B1-018", area=1250, kind=UnitKind.PARKING)
        self.place_id = self.place_unit.id
        self.driver = people.account("车主")
        self.driver_id = self.driver.id
        self.driver_owner_id = people.owner(self.estate, self.place_unit, account=self.driver, name="车主").id
        if rules:
            estate_operations.decide_setting(
                estate_id=self.id, name=SETTING, since_on=day_of(clock.now()), value=rules
            )


def test_a_parking_place_has_its_own_owner_and_area(app):
    ground = Ground()
    with transaction(writes=False):
        held = register.ownerships(ground.id, on=day_of(clock.now()), unit_id=ground.place_id)
        place = estates.unit(estate_id=ground.id, unit_id=ground.place_id)
        assert [one.owner_id for one in held] == [ground.driver_owner_id]
        assert (place.kind, place.floor_area) == (UnitKind.PARKING, 1250)


def test_a_parking_place_is_charged_by_its_own_price_on_its_own_bill(app):
    ground = Ground()
    with transaction():
        estate = ground.estate_now()
        flats = fees.item(estate, "物业费")
        fees.tariff(flats)
        parking = fees.item(estate, "车位管理费", kind=ItemKind.PARKING_MANAGEMENT)
        fees.tariff(parking, rate_mfen=6_000_000, unit_kind=UnitKind.PARKING, formula=Formula.FIXED)
        for item in (flats, parking):
            runs.issue(actor=None, item=item, period=fees.MARCH, due_on=fees.DUE, now=clock.now())
    with transaction(writes=False):
        made = db.session.scalars(select(Bill).order_by(Bill.unit_label)).all()
        assert [(one.unit_label, one.amount_fen) for one in made] == [
            ("1幢1室", 12000),
            ("1幢2室", 12000),
            ("B1-018", 6000),
        ]
        driver = fees.resident(ground.driver_id, ground.id, ground.place_id)
        assert [one.bill.unit_label for one in bills.own_bills(driver, ground.id)] == ["B1-018"]


def test_a_parking_place_is_left_out_of_the_vote(app):
    ground = Ground().announce()
    with transaction(writes=False):
        roll = rolls.current(ground.vote)
        assert (roll.heads, roll.area) == (2, 20000)
        assert rolls.units_left_out(ground.vote, VotingRules()) == 1
        assert rolls.my_voters(ground.vote, ground.driver_id) == []


def test_a_parking_place_counts_where_the_estates_rules_say_so(app):
    ground = Ground(rules={"count_parking": True}).announce()
    with transaction(writes=False):
        roll = rolls.current(ground.vote)
        assert (roll.heads, roll.area) == (3, 21250)
        assert [one.entry.area for one in rolls.my_voters(ground.vote, ground.driver_id)] == [1250]
