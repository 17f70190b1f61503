"""Complaints as their readers see them: the same words for programs and for pages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import g, url_for

from linli.domains.complaints import queries
from linli.domains.complaints.models import CompanyStatement, Complaint, ComplaintStep
from linli.domains.complaints.operations import Filing
from linli.domains.complaints.permissions import GRANTS, Act, asked
from linli.domains.complaints.rules import AT_WORK, INSIDE, TOLD, Kind, State, Subject, may_escalate
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Page

TONES = {
    State.OPEN: "info", State.ANSWERED: "wait", State.ESCALATED: "bad", State.REVIEWED: "wait",
    State.CLOSED: "good", State.WITHDRAWN: "",
}  # fmt: skip


def found(**ids: UUID) -> Complaint:
    """What a door finds: the complaint, if whoever stands there may read it. For the company there is none."""
    return queries.readable(g.actor, queries.complaint(**ids))


def found_statement(**ids: UUID) -> CompanyStatement:
    """What the company's door finds: what it was asked, and not what others were."""
    statement = queries.statement(**ids)
    if not asked(g.actor, statement):
        raise Unknown
    return statement


def page(some: Page[Complaint]) -> Page[dict[str, Any]]:
    """One page of a list."""
    return Page([_head(one) for one in some.items], some.next)


def statements(some: Sequence[CompanyStatement]) -> list[dict[str, Any]]:
    """What the company was asked, each with its subject, and whose it is where the complainant allows it."""
    return [_asked(one) for one in some]


def detail(actor: Actor, complaint: Complaint) -> dict[str, Any]:
    """A complaint with its history and what the reader may do."""
    inside = actor.role not in RESIDENTS
    steps = queries.steps(complaint)
    names = identity.names([one.actor_id for one in steps if one.actor_id])
    names |= identity.names([complaint.complainant_id])
    asked_of = queries.statements(complaint) if inside else []
    return _head(complaint) | {
        "words": complaint.words,
        "named": complaint.named,
        "who": _whose(complaint) if inside else "我",
        "answer": complaint.answer,
        "review": complaint.review,
        "satisfied": complaint.satisfied,
        "review_due_at": complaint.review_due_at,
        "overdue": _overdue(complaint),
        "steps": [_step(one, names, inside=inside) for one in steps],
        "photos": [
            {
                "id": one.id,
                "src": url_for(
                    "complaints_api.show_photo", estate_id=complaint.estate_id,
                    company_complaint_id=complaint.id, photo_id=one.id,
                ),
            }
            for one in queries.photos(complaint)
        ],
        "statements": [_asked(one, complaint) for one in asked_of],
        "may": sorted(act.name.lower() for act in _allowed(actor, complaint)),
    }  # fmt: skip


def filing(body: dict[str, Any]) -> Filing:
    """What a form or a program complains about."""
    return Filing(**body)


def _head(one: Complaint) -> dict[str, Any]:
    names = ("id", "number", "subject", "state", "filed_at", "first_due_at", "due_at", "late")
    return {name: getattr(one, name) for name in names} | {
        "subject_title": Subject(one.subject).title,
        "state_title": one.standing.title,
        "tone": TONES[one.standing],
        "repeats": one.repeat_of_id is not None,
        "overdue": _overdue(one),
    }


def _overdue(one: Complaint) -> bool:
    due_at = one.due_at if one.standing is State.OPEN else one.review_due_at
    return one.standing in AT_WORK and due_at is not None and due_at < clock.now()


def _step(one: ComplaintStep, names: dict[UUID, str], *, inside: bool) -> dict[str, Any]:
    kind = Kind(one.kind)
    who = "" if one.actor_id is None else Role(one.role).title
    if inside and one.actor_id is not None:
        who = f"{who} {names.get(one.actor_id, '')}".strip()
    if kind is Kind.RATED and inside:
        return _told(one, kind, "投诉人的评价", who, one.words)
    return _told(one, kind, kind.title, who, one.words if inside or kind not in INSIDE else "")


def _told(one: ComplaintStep, kind: Kind, title: str, who: str, words: str) -> dict[str, Any]:
    return {"kind": kind, "title": title, "at": one.at, "who": who, "words": words}


def _asked(one: CompanyStatement, complaint: Complaint | None = None) -> dict[str, Any]:
    of = complaint or queries.complaint(estate_id=one.estate_id, company_complaint_id=one.complaint_id)
    names = ("id", "words", "asked_at", "due_at", "answered_at", "answer")
    return {name: getattr(one, name) for name in names} | {
        "subject_title": Subject(of.subject).title,
        "who": _whose(of) if of.named else "",
        "overdue": one.answered_at is None and one.due_at < clock.now(),
    }


def _whose(complaint: Complaint) -> str:
    name = identity.names([complaint.complainant_id]).get(complaint.complainant_id, "")
    (unit,) = estates.unit_views(complaint.estate_id, [complaint.unit_id])
    return f"{unit.label} {name}".strip()


def _allowed(actor: Actor, one: Complaint) -> set[Act]:
    """What the actor may do with it as it stands."""
    escalates = may_escalate(one.standing, satisfied=one.satisfied, overdue=_overdue(one))
    when = {
        Act.FORWARD: one.standing is State.OPEN,
        Act.EXTEND: one.standing is State.OPEN and one.extended_at is None and not _overdue(one),
        Act.ANSWER: one.standing is State.OPEN,
        Act.RATE: one.standing in TOLD and one.satisfied is None,
        Act.ESCALATE: escalates,
        Act.REVIEW: one.standing is State.ESCALATED,
        Act.WITHDRAW: one.standing in AT_WORK,
    }
    return {act for act, holds in when.items() if holds and permits(GRANTS, actor, act, one)}
