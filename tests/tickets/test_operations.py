"""What can be done to tickets, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from linli.domains.tickets import facts, queries
from linli.domains.tickets.errors import (
    AfterPhotoMissing,
    BadMerge,
    NotAWorker,
    RatingOver,
    ReasonMissing,
    RedoneTooOften,
    TooManyPhotos,
    WrongStep,
)
from linli.domains.tickets.models import Ticket, TicketEvent, TicketRating
from linli.domains.tickets.operations import handling, rating, reporting, watching
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.operations.reporting import Behalf, Report
from linli.domains.tickets.rules.figures import Share
from linli.domains.tickets.rules.steps import Kind, State, derive
from linli.jobs import tickets as jobs
from linli.platform import audit, clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, tickets

WATER = "own.water"


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def read(ticket_id, ground):
    return queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)


def kinds(ticket):
    return [entry.kind for entry in queries.history(ticket, inside=True)]


def rate(ground, ticket, stars, **more):
    return rating.rate(
        actor=ground.resident(), ticket=ticket, opinion=Opinion(stars=stars, **more), now=clock.now()
    )


class TestReport:
    @pytest.mark.feature("TK-16")
    def test_gives_numbers_that_can_be_read_out_in_turn_for_each_estate(self, ground):
        with transaction():
            other = tickets.ground()
            numbers = [tickets.report(ground).number for _ in range(3)] + [tickets.report(other).number]
        assert numbers == ["2026-00001", "2026-00002", "2026-00003", "2026-00001"]

    def test_promises_deadlines_from_the_moment_of_the_report(self, ground, now):
        with transaction():
            ticket = tickets.report(ground)
            assert ticket.due_at == ticket.first_due_at > now
            assert now < ticket.accept_due_at < ticket.remind_at < ticket.due_at

    def test_goes_to_the_company_that_serves_the_estate(self, ground):
        with transaction():
            assert tickets.report(ground).company_id == ground.company_id
            complaint = tickets.report(ground, category="public.company", place="")
            assert (complaint.addressee, complaint.company_id) == ("community", None)

    @pytest.mark.feature("EI-22")
    @pytest.mark.feature("TK-13")
    def test_entered_for_a_resident_stands_in_that_residents_own_list(self, ground):
        with transaction():
            phone = people.account("老李", phone="13900001111")
            people.owner(places_estate(ground), unit(ground), name="老李", account=phone)
            ticket = enter(ground, Behalf(name="老李", phone="13900001111"))
            first = queries.history(ticket, inside=True)[0].event
            assert ticket.reporter_id == phone.id
            assert (ticket.entered_by, ticket.channel) == (ground.manager_id, "phone")
            assert (first.actor_id, first.data["for"]) == (ground.manager_id, "老李")

    def test_entered_for_a_stranger_belongs_to_nobodys_account(self, ground):
        with transaction():
            people.account("外人", phone="13900002222")
            ticket = enter(ground, Behalf(name="外人", phone="13900002222"))
            assert (ticket.reporter_id, ticket.for_phone) == (None, "13900002222")

    def test_more_than_nine_photos_are_refused(self, ground):
        with pytest.raises(TooManyPhotos), transaction():
            reporting.report(
                actor=ground.resident(),
                estate_id=ground.estate_id,
                report=Report(category="common.gate", words="坏了", place="门口"),
                photos=[tickets.photo() for _ in range(10)],
                now=clock.now(),
            )
        with transaction(writes=False):
            assert db.session.scalar(select(Ticket.id)) is None

    def test_urging_counts_once_a_day(self, ground):
        with transaction():
            ticket = tickets.report(ground)
            for _ in range(3):
                reporting.urge(actor=ground.resident(), ticket=ticket, now=clock.now())
            reporting.urge(actor=ground.resident(), ticket=ticket, now=clock.now() + timedelta(days=1))
            assert kinds(ticket).count(Kind.URGED) == 2


class TestHandling:
    def test_goes_from_report_to_close_with_every_step_on_record(self, ground):
        with transaction():
            ticket = tickets.finished(ground, category=WATER)
            rate(ground, ticket, 5, tags=["quick"], solved=True)
            assert kinds(ticket) == [
                Kind.REPORTED, Kind.ACCEPTED, Kind.ASSIGNED, Kind.SIGNED, Kind.STARTED, Kind.FINISHED,
                Kind.FED_BACK, Kind.RATED, Kind.CLOSED,
            ]  # fmt: skip
            assert ticket.standing is State.CLOSED
            assert (ticket.over, ticket.stars, ticket.late) == (True, 5, False)

    def test_the_state_that_is_kept_is_the_state_that_its_events_lead_to(self, ground):
        with transaction():
            made = [tickets.report(ground), tickets.assigned(ground), tickets.finished(ground)]
            rate(ground, made[2], 1, words="还坏", redo=True)
            for ticket in made:
                assert derive(kinds(ticket)) is ticket.standing
                assert [e.event.seq for e in queries.history(ticket, inside=True)] == list(
                    range(1, ticket.events + 1)
                )

    @pytest.mark.feature("TK-36")
    def test_some_work_is_not_finished_without_a_photo_of_the_result(self, ground):
        with transaction():
            ticket = tickets.assigned(ground, category=WATER)
            worker = ground.worker()
            handling.sign(actor=worker, ticket=ticket, now=clock.now())
            handling.start(actor=worker, ticket=ticket, photos=[tickets.photo()], now=clock.now())
            with pytest.raises(AfterPhotoMissing):
                handling.finish(actor=worker, ticket=ticket, result="修好", now=clock.now())
            reporting.add_photos(
                actor=worker, ticket=ticket, photos=[tickets.photo()], stage="after", now=clock.now()
            )
            handling.finish(actor=worker, ticket=ticket, result="修好", now=clock.now())
            assert ticket.standing is State.FEEDBACK

    def test_what_needs_a_check_waits_for_it(self, ground):
        with transaction():
            ticket = tickets.report(ground, category="public.company", place="")
            officer = ground.officer()
            handling.assign(actor=officer, ticket=ticket, assignee_id=ground.officer_id, now=clock.now())
            handling.sign(actor=officer, ticket=ticket, now=clock.now())
            handling.start(actor=officer, ticket=ticket, now=clock.now())
            handling.finish(actor=officer, ticket=ticket, result="已约谈", now=clock.now())
            assert ticket.standing is State.HANDLED
            handling.send_back(actor=officer, ticket=ticket, reason="没有书面答复", now=clock.now())
            assert ticket.standing is State.HANDLING

    def test_work_goes_only_to_people_of_this_estate(self, ground):
        with transaction():
            stranger = tickets.ground().worker_id
            ticket = tickets.report(ground)
            for account_id in (stranger, ground.resident_id, ground.officer_id):
                with pytest.raises(NotAWorker):
                    handling.assign(
                        actor=ground.manager(), ticket=ticket, assignee_id=account_id, now=clock.now()
                    )

    def test_a_refusal_gives_its_reason(self, ground):
        with transaction():
            ticket = tickets.report(ground)
            with pytest.raises(ReasonMissing):
                handling.reject(actor=ground.manager(), ticket=ticket, reason="", now=clock.now())
        with transaction():
            ticket = tickets.report(ground)
            handling.reject(actor=ground.manager(), ticket=ticket, reason="不在小区", now=clock.now())
            with pytest.raises(WrongStep):
                handling.accept(actor=ground.manager(), ticket=ticket, now=clock.now())

    @pytest.mark.feature("TK-11")
    def test_a_merged_ticket_keeps_its_number_and_leads_to_the_main_one(self, ground):
        with transaction():
            main, double = tickets.report(ground), tickets.report(ground, actor=ground.neighbour())
            complaint = tickets.report(ground, category="public.company", place="")
            for number in (double.number, complaint.number, "2026-99999"):
                with pytest.raises(BadMerge):
                    handling.merge(actor=ground.manager(), ticket=double, number=number, now=clock.now())
            handling.merge(actor=ground.manager(), ticket=double, number=main.number, now=clock.now())
            assert (double.standing, double.merged_into_id) == (State.MERGED, main.id)
            assert double.number != main.number

    @pytest.mark.feature("TK-59")
    def test_each_step_is_in_the_audit_log_with_its_person(self, ground):
        with transaction():
            ticket = tickets.finished(ground)
            ticket_id = str(ticket.id)
        with transaction(writes=False):
            acts = db.session.scalars(
                select(audit.AuditEntry.act).where(audit.AuditEntry.object_id == ticket_id)
            ).all()
        assert len(acts) == 7
        assert acts[0] == "tickets:ticket:reported"

    @pytest.mark.parametrize("model", [TicketEvent, TicketRating])
    def test_what_happened_cannot_be_rewritten(self, ground, model):
        with transaction():
            rate(ground, tickets.finished(ground), 4)
        for change in (lambda row: setattr(row, "at", clock.now() + timedelta(days=1)), db.session.delete):
            with pytest.raises(Exception, match=r"append|changed|immutable|cannot|refuse"), transaction():
                change(db.session.scalars(select(model)).first())


class TestRate:
    @pytest.mark.feature("TK-40")
    def test_may_be_changed_for_seven_days_and_every_version_is_kept(self, ground):
        with transaction():
            ticket = tickets.finished(ground)
            rate(ground, ticket, 5)
            clock.advance(timedelta(days=6))
            rate(ground, ticket, 3)
            assert (ticket.stars, queries.rating(ticket).version) == (3, 2)
            clock.advance(timedelta(days=1, seconds=1))
            with pytest.raises(RatingOver):
                rate(ground, ticket, 1, words="变坏了")

    @pytest.mark.feature("TK-41")
    def test_a_low_rating_with_its_reason_begins_the_work_again(self, ground):
        with transaction():
            ticket = tickets.finished(ground)
            promised = ticket.first_due_at
            with pytest.raises(ReasonMissing):
                rate(ground, ticket, 2, redo=True)
            clock.advance(timedelta(days=2))
            rate(ground, ticket, 2, words="还是刷不开", redo=True)
            assert (ticket.standing, ticket.redone, ticket.over) == (State.REOPENED, 1, False)
            assert ticket.due_at > ticket.first_due_at == promised
            assert ticket.settled_at is None

    @pytest.mark.feature("TK-42")
    def test_a_closed_ticket_may_be_done_over_within_its_days_and_at_most_twice(self, ground):
        with transaction():
            ticket = tickets.finished(ground)
            rate(ground, ticket, 4)
            rate(ground, ticket, 1, words="又坏了", redo=True)
            redo(ground, ticket)
            rate(ground, ticket, 1, words="又坏了", redo=True)
            redo(ground, ticket)
            with pytest.raises(RedoneTooOften):
                rate(ground, ticket, 1, words="又坏了", redo=True)
            rate(ground, ticket, 1, words="又坏了")
            assert (ticket.standing, ticket.redone) == (State.CLOSED, 2)

    def test_not_before_the_work_is_finished(self, ground):
        with transaction():
            ticket = tickets.assigned(ground)
            with pytest.raises(WrongStep):
                rate(ground, ticket, 5)

    def test_the_days_hold_although_no_job_closed_the_ticket(self, ground):
        with transaction():
            ticket = tickets.finished(ground)
            clock.advance(timedelta(days=7, seconds=1))
            assert ticket.standing is State.FEEDBACK
            with pytest.raises(RatingOver):
                rate(ground, ticket, 5)


class TestWatching:
    @pytest.mark.feature("TK-45")
    def test_closes_what_nobody_rated_and_never_calls_it_satisfied(self, ground, now):
        with transaction():
            ticket_id = tickets.finished(ground).id
        clock.advance(timedelta(days=6))
        jobs.close_unrated(now=clock.now())
        with transaction(writes=False):
            assert read(ticket_id, ground).standing is State.FEEDBACK
        clock.advance(timedelta(days=2))
        jobs.close_unrated(now=clock.now())
        jobs.close_unrated(now=clock.now())
        with transaction(writes=False):
            ticket = read(ticket_id, ground)
            assert (ticket.standing, ticket.stars) == (State.CLOSED, None)
            assert kinds(ticket).count(Kind.CLOSED) == 1
            assert facts.satisfaction(**period(now)) == {}
            assert facts.rated_rate(**period(now)) == {ground.estate_id: Share(0, 1)}

    @pytest.mark.feature("TK-31")
    def test_reminds_once_and_supervises_once(self, ground):
        with transaction():
            ticket = tickets.assigned(ground)
            ticket_id, remind_at, due_at = ticket.id, ticket.remind_at, ticket.due_at
        for moment in (remind_at - timedelta(minutes=1), remind_at, remind_at, due_at + timedelta(minutes=1)):
            with clock.freeze(moment):
                jobs.supervise(now=moment)
        with clock.freeze(due_at + timedelta(days=1)):
            jobs.supervise(now=due_at + timedelta(days=1))
        with transaction(writes=False):
            levels = [
                entry.event.data["level"]
                for entry in queries.history(read(ticket_id, ground), inside=True)
                if entry.kind is Kind.SUPERVISED
            ]
        assert levels == ["reminded", "overdue"]

    @pytest.mark.feature("EI-23")
    def test_open_tickets_go_to_the_new_company_and_past_ones_stay(self, ground):
        with transaction():
            past, running = tickets.finished(ground), tickets.assigned(ground)
            rate(ground, past, 5)
            new = places.company()
            assert watching.hand_over(estate_id=ground.estate_id, company_id=new.id, now=clock.now()) == 1
            assert watching.hand_over(estate_id=ground.estate_id, company_id=new.id, now=clock.now()) == 0
            assert (past.company_id, running.company_id) == (ground.company_id, new.id)


class TestFacts:
    @pytest.mark.feature("NN-27")
    def test_rates_come_with_their_denominators_for_each_estate(self, ground, now):
        with transaction():
            good, bad = tickets.finished(ground), tickets.finished(ground)
            rate(ground, good, 5, solved=True)
            rate(ground, bad, 1, words="差", solved=False)
            tickets.finished(ground)
            late = tickets.assigned(ground)
            due = late.due_at
            withdrawn = tickets.report(ground)
            reporting.withdraw(actor=ground.resident(), ticket=withdrawn, reason="", now=now)
        clock.advance(due - now + timedelta(hours=1))
        with transaction(writes=False):
            here, of = ground.estate_id, period(now)
            assert facts.on_time_rate(**of)[here] == Share(3, 4)
            assert facts.closed_rate(**of)[here] == Share(2, 4)
            assert facts.satisfaction(**of)[here] == Share(1, 2)
            assert facts.rated_rate(**of)[here] == Share(2, 3)
            assert facts.solved_rate(**of)[here] == Share(1, 2)
            assert facts.redo_rate(**of)[here] == Share(0, 4)

    @pytest.mark.feature("TK-29")
    def test_a_missed_deadline_stays_missed_after_a_redo(self, ground, now):
        with transaction():
            ticket = tickets.assigned(ground)
            clock.advance(ticket.due_at - now + timedelta(hours=1))
            handling.sign(actor=ground.worker(), ticket=ticket, now=clock.now())
            handling.start(actor=ground.worker(), ticket=ticket, now=clock.now())
            handling.finish(actor=ground.worker(), ticket=ticket, result="好", now=clock.now())
            rate(ground, ticket, 1, words="差", redo=True)
            redo(ground, ticket)
            due = ticket.due_at
        clock.advance(due - clock.now() + timedelta(hours=1))
        with transaction(writes=False):
            assert facts.on_time_rate(**period(now))[ground.estate_id] == Share(0, 1)
            assert facts.redo_rate(**period(now))[ground.estate_id] == Share(1, 1)


def redo(ground, ticket):
    handling.start(actor=ground.worker(), ticket=ticket, now=clock.now())
    handling.finish(
        actor=ground.worker(), ticket=ticket, result="再修", photos=[tickets.photo()], now=clock.now()
    )


def period(now):
    return {"since": now - timedelta(days=1), "until": now + timedelta(days=60), "as_of": clock.now()}


def enter(ground, behalf):
    return reporting.enter_for(
        actor=ground.manager(),
        estate_id=ground.estate_id,
        report=Report(category="common.light", words="灯不亮", place="2幢"),
        behalf=behalf,
        now=clock.now(),
    )


def places_estate(ground):
    from linli.domains.estates import queries as estates

    return estates.estate(estate_id=ground.estate_id)


def unit(ground):
    return places.unit(places_estate(ground))
