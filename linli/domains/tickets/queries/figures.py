"""The published rates as SQL over the events, for any part of the city, and the tickets behind each number.

The meaning of each is said in rules/figures.py. One statement counts every measure for every period and every
part asked for: estates, streets, companies, workers, categories; so a city costs as many queries as an estate.
Shares are summed as parts and wholes, never averaged. Divided by category, a ticket counts under the one it has today;
divided by first category, under the one it was reported with (TK-56).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from linli.domains.estates import queries as estates
from linli.domains.tickets.models import Ticket, TicketEvent, TicketRating
from linli.domains.tickets.permissions import COMPANY
from linli.domains.tickets.rules.figures import GIVEN, NOTHING, SATISFIED, Family, Measure, Share
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, rows_page

Key = uuid.UUID | str | None
_EVERYWHERE = Scope(ScopeKind.PLATFORM)


class By(StrEnum):
    """Into which parts the figures are divided."""

    ESTATE = "estate"
    COMMUNITY = "community"
    STREET = "street"
    COUNTY = "county"
    COMPANY = "company"
    WORKER = "worker"
    CATEGORY = "category"
    FIRST_CATEGORY = "first_category"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "estate": "小区", "community": "社区", "street": "街道", "county": "县区", "company": "物业公司",
            "worker": "经办人", "category": "类别", "first_category": "最初报的类别",
        }[self]  # fmt: skip


class Side(StrEnum):
    """Which tickets of a share."""

    WHOLE = "whole"
    PART = "part"
    REST = "rest"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"whole": "全部计入的", "part": "达到的", "rest": "没有达到的"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is looked at: from whose side, in which periods (each from one edge to the next), seen at which moment.

    `only` narrows to one part of each kind named, such as one worker.
    """

    actor: Actor
    edges: tuple[datetime, ...]
    as_of: datetime
    estate_id: uuid.UUID | None = None
    only: Mapping[By, Key] = field(default_factory=dict)


Figures = dict[Measure, Share]


def figures(cut: Cut, by: By) -> dict[Key, list[Figures]]:
    """Every measure of each part, a period after another; a part without tickets is left out."""
    each = _each(cut).subquery()
    buckets = [each.c[f"in_{one}"] for one in Family]
    sums = [func.sum(each.c[f"{one}_{side}"]) for one in Measure for side in ("part", "whole")]
    key = each.c[by]
    found: dict[Key, list[Figures]] = {}
    for row in db.session.execute(select(key, *buckets, *sums).group_by(key, *buckets)):
        periods = found.setdefault(row[0], [dict.fromkeys(Measure, NOTHING) for _ in cut.edges[1:]])
        at = dict(zip(Family, row[1 : 1 + len(buckets)], strict=True))
        counted = row[1 + len(buckets) :]
        for number, measure in enumerate(Measure):
            period = at[measure.family]
            if period is not None:
                share = Share(int(counted[2 * number]), int(counted[2 * number + 1]))
                periods[period][measure] += share
    return found


def total(parts: Mapping[Key, Sequence[Figures]], periods: int) -> list[Figures]:
    """The sum over all parts, a period after another."""
    return [
        {measure: sum((one[period][measure] for one in parts.values()), NOTHING) for measure in Measure}
        for period in range(periods)
    ]


def behind(cut: Cut, measure: Measure, side: Side, *, window: Window) -> Page[Ticket]:
    """The very tickets that a number counts, the oldest first; as many as the number says (TK-62)."""
    each = _each(cut).subquery()
    whole, part = each.c[f"{measure}_whole"], each.c[f"{measure}_part"]
    wanted = {Side.WHOLE: whole == 1, Side.PART: part == 1, Side.REST: and_(whole == 1, part == 0)}[side]
    inside = each.c[f"in_{measure.family}"].is_not(None)
    query = select(each.c.id, each.c.estate).where(inside, wanted).subquery()
    found = rows_page(select(query), by=((query.c.id, uuid.UUID),), window=window)
    tickets = {
        one.id: one
        for one in db.session.scalars(
            select(Ticket).where(
                Ticket.estate_id.in_({row.estate for row in found.items}),
                Ticket.id.in_([row.id for row in found.items]),
            )
        )
    }
    return Page([tickets[row.id] for row in found.items], found.next)


