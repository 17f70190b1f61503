"""Somebody of the staff leaves: what was open in their hands goes on in their successor's (AO-10)."""

import pytest

from linli.blueprints.work import handover
from linli.domains.people.events import StaffLeft
from linli.domains.tickets import queries
from linli.kernel.actors import Role
from linli.platform import clock
from linli.platform.bus import publish
from linli.platform.transactions import transaction
from tests.factories import people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


@pytest.mark.feature("AO-10")
def test_open_work_goes_to_the_successor_and_finished_work_stays(ground):
    with transaction():
        successor_id = people.staff(Role.PROPERTY_WORKER, tickets.places.estate(), name="冯师傅").id
        open_id = tickets.assigned(ground).id
        over_id = tickets.assigned(ground).id
        queries.ticket(estate_id=ground.estate_id, ticket_id=over_id).over = True
    with transaction(writes=False):
        listed = handover.open_work(ground.worker_id)
    assert len(listed) == 1
    assert "已派单" in listed[0]

    with transaction():
        publish(StaffLeft(at=clock.now(), account_id=ground.worker_id, successor_id=successor_id))

    with transaction(writes=False):
        moved = queries.ticket(estate_id=ground.estate_id, ticket_id=open_id)
        stays = queries.ticket(estate_id=ground.estate_id, ticket_id=over_id)
        assert (moved.assignee_id, moved.state) == (successor_id, "assigned")
        assert stays.assignee_id == ground.worker_id
        last = queries.history(moved, inside=True)[-1]
        assert (last.kind.title, last.event.data["to"]) == ("转由同事接手", str(successor_id))
        assert handover.open_work(ground.worker_id) == []
