"""Members of a task force hear of tasks and meetings, and find them among the day's work."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.blueprints.work.today import today
from linli.domains.estates.models import Estate
from linli.domains.notices.models import Message
from linli.domains.people.queries import identity
from linli.domains.taskforces.errors import NotAnOfficer
from linli.domains.taskforces.operations import working
from linli.domains.taskforces.operations.working import Lent
from linli.domains.taskforces.rules import Part
from linli.jobs import taskforces as jobs
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, taskforces, tickets


@pytest.fixture
def hall(app):
    """A task force of the county at work, and two members with accounts: of the fire brigade and of housing."""
    with transaction():
        estate = db.session.get(Estate, tickets.ground().estate_id)
        county = Scope(ScopeKind.COUNTY, estate.county_id)
        street = Scope(ScopeKind.STREET, estate.street_id)

        def officer(role, scope, name):
            return Actor(people.staff(role, scope, name=name).id, role, scope)

        lead = officer(Role.STREET_OFFICER, street, "街道")
        deputy, head, fire, housing = (officer(Role.COUNTY_OFFICER, county, name) for name in "副正消房")
        force = taskforces.at_work(lead, deputy, head)
        now = clock.now()
        for member, department in ((fire, "county.fire"), (housing, "county.housing")):
            lent = Lent(
                part=Part.MEMBER, name="某", department=department, post="科长", since_on=day_of(now),
                account_id=member.account_id,
            )  # fmt: skip
            working.lend(actor=head, force=force, lent=lent, now=now)
        far = officer(Role.STREET_OFFICER, Scope(ScopeKind.STREET, places.estate().street_id), "别处")
        with pytest.raises(NotAnOfficer):
            working.lend(
                actor=head, force=force, now=now,
                lent=Lent(part=Part.MEMBER, name="某", department="county.fire", post="科长",
                          since_on=day_of(now), account_id=far.account_id),
            )  # fmt: skip
        working.add_task(
            force=force,
            department="county.housing",
            title="新建车棚",
            due_on=day_of(now) + timedelta(days=10),
        )
        return SimpleNamespace(
            force=force.id, lead=lead, head=head, fire=fire, housing=housing, deputy=deputy
        )


def told(actor):
    with transaction(writes=False):
        query = db.select(Message.template).filter_by(account_id=actor.account_id, channel="app")
        return list(db.session.scalars(query.order_by(Message.id)))


def waits(app, actor):
    with app.test_request_context(), transaction(writes=False):
        found = today(actor, now=clock.now())
        return [item.title for item in (*found.overdue, *found.due, *found.later) if "专班" in item.title]


def test_members_hear_of_tasks_of_their_department_once_when_due_and_once_when_late(app, hall):
    now = clock.now()
    assert waits(app, hall.housing) == ["专班任务：新建车棚"]
    assert waits(app, hall.fire) == []
    due, late = ["force_task_due"], ["force_task_due", "force_task_late"]
    for days, heard in ((0, []), (7, due), (8, due), (11, late), (12, late)):
        jobs.letters(now=now + timedelta(days=days))
        assert (told(hall.housing), told(hall.fire)) == (heard, [])


def test_a_meeting_is_told_to_everybody_in_it_and_stands_among_the_days_work(app, hall, client):
    with transaction():
        chair = people.bearer(identity.account(hall.head.account_id))
    at = (clock.now() + timedelta(days=2)).isoformat()
    body = {"at": at, "place": "县政府二楼", "agenda": "车棚选址"}
    url = f"/api/v1/taskforces/{hall.force}/meetings"
    late = client.post(url, json=body | {"at": clock.now().isoformat()}, headers=chair)
    assert (late.status_code, late.json["code"]) == (422, "taskforces.meeting_over")
    made = client.post(url, json=body, headers=chair)
    assert made.json["meetings"][0]["place"] == "县政府二楼"
    assert "force_meeting" in told(hall.fire)
    assert "专班会议" in waits(app, hall.fire)
    assert "专班会议" not in waits(app, hall.deputy)
