"""What households share: questions of categories, places, reports nearby, joining them, messages, alarms, incidents."""

from datetime import timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import select

from linli.domains.notices.models import Message
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.rules import WORDINGS
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import AnswersWanted, BadIncidentTicket, NotOnDuty, NotShared, UnknownPlace
from linli.domains.tickets.models import TicketAlarm
from linli.domains.tickets.operations import alarms, handling, incidents, joining, places, reporting
from linli.domains.tickets.operations.incidents import Matter
from linli.domains.tickets.operations.places import Naming, PlaceKind
from linli.domains.tickets.operations.reporting import Behalf, Report
from linli.domains.tickets.queries import alarms as ringing
from linli.domains.tickets.queries import incidents as going_on
from linli.domains.tickets.queries import places as listed
from linli.domains.tickets.queries import sharing
from linli.domains.tickets.rules.nearby import SAME_BUILDING, SAME_SPOT, SAME_WORDS, Spot
from linli.domains.tickets.rules.steps import Kind, State
from linli.domains.tickets.rules.telling import TOLD
from linli.jobs import tickets as jobs
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, tickets
from tests.factories import places as ground_places

LIFT = {"people": "2 至 3 人", "hurt": "没有"}


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def heard(account_id):
    """The news of a person, the first one first."""
    found = inbox.news_page(account_id, window=Window()).items
    return [news.wording.title for news in reversed(found)]


def deliver():
    while outbox.deliver():
        pass


def housemate(ground, unit_id):
    """Somebody else who lives in a unit."""
    account = people.account("小李")
    people.resident(_Row(ground.estate_id), _Row(unit_id), account, tie=Tie.FAMILY)
    units = MappingProxyType({unit_id: Tie.FAMILY})
    return Actor(account.id, Role.FAMILY, Scope(ScopeKind.ESTATE, ground.estate_id), "", None, units)


class _Row:
    def __init__(self, id_):
        self.id = id_


class TestQuestions:
    @pytest.mark.feature("TK-04")
    def test_a_required_answer_is_asked_for_and_only_what_is_offered_is_taken(self, ground):
        for answers, code in (
            ({}, "people"),
            (LIFT | {"people": "一百人"}, "people"),
            (LIFT | {"colour": "红"}, "colour"),
            (LIFT | {"floor": "很高" * 60}, "floor"),
        ):
            with pytest.raises(AnswersWanted) as no, transaction():
                tickets.report(ground, category="urgent.lift", answers=answers)
            assert f"answers.{code}" in no.value.field_errors
        with transaction():
            made = tickets.report(ground, category="urgent.lift", answers=LIFT | {"floor": ""})
            assert made.answers == LIFT


class TestPlaces:
    @pytest.mark.feature("TK-03")
    def test_a_report_names_a_place_of_the_list_and_a_foreign_or_retired_one_is_refused(self, ground):
        with transaction():
            building = ground_places.building(_Row(ground.estate_id), "3幢")
            naming = Naming(name="3幢东侧电梯", kind=PlaceKind.EQUIPMENT, building_id=building.id)
            lift = places.add(estate_id=ground.estate_id, naming=naming, now=clock.now())
            old = places.add(estate_id=ground.estate_id, naming=Naming(name="旧亭子"), now=clock.now())
            places.retire(place=old, now=clock.now())
            foreign = tickets.ground()
            far = places.add(estate_id=foreign.estate_id, naming=Naming(name="别处"), now=clock.now())
            made = tickets.report(ground, place="二楼停着", place_id=lift.id)
            assert (made.place, made.building_id) == ("3幢东侧电梯，二楼停着", building.id)
            assert tickets.report(ground, place="", place_id=lift.id).place == "3幢东侧电梯"
            names = [one.name for one in listed.common_places(ground.estate_id)]
            assert names == ["3幢东侧电梯"]
            fresh = places.add(estate_id=ground.estate_id, naming=Naming(name="旧亭子"), now=clock.now())
            assert (lift.number, old.number, fresh.number) == (1, 2, 3)
        for place in (old, far):
            with pytest.raises(UnknownPlace), transaction():
                tickets.report(ground, place="", place_id=place.id)


