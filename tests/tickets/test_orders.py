"""The work order beyond the estate as pure rules: walked at random with three departments, clocks and retries."""

import uuid
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config import BadSetting, departments, holidays
from config.departments import duties
from config.tickets import Span, catalogue
from linli.domains.tickets import errors
from linli.domains.tickets.rules import cooperation, limits, orders, routing
from linli.domains.tickets.rules.clocks import Supervision, WorkingTime
from linli.domains.tickets.rules.cooperation import PartState
from linli.domains.tickets.rules.limits import Pace
from linli.domains.tickets.rules.orders import Happened
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import ANSWERS, RESTING, Kind, State, after
from linli.kernel.actors import Role
from linli.kernel.refusals import Refusal

TIME = WorkingTime(catalogue().hours, holidays.calendar())
DAYS = Span("working_days", 5)
PACE = Pace(TIME, DAYS)
DUTIES = duties()
TOWN = ["town.enforcement", "town.police", "town.market"]
START = datetime(2026, 3, 2, 4, tzinfo=UTC)


def reported(at=START, to="township"):
    return Happened(Kind.REPORTED, at, {"to": to, "due": TIME.after(at, DAYS).isoformat()})


def dispatched(at, lead=TOWN[0]):
    return Happened(Kind.DISPATCHED, at, {"loop": "township", "lead": lead})


