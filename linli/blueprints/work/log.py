"""The log of acts within an auditor's reach, shared by the API and the page."""

from itertools import islice
from typing import Any
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import audit, clock
from linli.platform.audit import AuditEntry
from linli.platform.paging import Page, Window

_MOST_BROKEN = 20


def entries(actor: Actor, query: dict[str, Any]) -> Page[AuditEntry]:
    """The acts in the estates that the actor's scope covers; the platform's own only for the whole platform."""
    chains = None
    if actor.scope.kind is not ScopeKind.PLATFORM:
        chains = estates.reached_ids(actor.scope, on=day_of(clock.now()))
    return audit.entries_page(
        window=Window(query["limit"], query["cursor"]),
        chains=chains,
        chain=query["estate_id"],
        account_id=query["account_id"],
        object_id=query["object_id"],
        act=query["act"],
    )


def verification(actor: Actor, estate_id: UUID | None) -> dict[str, Any]:
    """Whether an estate's chain, or the platform's, is untouched. Raises Unknown out of the actor's reach."""
    if estate_id is None:
        if actor.scope.kind is not ScopeKind.PLATFORM:
            raise Unknown
        estate_id = audit.PLATFORM
    elif not estates.reaches(actor.scope, estate_id, on=day_of(clock.now())):
        raise Unknown
    broken = list(islice(audit.broken(estate_id), _MOST_BROKEN))
    return {"holds": not broken, "broken": broken}


def choices(actor: Actor) -> list[tuple[str, str]]:
    """The estates whose log the actor may read, for choosing one."""
    page = estates.estates_page(actor.scope, on=day_of(clock.now()), window=Window(limit=1000))
    return [(str(one.id), one.name) for one in page.items]
