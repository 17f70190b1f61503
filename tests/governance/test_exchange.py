"""The whole way to the reference platform and back: numbers, faults, orders, both books."""

import itertools
import json
from datetime import date, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from linli.domains.governance.errors import AlreadyOut
from linli.domains.governance.models import (
    GovernanceDifference,
    GovernanceStray,
    GovernanceTry,
    GovernanceUpdate,
)
from linli.domains.governance.operations import cases as casework
from linli.domains.governance.operations import comparing, sending
from linli.domains.governance.queries import cases, health
from linli.domains.governance.rules.pairing import What
from linli.domains.notices.models import Message
from linli.domains.tickets.operations import handling, rating, reporting
from linli.domains.tickets.operations.rating import Opinion
from linli.jobs import governance as jobs
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import settings_for
from tests.factories.tickets import photo
from tests.governance.world import KEY, World, into, platform, pump


@pytest.fixture(scope="module")
def outside():
    with platform() as far:
        yield far


@pytest.fixture
def settings(database, tmp_path, outside):
    return settings_for(database, tmp_path, governance_url=outside.address, governance_key=KEY)


@pytest.fixture
def world(app):
    return World()


@pytest.fixture
def far(outside, client):
    outside.switches.turn({"reset": True})
    outside.book.clear()
    outside.post.sent.clear()
    outside.post.send = into(client)
    return outside


def states(world, *ticket_ids):
    return [world.case(one).state for one in ticket_ids]


def count(kind, **where):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind).filter_by(**where))


@pytest.mark.feature("GI-02", "GI-03", "GI-15", "GI-23")
def test_a_case_goes_out_once_accepted_is_handled_there_and_hears_the_verdict_of_the_resident(far, world):
    waiting, kept = world.report(accept=False), world.report(category="public.idea", place="")
    company = world.report(category="common.gate", accept=False)
    assert (states(world, waiting, kept), world.case(company)) == (["unprocessed", "skipped"], None)
    assert world.case(kept).reason == "咨询和建议由社区答复，不上报"
    mine = world.report()
    assert states(world, mine) == ["sending"]
    pump()
    assert (states(world, mine), world.case(mine).number) == (["acknowledged"], "QZ20260302000001")
    for state in ("20", "30", "40"):
        far.work(world.external(mine), state)
    assert world.ticket(mine).state == "handling"
    far.work(world.external(mine), "50", "已拆除违建")
    assert (world.ticket(mine).state, world.case(mine).meaning) == ("handled", "finished")
    with transaction():  # the community looks at it before the resident is told
        handling.feed_back(
            actor=world.ground.officer(), ticket=world.ticket(mine), words="已核实", now=clock.now()
        )
    with transaction():
        opinion = Opinion(stars=1, solved=False, words="又搭起来了", redo=True)
        rating.rate(
            actor=world.ground.resident(), ticket=world.ticket(mine), opinion=opinion, now=clock.now()
        )
    pump()
    told = [json.loads(one["body"]) for one in far.book.messages()]
    assert [(one["seq"], one["kind"]) for one in told] == [(1, "case"), (2, "rating"), (3, "reopen")]
    assert told[1]["content"] == {"at": clock.now().isoformat(), "stars": 1, "solved": False}
    far.work(world.external(mine), "80")
    far.work(world.external(mine), "50", "再次拆除")
    assert world.ticket(mine).state == "handled"


@pytest.mark.feature("GI-05", "GI-06", "GI-19")
def test_a_refused_message_is_a_dead_letter_at_once_one_letter_is_written_and_one_tap_sends_it_again(
    far, world
):
    far.switches.refuse = 400
    ids = [world.report(), world.report()]
    pump()
    pump()
    dead = world.parcels(ids[0])[0]
    assert (states(world, *ids), dead.state, dead.tries, dead.last_status) == (["failed"] * 2, "dead", 1, 400)
    assert "字段不符合要求" in dead.last_error
    for _ in range(2):
        jobs.letters(now=clock.now())
    assert count(Message, template="governance_failures", channel="app") == 1
    far.switches.turn({"reset": True})
    for parcel in [world.parcels(one)[0].id for one in ids]:
        with transaction():
            one = cases.parcel(estate_id=world.id, parcel_id=parcel)
            sending.resend(parcel=one, now=clock.now())
    far.switches.lose_answer = True
    pump()
    assert states(world, *ids) == ["sending"] * 2
    far.switches.lose_answer = False
    clock.advance(timedelta(minutes=6))
    pump()
    clock.advance(timedelta(days=1))
    jobs.letters(now=clock.now())
    assert (states(world, *ids), len(far.book.cases("", ""))) == (["acknowledged"] * 2, 2)
    assert [one["times"] for one in far.book.messages()] == [2, 2]
    assert count(Message, template="governance_failures", channel="app") == 1


