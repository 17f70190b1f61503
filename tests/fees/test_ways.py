"""Meters, prepared bills, old debts, lawful price changes and late charges, on both databases."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from linli.domains.estates.models import EstateSetting
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import (
    ChangeClosed,
    DecisionMissing,
    DraftNeeded,
    JumpUnconfirmed,
    NotLate,
    NotYourOwn,
    OldBillsClosed,
    OutsideWindow,
    OwnersDecide,
    PapersMissing,
    PhotoMissing,
    PreviewStale,
    ReadingsMissing,
    RowsRefused,
    RunsBackwards,
    ShownTooShort,
    WindowBilled,
)
from linli.domains.fees.models import Bill, BillPart
from linli.domains.fees.operations import bills, changes, drafts, late, meter_files, meters, oldbills, runs
from linli.domains.fees.operations import items as setting
from linli.domains.fees.operations.meters import Shown
from linli.domains.fees.queries import changes as change_queries
from linli.domains.fees.queries import drafts as draft_queries
from linli.domains.fees.queries import late as late_queries
from linli.domains.fees.queries import oldbills as old_queries
from linli.domains.fees.queries.bills import views
from linli.domains.fees.rules import Formula, ItemKind
from linli.domains.fees.rules.metering import Change, Step
from linli.domains.payments.queries import proof
from linli.kernel.actors import Actor, Role
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.fees import APRIL, DUE, MARCH
from tests.fees.test_costs import picture, two_cashiers


def amounts():
    return list(db.session.scalars(select(Bill.amount_fen).order_by(Bill.unit_label, Bill.id)))


class Metered:
    """Two flats with a water meter each, and the days of reading open."""

    def __init__(self):
        self.estate = places.estate()
        units = [places.unit(self.estate, label) for label in ("101室", "102室")]
        self.item = fees.item(self.estate, "水费", kind=ItemKind.SHARED_UTILITY)
        price = fees.tariff(self.item, rate_mfen=290_000, formula=Formula.METERED)
        meters.set_steps(estate_id=self.estate.id, tariff_id=price.id, steps=[Step(18_000, 385_000)])
        self.one, self.two = (
            meters.add_meter(
                item=self.item, unit_id=unit.id, number=number, measure="吨", start_milli=100_000,
                since_on=date(2026, 1, 1),
            )
            for unit, number in zip(units, ("W1", "W2"), strict=True)
        )  # fmt: skip
        self.march = self.window(MARCH)

    def window(self, period):
        return meters.open_window(
            actor=None, item=self.item, period=period, opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 5),
            now=clock.now(),
        )  # fmt: skip

    def read(self, meter, value, *, window=None, photos=(), **more):
        return meters.read(
            actor=None, window=window or self.march, meter=meter, shown=Shown(value, **more), photos=photos,
            now=clock.now(),
        )  # fmt: skip


@pytest.mark.feature("FE-08")
@pytest.mark.feature("FE-09")
def test_readings_are_taken_in_their_days_and_billed_in_steps_once_all_are_there(app):
    with transaction():
        world = Metered()
        for day in (1, 6):
            with pytest.raises(OutsideWindow):
                meters.read(
                    actor=None, window=world.march, meter=world.one, shown=Shown(110_000),
                    now=clock.now() + timedelta(days=day - 2),
                )  # fmt: skip
        with pytest.raises(RunsBackwards):
            world.read(world.one, 99_999)
        world.read(world.one, 123_500)
        with pytest.raises(ReadingsMissing):
            meters.issue(actor=None, window=world.march, due_on=DUE, now=clock.now())
        swapped = Change(old_last_milli=104_000, new_first_milli=0)
        with pytest.raises(PhotoMissing):
            world.read(world.two, 3_000, change=swapped)
        world.read(world.two, 3_000, change=swapped, photos=[picture()])
        meters.issue(actor=None, window=world.march, due_on=DUE, now=clock.now())
        assert amounts() == [5220 + 2118, 2030]
        with pytest.raises(WindowBilled):
            world.read(world.one, 123_600)
        april = world.window(APRIL)
        with pytest.raises(JumpUnconfirmed):
            world.read(world.one, 223_500, window=april)
        assert world.read(world.one, 223_500, window=april, confirmed=True).used_milli == 100_000
        assert proof.faults() == []


def test_a_file_of_readings_is_taken_whole_or_not_at_all(app):
    with transaction():
        world = Metered()

        def sent(text):
            return meter_files.read_file(
                actor=None, window=world.march, content=text.encode(), filename="抄表.csv", now=clock.now()
            )

        wrong = sent("表号,本次读数\nW1,110.5\nW2,9\nW3,1\nW1,111\n")
        assert [bool(one.problem) for one in wrong] == [False, True, True, True]
        with pytest.raises(ReadingsMissing):
            meters.issue(actor=None, window=world.march, due_on=DUE, now=clock.now())
        assert [one.problem for one in sent("表号,本次读数\nW1,110.5\nW2,101\n")] == ["", ""]
        meters.issue(actor=None, window=world.march, due_on=DUE, now=clock.now())
        assert amounts() == [3045, 290]


def priced(estate, *names):
    items = [fees.item(estate, name) for name in names]
    for item in items:
        fees.tariff(item)
    return items


@pytest.mark.feature("FE-21")
@pytest.mark.feature("FE-05")
def test_prepared_bills_are_issued_by_another_item_by_item_and_once(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        ours, changed = priced(estate, "物业费", "车位费")
        db.session.add(
            EstateSetting(
                estate_id=estate.id, name=runs.TWO_PEOPLE, value={"required": True}, since_on=date(2026, 1, 1),
            )
        )  # fmt: skip
        first, second = two_cashiers()
        with pytest.raises(DraftNeeded):
            runs.issue(actor=first, item=ours, period=MARCH, due_on=DUE, now=clock.now())
        made = drafts.draft(
            actor=first, estate_id=estate.id, item_ids=[ours.id, changed.id], period=MARCH, due_on=DUE,
            now=clock.now(),
        )  # fmt: skip
        assert (draft_queries.view(made).count, amounts()) == (2, [])
        with pytest.raises(NotYourOwn):
            drafts.decide(actor=first, draft=made, approve=True, now=clock.now())
        drafts.decide(actor=second, draft=made, approve=True, now=clock.now())
        fees.tariff(changed, rate_mfen=1, since_on=date(2026, 3, 1))
        place, draft_id = estate.id, made.id
    outbox.deliver()
    with transaction():
        found = draft_queries.view(draft_queries.draft(estate_id=place, draft_id=draft_id))
        assert (found.draft.state, found.done) == ("done", 2)
        assert [part.state for part, _ in found.parts] == ["done", "refused"]
        for part, _ in found.parts:
            drafts.issue_part(estate_id=place, part_id=part.id, now=clock.now())
        assert amounts() == [12000]
        assert proof.faults() == []


OLD = "房号,费项,开始日期,结束日期,应收,已收,备注\n{}"
GOOD = OLD.format(
    '101室,物业费,2024-01-01,2024-12-31,"1,200.00",200,上任物业移交\n102室,物业费,2024/1/1,2024/12/31,900,900,\n'
)


@pytest.mark.feature("FE-29")
def test_old_debts_are_looked_at_first_and_never_doubled(app):
    with transaction():
        estate = places.estate()
        places.unit(estate, "101室"), places.unit(estate, "102室")
        fees.item(estate, "物业费")

        def taken(text, name="旧账.csv"):
            return oldbills.take_in(
                actor=None, estate_id=estate.id, content=text.encode(), filename=name, now=clock.now()
            )

        wrong = taken(
            OLD.format("103室,物业费,2024-01-01,2024-12-31,5,,\n101室,水费,2024-01-01,2024-12-31,5,,\n")
        )
        assert len(old_queries.outlook(wrong).refused) == 2
        with pytest.raises(RowsRefused):
            oldbills.issue(actor=None, old=wrong, expected=(0, 0), now=clock.now())
        old = taken(GOOD)
        assert (old.count, old.total_fen, amounts()) == (1, 100_000, [])
        with pytest.raises(PreviewStale):
            oldbills.issue(actor=None, old=old, expected=(1, 99_999), now=clock.now())
        oldbills.issue(actor=None, old=old, expected=(1, 100_000), now=clock.now())
        assert amounts() == [100_000]
        assert "已缴 200.00 元" in db.session.scalars(select(BillPart.words)).one()
        assert taken(GOOD, "再来一次.csv").id == old.id
        with pytest.raises(OldBillsClosed):
            oldbills.issue(actor=None, old=old, expected=(1, 100_000), now=clock.now())
        again = taken(GOOD.replace("移交", "移交的"))
        assert "不能重复" in old_queries.outlook(again).refused[0].row.problems[0]
        assert proof.faults() == []


def paper(kind, actor, change):
    changes.add_paper(actor=actor, change=change, kind=kind, stream=pdf(), name="文件.pdf", now=clock.now())


def pdf():
    return io.BytesIO(b"%PDF-1.7\n%%EOF\n")


@pytest.mark.feature("NN-33")
def test_a_billed_property_fee_changes_only_after_papers_showing_and_the_owners_decision(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        (item,) = priced(estate, "物业费")
        runs.issue(actor=None, item=item, period=MARCH, due_on=DUE, now=clock.now())
        manager = Actor(people.account("吴经理").id, Role.PROPERTY_MANAGER)
        price = {"unit_kind": UnitKind.RESIDENTIAL, "formula": Formula.AREA, "rate_mfen": 150_000}
        with pytest.raises(OwnersDecide):
            setting.set_tariff(actor=manager, item=item, since_on=date(2026, 5, 1), now=clock.now(), **price)
        change = changes.propose(
            actor=manager, item=item, since_on=date(2026, 5, 1), reason="成本上涨", now=clock.now(), **price
        )
        paper(change_queries.AUDIT, manager, change)
        with pytest.raises(PapersMissing):
            changes.show(change=change, now=clock.now())
        paper(change_queries.PLAN, manager, change)
        changes.show(change=change, now=clock.now())
        with pytest.raises(ChangeClosed):
            changes.set_price(actor=manager, change=change, now=clock.now())
        later = clock.now() + timedelta(days=40)
        with pytest.raises(ShownTooShort):
            changes.decide(change=change, decided_on=date(2026, 4, 1), now=later)
        with pytest.raises(DecisionMissing):
            changes.decide(change=change, decided_on=date(2026, 4, 2), now=later)
        paper(change_queries.DECISION, manager, change)
        changes.decide(change=change, decided_on=date(2026, 4, 2), now=later)
        tariff = changes.set_price(actor=manager, change=change, now=later)
        assert (tariff.rate_mfen, tariff.since_on) == (150_000, date(2026, 5, 1))


@pytest.mark.feature("FE-16")
def test_being_late_costs_what_was_agreed_once_and_never_on_itself(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        (item,) = priced(estate, "物业费")
        runs.issue(actor=None, item=item, period=MARCH, due_on=DUE, now=clock.now())
        bill = db.session.scalars(select(Bill)).one()
        cashier, _ = two_cashiers()
        paid_at = clock.now() + timedelta(days=54)  # 25 April, ten days late
        assert late_queries.accrued_fen(views([bill])[0], on=date(2026, 4, 25)) == 0
        late.agree(
            actor=cashier, item=item, since_on=date(2026, 1, 1), daily_ppm=500, cap_permille=100,
            basis="合同第 9 条", now=clock.now(),
        )  # fmt: skip
        assert late_queries.accrued_fen(views([bill])[0], on=date(2026, 4, 25)) == 60
        with pytest.raises(NotLate):
            late.charge(actor=cashier, bill=bill, now=paid_at)
        bills.settle(estate_id=estate.id, wanted={bill.id: 12000}, source_id=estate.id, now=paid_at)
        late.charge(actor=cashier, bill=bill, now=paid_at)
        with pytest.raises(NotLate):
            late.charge(actor=cashier, bill=bill, now=paid_at)
        charge = db.session.scalars(select(Bill).where(Bill.id != bill.id)).one()
        assert charge.amount_fen == 60
        assert late_queries.accrued_fen(views([charge])[0], on=date(2027, 4, 25)) == 0
        assert db.session.scalar(select(func.count()).select_from(BillPart)) == 1
