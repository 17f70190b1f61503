"""Ballots on paper: issued once, received in packs, keyed by two, settled by a third, into the same box."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.voting import errors
from linli.domains.voting.operations import (
    closing,
    paper_helping,
    paper_issuing,
    paper_keying,
    paper_receiving,
)
from linli.domains.voting.queries import ballots, paper, rolls
from linli.domains.voting.rules import paper as rule
from linli.domains.voting.rules.asked import Item, ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.domains.voting.rules.paper import Fault, SheetState
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.papers import PaperAssembly
from tests.factories.tickets import photo
from tests.voting.secret_votes import SecretAssembly


@pytest.fixture
def hall(app):
    return PaperAssembly(owners=6).open()


def stored(hall):
    with transaction(writes=False):
        return list(ballots.lines(hall.vote))


def to_the_close(hall, before=timedelta()):
    with transaction(writes=False):
        closes_at = hall.vote.closes_at
    clock.advance(closes_at - before - clock.now())


class TestSerials:
    @given(st.integers(0, 10**9 - 1), st.integers(0, 9), st.integers(1, 9))
    def test_one_wrong_digit_is_always_found_out(self, body, place, by):
        serial = f"{body:09d}" + rule._check_digit(f"{body:09d}")
        wrong = serial[:place] + str((int(serial[place]) + by) % 10) + serial[place + 1 :]
        with pytest.raises(errors.WrongSerial):
            rule.serial_of(wrong)

    @pytest.mark.feature("VO-43")
    def test_a_serial_is_read_however_it_is_typed(self):
        serial = rule.new_serial()
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in serial)
        assert {rule.serial_of(one) for one in (serial, rule.shown_serial(serial), f" {wide}\n")} == {serial}

    def test_serials_are_chance(self):
        assert len({rule.new_serial() for _ in range(200)}) == 200


class TestReading:
    ITEMS = (
        Item("1", ItemKind.RESOLUTION, Threshold.ORDINARY),
        Item("2", ItemKind.ELECTION, Threshold.ORDINARY, seats=1, candidates=("c1", "c2")),
    )

    def test_blank_items_are_left_out_and_names_stand_in_their_order(self):
        assert rule.check_sheet(self.ITEMS, (), {"1": None, "2": ["c2", "c1"]}) == {"2": ["c1", "c2"]}
        assert rule.check_sheet(self.ITEMS, (), {"1": "for", "2": []}) == {"1": "for"}

    @pytest.mark.parametrize(
        "wrong", [{"1": "follow_majority"}, {"1": ["for"]}, {"2": "c1"}, {"2": ["c1", "c1"]}, {"2": ["x"]}, {"3": "for"}]
    )  # fmt: skip
    def test_what_the_sheet_does_not_offer_is_refused(self, wrong):
        with pytest.raises(errors.WrongChoice):
            rule.check_sheet(self.ITEMS, (), wrong)


class TestIssuing:
    @pytest.mark.feature("VO-43")
    def test_each_voter_who_asked_has_one_sheet_and_nobody_else_any(self, hall):
        hall.issue(0)
        with pytest.raises(errors.AlreadyIssued):
            hall.issue(0)
        with transaction(writes=False):
            assert paper.states(hall.vote) == {"issued": 1}

    def test_of_two_clerks_at_once_one_issues(self, app, hall):
        start = threading.Barrier(6)

        def issue(_):
            with app.app_context():
                start.wait()
                try:
                    hall.issue(1)
                except errors.AlreadyIssued:
                    return 0
                finally:
                    db.session.remove()
                return 1

        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(issue, range(6))) == 1

    def test_a_lost_sheet_is_replaced_and_the_old_one_is_good_for_nothing(self, hall):
        old, batch = hall.issue(0), hall.batch()
        with transaction():
            new = paper_issuing.replace(
                actor=hall.officer, vote=hall.vote, sheet=hall.sheet(old), reason="遗失", now=clock.now()
            ).id
        with pytest.raises(errors.SheetSpent):
            hall.register(old, batch)
        hall.register(new, batch)
        assert hall.key_twice(new, {"1": "for"}) == SheetState.IN_BOX

    def test_who_voted_online_needs_no_paper_and_a_secret_vote_takes_none(self, app, hall):
        hall.cast(0)
        with pytest.raises(errors.AlreadyVoted):
            hall.issue(0)
        secret = SecretAssembly().announce()
        with pytest.raises(errors.OnlineOnly), transaction():
            paper_issuing.issue(
                actor=secret.officer,
                vote=secret.vote,
                voter_nos=["V1"],
                asked=rule.Asked.OFFICER,
                now=clock.now(),
            )

    def test_an_owner_asks_for_the_own_voter_only(self, hall):
        other = hall.voter_no(1)
        with pytest.raises(errors.NotOnRoll), transaction():
            paper_issuing.ask(actor=hall.owner_actor(0), vote=hall.vote, voter_no=other, now=clock.now())

    def test_after_the_close_nothing_is_issued(self, hall):
        to_the_close(hall)
        with pytest.raises(errors.AlreadyClosed):
            hall.issue(0)


class TestPacks:
    def test_a_sheet_is_received_until_the_instant_before_the_close(self, hall):
        first, late, batch = hall.issue(0), hall.issue(1), hall.batch()
        to_the_close(hall, before=timedelta(microseconds=1))
        hall.register(first, batch)
        clock.advance(timedelta(microseconds=1))
        with pytest.raises(errors.AlreadyClosed):
            hall.register(late, batch)

    def test_a_pack_counted_before_the_close_is_scanned_after_it_and_counts_as_of_the_count(self, hall):
        first, second, third = (hall.issue(n) for n in range(3))
        batch = hall.batch(expected=2)
        counted_at = clock.now()
        to_the_close(hall)
        with transaction():
            closing.close(vote=hall.vote, now=clock.now())
        assert [hall.register(one, batch) for one in (first, second)] == [counted_at] * 2
        with pytest.raises(errors.BatchFull):
            hall.register(third, batch)

    def test_nothing_is_registered_before_the_opening_or_twice(self, app, hall):
        early = PaperAssembly(owners=1).announce()
        sheet = early.issue(0)
        with pytest.raises(errors.NotOpen):
            early.batch()
        assert sheet
        one, batch = hall.issue(0), hall.batch()
        hall.register(one, batch)
        with pytest.raises(errors.SheetSpent, match="第 1 批"):
            hall.register(one, batch)

    def test_the_hand_count_and_the_scans_must_come_to_the_same(self, hall):
        sheet = hall.returned(0, hall.batch(expected=2))
        hall.key_twice(sheet, {"1": "for"})
        to_the_close(hall)
        with transaction():
            assert closing.close(vote=hall.vote, now=clock.now()).state == State.CLOSED
        with pytest.raises(errors.PaperOutstanding, match="清点 2 张，登记 1 张"), transaction():
            closing.count(actor=hall.second, vote=hall.vote, now=clock.now())
        with transaction(writes=False):
            batch_id = paper.batches(hall.vote)[0].batch.id
        count = lambda expected, reason="": paper_receiving.count_by_hand(  # noqa: E731
            actor=hall.second,
            vote=hall.vote,
            batch=paper.batch(hall.vote, batch_id),
            expected=expected,
            reason=reason,
        )
        for wrong in ((0, "数错"), (3, "数错"), (1, "")):
            with pytest.raises(errors.WrongTotal), transaction():
                count(*wrong)
        with transaction():
            count(1, "清点时多数了一张")
        with transaction():
            assert closing.count(actor=hall.second, vote=hall.vote, now=clock.now()).state == State.COUNTED

    def test_a_sheet_scanned_by_mistake_leaves_its_pack_before_it_is_keyed(self, hall):
        sheet = hall.returned(0)
        with transaction():
            assert paper_receiving.unregister(vote=hall.vote, sheet=hall.sheet(sheet)).batch_id is None
        again = hall.batch()
        hall.register(sheet, again)
        hall.key(sheet, hall.officer, {"1": "for"})
        with pytest.raises(errors.SheetSpent), transaction():
            paper_receiving.unregister(vote=hall.vote, sheet=hall.sheet(sheet))


class TestKeying:
    @pytest.mark.feature("VO-40")
    def test_two_different_operators_key_a_sheet_and_it_goes_in_as_of_its_receipt(self, hall):
        sheet = hall.returned(0)
        received_at = clock.now()
        clock.advance(timedelta(hours=3))
        assert hall.key(sheet, hall.officer, {"1": "for"}) == SheetState.RETURNED
        with pytest.raises(errors.KeyedAlready):
            hall.key(sheet, hall.officer, {"1": "for"})
        assert stored(hall) == []
        assert hall.key(sheet, hall.second, {"1": "for"}) == SheetState.IN_BOX
        (line,) = stored(hall)
        assert (line["channel"], line["choices"]) == ("paper", {"1": "for"})
        with transaction(writes=False):
            kept = hall.sheet(sheet)
            assert kept.received_at == received_at
            assert ballots.box(hall.vote).seq == 1
        with pytest.raises(errors.SheetSpent):
            hall.key(sheet, hall.third, {"1": "for"})

    @pytest.mark.feature("VO-40")
    def test_a_difference_stops_it_until_a_third_settles(self, hall):
        sheet = hall.returned(0)
        hall.key(sheet, hall.officer, {"1": "for"})
        assert hall.key(sheet, hall.second, {"1": "against"}) == SheetState.DIFFERING
        assert stored(hall) == []
        with pytest.raises(errors.SheetSpent):
            hall.key(sheet, hall.third, {"1": "for"})
        for one in (hall.officer, hall.second):
            with pytest.raises(errors.KeyedAlready):
                hall.settle(sheet, one, {"1": "for"})
        assert hall.settle(sheet, hall.third, {"1": "for"}) == SheetState.IN_BOX
        assert [line["choices"] for line in stored(hall)] == [{"1": "for"}]

    def test_of_two_clerks_keying_one_sheet_at_once_neither_is_lost_and_one_ballot_goes_in(self, app, hall):
        sheet, start = hall.returned(0), threading.Barrier(3)

        def key(actor):
            with app.app_context():
                start.wait()
                try:
                    return hall.key(sheet, actor, {"1": "for"})
                except errors.SheetSpent:
                    return "too late"
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(3) as pool:
            came = sorted(pool.map(key, (hall.officer, hall.second, hall.third)))
        assert came == ["in_box", "returned", "too late"]
        assert len(stored(hall)) == 1

    @pytest.mark.feature("VO-40")
    def test_the_box_waits_for_what_came_in_and_then_counts_it(self, hall):
        sheet, left_at_home = hall.returned(0), hall.issue(1)
        to_the_close(hall)
        with transaction():
            assert closing.close(vote=hall.vote, now=clock.now()).state == State.CLOSED
        with pytest.raises(errors.PaperOutstanding, match="1 张纸质选票没有录完"), transaction():
            closing.count(actor=hall.second, vote=hall.vote, now=clock.now())
        hall.key_twice(sheet, {})
        with transaction():
            assert closing.count(actor=hall.second, vote=hall.vote, now=clock.now()).state == State.COUNTED
        item = hall.result()["items"][0]
        assert (item["participating"]["heads"], item["abstain"]["heads"]) == (1, 1)  # left blank: abstains
        with pytest.raises(errors.AlreadyClosed):
            hall.key(left_at_home, hall.officer, {})

    def test_without_returned_paper_the_vote_is_counted_at_the_close(self, hall):
        hall.issue(0)
        hall.close()
        with transaction(writes=False):
            assert hall.vote.state == State.COUNTED

    def test_a_wholly_invalid_sheet_takes_no_part_and_is_replaced_until_the_close(self, hall):
        sheet = hall.returned(0)
        hall.key(sheet, hall.officer, {}, fault=Fault.UNSIGNED)
        assert hall.key(sheet, hall.second, {}, fault=Fault.ILLEGIBLE, words="全涂黑了") == SheetState.INVALID
        assert stored(hall) == []
        with transaction():
            new = paper_issuing.replace(
                actor=hall.officer,
                vote=hall.vote,
                sheet=hall.sheet(sheet),
                reason="原票无效",
                now=clock.now(),
            ).id
        hall.register(new, hall.batch(expected=1))
        assert hall.key_twice(new, {"1": "for"}) == SheetState.IN_BOX

    def test_one_who_calls_it_invalid_and_one_who_does_not_differ(self, hall):
        sheet = hall.returned(0)
        hall.key(sheet, hall.officer, {}, fault=Fault.UNSIGNED)
        assert hall.key(sheet, hall.second, {"1": "for"}) == SheetState.DIFFERING
        assert hall.settle(sheet, hall.third, {}, fault=Fault.UNSIGNED) == SheetState.INVALID


class TestHelp:
    def declare(self, hall, sheet, actor, photos):
        with transaction():
            return paper_helping.declare(
                actor=actor,
                vote=hall.vote,
                sheet=hall.sheet(sheet),
                place="home",
                photos=photos,
                now=clock.now(),
            )

    def confirm(self, hall, sheet, actor):
        with transaction():
            return paper_helping.confirm(
                actor=actor, vote=hall.vote, sheet=hall.sheet(sheet), now=clock.now()
            )

    @pytest.mark.feature("NN-22")
    def test_help_needs_two_officers_and_the_voters_sign_and_is_counted_apart(self, hall):
        sheet, plain = hall.returned(0), hall.returned(1)
        with pytest.raises(errors.PhotoMissing):
            self.declare(hall, sheet, hall.officer, [])
        self.declare(hall, sheet, hall.officer, [photo()])
        with pytest.raises(errors.HelpUnconfirmed):
            hall.key(sheet, hall.officer, {"1": "for"})
        with pytest.raises(errors.SameHand):
            self.confirm(hall, sheet, hall.officer)
        self.confirm(hall, sheet, hall.second)
        for one in (sheet, plain):
            hall.key_twice(one, {"1": "for"})
        with transaction(writes=False):
            assert paper.helped_count(hall.vote) == 1


@pytest.mark.parametrize(
    "database", ["sqlite"], indirect=True
)  # what a day is like; both engines are tried above
@pytest.mark.feature("VO-40")
def test_a_counting_day_of_1248_sheets_goes_by_in_packs_of_fifty(app):
    hall = PaperAssembly(owners=1248, matters=(Matter.USE_FUND, Matter.OTHER)).open()
    with transaction():
        numbers = [one.voter_no for one in rolls.voters(hall.vote)]
        sheets = [
            one.id
            for one in paper_issuing.issue(
                actor=hall.officer,
                vote=hall.vote,
                voter_nos=numbers,
                asked=rule.Asked.OFFICER,
                now=clock.now(),
            )
        ]
    began = time.monotonic()
    for start in range(0, len(sheets), 50):
        pack = sheets[start : start + 50]
        batch = hall.batch(expected=len(pack))
        with transaction():
            for one in pack:
                _scan_and_key(hall, batch, one)
    spent = time.monotonic() - began
    hall.close()
    ballots_said = hall.result()["ballots"]
    assert (ballots_said["received"], ballots_said["effective"]) == (1248, 1248)
    assert spent / 1248 < 0.5  # a person needs far longer to take up a sheet and read it


def _scan_and_key(hall, batch_id, sheet_id):
    """What two clerks do with one sheet."""
    vote, sheet = hall.vote, hall.sheet(sheet_id)
    batch = paper.batch(hall.vote, batch_id)
    paper_receiving.register(actor=hall.officer, vote=vote, batch=batch, serial=sheet.serial)
    for clerk in (hall.officer, hall.second):
        paper_keying.key(
            actor=clerk, vote=vote, sheet=sheet, choices={"1": "for", "2": "against"}, now=clock.now()
        )