class TestNearby:
    @pytest.mark.feature("TK-09")
    def test_open_reports_of_the_category_nearby_are_offered_the_nearest_first(self, ground):
        with transaction():
            building = ground_places.building(_Row(ground.estate_id), "3幢")
            same = tickets.report(ground, place="3幢2单元一楼大厅")
            other = tickets.report(ground, place="3栋地下室")
            tickets.report(ground, place="5幢门口")
            tickets.report(ground, place="3幢门口", category="common.clean")
            reporting.withdraw(
                actor=ground.resident(),
                ticket=tickets.report(ground, place="3幢屋顶"),
                reason="",
                now=clock.now(),
            )
            spot = listed.spot(ground.estate_id, unit_id=None, place_id=None, words="2单元一楼大厅")
            near = sharing.nearby(ground.neighbour(), ground.estate_id, category="common.gate", spot=spot)
            assert [(one.ticket.id, one.nearness, one.mine) for one in near] == [(same.id, SAME_WORDS, False)]
            spot = Spot(building_id=building.id)
            near = sharing.nearby(ground.resident(), ground.estate_id, category="common.gate", spot=spot)
            assert [one.ticket.id for one in near] == [other.id, same.id]
            assert {(one.nearness, one.mine) for one in near} == {(SAME_BUILDING, True)}

    def test_ones_own_room_is_offered_to_the_household_and_to_nobody_else(self, ground):
        with transaction():
            tickets.report(ground, category="own.water", place="厨房")
            spot = listed.spot(ground.estate_id, unit_id=ground.unit_id, place_id=None, words="")
            wife = housemate(ground, ground.unit_id)

            def seen(actor):
                return sharing.nearby(actor, ground.estate_id, category="own.water", spot=spot)

            assert [one.nearness for one in seen(wife)] == [SAME_SPOT]
            assert seen(ground.neighbour()) == []


class TestJoining:
    @pytest.mark.feature("TK-10")
    def test_a_household_counts_once_and_followers_hear_what_the_reporter_hears(self, ground):
        with transaction():
            gate = tickets.report(ground)
            neighbour = ground.neighbour()
            mates = [housemate(ground, ground.neighbour_unit_id), housemate(ground, ground.unit_id)]
            for actor in (neighbour, neighbour, *mates, ground.resident()):
                joining.join(actor=actor, ticket=gate, me_too=True, now=clock.now())
            curious = housemate(ground, ground_places.unit(_Row(ground.estate_id)).id)
            joining.join(actor=curious, ticket=gate, me_too=False, now=clock.now())
            assert sharing.households(ground.estate_id, [gate.id]) == {gate.id: 2}
            handling.accept(actor=ground.manager(), ticket=gate, now=clock.now())
        with transaction():
            gate = queries.ticket(estate_id=ground.estate_id, ticket_id=gate.id)
            joining.leave(actor=curious, ticket=gate, now=clock.now())
            handling.assign(
                actor=ground.manager(), ticket=gate, assignee_id=ground.worker_id, now=clock.now()
            )
            handling.sign(actor=ground.worker(), ticket=gate, now=clock.now())
        deliver()
        steps = ["已受理", "已派给师傅", "师傅已接单"]
        assert heard(ground.resident_id) == [f"您报的事{step}" for step in steps]
        assert heard(ground.neighbour_id) == [f"您关注的事{step}" for step in steps]
        assert heard(mates[0].account_id) == heard(ground.neighbour_id)
        assert heard(curious.account_id) == []

    def test_whoever_was_merged_hears_of_the_main_one(self, ground):
        with transaction():
            main = tickets.report(ground)
            twin = tickets.report(ground, actor=ground.neighbour())
            handling.merge(actor=ground.manager(), ticket=twin, number=main.number, now=clock.now())
            assert sharing.households(ground.estate_id, [main.id]) == {main.id: 2}
            handling.accept(actor=ground.manager(), ticket=main, now=clock.now())
        deliver()
        assert heard(ground.neighbour_id) == ["您报的事并入了同一件事", "您关注的事已受理"]

    def test_what_is_private_or_anothers_cannot_be_joined(self, ground):
        with transaction():
            noise = tickets.report(ground, category="public.noise")
            water = tickets.report(ground, category="own.water")
        for ticket in (noise, water):
            with pytest.raises(NotShared), transaction():
                joining.join(actor=ground.neighbour(), ticket=ticket, me_too=True, now=clock.now())


class TestTelling:
    @pytest.mark.feature("TK-60")
    def test_late_news_comes_before_later_news_and_hidden_tickets_say_nothing(self, ground):
        with transaction():
            gate, now = tickets.report(ground), clock.now()
            phone = identity.account(ground.resident_id).phone
            hidden = reporting.enter_for(
                actor=ground.manager(), estate_id=ground.estate_id, now=now,
                report=Report(category="common.gate", place="配电房", words="内部检修"),
                behalf=Behalf(name="巡查", phone=phone, inside=True),
            )  # fmt: skip
            for ticket in (gate, hidden):
                handling.accept(actor=ground.manager(), ticket=ticket, now=now)
        with transaction():
            first = db.session.scalars(
                select(outbox.OutboxMessage).where(outbox.OutboxMessage.reaction.contains("tell_step"))
            ).first()
            first.due_at = now + timedelta(hours=1)
        with transaction():
            for ticket_id in (gate.id, hidden.id):
                ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
                handling.note(actor=ground.manager(), ticket=ticket, words="内部的话", now=now)
                handling.assign(actor=ground.manager(), ticket=ticket, assignee_id=ground.worker_id, now=now)
        deliver()
        told = ["您报的事已受理", "您报的事已派给师傅"]
        assert heard(ground.resident_id) == told
        clock.advance(timedelta(hours=2))
        deliver()
        assert heard(ground.resident_id) == told
        with transaction(writes=False):
            page = queries.in_common(ground.estate_id, window=Window()).items
            assert [ticket.id for ticket in page] == [gate.id]