class WorkOrder(RuleBasedStateMachine):
    """Three departments, one order: every command goes through the rules that the operations use, and is retried."""

    @initialize()
    def report(self):
        self.now = START
        self.events = [reported()]
        self.order = orders.begun(self.events[0])
        self.minutes = 0

    def take(self, kind, check=lambda order: None, **told):
        """Try a command; refused, nothing has changed. Taken, a retry of the very same must not count twice."""
        try:
            after(self.order.state, kind)
            check(self.order)
            moved = orders.told(self.order, Happened(kind, self.now, told))
        except Refusal:
            return False
        self.events.append(Happened(kind, self.now, told))
        self.order = moved
        return True

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def accept(self):
        self.take(Kind.ACCEPTED)

    @rule(lead=st.sampled_from(TOWN))
    def dispatch(self, lead):
        self.take(
            Kind.DISPATCHED,
            lambda order: limits.check_dispatch(order, loop=Addressee.TOWNSHIP, lead=lead, duties=DUTIES),
            loop="township", lead=lead,
        )  # fmt: skip

    @rule()
    def county_without_being_passed_up(self):
        with pytest.raises((errors.NotPassedUp, errors.ConsultationFirst)):
            limits.check_dispatch(self.order, loop=Addressee.COUNTY, lead="county.police", duties=DUTIES)

    @rule(kind=st.sampled_from([Kind.SIGNED, Kind.STARTED, Kind.RETURN_REFUSED, Kind.EXTENSION_REFUSED,
                                Kind.SUSPENSION_REQUESTED, Kind.SUSPENDED, Kind.SUSPENSION_REFUSED,
                                Kind.FED_BACK, Kind.RATED, Kind.NOTED]))  # fmt: skip
    def plain_step(self, kind):
        self.take(kind)

    @rule(proposed=st.sampled_from(TOWN))
    def hand_back(self, proposed):
        for _ in range(2):  # the second time is a retry
            body, before = self.order.body, self.order.returned

            def check(order):
                limits.check_return(order, ground="duty", proposed=proposed, duties=DUTIES, now=self.now)

            if self.take(Kind.RETURN_REQUESTED, check, body=body):
                assert body not in before
                assert len(before) < DUTIES.returns_most
                if limits.calls_consultation(self.order, DUTIES):
                    assert self.take(Kind.JOINED)

    @precondition(lambda self: self.order.state is State.JOINT)
    @rule(lead=st.sampled_from(TOWN))
    def settle(self, lead):
        assert self.take(Kind.SETTLED, loop="township", lead=lead)
        self.minutes += 1

    @rule(days=st.integers(1, 9), role=st.sampled_from([Role.STREET_OFFICER, Role.COUNTY_OFFICER]))
    def extend(self, days, role):
        until = TIME.end_of(TIME.after(self.order.due_at, Span("working_days", days)).date())

        def check(order):
            limits.check_extension(order, until=until, pace=PACE, duties=DUTIES, now=self.now)

        if self.take(Kind.EXTENSION_REQUESTED, check, until=until.isoformat()):
            granted = self.take(
                Kind.EXTENDED, lambda order: limits.check_extension_granted(order, role=role),
                due=until.isoformat(),
            )  # fmt: skip
            assert granted == (self.order.extensions < 2 or role is Role.COUNTY_OFFICER)
            if not granted:
                assert self.take(Kind.EXTENSION_REFUSED)

    @precondition(lambda self: self.order.state is State.SUSPENDED)
    @rule()
    def resume(self):
        before, paused_at = self.order, self.order.paused_at
        due_at, parts = limits.resumed(before, pace=PACE, now=self.now)
        left = PACE.left(paused_at, before.due_at)
        told = {department: moment.isoformat() for department, moment in parts.items()}
        assert self.take(Kind.RESUMED, due=due_at.isoformat(), parts=told)
        assert PACE.left(self.now, self.order.due_at) == left

    @rule(department=st.sampled_from(TOWN), must=st.booleans(), sooner=st.integers(-3, 3))
    def make_part(self, department, must, sooner):
        wished = self.order.due_at - timedelta(days=sooner)
        try:
            due = cooperation.part_due(lead_due=self.order.due_at, wished=wished)
        except errors.PartTooLong:
            assert sooner < 0
            return
        self.take(Kind.PART_MADE, department=department, must=must, part_due=due.isoformat())

    @rule(
        department=st.sampled_from(TOWN),
        kind=st.sampled_from([Kind.PART_SIGNED, Kind.PART_FINISHED, Kind.PART_WAIVED]),
    )
    def work_on_part(self, department, kind):
        if self.take(kind, department=department) and kind is not Kind.PART_WAIVED:
            assert not self.take(kind, department=department)  # a retry is refused, not counted

    @rule()
    def finish(self):
        def check(order):
            cooperation.check_all_done(order.parts.values())

        if self.take(Kind.FINISHED, check, outcome="solved"):
            assert not any(part.must and part.state.open for part in self.order.parts.values())

    @precondition(lambda self: self.order.state is State.EVALUATED and self.order.redone < 2)
    @rule()
    def do_over(self):
        assert self.take(Kind.REOPENED, due=TIME.after(self.now, DAYS).isoformat())

    @invariant()
    def what_is_kept_is_what_the_events_tell(self):
        assert orders.of_events(self.events) == self.order

    @invariant()
    def the_rules_hold(self):
        order = self.order
        assert len(set(order.returned)) == len(order.returned) <= DUTIES.returns_most
        assert order.bound == (self.minutes > 0)
        if limits.calls_consultation(order, DUTIES) and not order.bound:
            assert order.state is State.JOINT
        assert order.first_due_at == TIME.after(START, DAYS)
        assert order.extensions <= DUTIES.extensions_most
        assert all(part.due_at <= order.due_at for part in order.parts.values() if part.state.open)
        assert (order.paused_at is not None) == (order.state is State.SUSPENDED)


WorkOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestWorkOrder = pytest.mark.feature("TK-17")(WorkOrder.TestCase)


def handled(*more):
    """An order that the first department has signed."""
    return orders.of_events(
        [reported(), Happened(Kind.ACCEPTED, START), dispatched(START), Happened(Kind.SIGNED, START), *more]
    )