@pytest.mark.feature("GI-20")
def test_an_hour_of_silence_is_a_warning_with_the_right_figure_and_everything_arrives_in_order_after_it(
    far, world, client
):
    far.switches.down = True
    mine = world.report()
    with transaction():
        reporting.urge(actor=world.ground.resident(), ticket=world.ticket(mine), now=clock.now())
    client.get("/readyz")
    for _ in range(12):
        pump()
        clock.advance(timedelta(minutes=5))
    assert [one.tries for one in world.parcels(mine)] == [3, 0]
    tries = db.session.scalars(select(GovernanceTry).order_by(GovernanceTry.id)).all()
    assert [(one.status, one.reason, one.arrived) for one in tries] == [(503, "503", False)] * 3
    with transaction(writes=False):
        found = health.health(now=clock.now())
    assert (found.waiting, found.waited, found.late) == (2, timedelta(hours=1), True)
    told = {m.name: m.samples[0].value for m in text_string_to_metric_families(client.get("/metrics").text)
            if m.name.startswith("linli_governance")}  # fmt: skip
    assert told["linli_governance_oldest_unsent_seconds"] == 3600
    assert health.warnings(now=clock.now()) == ["governance"]
    far.switches.down = False
    clock.advance(timedelta(minutes=30))
    pump()
    assert [one["kind"] for one in far.book.messages()] == ["case", "urge"]
    assert health.warnings(now=clock.now()) == []


@pytest.mark.feature("GI-07", "GI-08")
def test_a_token_becomes_a_number_and_an_old_number_still_finds_the_case(far, world):
    far.switches.token = True
    mine = world.report()
    pump()
    assert states(world, mine) == ["sent"]
    jobs.fetch(now=clock.now())
    first = world.case(mine).number
    assert (states(world, mine), first) == (["acknowledged"], "QZ20260302000001")
    far.work(world.external(mine), "30", number="XZ-9")
    assert (world.case(mine).number, [one.number for one in cases.numbers(world.case(mine))]) == (
        "XZ-9", [first, "XZ-9"],
    )  # fmt: skip
    moved = far.book.move(world.external(mine), "40", "", "", at=clock.now())
    far.tell(moved | {"external_id": "", "number": first})
    assert (world.case(mine).meaning, far.post.sent[-1][1]) == ("handling", 204)


@pytest.mark.feature("GI-10", "GI-11")
def test_callbacks_in_any_order_and_twice_end_in_one_state_of_case_and_ticket(far, world):
    far.switches.mute = True
    orders = list(itertools.permutations(range(4)))[::7]
    ids = [world.report() for _ in orders]
    pump()
    for mine, order in zip(ids, orders, strict=True):
        steps = ("20", "30", "50", "60")
        told = [far.book.move(world.external(mine), state, "办好了", "", at=clock.now()) for state in steps]
        far.switches.mute = False
        for step in (*order, order[0]):
            far.tell(told[step])
        far.switches.mute = True
    assert {status for _, status in far.post.sent} == {204}
    assert {(world.case(one).meaning, world.case(one).version, world.ticket(one).state) for one in ids} == {
        ("closed", 4, "handled")
    }
    assert count(GovernanceUpdate) == 4 * len(orders)


@pytest.mark.feature("GI-09", "GI-12")
def test_what_a_day_missed_comes_in_the_night_and_an_unknown_state_is_kept_and_shown(far, world):
    mine = world.report()
    pump()
    far.switches.mute = True
    far.work(world.external(mine), "40")
    jobs.fetch(now=clock.now())
    jobs.fetch(now=clock.now())
    assert (world.case(mine).meaning, count(GovernanceUpdate)) == ("handling", 1)
    far.work(world.external(mine), "93", "移送上级")
    jobs.catch_up(now=clock.now())
    found = world.case(mine)
    assert (found.meaning, found.unknown_state, count(GovernanceUpdate)) == ("handling", "93", 2)
    with transaction(writes=False):
        assert cases.counts(world.id, now=clock.now())["stuck"] == 1


@pytest.mark.feature("GI-13")
def test_a_category_new_in_their_list_shows_as_not_mapped(far, world):
    jobs.read_categories(now=clock.now())
    with transaction(writes=False):
        assert health.unmapped() == []
    far.categories["0777"] = "无人机扰民"
    jobs.read_categories(now=clock.now())
    del far.categories["0777"]
    with transaction(writes=False):
        assert [one.title for one in health.unmapped()] == ["无人机扰民"]
    jobs.read_categories(now=clock.now())
    with transaction(writes=False):
        assert health.unmapped() == []


@pytest.mark.feature("GI-18")
def test_a_case_of_which_nothing_was_heard_is_found(far, world):
    quiet, loud = world.report(), world.report()
    pump()
    clock.advance(timedelta(days=4))
    far.work(world.external(loud), "40")
    clock.advance(timedelta(days=2))
    with transaction(writes=False):
        found = cases.cases_page(world.id, view="stuck", window=cases.Window(), now=clock.now())
    assert [one.ticket_id for one in found.items] == [quiet]


