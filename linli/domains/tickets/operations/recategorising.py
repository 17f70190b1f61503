"""A report that stands under the wrong category is put under the right one; the first one is kept (TK-56)."""

from collections.abc import Sequence
from datetime import datetime

from config.tickets import Category, Route, catalogue
from linli.domains.estates import queries as estates
from linli.domains.tickets import queries
from linli.domains.tickets.errors import BadCategory
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import warranty
from linli.domains.tickets.operations.stepping import lock, needed, step
from linli.domains.tickets.rules import routing
from linli.domains.tickets.rules.routing import LOOPS, Addressee
from linli.domains.tickets.rules.steps import Kind, State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of

#: Nobody has the work yet, so it can still go to somebody else.
_UNGIVEN = frozenset({State.SUBMITTED, State.ACCEPTED})


def recategorise(*, actor: Actor, ticket: Ticket, category: str, reason: str, now: datetime) -> Ticket:
    """Put a report under another category, with a reason that the reporter reads.

    `first_category` stays as it was reported. Figures, leaderboards and exports count a ticket under its category of
    today; the page of figures can be divided by the first one instead. What was promised does not move: deadlines,
    and the questions that were answered, stay. Who deals with it changes only while nobody has the work.
    Raises UnknownCategory, BadCategory, ReasonMissing, WrongStep.
    """
    lock(ticket)
    wanted = queries.category(category)
    route = _route(ticket, wanted, served=_served(ticket, now))
    why = _unfit(ticket, wanted, route)
    if why:
        raise BadCategory(why, field_errors={"category": [why]})
    moves = route.to != ticket.addressee and not _in_loop(ticket)
    step(
        ticket=ticket, kind=Kind.RECATEGORISED, actor=actor, now=now, reason=needed(reason),
        before=ticket.category, category=wanted.code, to=route.to if moves else "",
    )  # fmt: skip
    ticket.category, ticket.private = wanted.code, ticket.private or wanted.private
    warranty.mark(ticket=ticket, now=now)
    if moves:
        _send(ticket, route, now)
    return ticket


def choices(ticket: Ticket, now: datetime) -> Sequence[tuple[str, str]]:
    """The categories that the report can be put under, with the words of their groups."""
    served = _served(ticket, now)
    return [
        (one.code, f"{group.title}：{one.title}")
        for group in catalogue().groups
        for one in group.categories
        if not _unfit(ticket, one, _route(ticket, one, served=served))
    ]


def _unfit(ticket: Ticket, wanted: Category, route: Route) -> str:
    """Why a report cannot stand under a category, in a sentence; nothing where it can."""
    if wanted.code == ticket.category:
        return "已经是这一类了。"
    if wanted.leads:
        return "这一类有自己的办理入口，请居民从那里提交。"
    if wanted.emergency and not queries.category(ticket.category).emergency:
        return "紧急的事请另外登记一件，马上呼叫值班。"
    if wanted.place == "unit" and ticket.unit_id is None:
        return "这一类要写明哪一套房屋，请代居民另外登记一件。"
    if route.to != ticket.addressee and not _in_loop(ticket) and ticket.standing not in _UNGIVEN:
        return f"这一类由{Addressee(route.to).title}办理，已经派出去的改不了，请把这件事分成新的一件。"
    return ""


def _served(ticket: Ticket, now: datetime) -> bool:
    return (
        ticket.company_id is not None or estates.company_serving(ticket.estate_id, on=day_of(now)) is not None
    )


def _route(ticket: Ticket, wanted: Category, *, served: bool) -> Route:
    return routing.route(
        wanted, catalogue().routes, has_company=served, level=ticket.urgency,
        place="unit" if ticket.unit_id else "common" if ticket.place else "none",
    )  # fmt: skip


def _send(ticket: Ticket, route: Route, now: datetime) -> None:
    company = estates.company_serving(ticket.estate_id, on=day_of(now))
    ticket.addressee, ticket.route, ticket.review, ticket.thing = (
        route.to,
        route.name,
        route.review,
        route.thing,
    )
    ticket.company_id = company.id if company and route.to == Addressee.COMPANY else None


def _in_loop(ticket: Ticket) -> bool:
    return any(ticket.is_for(loop) for loop in LOOPS)
