"""An item and a list entry from proposal to end: the company is told and heard before anything counts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.notices.models import Message
from linli.domains.rating.events import StarConfirmed
from linli.domains.reputation import facts
from linli.domains.reputation.errors import (
    AlreadyDrawn,
    FoundLater,
    NoSuchCompany,
    NotServing,
    QuarterRuns,
    TooLate,
    TooSoon,
    WrongPoints,
    WrongStep,
)
from linli.domains.reputation.models import CreditItem, ListEntry
from linli.domains.reputation.operations import forgetting, listing, noting, recording
from linli.domains.reputation.queries import entries, items, scores
from linli.domains.reputation.rules.course import State
from linli.domains.reputation.rules.grading import Grade
from linli.domains.reputation.rules.listing import Colour, EntryState, Quarter
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform import bus, clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, satisfaction
from tests.factories.reputation import finding, head, officer, told


class World:
    """A company with a project, two keepers of the record, and its head."""

    def __init__(self):
        self.estate, self.company = places.estate(name="江滨花园"), places.company("衢江物业")
        places.unit(self.estate, area=12000)
        places.contract(self.estate, self.company)
        self.street = officer(self.estate, role=Role.STREET_OFFICER)
        self.city, self.other = officer(self.estate), officer(self.estate)
        self.head = head(self.company)

    def grade(self):
        return scores.on_day(today()).company_scores(today())[self.company.id].grade


def today():
    return day_of(clock.now())


def tell():
    """What waits in the outbox goes out."""
    outbox.deliver()


@pytest.mark.feature("SC-09", "SC-10")
def test_an_item_needs_evidence_and_counts_only_after_the_company_had_its_five_working_days(app):
    with transaction():
        w = World()
        now = clock.now()
        for bad, refusal in (
            ({"points": 3}, WrongPoints),
            ({"found_on": today() + timedelta(days=1)}, FoundLater),
            ({"found_on": date(2020, 1, 1)}, FoundLater),
            ({"project": w.estate, "found_on": date(2024, 12, 31)}, NotServing),
        ):
            with pytest.raises(refusal):
                recording.propose(actor=w.city, finding=finding(w.company, **bad), now=now)
        with pytest.raises(NoSuchCompany):  # a street answers for its projects, not for companies
            recording.propose(actor=w.street, finding=finding(w.company), now=now)
        item = recording.propose(
            actor=w.street, finding=finding(w.company, "supply_cut", project=w.estate), now=now
        )
        assert (item.standing(today()), items.waiting_for(w.head, today=today())) == (State.PROPOSED, [])
        recording.notify(actor=w.city, item=item, now=now)
        assert item.object_until == date(2026, 3, 9)  # from Monday five working days
        assert (item.effective_on, item.ends_on) == (date(2026, 3, 10), date(2029, 3, 9))
        assert items.waiting_for(w.head, today=today()) == [item]
        assert w.grade() is Grade.A
    tell()
    with transaction():
        assert (
            db.session.scalar(select(Message.account_id).filter_by(template="credit_notified"))
            == w.head.account_id
        )
        clock.advance(timedelta(days=7))
        assert w.grade() is Grade.A
        clock.advance(timedelta(days=1))
        assert (item.standing(today()), w.grade()) == (State.EFFECTIVE, Grade.B)
        with pytest.raises(WrongStep):
            recording.object_(actor=w.head, item=item, words="不服", now=clock.now())
        assert [one.days for one in facts.credit_days(year=2026)] == [{Grade.B: 365}]
        assert [one.days for one in facts.credit_days(year=2026, as_of=date(2026, 3, 9))] == [{Grade.A: 68}]
    with pytest.raises(IntegrityError), transaction():
        recording.propose(actor=w.city, finding=finding(w.company, evidence=""), now=clock.now())


@pytest.mark.feature("SC-10", "SC-11")
def test_an_objection_stops_the_effect_a_decision_begins_it_a_repair_ends_it_and_history_stays(app):
    with transaction():
        w = World()
        item, groundless = told(w.city, w.other, w.company), told(w.city, w.other, w.company)
        for one in (item, groundless):
            recording.object_(actor=w.head, item=one, words="已经公示", now=clock.now())
        assert (item.effective_on, item.standing(today())) == (None, State.OBJECTED)
        clock.advance(timedelta(days=2))
        recording.decide(actor=w.other, item=groundless, upheld=False, words="照片不清", now=clock.now())
        recording.decide(actor=w.other, item=item, upheld=True, words="仍缺三项", now=clock.now())
        assert (groundless.standing(today()), item.standing(today())) == (State.DISMISSED, State.DECIDED)
        assert item.effective_on == date(2026, 3, 10)  # not before the time to object is over
        clock.advance(timedelta(days=10))
        assert w.grade() is Grade.B
        with pytest.raises(TooSoon):
            recording.ask_repair(actor=w.head, item=item, words="已经补齐", now=clock.now())
        clock.advance(timedelta(days=90))
        recording.ask_repair(actor=w.head, item=item, words="已经补齐", now=clock.now())
        recording.repair(actor=w.other, item=item, granted=False, words="还差一项", now=clock.now())
        recording.ask_repair(actor=w.head, item=item, words="补齐了", now=clock.now())
        recording.repair(actor=w.other, item=item, granted=True, words="属实", now=clock.now())
        assert (item.standing(today()), w.grade()) == (State.REPAIRED, Grade.A)
        assert items.disclosed(w.company.id, today=today()) == [item]
        ended = told(w.city, w.other, w.company)
        clock.advance(timedelta(days=380))
        assert (ended.standing(today()), w.grade()) == (State.EXPIRED, Grade.A)
        kept = items.disclosed(w.company.id, today=today())
        assert set(kept) == {item, ended}
        clock.advance(timedelta(days=5 * 366))
        assert items.disclosed(w.company.id, today=today()) == []
        assert forgetting.items(clock.now() - timedelta(days=1827), 100) == 3


def test_good_results_go_on_record_once_and_wait_their_days_too(app):
    with transaction():
        w = World()
        city = satisfaction.officer(w.estate)
        homes = [satisfaction.home(w.estate, f"{n}室") for n in range(4)]
        found = satisfaction.running(city)
        for one in homes:
            satisfaction.answer(found, w.estate, one)
    satisfaction.close(found)
    with transaction():
        for _ in range(2):
            bus.publish(StarConfirmed(at=clock.now(), estate_id=w.estate.id, year=2026, stars=5))
        bus.publish(StarConfirmed(at=clock.now(), estate_id=w.estate.id, year=2025, stars=4))
        orders = {w.estate.id: (98, 100)}
        assert noting.note_on_time(orders=orders, year=2025, now=clock.now()) == 1
        assert noting.note_on_time(orders=orders, year=2025, now=clock.now()) == 0
    tell()
    with transaction():
        noted = db.session.scalars(select(CreditItem)).all()
        assert sorted((one.kind, one.points) for one in noted) == [
            ("content_90", 3),
            ("five_star", 3),
            ("on_time_98", 2),
        ]
        assert scores.on_day(today()).company_scores(today())[w.company.id].hundredths == 8000
        clock.advance(timedelta(days=15))
        assert scores.on_day(today()).company_scores(today())[w.company.id].hundredths == 8800


@pytest.mark.feature("NN-40")
def test_an_entry_is_published_after_the_reply_time_and_leaves_by_itself(app):
    with transaction():
        w = World()
        member = people.staff(Role.COMMITTEE_MEMBER, w.estate)
        told(w.city, w.other, w.company, "grave_accident", project=w.estate)
        clock.advance(timedelta(days=30))
        with pytest.raises(QuarterRuns):
            listing.draw_up(actor=w.city, quarter=Quarter(2026, 2), now=clock.now())
        made = listing.draw_up(actor=w.city, quarter=Quarter(2026, 1), now=clock.now())
        assert {(one.of_colour, one.project_id) for one in made} == {
            (Colour.BLACK, None),
            (Colour.BLACK, w.estate.id),
        }
        entry = next(one for one in made if one.project_id)
        assert "一票否决" in entry.reason
        assert (entry.evidence != "", entry.term_until) == (True, date(2026, 6, 30))
        with pytest.raises(AlreadyDrawn):
            listing.draw_up(actor=w.city, quarter=Quarter(2026, 1), now=clock.now())
        with pytest.raises(WrongStep):
            listing.publish(actor=w.city, entry=entry, now=clock.now())
        listing.notify(actor=w.city, entry=entry, now=clock.now())
        with pytest.raises(TooSoon):
            listing.publish(actor=w.city, entry=entry, now=clock.now())
        assert entries.waiting_for(w.head, today=today()) == [entry]
        listing.reply(actor=w.head, entry=entry, words="正在整改", now=clock.now())
        clock.advance(timedelta(days=8))
        with pytest.raises(TooLate):
            listing.reply(actor=w.head, entry=entry, words="再说一句", now=clock.now())
        listing.publish(actor=w.city, entry=entry, now=clock.now())
        assert entries.public(today=today()) == [entry]
        listing.talk(actor=w.city, entry=entry, words="约谈了负责人", now=clock.now())
        assert entry.rectify_until == today() + timedelta(days=30)
        listing.check_again(actor=w.city, entry=entry, passed=False, words="还差一处", now=clock.now())
        assert entry.standing(today()) is EntryState.RECTIFYING
        listing.check_again(actor=w.city, entry=entry, passed=True, words="整改到位", now=clock.now())
        assert entries.public(today=today()) == []
        clock.advance(timedelta(days=90))
        again = next(
            one
            for one in listing.draw_up(actor=w.city, quarter=Quarter(2026, 2), now=clock.now())
            if one.project_id
        )
        listing.notify(actor=w.city, entry=again, now=clock.now())
        clock.advance(timedelta(days=8))
        listing.publish(actor=w.city, entry=again, now=clock.now())
        assert again.again
        clock.advance(timedelta(days=100))
        assert (again.standing(today()), entries.public(today=today())) == (EntryState.LEFT, [])
    tell()
    with transaction():
        heard = set(db.session.scalars(select(Message.account_id).filter_by(template="black_again")))
        assert heard == {member.id, w.street.account_id}
        assert not {"account_id", "unit_id", "owner_id"} & {one.key for one in ListEntry.__table__.columns}