def test_there_are_words_for_every_step_that_is_told():
    words = {"finished" if kind is Kind.FED_BACK else kind.value for kind in TOLD}
    assert {f"{who}_{word}" for who in ("ticket", "followed") for word in words} <= WORDINGS.keys()


class TestAlarm:
    @pytest.mark.feature("TK-48")
    def test_an_emergency_rings_the_duty_phones_until_somebody_signs(self, ground):
        with transaction():
            second = people.staff(Role.PROPERTY_MANAGER, _estate(ground), name="周主管").id
            alarms.set_duty(
                estate_id=ground.estate_id, account_ids=[ground.worker_id, second], now=clock.now()
            )
            lift = tickets.report(ground, category="urgent.lift", answers=LIFT)
            assert lift.clock == "emergency"
            tickets.report(ground)
        start = clock.now()

        def minute(number):
            clock.advance(start + timedelta(minutes=number) - clock.now())
            jobs.ring(now=clock.now())
            jobs.ring(now=clock.now())
            deliver()
            with transaction(writes=False):
                return calls(ground.worker_id), calls(second)

        deliver()
        assert minute(0) == (1, 0)
        assert minute(2) == (1, 0)
        assert minute(3) == (2, 0)
        assert minute(7) == (3, 1)
        with transaction():
            ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=lift.id)
            handling.assign(
                actor=ground.manager(), ticket=ticket, assignee_id=ground.worker_id, now=clock.now()
            )
        assert minute(10) == (4, 2)
        with transaction():
            ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=lift.id)
            handling.sign(actor=ground.worker(), ticket=ticket, now=clock.now())
        assert minute(13) == minute(60) == (4, 2)
        with transaction(writes=False):
            alarm = db.session.scalars(select(TicketAlarm)).one()
            assert (alarm.rings, alarm.ended_at) == (4, start + timedelta(minutes=13))

    def test_without_a_list_the_managers_are_on_duty_and_strangers_never(self, ground):
        with transaction():
            ticket = tickets.report(ground, category="urgent.gas")
            now = clock.now()
            rung = ringing.whom_to_ring(ticket, ring=1, on=now.date(), now=now)
            assert rung == [ground.manager_id]
        with pytest.raises(NotOnDuty), transaction():
            alarms.set_duty(estate_id=ground.estate_id, account_ids=[ground.resident_id], now=now)


class TestIncident:
    @pytest.mark.feature("TK-47")
    def test_one_notice_reaches_everybody_once_and_closing_closes_what_it_can(self, ground):
        now, manager = clock.now(), ground.manager()
        with transaction():
            first = tickets.report(ground)
            joining.join(actor=ground.neighbour(), ticket=first, me_too=True, now=now)
            second = tickets.report(ground, actor=ground.neighbour(), place="5幢门口")
            dark = tickets.report(ground, category="common.light")
            untouched = tickets.report(ground, place="8幢门口")
            made = incidents.open_incident(
                actor=manager, estate_id=ground.estate_id, now=now,
                matter=Matter(title="全小区门禁断电", category="common.gate"), ticket_ids=[first.id, second.id],
            )  # fmt: skip
            for number in (dark.number, dark.number, untouched.number):
                incidents.add_ticket(actor=manager, incident=made, number=number, now=now)
            incidents.tell(actor=manager, incident=made, words="正在抢修，预计 18 点恢复", now=now)
            assert len(going_on.tickets_of(made)) == 4
            again = incidents.open_incident(
                actor=manager, estate_id=ground.estate_id, now=now, matter=Matter(title="另一件", category="common.gate")
            )  # fmt: skip
            complaint = tickets.report(ground, category="public.company", place="")
        with pytest.raises(BadIncidentTicket), transaction():
            incidents.add_ticket(actor=manager, incident=again, number=first.number, now=now)
        with pytest.raises(BadIncidentTicket), transaction():
            incidents.add_ticket(actor=manager, incident=again, number=complaint.number, now=now)
        with transaction():
            made = going_on.incident(estate_id=ground.estate_id, incident_id=made.id)
            closing = incidents.close(
                actor=manager, incident=made, result="已恢复供电", ticket_ids=[first.id, second.id, dark.id], now=now
            )  # fmt: skip
            assert closing.done == [first.number, second.number]
            assert [number for number, _ in closing.refused] == [dark.number]
            states = [
                queries.by_number(ground.estate_id, one).standing for one in (first.number, untouched.number)
            ]
            assert states == [State.FEEDBACK, State.SUBMITTED]
        deliver()
        for account_id in (ground.resident_id, ground.neighbour_id):
            titles = heard(account_id)
            assert titles.count("全小区门禁断电") == titles.count("全小区门禁断电：已处理好") == 1


def calls(account_id):
    """How often a phone was rung by short message."""
    query = select(Message).filter_by(account_id=account_id, template="duty_alarm", channel="sms")
    return len(db.session.scalars(query).all())


def _estate(ground):
    from linli.domains.estates import queries as estates

    return estates.estate(estate_id=ground.estate_id)
