"""The service behind a work order: handed out, quoted, urged, called back; ratings that nobody can push."""

import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from linli.domains.fees.models import Bill, BillPart
from linli.domains.tickets import queries
from linli.domains.tickets.errors import (
    AlreadyGrabbed,
    NotForGrabbing,
    NotYetDone,
    QuoteAnswered,
    QuoteNotAccepted,
    QuoteNotForThis,
)
from linli.domains.tickets.models import TicketRating
from linli.domains.tickets.operations import (
    callbacks,
    grabbing,
    handling,
    quotes,
    rating,
    reporting,
)
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import serving
from linli.domains.tickets.rules.figures import Share
from linli.domains.tickets.rules.ratings import Doubt, ranking, wilson_lower
from linli.domains.tickets.rules.serving import Answer, Material, Mode, Outcome
from linli.domains.tickets.rules.steps import State
from linli.kernel.actors import RESIDENTS, Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from linli.platform.web.marks import Entrance
from tests.factories import people, tickets

WATER = "own.water"
VALVE = Material(words="三角阀", quantity=2, unit_fen=1850)


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def mode(ground, wanted):
    grabbing.set_mode(
        actor=ground.manager(), estate_id=ground.estate_id, company_id=ground.company_id, mode=wanted,
        now=clock.now(),
    )  # fmt: skip


def another_worker(ground, name):
    from linli.domains.estates import queries as estates

    estate = estates.estate(estate_id=ground.estate_id)
    account = people.staff(Role.PROPERTY_WORKER, estate, name=name)
    return Actor(account.id, Role.PROPERTY_WORKER, Scope(ScopeKind.ESTATE, ground.estate_id))


def accepted(ground, **more):
    return handling.accept(actor=ground.manager(), ticket=tickets.report(ground, **more), now=clock.now())


def rate(ground, ticket, stars=5, **more):
    device = more.pop("device", "")
    opinion = Opinion(stars=stars, words="不好" if stars < 3 else "", **more)
    return rating.rate(
        actor=ground.resident(), ticket=ticket, opinion=opinion, device=device, now=clock.now()
    )


