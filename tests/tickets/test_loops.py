"""Work orders beyond the estate, on both databases: posts, loops, parts, returns, pauses, and two staff at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from linli.domains.estates import queries as estates
from linli.domains.tickets import errors, queries
from linli.domains.tickets.operations import (
    cooperating,
    handling,
    loops,
    pacing,
    posting,
    rating,
    returning,
    stepping,
    watching,
)
from linli.domains.tickets.operations.loops import Dispatch
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.rules.steps import Kind, State
from linli.jobs import tickets as jobs
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, tickets

TOWN, FIRE = "town.enforcement", ["county.planning", "county.housing"]


@dataclass
class Beyond:
    """The officers round an estate; a desk for each loop, and two people for each department."""

    ground: tickets.Ground
    street_id: UUID
    county_id: UUID
    desks: dict
    first: dict
    second: dict

    def desk(self, level):
        return self._actor(self.desks[level], level)

    def officer(self, department, post="a"):
        held = self.first if post == "a" else self.second
        return self._actor(held[department], "county" if department.startswith("county") else "street")

    def _actor(self, account_id, level):
        role = Role.COUNTY_OFFICER if level == "county" else Role.STREET_OFFICER
        region_id = self.county_id if level == "county" else self.street_id
        return Actor(account_id, role, Scope(ScopeKind(level), region_id))


def beyond(departments=("town.enforcement", "town.police", "town.market", "county.enforcement", *FIRE)):
    """An estate with its township and county, and the posts of some departments held."""
    ground = tickets.ground()
    place = estates.estate(estate_id=ground.estate_id)
    regions = {"street": estates.region(place.street_id), "county": estates.region(place.county_id)}
    roles = {"street": Role.STREET_OFFICER, "county": Role.COUNTY_OFFICER}
    desks = {level: people.staff(roles[level], regions[level], name=f"{level}值班").id for level in regions}
    made = Beyond(ground, place.street_id, place.county_id, desks, {}, {})
    for code in departments:
        level = "county" if code.startswith("county") else "street"
        for post, held in (("a", made.first), ("b", made.second)):
            held[code] = people.staff(roles[level], regions[level], name=f"{code}{post}").id
            posting.appoint(
                actor=made.desk(level), region_id=regions[level].id, department=code, post=post,
                account_id=held[code], now=clock.now(),
            )  # fmt: skip
    return made


def illegal(here):
    """Illegal building: the rules give it to the township."""
    return tickets.report(here.ground, category="public.illegal", place="5幢楼顶", words="楼顶搭了房子")


def dispatch(here, ticket, lead=TOWN, level="street", **more):
    order = Dispatch(lead=lead, **more)
    return loops.dispatch(actor=here.desk(level), ticket=ticket, order=order, now=clock.now())


def at_work(here, lead=TOWN):
    """In the hands of the township's department, begun."""
    ticket, officer = dispatch(here, illegal(here)), here.officer(lead)
    handling.sign(actor=officer, ticket=ticket, now=clock.now())
    return handling.start(actor=officer, ticket=ticket, now=clock.now())


def same(ticket):
    """What is kept is what the events tell."""
    order = queries.order(ticket)
    kept = {part.department: (part.state, part.due_at, part.must) for part in queries.parts(ticket)}
    assert (order.state, order.loop, order.body) == (ticket.state, ticket.addressee, ticket.body)
    assert (order.due_at, order.first_due_at) == (ticket.due_at, ticket.first_due_at)
    assert (len(order.returned), order.bound) == (ticket.returns, ticket.bound)
    assert (order.extensions, order.paused_at) == (ticket.extensions, ticket.paused_at)
    assert (order.redone, order.outcome) == (ticket.redone, ticket.outcome)
    assert {name: (part.state, part.due_at, part.must) for name, part in order.parts.items()} == kept
    return order


def last(ticket):
    return queries.history(ticket, inside=True)[-1]


