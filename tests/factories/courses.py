"""Random work orders as bare rows: quick to write by the thousand, and known to the pure rules as courses."""

import random
from datetime import timedelta

from sqlalchemy import insert

from linli.domains.tickets.models import Ticket, TicketEvent, TicketRating
from linli.domains.tickets.rules.figures import Course, Happened, Said
from linli.domains.tickets.rules.steps import NEVER_WORK, OVER, STEPS, Kind, State, after
from linli.kernel.ids import new_id
from linli.platform.db import db

CATEGORIES = ("own.water", "own.door", "common.gate", "common.light", "public.noise")
_WAY = {
    State.SUBMITTED: [Kind.ACCEPTED] * 8 + [Kind.REJECTED, Kind.MERGED, Kind.WITHDRAWN],
    State.ACCEPTED: [Kind.ASSIGNED],
    State.ASSIGNED: [Kind.SIGNED] * 5 + [Kind.RETURN_REQUESTED],
    State.RETURN_REQUESTED: [Kind.ASSIGNED],
    State.SIGNED: [Kind.STARTED],
    State.HANDLING: [Kind.FINISHED] * 4 + [Kind.URGED, Kind.SUSPENSION_REQUESTED],
    State.SUSPENSION_REQUESTED: [Kind.SUSPENDED],
    State.SUSPENDED: [Kind.RESUMED],
    State.HANDLED: [Kind.FED_BACK],
    State.FEEDBACK: [Kind.RATED] * 2 + [Kind.CLOSED],
    State.EVALUATED: [Kind.CLOSED] * 3 + [Kind.REOPENED],
    State.REOPENED: [Kind.STARTED],
}


def written(ground, *, count, since, days, seed=0, workers=(), steps=14, first=0):
    """So many random tickets of an estate, reported within `days` from `since`; each row with its course."""
    chance = random.Random(seed)
    made = [_one(ground, chance, since, days, first + number, workers, steps) for number in range(count)]
    db.session.execute(insert(Ticket), [ticket for ticket, *_ in made])
    db.session.execute(insert(TicketEvent), [event for _, events, *_ in made for event in events])
    if ratings := [rating for _, _, ratings, _ in made for rating in ratings]:
        db.session.execute(insert(TicketRating), ratings)
    return [(ticket, course) for ticket, _, _, course in made]


def _one(ground, chance, since, days, number, workers, steps):
    at = since + timedelta(minutes=chance.randrange(days * 1440))
    ticket = _ticket(ground, at, chance, number)
    state, kinds, events, ratings = None, [Kind.REPORTED], [], []
    for seq in range(1, chance.randint(1, steps) + 1):
        kind = kinds[0] if seq == 1 else chance.choice(_WAY[state])
        state = after(state, kind)
        assert kind in STEPS
        events.append(_event(ground, ticket, seq, kind, state, at))
        _noted(ground, chance, ticket, kind, at, ratings, workers)
        if state in OVER:
            break
        at += timedelta(minutes=chance.choice([1, 30, 600, 2000, 5000]))
    ticket |= {"state": state, "over": state in OVER, "events": len(events)}
    if state in NEVER_WORK:
        ticket |= {"settled_at": at, "closed_at": at}
    course = Course(
        **{name: ticket[name] for name in ("reported_at", "first_due_at", "due_at", "sign_due_at", "late")},
        happened=tuple(Happened(event["seq"], event["kind"], event["at"]) for event in events),
        ratings=tuple(Said(one["at"], one["stars"], one["solved"]) for one in ratings),
    )
    return ticket, events, ratings, course


def _ticket(ground, at, chance, number):
    due = at + timedelta(days=chance.randint(1, 6))
    category = chance.choice(CATEGORIES)
    return {
        "estate_id": ground.estate_id, "id": new_id(), "number": f"T-{number:07d}", "category": category,
        "first_category": category, "urgency": "normal", "clock": "normal", "words": "坏了", "place": "", "unit_id": None,
        "anonymous": False, "private": False, "reporter_id": ground.resident_id, "entered_by": ground.resident_id,
        "channel": "app", "addressee": "company", "route": "", "review": False, "company_id": ground.company_id,
        "assignee_id": None, "redone": 0, "late": False, "reported_at": at, "accept_due_at": at, "first_due_at": due,
        "due_at": due, "remind_at": due, "sign_due_at": None, "accepted_at": None, "signed_at": None,
        "settled_at": None, "closed_at": None, "stars": None, "solved": None, "rated_at": None,
        "paused_at": None,
    }  # fmt: skip


def _event(ground, ticket, seq, kind, state, at):
    return {
        "estate_id": ground.estate_id, "id": new_id(), "ticket_id": ticket["id"], "seq": seq, "kind": kind,
        "state": state, "at": at, "actor_id": None, "role": "system", "data": {},
    }  # fmt: skip


def _noted(ground, chance, ticket, kind, at, ratings, workers):
    """What the step leaves on the ticket itself."""
    match kind:
        case Kind.ACCEPTED:
            ticket["accepted_at"] = at
        case Kind.ASSIGNED:
            ticket |= {"sign_due_at": at + timedelta(hours=8), "signed_at": None}
            ticket["assignee_id"] = chance.choice(workers or [ground.worker_id])
        case Kind.SIGNED:
            ticket["signed_at"] = at
        case Kind.FED_BACK:
            ticket["settled_at"] = at
            ticket["late"] = ticket["late"] or at > ticket["due_at"]
        case Kind.RATED:
            said = {"stars": chance.randint(1, 5), "solved": chance.choice([True, False, None])}
            ticket |= said | {"rated_at": at}
            row = {
                "estate_id": ground.estate_id,
                "id": new_id(),
                "ticket_id": ticket["id"],
                "at": at,
                "tags": [],
            }
            row |= {"account_id": ground.resident_id, "words": "", "redo": False, "version": len(ratings) + 1}
            ratings.append(row | said)
        case Kind.SUSPENDED | Kind.RESUMED:
            _paused(ticket, kind, at)
        case Kind.REOPENED:
            ticket |= {"redone": ticket["redone"] + 1, "settled_at": None, "closed_at": None}
            ticket["due_at"] = at + timedelta(days=3)
        case Kind.CLOSED:
            ticket["closed_at"] = at


def _paused(ticket, kind, at):
    """The deadline waits as long as the clock stood still."""
    since = ticket["paused_at"]
    ticket["paused_at"] = at if kind is Kind.SUSPENDED else None
    if since is not None and since <= ticket["due_at"]:
        ticket["due_at"] += at - since
