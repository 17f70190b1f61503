"""A repair as programs and pages are shown it, and as forms bring it."""

from typing import Any
from uuid import UUID

from linli.domains.fund import operations, queries
from linli.domains.fund.models import FundPayment, FundProject
from linli.domains.fund.queries import ProjectView
from linli.domains.fund.rules import Ground
from linli.kernel.actors import Actor
from linli.platform import clock

_NAMES = (
    "id", "title", "words", "contractor", "scope_kind", "scope_id", "scope_name", "ground", "state", "plan_fen",
    "settled_fen", "vote_id", "asked_at", "settled_at",
)  # fmt: skip


def brief(one: ProjectView) -> dict[str, Any]:
    """A repair for a list."""
    return {name: getattr(one.project, name) for name in _NAMES} | {"paid_fen": one.paid_fen}


def whole(found: FundProject) -> dict[str, Any]:
    """A repair with what falls to each unit, and what was paid."""
    (view,) = queries.views([found])
    return brief(view) | {"shares": queries.shares(found), "payments": queries.payments(found)}


def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> FundProject:
    """Ask for a repair as it came from a form or a program."""
    plan, ground = body.pop("plan", None), body.pop("ground")
    body = body if plan is None else body | {"plan_fen": plan}
    return operations.ask(
        actor=actor, estate_id=estate_id, ground=Ground(ground) if ground else None, now=clock.now(), **body
    )


def pay(actor: Actor, project: FundProject, body: dict[str, Any]) -> FundPayment:
    """Record a payment as it came from a form or a program."""
    typed = body.pop("amount", None)
    body = body if typed is None else body | {"amount_fen": typed}
    return operations.pay(actor=actor, project=project, now=clock.now(), **body)