@pytest.mark.feature("NN-24")
@pytest.mark.feature("GI-14")
def test_the_township_passes_it_up_and_one_leads_several_in_the_big_loop(app):
    with transaction():
        here = beyond()
        ticket = illegal(here)
        assert (ticket.addressee, ticket.thing) == ("township", "illegal")
        with pytest.raises(errors.ReasonMissing):
            dispatch(here, ticket, lead="town.police")
        dispatch(here, ticket, lead="town.police", reason="现场有纠纷，派出所先到")
        assert last(ticket).event.data["rule"] == "“违法建筑”一件事，乡镇小闭环"
        assert last(ticket).event.data["override"] is True
        dispatch(here, ticket)
        with pytest.raises(errors.NotPassedUp):
            dispatch(here, ticket, lead="county.enforcement", level="county")
        loops.escalate(actor=here.desk("street"), ticket=ticket, reason="要拆除执法", now=clock.now())
        dispatch(here, ticket, lead="county.enforcement", level="county", cooperating=FIRE)
        assert (ticket.addressee, ticket.lead, ticket.clock) == ("county", "county.enforcement", "joint")
        assert ticket.due_at > ticket.first_due_at
        same(ticket)
        lead, now = here.officer("county.enforcement"), clock.now()
        parts = {part.department: part for part in queries.parts(ticket)}
        assert set(parts) == set(FIRE)
        assert all(part.due_at <= ticket.due_at and part.sign_due_at > now for part in parts.values())
        handling.sign(actor=lead, ticket=ticket, now=now)
        handling.start(actor=lead, ticket=ticket, now=now)
        with pytest.raises(errors.PartsOpen):
            handling.finish(actor=lead, ticket=ticket, result="拆了", now=now)
        first, second = (parts[code] for code in FIRE)
        cooperating.sign_part(actor=here.officer(FIRE[0]), ticket=ticket, part=first, now=now)
        cooperating.finish_part(
            actor=here.officer(FIRE[0]), ticket=ticket, part=first, result="已认定违建", now=now
        )
        cooperating.waive_part(actor=lead, ticket=ticket, part=second, reason="不涉及结构", now=now)
        handling.finish(actor=lead, ticket=ticket, result="已拆除", now=now)
        assert last(ticket).event.data["results"] == {FIRE[0]: "已认定违建"}
        assert ticket.standing is State.HANDLED
        same(ticket)


@pytest.mark.feature("NN-25")
def test_what_the_first_person_does_not_sign_goes_to_the_stand_in_and_both_are_on_record(app):
    with transaction():
        here = beyond()
        ticket = dispatch(here, illegal(here))
        part = cooperating.make_part(
            actor=here.desk("street"), ticket=ticket, department="town.police", now=clock.now()
        )
        ids, due = (ticket.id, part.id), ticket.sign_due_at
        sides = (here.first, here.second)
    jobs.stand_in(now=due)
    for _ in range(2):
        jobs.stand_in(now=due + timedelta(minutes=1))
    with transaction(writes=False):
        ticket = queries.ticket(estate_id=here.ground.estate_id, ticket_id=ids[0])
        part = queries.part(estate_id=here.ground.estate_id, part_id=ids[1])
        assert (ticket.assignee_id, part.holder_id) == (sides[1][TOWN], sides[1]["town.police"])
        told = {
            entry.kind: entry.event.data
            for entry in queries.history(ticket, inside=True)
            if entry.kind in {Kind.STOOD_IN, Kind.PART_STOOD_IN}
        }
        assert told[Kind.STOOD_IN] == {"since": str(sides[0][TOWN]), "to": str(sides[1][TOWN])}
        assert told[Kind.PART_STOOD_IN]["since"] == str(sides[0]["town.police"])
        kinds = [entry.kind for entry in queries.history(ticket, inside=True)]
        assert kinds.count(Kind.STOOD_IN) == kinds.count(Kind.PART_STOOD_IN) == 1
        same(ticket)