def names(by: By, keys: Sequence[Key], *, scope: Scope) -> dict[Key, str]:
    """What estates, regions and companies are called; one query. Workers and categories are named elsewhere."""
    if by is By.ESTATE:
        place = estates.reached(_EVERYWHERE, on=_NO_DAY).subquery()
        rows = db.session.execute(select(place.c.id, place.c.name).where(place.c.id.in_(keys)))
        return {row[0]: row[1] for row in rows}
    if by is By.COMPANY:
        found = estates.companies_page(window=Window(limit=_MOST_COMPANIES))
        return {one.id: one.name for one in found.items}
    return {one.id: one.name for one in estates.regions_in(_EVERYWHERE if scope.id is None else scope)}


_NO_DAY = date.min  # the estates of everywhere depend on no day
_MOST_COMPANIES = 5000


def _each(cut: Cut) -> Select[*tuple[Any, ...]]:
    """Every ticket in question: its parts, the periods it belongs to, and what it counts for."""
    course = _courses(cut).subquery("course")
    rated = _newest_ratings(cut).subquery("rated")
    place = estates.reached(_EVERYWHERE, on=_NO_DAY).subquery("place")
    flags: list[ColumnElement[Any]] = []
    for measure, (whole, part) in _counted(course, rated).items():
        flags += [
            case((whole, 1), else_=0).label(f"{measure}_whole"),
            case((and_(whole, part), 1), else_=0).label(f"{measure}_part"),
        ]
    parts = {
        By.ESTATE: course.c.estate_id, By.COMMUNITY: place.c.community_id, By.STREET: place.c.street_id,
        By.COUNTY: place.c.county_id, By.COMPANY: course.c.company_id, By.WORKER: course.c.assignee_id,
        By.CATEGORY: course.c.category, By.FIRST_CATEGORY: course.c.first_category,
    }  # fmt: skip
    query = (
        select(course.c.id, *(part.label(by) for by, part in parts.items()), *_buckets(course, cut), *flags)
        .join(place, place.c.id == course.c.estate_id)
        .outerjoin(rated, and_(rated.c.estate_id == course.c.estate_id, rated.c.ticket_id == course.c.id))
    )
    for by, key in cut.only.items():
        query = query.where(_is(parts[by], by, key))
    return query


def _is(column: ColumnElement[Any], by: By, key: Key) -> ColumnElement[bool]:
    if by in {By.CATEGORY, By.FIRST_CATEGORY} and isinstance(key, str):
        return column.startswith(key, autoescape=True)
    return column.is_(None) if key is None else column == key


def _courses(cut: Cut) -> Select[*tuple[Any, ...]]:
    """Each ticket that may belong to the periods, with its events by the moment of looking folded into one row."""

    def last(name: str, *kinds: Kind) -> ColumnElement[int]:
        newest = func.max(TicketEvent.seq).filter(TicketEvent.kind.in_(kinds))
        return func.coalesce(newest, 0).label(f"{name}_seq")

    def when(kind: Kind, pick: Any) -> ColumnElement[datetime]:
        return pick(TicketEvent.at).filter(TicketEvent.kind == kind).label(f"{kind}_at")  # type: ignore[no-any-return]

    seqs = (
        *(
            Kind.FED_BACK,
            Kind.REOPENED,
            Kind.CLOSED,
            Kind.SIGNED,
            Kind.ASSIGNED,
            Kind.REJECTED,
            Kind.WITHDRAWN,
        ),
        *(Kind.MERGED, Kind.RETURN_REQUESTED, Kind.URGED, Kind.SUSPENDED, Kind.RESUMED),
    )
    since, until = cut.edges[0], cut.edges[-1]
    return (
        select(
            *(Ticket.estate_id, Ticket.id, Ticket.company_id, Ticket.assignee_id, Ticket.category),
            Ticket.first_category,
            *(Ticket.reported_at, Ticket.due_at, Ticket.first_due_at, Ticket.sign_due_at, Ticket.late),
            *(last(kind, kind) for kind in seqs),
            last("given", *sorted(GIVEN)),
            when(Kind.ACCEPTED, func.min),
            when(Kind.FED_BACK, func.max),
            when(Kind.SIGNED, func.max),
            when(Kind.SUSPENDED, func.max),
        )
        .join(
            TicketEvent,
            and_(
                TicketEvent.estate_id == Ticket.estate_id,
                TicketEvent.ticket_id == Ticket.id,
                TicketEvent.at <= cut.as_of,
            ),
        )
        .where(
            Ticket.reported_at < until,
            or_(Ticket.due_at >= since, Ticket.first_due_at >= since, Ticket.accepted_at >= since),
            *reach(cut.actor, cut.estate_id, on=cut.as_of),
        )
        .group_by(Ticket.estate_id, Ticket.id)
    )


