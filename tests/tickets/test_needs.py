"""Work orders that wait for others: nothing is solved while what it needs is open."""

import pytest

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import BadNeed, NeededOpen
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import beyond, handling, needing
from linli.domains.tickets.operations.beyond import Progress
from linli.domains.tickets.queries import needs
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.steps import State
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def at_work(ground, **more):
    """A report that the worker has begun on."""
    made, worker = tickets.assigned(ground, **more), ground.worker()
    handling.sign(actor=worker, ticket=made, now=clock.now())
    return handling.start(actor=worker, ticket=made, now=clock.now())


def finish(ground, ticket_id, outcome=Outcome.SOLVED):
    with transaction():
        found = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
        handling.finish(
            actor=ground.worker(), ticket=found, result="好了", outcome=outcome, photos=[tickets.photo()],
            now=clock.now(),
        )  # fmt: skip


@pytest.mark.feature("TK-35")
def test_a_parent_is_not_solved_while_a_needed_child_is_open(ground):
    with transaction():
        parent, child, third = (
            at_work(ground),
            at_work(ground, place="东门"),
            tickets.report(ground, place="西门"),
        )
        ids = parent.id, child.id
        say = {"actor": ground.manager(), "now": clock.now()}
        needing.need(ticket=parent, number=child.number, **say)
        needing.need(ticket=child, number=third.number, **say)
        needing.drop(ticket=child, needed_id=third.id, reason="不相干", **say)
    for number in (child.number, parent.number, "2026-99999"):
        with pytest.raises(BadNeed), transaction():
            needing.need(ticket=db.session.get(Ticket, (ground.estate_id, ids[0])), number=number, **say)
    with pytest.raises(BadNeed), transaction():  # a circle
        needing.need(ticket=db.session.get(Ticket, (ground.estate_id, ids[1])), number=parent.number, **say)
    with pytest.raises(NeededOpen) as no:
        finish(ground, ids[0])
    assert child.number in no.value.sentence
    finish(ground, ids[1])
    finish(ground, ids[0])
    with transaction(writes=False):
        assert queries.ticket(estate_id=ground.estate_id, ticket_id=ids[0]).standing is State.FEEDBACK


@pytest.mark.feature("TK-35")
def test_a_sub_ticket_is_the_staffs_own_and_holds_back_what_a_body_outside_says(ground, client):
    with transaction():
        parent = at_work(ground)
        needing.open_sub(
            actor=ground.manager(), ticket=parent, category="common.pipe", words="先关总阀", now=clock.now()
        )
        (sub,) = needs.needs(parent)
        assert (sub.private, sub.reporter_id, sub.place, sub.channel) == (True, None, parent.place, "sub")
        beyond.follow(ticket=parent, progress=Progress.FINISHED, words="修好了", now=clock.now())
        assert parent.standing is State.HANDLING
        handling.reject(actor=ground.manager(), ticket=sub, reason="不用了", now=clock.now())
        assert parent.standing is State.FEEDBACK
        mine, staff = (
            people.bearer(identity.account(one)) for one in (ground.resident_id, ground.manager_id)
        )
    here = f"/api/v1/estates/{ground.estate_id}/tickets/{parent.id}"
    assert client.get(here, headers=mine).json["needs"] == []
    (seen,) = client.get(here, headers=staff).json["needs"]
    assert (seen["number"], seen["open"]) == (sub.number, False)


@pytest.mark.feature("TK-35")
def test_what_cannot_be_solved_waits_for_nothing(ground):
    with transaction():
        parent, child = at_work(ground), tickets.report(ground, place="东门")
        needing.need(actor=ground.manager(), ticket=parent, number=child.number, now=clock.now())
    finish(ground, parent.id, Outcome.NOT_POSSIBLE)