class TestReturns:
    def check(self, order, **more):
        given = {"ground": "duty", "proposed": TOWN[1], "duties": DUTIES, "now": START} | more
        limits.check_return(order, **given)

    @pytest.mark.feature("TK-22")
    def test_needs_a_legal_ground_and_another_body_and_only_the_first_half_of_the_time(self):
        order = handled()
        self.check(order)
        for wrong in ({"ground": ""}, {"ground": "tired"}, {"proposed": ""}, {"proposed": order.body}):
            with pytest.raises(errors.GroundMissing):
                self.check(order, **wrong)
        half = START + (order.due_at - START) / 2
        self.check(order, now=half)
        with pytest.raises(errors.ReturnTooLate):
            self.check(order, now=half + timedelta(seconds=1))
        again = [
            Happened(Kind.RETURN_REQUESTED, START, {"body": TOWN[0]}),
            Happened(Kind.RETURN_REFUSED, START),
        ]
        with pytest.raises(errors.ReturnedBefore):
            self.check(handled(*again))
        assert all(ground.law for ground in DUTIES.grounds.values())


class TestClocks:
    @pytest.mark.feature("TK-24")
    @settings(max_examples=80, deadline=None)
    @given(st.integers(0, 8_000), st.integers(0, 20_000), st.sampled_from(["working_days", "hours", "days"]))
    def test_what_is_left_when_a_clock_stops_is_left_when_it_runs_again(self, worked, paused, unit):
        span = Span(unit, 5 if unit != "hours" else 24)
        due = TIME.after(START, span)
        stop = START + timedelta(minutes=worked)
        left = TIME.left(span, since=stop, until=due)
        resumed = TIME.later(span, since=stop + timedelta(minutes=paused), left=left)
        assert TIME.left(span, since=stop + timedelta(minutes=paused), until=resumed) == left
        if stop >= due:
            assert left == timedelta(0)

    def test_working_time_between_two_moments_is_counted_by_hand(self):
        friday, monday = datetime(2026, 3, 6, 9, tzinfo=UTC), datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
        assert TIME.left(DAYS, since=friday, until=monday) == timedelta(hours=2)  # 17-18 and 8:30-9:30
        assert TIME.left(Span("hours", 1), since=friday, until=monday) == monday - friday

    @pytest.mark.feature("TK-24")
    def test_only_a_listed_cause_stops_it(self):
        limits.check_cause("weather", DUTIES.causes)
        with pytest.raises(errors.StrangeCause):
            limits.check_cause("busy", DUTIES.causes)
        who = uuid.uuid4()
        with pytest.raises(errors.OwnRequest):
            limits.check_granted(asked_by=who, granted_by=who)

    @pytest.mark.feature("TK-28")
    def test_a_note_for_colleagues_is_no_answer_to_the_reporter(self):
        assert not ANSWERS & {Kind.NOTED, Kind.SUPERVISED, Kind.STOOD_IN, Kind.PASSED_ON, Kind.PHOTOS_ADDED}
        assert State.SUSPENDED in RESTING

    def test_the_county_watches_what_is_two_working_days_over(self):
        now = datetime(2026, 3, 9, 12, tzinfo=UTC)  # Monday evening
        before = TIME.due_before(now, 2)
        assert before.astimezone(UTC) == datetime(
            2026, 3, 5, 16, tzinfo=UTC
        )  # due on Thursday: Friday, Monday
        assert Supervision.COUNTY.above("overdue")
        assert not Supervision.REMINDED.above("listed")