def reach(actor: Actor, estate_id: uuid.UUID | None, *, on: datetime) -> list[ColumnElement[bool]]:
    """Whose tickets somebody may count: those of one estate or of their scope; a company only its own work, and
    never complaints about it (TK-49).
    """
    found: list[ColumnElement[bool]] = []
    if estate_id is not None:
        found.append(Ticket.estate_id == estate_id)
    elif actor.scope.kind is not ScopeKind.COMPANY and actor.scope != _EVERYWHERE:
        found.append(Ticket.estate_id.in_(estates.reached_ids(actor.scope, on=day_of(on))))
    if actor.role in COMPANY:
        found.append(Ticket.addressee == Addressee.COMPANY)
    if actor.scope.kind is ScopeKind.COMPANY:
        found.append(Ticket.company_id == actor.scope.id)
    return found


def _newest_ratings(cut: Cut) -> Select[*tuple[Any, ...]]:
    """The rating of each ticket that counted at the moment of looking; none is older than the first period."""
    every = (
        select(
            TicketRating.estate_id, TicketRating.ticket_id, TicketRating.stars, TicketRating.solved,
            func.row_number().over(
                partition_by=(TicketRating.estate_id, TicketRating.ticket_id),
                order_by=TicketRating.version.desc(),
            ).label("age"),
        )
        .where(TicketRating.at <= cut.as_of, TicketRating.at >= cut.edges[0])
    )  # fmt: skip
    if cut.estate_id is not None:
        every = every.where(TicketRating.estate_id == cut.estate_id)
    numbered = every.subquery("numbered")
    return select(numbered).where(numbered.c.age == 1)


def _counted(
    course: Subquery, rated: Subquery
) -> dict[Measure, tuple[ColumnElement[bool], ColumnElement[bool]]]:
    c = course.c
    stands = and_(c.withdrawn_seq == 0, c.merged_seq == 0)
    settled, signed = c.fed_back_seq > c.reopened_seq, c.signed_seq > c.given_seq
    worked = and_(stands, c.rejected_seq == 0)
    return {
        Measure.ACCEPTED: (stands, c.accepted_at.is_not(None)),
        Measure.RESPONDED: (stands, and_(signed, c.signed_at <= c.sign_due_at)),
        Measure.CLOSED: (stands, c.closed_seq > c.reopened_seq),
        Measure.ON_TIME: (worked, and_(settled, c.fed_back_at <= c.due_at, c.late.is_(False))),
        Measure.ON_TIME_FIRST: (worked, and_(settled, c.fed_back_at <= c.first_due_at)),
        Measure.RATED: (and_(stands, c.fed_back_seq > 0), rated.c.stars.is_not(None)),
        Measure.SOLVED: (and_(stands, rated.c.solved.is_not(None)), rated.c.solved.is_(True)),
        Measure.SATISFIED: (and_(stands, rated.c.stars.is_not(None)), rated.c.stars >= SATISFIED),
        Measure.REDONE: (stands, c.reopened_seq > 0),
        Measure.RETURNED: (stands, c.return_requested_seq > 0),
        Measure.URGED: (stands, c.urged_seq > 0),
    }


def _buckets(course: Subquery, cut: Cut) -> list[ColumnElement[Any]]:
    """To which period each moment of a ticket belongs, by number; none where it lies outside all of them."""
    moments = {
        Family.REPORTED: course.c.reported_at, Family.ACCEPTED: course.c.accepted_at, Family.DUE: course.c.due_at,
        Family.FIRST_DUE: course.c.first_due_at,
    }  # fmt: skip
    c = course.c
    stands_still = and_(c.suspended_seq > c.resumed_seq, c.suspended_at <= c.due_at)
    found: list[ColumnElement[Any]] = []
    for family, moment in moments.items():
        known = [and_(moment >= cut.edges[0], moment < cut.edges[1])]
        known += [moment < edge for edge in cut.edges[2:]]
        began: list[tuple[Any, Any]] = [(or_(moment.is_(None), moment < cut.edges[0]), None)]
        if family in {Family.DUE, Family.FIRST_DUE}:
            began.append((moment >= cut.as_of, None))
        if family is Family.DUE:  # paused, its deadline stands still, and is not known before it runs again
            began.append((stands_still, None))
        found.append(
            case(*began, *((test, number) for number, test in enumerate(known)), else_=None).label(
                f"in_{family}"
            )
        )
    return found