@pytest.mark.feature("TK-19")
def test_of_two_who_grab_at_once_one_gets_it_and_the_other_is_told_by_whom(app, ground):
    with transaction():
        mode(ground, Mode.GRABBED)
        workers = {"钱师傅": ground.worker(), "孙师傅": another_worker(ground, "孙师傅")}
        ticket_id = accepted(ground).id
        pool = serving.waiting_to_be_grabbed(
            ground.worker(), ground.estate_id, window=Window(), now=clock.now()
        )
        assert [one.id for one in pool.items] == [ticket_id]
    said, start = {}, threading.Barrier(2)

    def grab(name):
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
                    grabbing.grab(actor=workers[name], ticket=ticket, now=clock.now())
                said[name] = ""
            except AlreadyGrabbed as refusal:
                said[name] = refusal.sentence
            finally:
                db.session.remove()

    threads = [threading.Thread(target=grab, args=[name]) for name in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [name for name, sentence in said.items() if not sentence]
    (loser,) = said.keys() - {winner}
    assert winner in said[loser]
    with transaction(writes=False):
        ticket = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
        assert (ticket.assignee_id, ticket.standing) == (workers[winner].account_id, State.SIGNED)


def test_work_goes_round_in_turn_and_by_hand_where_nothing_else_is_said(ground):
    with transaction():
        second = another_worker(ground, "周师傅")
        free = accepted(ground)
        grabbing.next_in_turn(actor=ground.manager(), ticket=free, now=clock.now())
        with pytest.raises(NotForGrabbing):
            grabbing.grab(actor=ground.worker(), ticket=free, now=clock.now())
        assert free.standing is State.ACCEPTED
        mode(ground, Mode.IN_TURN)
        got = []
        for _ in range(5):
            clock.advance(timedelta(minutes=1))
            ticket = accepted(ground)
            grabbing.next_in_turn(actor=ground.manager(), ticket=ticket, now=clock.now())
            got.append(ticket.assignee_id)
    assert got[:2] == got[2:4]
    assert got[4] == got[0]
    assert set(got) == {ground.worker_id, second.account_id}


@pytest.mark.feature("TK-37")
def test_a_paid_repair_starts_only_with_consent_and_its_bill_is_the_quote(ground):
    with transaction():
        ticket = tickets.assigned(ground, category=WATER)
        worker, resident = ground.worker(), ground.resident()
        handling.sign(actor=worker, ticket=ticket, now=clock.now())
        first = quote(ground, ticket, labour_fen=9900)
        with pytest.raises(QuoteNotAccepted):
            handling.start(actor=worker, ticket=ticket, now=clock.now())
        quotes.decline(actor=resident, ticket=ticket, quote=first, words="太贵", now=clock.now())
        with pytest.raises(QuoteNotAccepted):
            handling.start(actor=worker, ticket=ticket, now=clock.now())
        second = quote(ground, ticket, labour_fen=5000)
        with pytest.raises(QuoteAnswered):
            quotes.accept(actor=resident, ticket=ticket, quote=first, now=clock.now())
        quotes.accept(actor=resident, ticket=ticket, quote=second, now=clock.now())
        assert billed() == []
        handling.start(actor=worker, ticket=ticket, now=clock.now())
        finish(ground, ticket)
        rate(ground, ticket, 1, redo=True)
        with pytest.raises(QuoteAnswered):
            quote(ground, ticket, labour_fen=1)
        handling.start(actor=worker, ticket=ticket, now=clock.now())
        finish(ground, ticket)
        (bill,) = billed()
        assert (bill.amount_fen, bill.unit_id) == (second.total_fen, ground.unit_id) == (8700, ground.unit_id)
        lines = db.session.execute(select(BillPart.words, BillPart.amount_fen).order_by(BillPart.position))
        assert [tuple(line) for line in lines] == [("人工费", 5000), ("三角阀 × 2", 3700)]


def test_a_quote_taken_back_lets_the_work_be_done_for_nothing(ground):
    with transaction():
        ticket = tickets.assigned(ground, category=WATER)
        handling.sign(actor=ground.worker(), ticket=ticket, now=clock.now())
        declined = quote(ground, ticket, labour_fen=100)
        quotes.decline(actor=ground.resident(), ticket=ticket, quote=declined, now=clock.now())
        quotes.take_back(actor=ground.worker(), ticket=ticket, now=clock.now())
        assert [one.answer for one in serving.quotes(ticket)] == [Answer.TAKEN_BACK, Answer.DECLINED]
        handling.start(actor=ground.worker(), ticket=ticket, now=clock.now())
        finish(ground, ticket)
        assert billed() == []
        with pytest.raises(QuoteNotForThis):
            quote(ground, tickets.assigned(ground), labour_fen=100)


@pytest.mark.feature("TK-23")
def test_urging_counts_once_a_day_and_the_handlers_head_sees_it(ground):
    with transaction():
        ticket, calm = tickets.assigned(ground), tickets.assigned(ground)
        for hours in (0, 1, 24):
            reporting.urge(actor=ground.resident(), ticket=ticket, now=clock.now() + timedelta(hours=hours))
        db.session.flush()
        (seen,) = serving.urged(ground.manager(), ground.estate_id, on=clock.now())
        assert (seen.ticket.id, seen.times, seen.assignee_name) == (ticket.id, 2, "钱师傅")
        assert serving.times_urged([ticket, calm]) == {ticket.id: 2}


@pytest.mark.feature("TK-44")
def test_a_call_back_stands_beside_the_rating_and_never_over_it(ground):
    with transaction():
        ticket = tickets.assigned(ground)
        with pytest.raises(NotYetDone):
            call(ground, ticket, Outcome.SOLVED)
        ticket = tickets.finished(ground)
        rate(ground, ticket, 2, solved=False)
        for outcome in (Outcome.NOT_REACHED, Outcome.SOLVED):
            call(ground, ticket, outcome)
        assert (ticket.stars, ticket.solved, queries.rating(ticket).stars) == (2, False, 2)
        assert [one.outcome for one in serving.call_backs(ticket)] == ["solved", "not_reached"]
        assert db.session.scalar(select(func.count()).select_from(TicketRating)) == 1


@pytest.mark.feature("SC-07")
def test_nobody_but_the_reporter_has_a_form_or_an_address_for_a_rating(app):
    assert {role for rule in GRANTS[Act.RATE] for role in rule.roles} == RESIDENTS
    for rule in app.url_map.iter_rules():
        if (
            "ticket" in rule.rule
            and "rating" in rule.rule
            and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        ):
            said = app.view_functions[rule.endpoint].operation
            assert said.entrance is Entrance.GRANTED
            assert {role for way in said.table[said.act] for role in way.roles} <= RESIDENTS, rule.rule


def test_a_burst_from_one_device_and_self_made_reports_are_doubted_with_the_reason(ground):
    with transaction():
        made = [tickets.finished(ground) for _ in range(6)]
        for ticket in made[:5]:
            rate(ground, ticket, device="手机一")
            clock.advance(timedelta(minutes=1))
        rate(ground, made[5], device="手机二")
        found = [serving.doubts_of(ticket) for ticket in made]
        own = tickets.finished(ground)
        own.entered_by = ground.worker_id
        rate(ground, own)
        assert found == [[Doubt.BURST]] * 5 + [[]]
        assert serving.doubts_of(own) == [Doubt.SELF_REPORTED]
        assert [ticket.stars for ticket in made] == [5] * 6


class TestRanking:
    @given(st.integers(0, 400), st.integers(0, 400))
    @settings(max_examples=100, deadline=None)
    def test_the_bound_lies_below_the_share_and_rises_with_the_sample(self, some, others):
        whole = some + others
        bound = wilson_lower(some, whole)
        assert 0 <= bound * whole <= 10_000 * some
        assert wilson_lower(2 * some, 2 * whole) >= bound
        assert wilson_lower(some, whole + 1) <= bound

    def test_known_bounds(self):
        known = [(1, 1, 2065), (10, 10, 7224), (95, 100, 8882), (0, 5, 0), (0, 0, 0)]
        assert [wilson_lower(part, whole) for part, whole, _ in known] == [bound for *_, bound in known]

    def test_small_samples_cannot_top_and_equals_share_a_rank(self):
        lucky, good, also, new = (new_id() for _ in range(4))
        shares = {lucky: Share(10, 10), good: Share(95, 100), also: Share(95, 100), new: Share(9, 9)}
        assert [(one.key, one.rank) for one in ranking(shares)] == [
            (good, 1), (also, 1), (lucky, 3), (new, None),
        ]  # fmt: skip


def quote(ground, ticket, *, labour_fen):
    return quotes.quote(
        actor=ground.worker(),
        ticket=ticket,
        labour_fen=labour_fen,
        materials=[VALVE],
        words="",
        now=clock.now(),
    )


def finish(ground, ticket):
    handling.finish(
        actor=ground.worker(), ticket=ticket, result="好了", photos=[tickets.photo()], now=clock.now()
    )


def call(ground, ticket, outcome):
    return callbacks.call_back(
        actor=ground.officer(), ticket=ticket, outcome=outcome, words="电话", now=clock.now()
    )


def billed():
    return db.session.scalars(select(Bill)).all()
