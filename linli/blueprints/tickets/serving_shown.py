"""The service behind a work order as pages and programs see it, and the doors that find a quote."""

from typing import Any
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.domains.tickets.models import RepairQuote, Ticket
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import serving
from linli.domains.tickets.queries.serving import Quoted
from linli.domains.tickets.rules.serving import Outcome
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock

_WAYS = (
    (Act.GRAB_LIST, "pool", "抢单"),
    (Act.READ_URGED, "urged", "居民催办"),
    (Act.KEEP_WARRANTIES, "../warranties", "开发商保修"),
    (Act.READ_BLOCKS, "../report-blocks", "报事限制"),
    (Act.READ_FIGURES, "figures", "指标"),
    (Act.READ_FIGURES, "ranking", "口碑榜"),
)


def ways(actor: Actor) -> list[tuple[str, str]]:
    """Where else the queue leads whoever looks at it."""
    return [(way, title) for act, way, title in _WAYS if permits(GRANTS, actor, act)]


def quote_of(ticket: Ticket, quote_id: UUID) -> RepairQuote:
    """A quote of a ticket, or Unknown."""
    return serving.quote(estate_id=ticket.estate_id, ticket_id=ticket.id, quote_id=quote_id)


def quoted(one: Quoted) -> dict[str, Any]:
    """A quote in plain words."""
    names = ("id", "version", "labour_fen", "materials", "total_fen", "words", "at")
    return {name: getattr(one.quote, name) for name in names} | {
        "answer": one.answer,
        "answer_title": one.answer.title if one.answer else "等居民答复",
        "answer_words": one.answer_words,
        "billed": one.billed,
    }


def the_service(ticket: Ticket) -> dict[str, Any]:
    """Everything about the service behind a ticket."""
    return {
        "urged": serving.times_urged([ticket]).get(ticket.id, 0),
        "quotes": [quoted(one) for one in serving.quotes(ticket)],
        "call_backs": [
            {"outcome": one.outcome, "title": Outcome(one.outcome).title, "words": one.words, "at": one.at}
            for one in serving.call_backs(ticket)
        ],
        "doubts": [one.title for one in serving.doubts_of(ticket)],
    }


def company_of(actor: Actor, estate_id: UUID) -> UUID:
    """The company whose work is handed out: the actor's own, or the one that serves the estate today."""
    if actor.scope.kind is ScopeKind.COMPANY and actor.scope.id is not None:
        return actor.scope.id
    found = estates.company_serving(estate_id, on=day_of(clock.now()))
    if found is None:
        raise Unknown
    return found.id
