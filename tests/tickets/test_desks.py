"""Desks beyond the estate: what waits for them today, and a platform that is done before the departments are."""

import pytest

from linli.blueprints.tickets import today
from linli.domains.tickets import queries
from linli.domains.tickets.operations import beyond as outside
from linli.domains.tickets.operations import cooperating, handling
from linli.domains.tickets.operations.beyond import Progress
from linli.domains.tickets.rules.steps import Kind, State
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.tickets.test_loops import TOWN, beyond, dispatch, illegal

POLICE = "town.police"


def waits(app, actor, estate_id):
    with app.test_request_context(), transaction(writes=False):
        return [item.action for item in today.at_desk(actor, estate_id, clock.now())]


@pytest.mark.feature("NN-25")
def test_every_desk_and_every_post_finds_on_its_first_page_what_waits_for_it(app):
    with transaction():
        here = beyond((TOWN, POLICE))
        ticket, estate_id = illegal(here), here.ground.estate_id
    street, county = here.desk("street"), here.desk("county")
    lead, helper = here.officer(TOWN), here.officer(POLICE)
    assert waits(app, street, estate_id) == waits(app, helper, estate_id) == ["交部门办理"]
    assert waits(app, county, estate_id) == []
    with transaction():
        dispatch(here, ticket)
        cooperating.make_part(actor=street, ticket=ticket, department=POLICE, now=clock.now())
    assert waits(app, street, estate_id) == []
    assert (waits(app, lead, estate_id), waits(app, helper, estate_id)) == (["接单"], ["接下协同任务"])
    with transaction():
        (part,) = queries.parts(ticket)
        cooperating.sign_part(actor=helper, ticket=ticket, part=part, now=clock.now())
        handling.sign(actor=lead, ticket=ticket, now=clock.now())
    assert (waits(app, lead, estate_id), waits(app, helper, estate_id)) == (["办理"], ["办理"])


@pytest.mark.feature("NN-24")
def test_what_the_platform_has_finished_waits_for_the_departments_that_it_must_wait_for(app):
    with transaction():
        here = beyond((TOWN, POLICE))
        ticket, street, helper = dispatch(here, illegal(here)), here.desk("street"), here.officer(POLICE)
        part = cooperating.make_part(actor=street, ticket=ticket, department=POLICE, now=clock.now())
        cooperating.sign_part(actor=helper, ticket=ticket, part=part, now=clock.now())
        outside.follow(ticket=ticket, progress=Progress.FINISHED, words="已拆除", now=clock.now())
        assert ticket.standing is State.HANDLING
        handling.note(actor=street, ticket=ticket, words="催派出所", now=clock.now())
        cooperating.finish_part(actor=helper, ticket=ticket, part=part, result="已取证", now=clock.now())
        assert ticket.standing is State.HANDLED
        last = queries.last_event(ticket, Kind.FINISHED)
        assert (last.reason, last.data["results"]) == ("平台：已拆除", {POLICE: "已取证"})
        # Sent back, it is begun anew: what was said before counts no more.
        handling.send_back(actor=street, ticket=ticket, reason="还有残留", now=clock.now())
        again = cooperating.make_part(actor=street, ticket=ticket, department=POLICE, now=clock.now())
        cooperating.waive_part(actor=street, ticket=ticket, part=again, reason="不用了", now=clock.now())
        assert ticket.standing is State.HANDLING