class TestParts:
    @pytest.mark.feature("NN-24")
    def test_a_part_is_no_longer_than_the_whole_and_the_lead_waits_for_it(self):
        order = handled(Happened(Kind.STARTED, START))
        with pytest.raises(errors.PartTooLong):
            cooperation.part_due(lead_due=order.due_at, wished=order.due_at + timedelta(seconds=1))
        due = cooperation.part_due(lead_due=order.due_at, wished=None)
        made = Happened(
            Kind.PART_MADE, START, {"department": TOWN[1], "must": True, "part_due": due.isoformat()}
        )
        order = orders.told(order, made)
        with pytest.raises(errors.PartsOpen):
            cooperation.check_all_done(order.parts.values())
        shorter = datetime(2026, 3, 4, tzinfo=UTC)
        settled = [
            Happened(Kind.JOINED, START),
            Happened(Kind.SETTLED, START, {"loop": "township", "lead": TOWN[2], "due": shorter.isoformat()}),
        ]
        for event in settled:
            order = orders.told(order, event)
        assert order.parts[TOWN[1]].due_at == shorter
        for kind in (Kind.PART_SIGNED, Kind.PART_FINISHED):
            order = orders.told(order, Happened(kind, START, {"department": TOWN[1]}))
        assert order.parts[TOWN[1]].state is PartState.FINISHED
        cooperation.check_all_done(order.parts.values())


CASES = [
    # category, place, level, company -> addressee, thing, township's lead, county's lead, one that cooperates
    ("own.water", "unit", "normal", True, "company", "leak", "town.building", "county.housing", "county.justice"),
    ("own.water", "unit", "urgent", True, "company", "leak", "town.building", "county.housing", "county.justice"),
    ("own.water", "unit", "normal", False, "community", "leak", "town.building", "county.housing", "county.justice"),
    ("own.power", "unit", "normal", True, "company", "", "", "", ""),
    ("own.door", "unit", "normal", True, "company", "", "", "", ""),
    ("own.other", "unit", "normal", False, "community", "", "", "", ""),
    ("urgent.lift", "common", "emergency", True, "company", "lift", "town.market", "county.market", "county.fire"),
    ("urgent.lift", "common", "emergency", False, "community", "lift", "town.market", "county.market", "county.fire"),
    ("urgent.gas", "common", "emergency", True, "company", "gas", "town.emergency", "county.housing", "county.market"),
    ("urgent.gas", "common", "emergency", False, "community", "gas", "town.emergency", "county.housing", "county.market"),
    ("urgent.fire", "common", "emergency", True, "company", "fire_lane", "town.emergency", "county.fire", "county.police"),
    ("urgent.fire", "common", "emergency", False, "community", "fire_lane", "town.emergency", "county.fire", "county.police"),
    ("urgent.burst", "common", "emergency", True, "company", "water", "town.service", "county.housing", "county.water"),
    ("urgent.falling", "common", "emergency", True, "company", "falling", "town.building", "county.housing", "county.police"),
    ("common.lift", "common", "normal", True, "company", "lift", "town.market", "county.market", "county.housing"),
    ("common.light", "common", "normal", True, "company", "", "", "", ""),
    ("common.light", "common", "normal", False, "community", "", "", "", ""),
    ("common.pipe", "common", "normal", True, "company", "leak", "town.building", "county.housing", "county.justice"),
    ("common.pipe", "common", "urgent", True, "company", "leak", "town.building", "county.housing", "county.justice"),
    ("common.gate", "common", "normal", True, "company", "", "", "", ""),
    ("common.clean", "common", "normal", True, "company", "rubbish", "town.enforcement", "county.enforcement", "county.housing"),
    ("common.safety", "common", "normal", True, "company", "parking", "town.police", "county.police", "county.enforcement"),
    ("common.other", "common", "urgent", True, "company", "", "", "", ""),
    ("public.noise", "common", "normal", True, "community", "noise", "town.enforcement", "county.ecology", "county.police"),
    ("public.illegal", "common", "normal", True, "township", "illegal", "town.enforcement", "county.enforcement", "county.planning"),
    ("public.illegal", "common", "urgent", False, "township", "illegal", "town.enforcement", "county.enforcement", "county.planning"),
    ("public.company", "none", "normal", True, "community", "company", "town.building", "county.housing", "county.justice"),
    ("public.company", "none", "urgent", False, "community", "company", "town.building", "county.housing", "county.market"),
    ("public.ask", "none", "normal", True, "community", "", "", "", ""),
    ("public.idea", "none", "normal", True, "community", "", "", "", ""),
]  # fmt: skip


