"""Elections put together for whoever looks at them: for the wire and for the pages."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from linli.domains.people.queries import homes, identity
from linli.domains.voting.errors import NotAnOwner
from linli.domains.voting.models import Candidacy, Election, Recall, Vote
from linli.domains.voting.queries import election_lacks, elections, rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.candidacy import Condition, ElectionKind, Path, Standing
from linli.domains.voting.rules.course import UNANNOUNCED, WITH_RESULT, Meeting
from linli.domains.voting.rules.election import Outcome
from linli.domains.voting.rules.majority import Weight
from linli.kernel.times import day_of
from linli.platform import attachments


def election(found: Election, *, now: datetime, everybody: bool = False) -> dict[str, Any]:
    """An election; residents see listed candidates and joint nominations that ask for signatures."""
    item, kind = elections.item_of(found), ElectionKind(found.kind)
    named = ("id", "estate_id", "vote_id", "contested", "term_years", "agreed_seats")
    people = elections.candidacies(found)
    taking = elections.taking_names(found, on=day_of(now))
    shown = [one for one in people if everybody or elections.on_show(one, taking=taking)]
    return {name: getattr(found, name) for name in (*named, "nominations_from", "nominations_until")} | {
        "title": item.title,
        "kind": kind,
        "seats": item.seats,
        "alternates": item.alternates,
        "taking_names": taking,
        "lists": elections.lists(found),
        "candidates": candidates(shown, now=now),
        "objections": elections.objections(found),
    }


def listed(found: Election, *, now: datetime) -> dict[str, Any]:
    """An election as one line of a list."""
    item, vote = elections.item_of(found), elections.vote_of(found)
    if elections.taking_names(found, on=day_of(now)):
        chip = ("报名中", "good")
    elif vote.state in UNANNOUNCED:
        chip = ("名单公示", "info") if elections.lists(found) else ("审查中", "wait")
    else:
        chip = (votes.state(vote, now=now).title, "info")
    return {"election": found, "title": item.title, "kind": ElectionKind(found.kind).title, "chip": chip}


def run_off(found: Election, *, now: datetime) -> dict[str, Any] | None:
    """Who tied for how many seats, and the run-off where it is drafted; none where nobody may know or nobody tied."""
    vote, item = elections.vote_of(found), elections.item_of(found)
    counted = votes.result(vote) if votes.state(vote, now=now) in WITH_RESULT else None
    counted_items = counted.result["items"] if counted else []
    outcome = next((one for one in counted_items if one["item_id"] == str(item.number)), None)
    if not outcome or not outcome.get("runoff_seats"):
        return None
    names = elections.names_of(item)
    return {
        "seats": outcome["runoff_seats"],
        "names": [
            names[one["candidate_id"]] for one in outcome["candidates"] if one["outcome"] == Outcome.RUNOFF
        ],
        "drafted": elections.run_off_of(found),
    }


def earliest_opening(vote: Vote, *, now: datetime) -> date:
    """The first day on which a vote announced today may begin."""
    rules = votes.estate_rules(vote.estate_id, now=now)
    return course.earliest_opening(day_of(now), Meeting(vote.meeting), rules, votes.calendar())


def candidates(found: Sequence[Candidacy], *, now: datetime) -> list[dict[str, Any]]:
    """Candidates with their photos and signatures, each asked for once."""
    if not found:
        return []
    estate_id = found[0].estate_id
    photos = attachments.of_objects(
        estate_id=estate_id, object_kind=elections.PHOTO, object_ids=[one.id for one in found]
    )
    signed = elections.supports(found, elections.rules_of(estate_id, now=now).joint_owners)
    return [_candidate(one, bool(photos.get(one.id)), signed.get(one.id)) for one in found]


def _candidate(one: Candidacy, photo: bool, signed: elections.Support | None) -> dict[str, Any]:  # noqa: FBT001
    path = Path(one.path)
    named = ("id", "estate_id", "election_id", "number", "name", "place", "statement", "source", "reason")
    return {name: getattr(one, name) for name in named} | {
        "path": path,
        "path_title": path.title,
        "path_source": path.source,
        "state": Standing(one.state),
        "party": one.party_member if one.party_shown else None,
        "photo": f"/e/{one.estate_id}/candidacies/{one.id}/photo" if photo else None,
        "signed": signed.signed if signed else None,
        "needed": signed.needed if signed else None,
    }


def candidate(one: Candidacy, *, now: datetime) -> dict[str, Any]:
    """One candidate."""
    return candidates([one], now=now)[0]


def review(one: Candidacy, *, now: datetime) -> dict[str, Any]:
    """A candidate with every condition, looked at or not; for those who review and for the candidate alone."""
    done = elections.checks(one)
    names = identity.names([found.checked_by for found in done.values()])
    listed = []
    for condition in Condition:
        found = done.get(condition)
        listed.append(
            {
                "condition": condition,
                "title": condition.title,
                "source": condition.source,
                "look_at": condition.evidence,
                "holds": found.holds if found else None,
                "evidence": found.evidence if found else "",
                "checked_by": names.get(found.checked_by, "") if found else "",
                "checked_at": found.checked_at if found else None,
            }
        )
    return candidate(one, now=now) | {"checks": listed}


def recall(found: Recall, *, now: datetime) -> dict[str, Any]:
    """A recall and what it lacks."""
    columns = {column.key: getattr(found, column.key) for column in Recall.__table__.columns}
    return columns | {"lacks": election_lacks.recall_lacks(found, now=now)}


def whole_of(found: Recall, *, now: datetime) -> Weight:
    """All owners by the register of today, against whom a request is counted."""
    vote = elections.vote_of(found)
    return rolls.preview(vote, votes.rules_of(vote, now=now), on=day_of(now)).weight


def owner_named(estate_id: UUID, body: dict[str, Any], *, now: datetime) -> UUID:
    """The owner of a room and a name that were typed; both leave `body`. Raises NotAnOwner."""
    room, name = body.pop("room"), body.pop("name")
    owner_id = homes.owner_called(estate_id, room=room, name=name, on=day_of(now))
    if owner_id is None:
        raise NotAnOwner(field_errors={"name": [NotAnOwner.sentence]})
    return owner_id