@pytest.mark.feature("NN-28")
def test_both_books_are_paired_each_day_and_every_difference_is_closed_by_a_person(far, world):
    fine, foreign = world.report(), world.report()
    pump()
    far.switches.liar = True
    lost = world.report()
    pump()
    far.switches.turn({"reset": True, "mute": True})
    far.book.move(world.external(fine), "40", "", "", at=clock.now())
    far.book.take({"external_id": "XX1", "seq": 1, "kind": "case", "content": {}}, at=clock.now())
    clock.advance(timedelta(hours=1))
    jobs.compare(now=clock.now())
    jobs.compare(now=clock.now())
    found = db.session.scalars(select(GovernanceDifference)).all()
    assert {(one.what, one.external_id) for one in found} == {
        (What.MISSING_THERE, world.external(lost)), (What.BEHIND, world.external(fine)), (What.MISSING_HERE, "XX1"),
    }  # fmt: skip
    missing = next(one for one in found if one.what == What.MISSING_THERE)
    with transaction():
        one = cases.difference(estate_id=world.id, difference_id=missing.id)
        officer = world.ground.officer()
        comparing.close(actor=officer, difference=one, words="请平台补录", again=True, now=clock.now())
    pump()
    jobs.fetch(now=clock.now())
    clock.advance(timedelta(hours=1))
    jobs.compare(now=clock.now())
    assert count(GovernanceDifference, closed_at=None) == 1
    assert states(world, foreign, lost) == ["acknowledged"] * 2
    far.switches.down = True
    jobs.compare(now=clock.now())
    assert count(GovernanceDifference, closed_at=None, what=What.SILENT) == 1


def test_a_wrong_number_is_not_believed_and_strange_answers_harm_nobody(far, world):
    far.switches.wrong_number = True
    first, second = world.report(), world.report()
    pump()
    assert sorted(states(world, first, second)) == ["acknowledged", "sent"]
    assert count(GovernanceDifference, what=What.SHARED_NUMBER) == 1
    far.switches.turn({"reset": True, "html": True})
    third = world.report()
    pump()
    assert (states(world, third), world.parcels(third)[0].last_error) == (
        ["sending"], "answered 200 with no JSON object",
    )  # fmt: skip
    far.switches.turn({"reset": True, "busy": 90})
    clock.advance(timedelta(minutes=6))
    pump()
    assert world.parcels(third)[0].due_at == clock.now() + timedelta(seconds=90)


@pytest.mark.feature("GI-21")
def test_handed_over_by_hand_it_keeps_number_and_day_and_never_leaves_by_wire(far, world):
    mine = world.report(accept=False)
    with transaction():
        casework.hand_over(
            actor=world.ground.officer(), ticket=world.ticket(mine), document_no="花园〔2026〕12 号",
            document_on=date(2026, 3, 2), now=clock.now(),
        )  # fmt: skip
    with transaction():
        handling.accept(actor=world.ground.officer(), ticket=world.ticket(mine), now=clock.now())
    with pytest.raises(AlreadyOut), transaction():
        casework.send(actor=world.ground.officer(), ticket=world.ticket(mine), reason="再报", now=clock.now())
    pump()
    found = world.case(mine)
    assert (found.state, found.document_no, far.book.messages()) == ("by_hand", "花园〔2026〕12 号", [])


@pytest.mark.feature("GI-16")
def test_photos_go_by_a_link_that_ends_and_a_dead_one_is_seen(far, world, client):
    with transaction():
        ground = world.ground
        ticket = reporting.report(
            actor=ground.resident(), estate_id=world.id, photos=[photo()], now=clock.now(),
            report=reporting.Report(category="public.illegal", words="楼顶搭建", place="3幢楼顶"),
        )  # fmt: skip
        handling.accept(actor=ground.officer(), ticket=ticket, now=clock.now())
        mine = ticket.id
    pump()
    (link,) = json.loads(far.book.messages()[0]["body"])["content"]["photos"]
    path = "/p/" + link.split("/p/", 1)[1]
    got = client.get(path)
    assert (got.status_code, got.mimetype, got.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert [client.get(path[:-1] + "x").status_code, client.get(path.replace(".17", ".18")).status_code] == [
        404
    ] * 2
    clock.advance(timedelta(days=1))
    jobs.compare(now=clock.now())
    assert count(GovernanceDifference) == 0
    with transaction():
        from linli.platform.attachments import Attachment

        db.session.scalars(select(Attachment)).one().deleted_at = clock.now()
    jobs.compare(now=clock.now())
    assert count(GovernanceDifference, what=What.DEAD_PHOTO, external_id=world.external(mine)) == 1
    clock.advance(timedelta(days=30))
    assert client.get(path).status_code == 404


def test_an_unknown_case_is_asked_for_again_while_young_and_kept_apart_when_old(far, world):
    far.book.take({"external_id": "YY1", "seq": 1, "kind": "case", "content": {}}, at=clock.now())
    update = far.book.move("YY1", "20", "", "", at=clock.now())
    far.tell(update)
    assert (far.post.sent[-1][1], count(GovernanceStray)) == (503, 0)
    clock.advance(timedelta(minutes=6))
    far.tell(update)
    far.tell(update)
    assert (far.post.sent[-1][1], count(GovernanceStray)) == (204, 1)