@pytest.mark.feature("NN-26")
@pytest.mark.feature("TK-22")
def test_the_third_return_calls_a_meeting_whose_minutes_fix_the_lead(app):
    with transaction():
        here = beyond()
        ticket = illegal(here)
        chain = [TOWN, "town.police", "town.market"]
        for index, department in enumerate(chain):
            dispatch(here, ticket, lead=department, reason="按退回建议改派")
            if index:
                dispatch(here, ticket, lead=chain[0], reason="再请核实")
                with pytest.raises(errors.ReturnedBefore):
                    hand_back(here, ticket, chain[0], department)
                dispatch(here, ticket, lead=department, reason="按退回建议改派")
            with pytest.raises(errors.GroundMissing):
                hand_back(here, ticket, department, department)
            hand_back(here, ticket, department, chain[(index + 1) % 3])
        assert (ticket.standing, ticket.returns) == (State.JOINT, 3)
        with pytest.raises(errors.WrongStep):
            hand_back(here, ticket, chain[2], chain[0])
        with pytest.raises(errors.ConsultationFirst):
            dispatch(here, ticket, reason="直接派")
        settle = {"actor": here.desk("street"), "ticket": ticket, "now": clock.now()}
        with pytest.raises(errors.MinutesMissing):
            returning.settle(minutes="", lead=TOWN, **settle)
        with pytest.raises(errors.MinutesMissing):
            returning.settle(minutes="三方到场", lead="", **settle)
        returning.settle(minutes="三方到场，由执法队牵头", lead=TOWN, until_on=date(2026, 3, 20), **settle)
        assert (ticket.standing, ticket.lead, ticket.bound) == (State.ASSIGNED, TOWN, True)
        assert last(ticket).event.reason == "三方到场，由执法队牵头"
        with pytest.raises(errors.LeadFixed):
            hand_back(here, ticket, TOWN, "town.police")
        same(ticket)


def hand_back(here, ticket, department, proposed):
    returning.request_return(
        actor=here.officer(department), ticket=ticket, reason="不归我们管", ground="duty", proposed=proposed,
        now=clock.now(),
    )  # fmt: skip


@pytest.mark.feature("TK-24")
def test_a_pause_for_a_listed_cause_leaves_exactly_the_time_that_was_left(app, now):
    with transaction():
        here = beyond()
        ticket, lead, desk = at_work(here), here.officer(TOWN), here.desk("street")
        part = cooperating.make_part(actor=desk, ticket=ticket, department="town.police", now=now)
        with pytest.raises(errors.StrangeCause):
            pacing.request_pause(actor=lead, ticket=ticket, cause="忙", reason="人手不够", now=now)
        stop = now + timedelta(days=1, hours=3)
        pacing.request_pause(actor=lead, ticket=ticket, cause="court", reason="法院鉴定", now=stop)
        with pytest.raises(errors.OwnRequest):
            pacing.grant_pause(actor=lead, ticket=ticket, now=stop)
        pacing.grant_pause(actor=desk, ticket=ticket, now=stop)
        pace, left = queries.pace(ticket), queries.pace(ticket).left(stop, ticket.due_at)
        same(ticket)
        long_after = ticket.due_at + timedelta(days=20)
        watching.supervise(estate_id=ticket.estate_id, ticket_id=ticket.id, now=long_after)
        assert ticket.supervision == "calm"
        with pytest.raises(errors.WrongStep):
            cooperating.sign_part(actor=here.officer("town.police"), ticket=ticket, part=part, now=stop)
        pacing.resume(actor=desk, ticket=ticket, now=long_after)
        assert pace.left(long_after, ticket.due_at) == left
        assert pace.left(long_after, part.due_at) == left
        assert ticket.first_due_at < ticket.due_at
        same(ticket)


@pytest.mark.feature("NN-27")
def test_an_extension_is_granted_by_another_the_second_by_the_county_and_both_deadlines_stay(app, now):
    with transaction():
        here = beyond()
        ticket, lead = at_work(here), here.officer(TOWN)
        first = ticket.first_due_at
        for until, desk in ((date(2026, 3, 12), "street"), (date(2026, 3, 17), "county")):
            pacing.request_extension(actor=lead, ticket=ticket, until_on=until, reason="取证", now=now)
            with pytest.raises(errors.OwnRequest):
                pacing.grant_extension(actor=lead, ticket=ticket, now=now)
            if desk == "county":
                with pytest.raises(errors.CountyOnly):
                    pacing.grant_extension(actor=here.desk("street"), ticket=ticket, now=now)
            pacing.grant_extension(actor=here.desk(desk), ticket=ticket, now=now)
            assert ticket.due_at == queries.working_time().end_of(until) > ticket.first_due_at == first
            same(ticket)
        with pytest.raises(errors.ExtendedEnough):
            pacing.request_extension(
                actor=lead, ticket=ticket, until_on=date(2026, 3, 18), reason="再", now=now
            )
        assert [entry.event.reason for entry in queries.history(ticket, inside=False)][-1] == "取证"


