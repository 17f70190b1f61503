"""Promises are kept at least once, after a crash too, and dead ones stay visible."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from linli.kernel.events import Event
from linli.platform import bus, clock, limits, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPainted(Event):
    door_id: UUID
    painted_on: date
    colours: tuple[UUID, ...] = ()
    by: UUID | None = None
    note: str = ""


heard, faults = [], []


def hear(event):
    """A reaction that writes, and fails as often as the test wants."""
    now = clock.now()
    db.session.add(limits.Attempt(key=str(event.door_id), since=now, until=now, count=1))
    db.session.flush()
    if faults:
        raise faults.pop()
    heard.append(event)


def hear_at_once(event):
    if event.note == "refuse":
        raise ValueError


@pytest.fixture(autouse=True)
def wired(platform_app):
    heard.clear()
    faults.clear()
    bus.subscribe(DoorPainted, together=(hear_at_once,), later=(hear,))
    with clock.freeze(NOON):
        yield


def painted(**more):
    given = {"door_id": UUID(int=1), "painted_on": date(2026, 3, 2), "colours": (UUID(int=2), UUID(int=3))}
    return DoorPainted(at=NOON, estate_id=UUID(int=9), **given | more)


def message():
    with transaction(writes=False):
        return db.session.scalars(
            select(outbox.OutboxMessage).execution_options(populate_existing=True)
        ).one()


def done_by_reaction():
    with transaction(writes=False):
        return len(db.session.scalars(select(limits.Attempt)).all())


def publish(**more):
    with transaction():
        bus.publish(painted(**more))


class Killed(BaseException):
    pass


def test_the_event_arrives_as_it_was_sent():
    publish()
    assert heard == []
    assert outbox.deliver() == 1
    assert heard == [painted()]
    assert message().state == outbox.State.DONE
    assert outbox.deliver() == 0


def test_a_deed_that_comes_to_nothing_promises_nothing():
    with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012
        bus.publish(painted())
        _ = 1 // 0
    assert outbox.deliver() == 0


def test_who_reacts_together_can_stop_the_deed():
    with pytest.raises(ValueError):
        publish(note="refuse")
    assert outbox.deliver() == 0


def test_connecting_the_same_reaction_twice_changes_nothing():
    bus.subscribe(DoorPainted, later=(hear,))
    publish()
    assert outbox.deliver() == 1
    assert len(heard) == 1


def test_a_failed_reaction_leaves_no_half_effect_and_is_tried_again_with_growing_waits():
    faults.extend([ValueError() for _ in range(4)])
    publish()
    waits = []
    for _ in range(4):
        before = clock.now()
        assert outbox.deliver() == 0
        assert done_by_reaction() == 0
        assert outbox.deliver() == 0  # not due yet
        waits.append(message().due_at - before)
        clock.advance(waits[-1])
    for number, wait in enumerate(waits):
        full = outbox.FIRST_WAIT * 2**number
        assert full * 0.5 <= wait <= full * 1.5
    assert outbox.deliver() == 1
    assert done_by_reaction() == 1
    assert message().tries == 4


def test_after_the_last_try_it_is_a_dead_letter_that_can_be_sent_again():
    faults.extend([ValueError() for _ in range(outbox.TRIES)])
    publish()
    for _ in range(outbox.TRIES + 5):
        outbox.deliver()
        clock.advance(outbox.LONGEST_WAIT * 2)
    dead = message()
    assert (dead.state, dead.tries, dead.last_error) == (outbox.State.DEAD, outbox.TRIES, "ValueError")
    with transaction():
        assert outbox.send_again(dead.id)
        assert not outbox.send_again(UUID(int=5))
    assert outbox.deliver() == 1
    assert heard == [painted()]


def test_a_crash_in_the_middle_of_a_reaction_keeps_the_promise_and_nothing_else():
    faults.append(Killed())
    publish()
    with pytest.raises(Killed):
        outbox.deliver()
    assert (message().state, message().tries, done_by_reaction()) == (outbox.State.PENDING, 0, 0)
    assert outbox.deliver() == 1
    assert done_by_reaction() == 1


def test_one_poisoned_promise_does_not_hold_up_the_others():
    faults.append(ValueError())
    publish()
    for number in range(2, 6):
        publish(door_id=UUID(int=number))
    assert outbox.deliver() == 4


def test_a_promise_to_a_reaction_that_is_gone_waits_visibly():
    publish()
    with transaction():
        db.session.execute(outbox.update(outbox.OutboxMessage).values(reaction="old:gone"))
    assert outbox.deliver() == 0
    assert message().last_error == "KeyError"
