"""Dying after each statement on the way of a report to the platform and back: nothing is lost, nothing is there twice."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from linli.domains.governance.operations import sending
from linli.domains.tickets.operations import handling, reporting
from linli.jobs import governance as jobs
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import settings_for
from tests.governance.world import KEY, World, into, platform, pump

MOST = 200
_PAIRS = text("""
    SELECT (SELECT count(*) FROM ticket t WHERE t.category = 'public.illegal' AND NOT EXISTS (
                SELECT 1 FROM governance_case c WHERE c.ticket_id = t.id)),
        (SELECT count(*) FROM governance_case c WHERE NOT EXISTS (
                SELECT 1 FROM ticket t WHERE t.id = c.ticket_id)),
        (SELECT count(*) FROM ticket t JOIN governance_case c ON c.ticket_id = t.id
            WHERE t.accepted_at IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM governance_parcel p WHERE p.case_id = c.id AND p.kind = 'case')),
        (SELECT count(*) FROM governance_parcel p JOIN governance_case c ON c.id = p.case_id
            JOIN ticket t ON t.id = c.ticket_id WHERE t.accepted_at IS NULL)
""")


class Killed(BaseException):
    """The process is gone: nothing of what it held open remains."""


@contextmanager
def killed(after):
    """Whatever runs in the block dies after so many statements, also those that begin a transaction; tells whether
    it did.
    """
    passed, told = [], {}

    def pass_by(connection, *_):
        passed.append(1)
        if len(passed) == after:
            connection.connection.rollback()  # what the database does when nobody is there any more
            connection.invalidate()
            raise Killed

    db.session.rollback()
    event.listen(db.engine, "after_cursor_execute", pass_by)
    try:
        yield told
        told["died"] = False
    except Killed:
        told["died"] = True
    finally:
        event.remove(db.engine, "after_cursor_execute", pass_by)
        db.session.remove()


@pytest.fixture
def settings(database, tmp_path, outside):
    return settings_for(database, tmp_path, governance_url=outside.address, governance_key=KEY)


@pytest.fixture(scope="module")
def outside():
    with platform() as far:
        yield far


@pytest.fixture
def far(outside, client):
    outside.book.clear()
    outside.post.send = into(client)
    return outside


@pytest.fixture
def world(app):
    return World()


def whole():
    """Tickets without a case, cases without a ticket, accepted without a message, messages of what is not accepted."""
    db.session.rollback()
    return tuple(db.session.execute(_PAIRS).one()) == (0, 0, 0, 0)


def deaths(step):
    """Let `step` die once at each of its points, until it lives; how often it died."""
    for point in range(1, MOST):
        with killed(after=point) as told:
            step()
        assert whole(), f"after statement {point}"
        if not told["died"]:
            return point - 1
    raise AssertionError("it dies for ever")


@pytest.mark.feature("GI-01")
def test_a_report_killed_after_any_statement_leaves_ticket_and_outbox_row_or_neither(far, world):
    lived = []
    assert deaths(lambda: lived.append(world.report(accept=False))) > 8
    (waiting,) = lived

    def accept():
        with transaction():
            handling.accept(actor=world.ground.officer(), ticket=world.ticket(waiting), now=clock.now())

    assert deaths(accept) > 8
    assert [parcel.seq for parcel in world.parcels(waiting)] == [1]
    pump()
    assert world.case(waiting).state == "acknowledged"
    assert far.book.case(world.external(waiting)) is not None


@pytest.mark.feature("GI-01")
def test_sending_and_hearing_killed_after_any_statement_lose_nothing_and_store_nothing_twice(far, world):
    sent = world.report()
    with transaction():
        reporting.urge(actor=world.ground.resident(), ticket=world.ticket(sent), now=clock.now())

    def send():
        clock.advance(sending.CLAIM_LASTS + timedelta(seconds=1))  # what the dead one had taken is free again
        while jobs.send_due():
            pass

    assert deaths(send) > 8
    messages = far.book.messages()
    assert [(one["external_id"], one["seq"]) for one in messages] == [
        (world.external(sent), n) for n in (1, 2)
    ]
    assert max(one["times"] for one in messages) > 1, "no message was sent again"
    assert world.case(sent).number == far.book.case(world.external(sent))["number"]
    told = [far.book.move(world.external(sent), state, "", "", at=clock.now()) for state in ("40", "50")]

    def hear():
        for one in told:
            far.tell(one)

    assert deaths(hear) > 8
    assert (world.case(sent).version, world.case(sent).meaning) == (2, "finished")
    assert world.ticket(sent).state == "handled"
    heard = text("SELECT count(*), count(DISTINCT update_id) FROM governance_update")
    assert tuple(db.session.execute(heard).one()) == (2, 2)
