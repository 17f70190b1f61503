"""Paper beside phones: whoever comes first or second, one ballot counts for each voter, and each double is listed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from linli.domains.estates import operations as estate_operations
from linli.domains.voting import errors
from linli.domains.voting.models import PaperConflict
from linli.domains.voting.operations import closing, paper_receiving, roll_keeping, timing
from linli.domains.voting.queries import ballots, paper, paper_lists
from linli.domains.voting.rules.asked import Channel
from linli.domains.voting.rules.estate_rules import SETTING, Conflict
from linli.domains.voting.rules.paper import Fault, SheetState
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories.papers import PaperAssembly
from tests.voting import votes as packed
from tests.voting.test_roll_versions import sell


def ruled(rule=Conflict.ONLINE_WINS, *, owners=4, **rules):
    """An open vote under a conflict rule."""

    def decide(hall):
        estate_operations.decide_setting(
            estate_id=hall.id, name=SETTING, since_on=date(2026, 1, 1), value={"conflict": rule.value} | rules
        )

    return PaperAssembly(owners=owners, prepare=decide).open()


def doubles(hall):
    with transaction(writes=False):
        return [
            (one.voter_no, one.rule)
            for one in db.session.scalars(select(PaperConflict).filter_by(vote_id=hall.vote_id))
        ]


def channels(hall):
    with transaction(writes=False):
        return [line["channel"] for line in ballots.lines(hall.vote)]


def counted(hall):
    """The result once everything is over, and whether `linli verify` finds the same."""
    hall.close()
    hall.publish()
    return hall.result()


def verified(hall, folder):
    with transaction(writes=False):
        content = closing.export(vote=hall.vote, signature=packed.KEY, now=clock.now())
    return packed.check(content, folder)


@pytest.mark.feature("VO-41")
def test_who_voted_online_is_refused_the_box_on_paper_and_both_are_kept_and_listed(app, tmp_path):
    """Edge case 12: they disagree; online wins, the conflict is listed, the paper still stored."""
    hall = ruled()
    sheet = hall.returned(0)
    hall.cast(0, "for")
    assert hall.key_twice(sheet, {"1": "against"}) == SheetState.NOT_COUNTED
    assert channels(hall) == ["online"]
    assert doubles(hall) == [(hall.voter_no(0), "online_wins")]
    with transaction(writes=False):
        (sealed,) = paper_lists.conflicts_page(hall.vote, window=Window()).items
        assert (sealed.paper, sealed.online) == (None, None)  # nobody sees a choice before the publication
    item = counted(hall)["items"][0]
    assert (item["for"]["heads"], item["against"]["heads"]) == (1, 0)
    assert verified(hall, tmp_path).faults == []
    with transaction(writes=False):
        (told,) = paper_lists.conflicts_page(hall.vote, window=Window()).items
        assert (told.paper, told.online, told.counts) == ({"1": "against"}, {"1": "for"}, Channel.ONLINE)


@pytest.mark.feature("NN-09")
def test_a_phone_after_the_paper_wins_where_online_wins_and_the_double_is_listed(app, tmp_path):
    hall = ruled()
    sheet = hall.returned(0)
    assert hall.key_twice(sheet, {"1": "against"}) == SheetState.IN_BOX
    hall.cast(0, "for")
    assert channels(hall) == ["paper", "online"]
    assert doubles(hall) == [(hall.voter_no(0), "online_wins")]
    result = counted(hall)
    assert (result["items"][0]["for"]["heads"], result["ballots"]["superseded"]) == (1, 1)
    assert verified(hall, tmp_path).faults == []


@pytest.mark.feature("VO-41")
@pytest.mark.parametrize("rule", [Conflict.PAPER_WINS, Conflict.FIRST_WINS])
def test_a_phone_after_the_paper_is_refused_where_the_paper_counts(app, rule):
    hall = ruled(rule)
    hall.key_twice(hall.returned(0), {"1": "against"})
    with pytest.raises(errors.AlreadyVoted, match="以纸质票为准"):
        hall.cast(0, "for")
    assert channels(hall) == ["paper"]


@pytest.mark.feature("NN-09")
@pytest.mark.parametrize(
    ("rule", "counts"), [(Conflict.PAPER_WINS, "against"), (Conflict.FIRST_WINS, "against")]
)
def test_a_phone_between_receipt_and_keying_stands_beside_the_paper_and_the_rule_decides(
    app, tmp_path, rule, counts
):
    hall = ruled(rule)
    sheet = hall.returned(0)
    clock.advance(timedelta(minutes=5))
    hall.cast(0, "for")
    assert hall.key_twice(sheet, {"1": "against"}) == SheetState.IN_BOX
    assert channels(hall) == ["online", "paper"]
    assert doubles(hall) == [(hall.voter_no(0), rule)]
    result = counted(hall)
    assert result["items"][0][counts]["heads"] == 1
    assert result["ballots"] | {"last_hash": ""} == {
        "received": 2, "void": 0, "superseded": 1, "effective": 1, "last_hash": "",
    }  # fmt: skip
    assert verified(hall, tmp_path).faults == []


def test_paper_that_came_after_the_phone_loses_where_the_first_wins(app, tmp_path):
    hall = ruled(Conflict.FIRST_WINS)
    sheet, batch = hall.issue(0), hall.batch(expected=1)
    hall.cast(0, "for")
    clock.advance(timedelta(minutes=5))
    hall.register(sheet, batch)
    assert hall.key_twice(sheet, {"1": "against"}) == SheetState.IN_BOX
    assert counted(hall)["items"][0]["for"]["heads"] == 1
    assert verified(hall, tmp_path).faults == []


@pytest.mark.feature("VO-41")
@pytest.mark.parametrize("rule", list(Conflict))
def test_phone_and_paper_at_the_same_instant_give_one_effective_ballot(app, rule):
    """Check D-11, by threads on both databases."""
    hall = ruled(rule, owners=3)
    sheets = [hall.returned(n) for n in range(3)]
    for sheet in sheets:
        hall.key(sheet, hall.officer, {"1": "against"})
    start = threading.Barrier(6)

    def run(work):
        with app.app_context():
            start.wait()
            try:
                work()
            except errors.AlreadyVoted:
                pass
            finally:
                db.session.remove()

    work = [lambda n=n: hall.cast(n, "for") for n in range(3)]
    work += [lambda one=one: hall.key(one, hall.second, {"1": "against"}) for one in sheets]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, work))
    held = channels(hall)
    listed = len(doubles(hall))
    ballots_said = counted(hall)["ballots"]
    assert ballots_said["effective"] == 3
    assert ballots_said["superseded"] == len(held) - 3
    assert ballots_said["superseded"] <= listed <= 3


def test_a_seller_who_handed_paper_in_has_voted(app):
    hall = ruled()
    hall.returned(0)
    with transaction():
        sell(hall, 0, to=1)
    with pytest.raises(errors.SellerVoted), transaction():
        roll_keeping.supplement(
            actor=hall.officer, vote=hall.vote, unit_id=hall.unit_ids[0], reason="过户", now=clock.now()
        )


def test_ending_early_loses_no_paper_that_was_handed_in(app, tmp_path):
    hall = ruled(owners=1)
    sheet = hall.returned(0)
    hall.key_twice(sheet, {"1": "for"})
    with transaction():
        timing.end_early(actor=hall.third, vote=hall.vote, reason="全部投完", now=clock.now())
    clock.advance(timedelta(seconds=1))
    with transaction():
        closing.close(vote=hall.vote, now=clock.now())
    assert hall.result()["ballots"]["effective"] == 1


REFUSED = (errors.AlreadyVoted, errors.AlreadyIssued, errors.SheetSpent, errors.KeyedAlready)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["cast", "issue", "register", "first", "second", "third", "spoil"]),
        st.sampled_from(["for", "against", "abstain"]),
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule=st.sampled_from(Conflict), last_wins=st.booleans(), steps=STEPS)
@pytest.mark.feature("VO-41")
def test_in_whatever_order_paper_and_phones_come_each_voter_has_one_effective_ballot_and_verify_agrees(
    app, tmp_path, rule, last_wins, steps
):
    with clock.freeze(clock.now()):
        hall = ruled(rule, owners=3, ballot_change="last_wins" if last_wins else "final")
        batch, sheets = hall.batch(), {}
        for n, what, choice in steps:
            clock.advance(timedelta(minutes=1))
            with suppress(*REFUSED):
                _take(hall, batch, sheets, n, what, {"1": choice})
        _clear_up(hall, batch, sheets)
        voters = {line["voter_no"] for line in _lines(hall)}
        result = counted(hall)
        assert result["ballots"]["effective"] == len(voters)
        assert result["items"][0]["participating"]["heads"] == len(voters)
        assert verified(hall, tmp_path).faults == []
        twice = {
            n for n in voters if len({line["channel"] for line in _lines(hall) if line["voter_no"] == n}) > 1
        }
        assert twice <= {number for number, _ in doubles(hall)}


def _lines(hall):
    with transaction(writes=False):
        return list(ballots.lines(hall.vote))


def _take(hall, batch, sheets, n, what, choices):
    if what == "cast":
        hall.cast(n, choices["1"])
    elif what == "issue":
        sheets[n] = hall.issue(n)
    elif n in sheets and what == "register":
        hall.register(sheets[n], batch)
    elif n in sheets and what == "third":
        hall.settle(sheets[n], hall.third, choices)
    elif n in sheets:
        clerk = hall.officer if what == "first" else hall.second
        hall.key(sheets[n], clerk, choices, fault=Fault.UNSIGNED if what == "spoil" else None)


def _clear_up(hall, batch, sheets):
    """Key what was begun, and write the pack's number down."""
    for sheet in sheets.values():
        for work in (
            lambda one=sheet: hall.key(one, hall.officer, {}),
            lambda one=sheet: hall.key(one, hall.second, {}),
            lambda one=sheet: hall.settle(one, hall.third, {}),
        ):
            with suppress(*REFUSED):
                work()
    with transaction():
        pack = paper.batch(hall.vote, batch)
        paper_receiving.count_by_hand(
            actor=hall.officer, vote=hall.vote, batch=pack, expected=paper.registered_in(pack)
        )