@pytest.mark.feature("TK-28")
def test_an_internal_note_never_answers_the_reporter(app, now):
    with transaction():
        here = beyond(())
        ticket = tickets.report(here.ground)
        handling.note(actor=here.ground.manager(), ticket=ticket, words="问一下电工", now=now)
        watching.put_under(actor=here.desk("street"), ticket=ticket, reason="老人多", now=now)
        assert (ticket.responded_at, ticket.accepted_at) == (None, None)
        handling.accept(actor=here.ground.manager(), ticket=ticket, now=now + timedelta(hours=1))
        handling.note(actor=here.ground.manager(), ticket=ticket, words="又问", now=now + timedelta(hours=2))
        assert ticket.responded_at == now + timedelta(hours=1)


@pytest.mark.feature("TK-18")
def test_how_it_came_out_is_kept_apart_from_that_it_is_over(app):
    with transaction():
        here = beyond(())
        ground = here.ground
        ticket, worker = tickets.assigned(ground), ground.worker()
        handling.sign(actor=worker, ticket=ticket, now=clock.now())
        handling.start(actor=worker, ticket=ticket, now=clock.now())
        handling.finish(
            actor=worker, ticket=ticket, result="配件停产", outcome="not_possible", now=clock.now()
        )
        rating.rate(actor=ground.resident(), ticket=ticket, opinion=Opinion(stars=3), now=clock.now())
        main, double, foreign = (tickets.report(ground) for _ in range(3))
        handling.merge(actor=ground.manager(), ticket=double, number=main.number, now=clock.now())
        handling.reject(actor=ground.manager(), ticket=foreign, reason="在小区外", now=clock.now())
        outcomes = [one.outcome for one in (ticket, double, foreign, main)]
        assert outcomes == ["not_possible", "duplicate", "not_ours", ""]
        assert all(
            one.standing in {State.CLOSED, State.MERGED, State.REJECTED} for one in (ticket, double, foreign)
        )
        since = clock.now() - timedelta(days=1)
        counted = queries.outcomes(ground.estate_id, since=since, until=clock.now() + timedelta(days=1))
        assert counted == {"solved": 0, "not_possible": 1, "not_ours": 1, "duplicate": 1}
        for one in (ticket, double, foreign, main):
            same(one)


@pytest.mark.feature("TK-31")
def test_supervision_rises_to_the_county_two_working_days_after_the_deadline(app):
    with transaction():
        here = beyond(())
        ticket_id, due_at = (one := tickets.assigned(here.ground)).id, one.due_at
    for moment in (
        due_at + timedelta(minutes=1),
        due_at + timedelta(days=2, minutes=-1),
        due_at + timedelta(days=4),
    ):
        with clock.freeze(moment):
            jobs.supervise(now=moment)
            jobs.supervise(now=moment)
    with transaction(writes=False):
        found = queries.ticket(estate_id=here.ground.estate_id, ticket_id=ticket_id)
        levels = [
            entry.event.data["level"]
            for entry in queries.history(found, inside=True)
            if entry.kind is Kind.SUPERVISED
        ]
        assert (levels, found.supervision) == (["overdue", "county"], "county")


def test_posts_are_held_by_two_officers_of_the_region(app):
    with transaction():
        here = beyond()
        given = {
            "actor": here.desk("street"),
            "region_id": here.street_id,
            "department": TOWN,
            "now": clock.now(),
        }
        with pytest.raises(errors.SamePerson):
            posting.appoint(post="b", account_id=here.first[TOWN], **given)
        with pytest.raises(errors.NotAnOfficer):
            posting.appoint(post="b", account_id=here.ground.worker_id, **given)
        with pytest.raises(errors.StrangeDepartment):
            posting.appoint(
                post="a", account_id=here.desks["street"], **given | {"department": "county.fire"}
            )
        ticket = illegal(here)
        with pytest.raises(errors.PostEmpty):
            dispatch(here, ticket, lead="town.welfare", reason="试试")
        posting.appoint(post="a", account_id=here.desks["street"], **given)
        assert dispatch(here, ticket).assignee_id == here.desks["street"]


def test_a_form_that_a_colleague_overtook_is_refused(app):
    with transaction():
        here = beyond(())
        ticket = tickets.report(here.ground)
        seen = ticket.events
        stepping.check_seen(ticket, seen)
        stepping.check_seen(ticket, None)
        handling.accept(actor=here.ground.manager(), ticket=ticket, now=clock.now())
        with pytest.raises(errors.ChangedMeanwhile):
            stepping.check_seen(ticket, seen)
