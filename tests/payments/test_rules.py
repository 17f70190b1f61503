"""Which debt a payment goes to, and the states of an order."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.payments import rules
from linli.domains.payments.rules import MOVES, Applied, Debt, OrderState, apply_payment

TODAY = date(2026, 3, 2)


def debt(number, principal=100, *, due=TODAY, **more):
    return Debt(UUID(int=number), due, principal, **more)


def order_of(*debts, amount=10**6, designated=()):
    applied, _ = apply_payment(amount_fen=amount, debts=debts, today=TODAY, designated=designated)
    return [one.debt_id.int for one in applied]


@pytest.mark.feature("FE-14")
class TestCivilCode560:
    def test_what_the_payer_names_comes_first_in_the_payers_order(self):
        debts = [debt(1), debt(2), debt(3)]
        assert order_of(*debts, designated=[UUID(int=3), UUID(int=2)]) == [3, 2, 1]

    def test_debts_that_are_due_come_before_those_that_are_not(self):
        assert order_of(debt(1, due=TODAY + timedelta(1)), debt(2, due=TODAY)) == [2, 1]

    def test_the_least_secured_comes_first_even_when_another_is_older(self):
        assert order_of(debt(1, due=date(2025, 1, 1), security=1), debt(2)) == [2, 1]

    def test_of_equally_secured_debts_the_heaviest_comes_first(self):
        assert order_of(debt(1, due=date(2025, 1, 1)), debt(2, burden=3)) == [2, 1]

    def test_then_the_oldest_due(self):
        assert order_of(debt(1, due=date(2026, 2, 1)), debt(2, due=date(2026, 1, 1))) == [2, 1]

    def test_equals_share_in_proportion_to_the_fen(self):
        applied, left = apply_payment(amount_fen=100, debts=[debt(1, 100), debt(2, 200)], today=TODAY)
        assert ([one.total_fen for one in applied], left) == ([33, 67], 0)


@pytest.mark.feature("FE-14")
def test_within_a_debt_costs_come_first_then_interest_then_principal():
    """民法典第561条"""
    owed = debt(1, 100, interest_fen=20, cost_fen=10)
    for amount, parts in ((5, (5, 0, 0)), (25, (10, 15, 0)), (60, (10, 20, 30))):
        assert apply_payment(amount_fen=amount, debts=[owed], today=TODAY)[0] == [Applied(owed.id, *parts)]


DEBTS = st.lists(
    st.builds(
        Debt,
        id=st.integers(1, 10**9).map(lambda n: UUID(int=n)),
        due_on=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        principal_fen=st.integers(0, 10**7),
        interest_fen=st.integers(0, 10**5),
        cost_fen=st.integers(0, 10**5),
        security=st.integers(0, 2),
        burden=st.integers(0, 2),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(amount=st.integers(0, 5 * 10**7), debts=DEBTS)
def test_no_fen_is_lost_and_no_debt_gets_more_than_it_is(amount, debts):
    applied, left = apply_payment(amount_fen=amount, debts=debts, today=TODAY)
    assert sum(one.total_fen for one in applied) + left == amount
    owed = {one.id: one for one in debts}
    for one in applied:
        assert one.principal_fen <= owed[one.debt_id].principal_fen
        assert one.interest_fen <= owed[one.debt_id].interest_fen
        assert 0 <= one.cost_fen <= owed[one.debt_id].cost_fen
    assert left == max(0, amount - sum(one.total_fen for one in debts))


@given(amount=st.integers(0, 5 * 10**7), debts=DEBTS)
def test_the_order_in_which_debts_are_read_changes_nothing(amount, debts):
    one = apply_payment(amount_fen=amount, debts=debts, today=TODAY)
    other = apply_payment(amount_fen=amount, debts=debts[::-1], today=TODAY)
    assert one == other


def test_money_is_final_and_counts_even_after_an_order_was_closed():
    assert MOVES[OrderState.PAID] == frozenset()
    assert OrderState.PAID in MOVES[OrderState.CLOSED]
    assert OrderState.PAYING not in MOVES[OrderState.CLOSED]


def test_a_channel_is_asked_after_two_minutes_then_every_ten_and_when_the_time_is_over(now):
    begun, over = now, now + timedelta(minutes=30)

    def asks(at, before=None):
        asked = now + timedelta(minutes=before) if before is not None else None
        return rules.due_to_ask(
            begun_at=begun, asked_at=asked, expires_at=over, now=now + timedelta(minutes=at)
        )

    assert [asks(1), asks(2), asks(11, 2), asks(12, 2), asks(30, 25)] == [False, True, False, True, True]
