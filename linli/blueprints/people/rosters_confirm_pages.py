"""The last step of a roster, for officers: what would change, who may be one person, and the second person's word."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.people import rosters_schemas as schemas
from linli.blueprints.people import rosters_shown as shown
from linli.blueprints.people.rosters_pages import ONE, address
from linli.domains.people.models import Roster
from linli.domains.people.operations import rosters
from linli.domains.people.permissions import GRANTS, Act
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.decisions import EVERY_UNIT, Decisions
from linli.domains.people.rules import RosterState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.text import fold
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, takes

bp = Pages("people_rosters_confirm_pages", __name__)


@bp.get(f"{ONE}/changes")
@allow(Act.READ_CHANGES, GRANTS, on=queries.roster)
@takes(schemas.OutlookIn, where="query")
def show_changes(actor: Actor, roster: Roster, query: dict[str, Any]) -> ResponseReturnValue:
    if roster.state not in {RosterState.DRAFT, RosterState.PROPOSED}:
        return redirect(address(roster), 303)
    return _changes(actor, roster, Form(), page=query["page"])


def _changes(actor: Actor, roster: Roster, form: Form, *, page: int = 1) -> ResponseReturnValue:
    if roster.state not in {RosterState.DRAFT, RosterState.PROPOSED}:
        return redirect(address(roster), 303)
    reading, today = queries.reading(roster), day_of(clock.now())
    outlook = queries.outlook(roster, on=today)
    decisions = Decisions.of(roster.decisions)
    start, end = (page - 1) * shown.PAGE, page * shown.PAGE
    all_changes = outlook.differences.changes
    return render_template(
        "rosters/changes.html",
        form=form,
        address=address(roster),
        place=f"/work/e/{roster.estate_id}",
        roster=roster,
        reading=reading,
        outlook=outlook,
        kinds=shown.kinds(outlook.units),
        counts=shown.change_counts(outlook.counts()),
        lacking=sum(1 for unit in outlook.units if not unit.ready_for_roll),
        silent=sum(1 for person in outlook.gathered.persons if not person.phones),
        alike=[shown.alike(group) for group in outlook.gathered.alike],
        merges=[_merged(merge) for merge in decisions.merges],
        changes=[] if outlook.first else shown.changes(all_changes[start:end]),
        days=decisions.days,
        day=decisions.days.get(EVERY_UNIT),
        today=today,
        found=len(all_changes),
        own=actor.account_id in {roster.uploaded_by, roster.proposed_by},
        may_decide=permits(GRANTS, actor, Act.DECIDE_CHANGE, roster),
        next=f"?page={page + 1}" if not outlook.first and end < len(all_changes) else None,
        previous=f"?page={page - 1}" if page > 1 else None,
    )


def _merged(merge: Any) -> dict[str, Any]:
    return {"name": min(name for _, name in merge), "units": sorted(label for label, _ in merge)}


@bp.post(f"{ONE}/days")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.DayIn)
@form_page(_changes)
def say_day(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    rosters.say_day(roster=roster, now=clock.now(), **body)
    return redirect(f"{address(roster)}/changes", 303)


@bp.post(f"{ONE}/merges")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.MergeIn)
@form_page(_changes)
def say_one_person(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    labels = [label for units in body["units"] for label in units.split("、")]
    rosters.say_one_person(roster=roster, merge=frozenset((label, fold(body["name"])) for label in labels))
    return redirect(f"{address(roster)}/changes", 303)


@bp.post(f"{ONE}/merges/undo")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.ApartIn)
@form_page(_changes)
def say_apart(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    rosters.say_apart(roster=roster, merge=frozenset({(body["unit"], fold(body["name"]))}))
    return redirect(f"{address(roster)}/changes", 303)


@bp.post(f"{ONE}/changes")
@allow(Act.IMPORT_ROSTER, GRANTS, on=queries.roster)
@takes(schemas.SeenIn)
@form_page(_changes)
def hand_in(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:
    rosters.hand_in(actor=actor, roster=roster, seen=body["seen"], now=clock.now())
    return redirect(address(roster), 303)


@bp.post(f"{ONE}/decision")
@allow(Act.DECIDE_CHANGE, GRANTS, on=queries.roster)
@takes(schemas.RosterDecisionIn)
@form_page(_changes)
def decide(actor: Actor, roster: Roster, body: dict[str, Any]) -> ResponseReturnValue:
    rosters.decide(actor=actor, roster=roster, now=clock.now(), **body)
    return redirect(address(roster), 303)