class TestDispatch:
    @pytest.mark.feature("GI-14")
    def test_thirty_cases_go_to_the_right_body(self):
        assert len(CASES) == 30
        for code, place, level, has_company, to, thing, town, county, other in CASES:
            category = catalogue().category(code)
            found = routing.route(
                category, catalogue().routes, has_company=has_company, place=place, level=level
            )
            assert (found.to, found.thing) == (to, thing), (code, place, level)
            one = DUTIES.things.get(found.thing)
            small, big = (routing.proposal(one, loop) for loop in (Addressee.TOWNSHIP, Addressee.COUNTY))
            assert (small.lead, small.cooperating, big.lead) == (town, (), county), code
            assert not other or other in big.cooperating
        urgent = routing.route(
            catalogue().category("common.pipe"), catalogue().routes, has_company=True, level="urgent"
        )
        assert urgent.review
        assert urgent.name == "急迫的管道外墙问题由物业办理并核查"

    @pytest.mark.feature("NN-24")
    def test_the_township_comes_first_and_the_lead_belongs_to_its_loop(self):
        order = handled()
        with pytest.raises(errors.NotPassedUp):
            limits.check_dispatch(order, loop=Addressee.COUNTY, lead="county.police", duties=DUTIES)
        up = orders.told(order, Happened(Kind.ESCALATED, START))
        limits.check_dispatch(up, loop=Addressee.COUNTY, lead="county.police", duties=DUTIES)
        for loop, lead in ((Addressee.TOWNSHIP, "county.police"), (Addressee.COUNTY, "town.police")):
            with pytest.raises(errors.StrangeDepartment):
                limits.check_dispatch(up, loop=loop, lead=lead, duties=DUTIES)

    def test_departing_from_the_rule_is_noticed(self):
        rule = routing.proposal(DUTIES.things["lift"], Addressee.COUNTY)
        assert not rule.departs(rule.lead, list(reversed(rule.cooperating)))
        assert rule.departs("county.fire", rule.cooperating)
        assert rule.departs(rule.lead, ())
        assert not routing.proposal(None, Addressee.COUNTY).departs("county.fire", ())

    @pytest.mark.parametrize(
        "broken", ["departments", "grounds", "thing", "lead", "self", "rule", "count", "number"]
    )
    def test_a_malformed_file_stops_the_start(self, broken):
        bodies, dispatch = departments._yaml("departments"), departments._yaml("dispatch")
        first = dispatch["things"][0]
        changes = SimpleNamespace(
            departments=lambda: bodies["departments"].append(bodies["departments"][0]),
            grounds=lambda: bodies.update(grounds=[]),
            thing=lambda: first.pop("county"),
            lead=lambda: first.update(county="town.police"),
            self=lambda: first.update({"with": [first["county"]]}),
            rule=lambda: dispatch["rules"][0].update(thing="nothing"),
            count=dispatch["things"].pop,
            number=lambda: bodies.update(returns_most=0),
        )
        departments.read(bodies, dispatch)
        getattr(changes, broken)()
        with pytest.raises(BadSetting):
            departments.read(bodies, dispatch)


def test_extensions_are_asked_for_in_time_and_no_longer_than_the_first_promise():
    order = handled(Happened(Kind.STARTED, START))

    def check(day, now=START, state=order):
        limits.check_extension(state, until=TIME.end_of(day), pace=PACE, duties=DUTIES, now=now)

    check(date(2026, 3, 16))
    for day in (date(2026, 3, 17), date(2026, 3, 9), date(2026, 3, 1)):
        with pytest.raises(errors.ExtensionTooLong):
            check(day)
    with pytest.raises(errors.ExtensionTooLate):
        check(date(2026, 3, 16), now=order.due_at)
