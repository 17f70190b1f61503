"""Takeovers as they are shown, for pages and programs alike."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.fees.rules import format_rate
from linli.domains.people.queries import identity
from linli.domains.takeover import queries
from linli.domains.takeover.models import Takeover
from linli.domains.takeover.permissions import GRANTS, Act
from linli.domains.takeover.rules import Cause, Days, End, State
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.transactions import seeing_every_estate

TONES = {State.PROPOSED: "wait", State.RUNNING: "info", State.REFUSED: "", State.ENDED: "good"}
SOON = timedelta(days=60)
_KEPT = (
    "id", "estate_id", "company_id", "cause", "cause_words", "since_on", "until_on", "services", "fee_mfen",
    "aid_fen", "state", "decision_words", "decided_at", "ended_on", "end_cause", "end_words",
)  # fmt: skip


def lines(some: Sequence[Takeover]) -> list[dict[str, Any]]:
    """Takeovers with the names of estates and companies."""
    names, today = queries.names_of(some), day_of(clock.now())
    return [
        {name: getattr(one, name) for name in _KEPT}
        | {
            "estate_name": names[one.estate_id],
            "company_name": names[one.company_id],
            "cause_title": Cause(one.cause).title,
            "end_title": End(one.end_cause).title if one.end_cause else "",
            "state_title": one.standing.title,
            "tone": TONES[one.standing],
            "fee": format_rate(one.fee_mfen),
            "days": Days(one.since_on, one.last_on).within(one.since_on, one.last_on),
            "soon": one.standing is State.RUNNING and one.until_on - today <= SOON,
        }
        for one in some
    ]


def detail(found: Takeover) -> dict[str, Any]:
    """One takeover with the figures of its days and who took which step."""
    now = clock.now()
    (line,) = lines([found])
    people = identity.names([one for one in (found.proposed_by, found.decided_by, found.ended_by) if one])
    steps = (
        ("提出申请", found.proposed_by, found.proposed_at, found.cause_words),
        ("审批", found.decided_by, found.decided_at, found.decision_words),
        ("结束", found.ended_by, found.ended_at, found.end_words),
    )
    return line | {
        "figures": queries.figures(found, now=now, today=day_of(now)),
        "steps": [
            {"title": f"{title}：{people.get(who, '')}", "at": at, "text": words, "state": "done"}
            for title, who, at, words in steps
            if who
        ],
    }


def may(actor: Actor, found: Takeover) -> set[str]:
    """What the actor may do with it as it stands."""
    acts = {State.PROPOSED: (Act.DECIDE,), State.RUNNING: (Act.END,)}.get(found.standing, ())
    return {act.name for act in acts if permits(GRANTS, actor, act, found)}


def choices(estate_id: Any) -> list[tuple[str, str]]:
    """The companies that may be asked for an estate."""
    place = estates.estate(estate_id=estate_id)
    return [(str(one), name) for one, name, _ in queries.standby(place.county_id)]


def county_of(actor: Actor) -> Any:
    """The county whose list the actor reads: its own, or none."""
    return actor.scope.id if actor.scope.kind is ScopeKind.COUNTY else None


def companies(actor: Actor) -> list[dict[str, Any]]:
    """The companies of the actor's county."""
    county = county_of(actor)
    found = queries.standby(county) if county else []
    return [{"id": one, "name": name, "basis": basis} for one, name, basis in found]


def listed(actor: Actor, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """A page of the takeovers in the actor's reach."""
    state = State(query["state"]) if query["state"] else None
    with seeing_every_estate():
        some = queries.listed(
            actor.scope,
            state=state,
            on=day_of(clock.now()),
            window=Window(query["limit"], query["cursor"]),
        )
        return Page(lines(some.items), some.next)
