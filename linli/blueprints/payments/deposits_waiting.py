"""What of the deposits waits for somebody: one to pay, a return to check, one to give back after a decoration."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from linli.blueprints.payments.deposits_console import home as desk
from linli.blueprints.work import home, today
from linli.domains.decoration import queries as decorations
from linli.domains.decoration.rules import State
from linli.domains.estates.rules import Feature
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import deposits
from linli.domains.payments.rules.deposits import DepositState
from linli.kernel.actors import RESIDENTS, Actor, Role
from linli.kernel.fen import format_fen
from linli.kernel.grants import permits
from linli.platform.paging import Window

_STAFF = (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)


def contribute() -> None:
    """Add this room's part to the first pages."""
    home.contribute("deposits", feature=Feature.FEES, ask=to_pay)
    today.contribute("deposits", _STAFF, due, feature=Feature.FEES)


def to_pay(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[home.Awaiting]:  # noqa: ARG001
    """What the company asks my home to deposit."""
    if actor.role not in RESIDENTS:
        return
    for one in deposits.deposits_page(actor, estate_id, window=Window(10), state=DepositState.ASKED).items:
        yield home.Awaiting(
            kind="deposit",
            title=f"{one.deposit.name} {format_fen(one.deposit.amount_fen)} 元",
            text=f"{one.unit_label}，由物业代管，结清时退还",
            chip=(one.state.title, "wait"),
            action="去交纳",
            href=f"/e/{estate_id}/deposits",
        )


def due(actor: Actor, estate_id: UUID, now: datetime) -> Iterable[today.Item]:
    """Returns that another person proposed, and deposits whose decoration is over."""
    for one in deposits.to_decide(estate_id):
        if permits(GRANTS, actor, Act.DECIDE_DEPOSIT, one.waiting):
            yield _item("复核退押金", "去复核", one, now)
    if permits(GRANTS, actor, Act.KEEP_DEPOSITS):
        held = deposits.securing(estate_id)
        works = decorations.among(estate_id, [one.deposit.about_id for one in held if one.deposit.about_id])
        over = {one.id for one in works.values() if one.standing is State.CLOSED}
        for one in held:
            if one.deposit.about_id in over:
                yield _item("装修已办结，退押金", "去退还", one, now)


def _item(title: str, action: str, one: deposits.DepositView, now: datetime) -> today.Item:
    return today.Item(
        title=title,
        text=f"{one.unit_label}，{one.deposit.name} {format_fen(one.deposit.amount_fen)} 元",
        action=action,
        href=f"{desk(one.deposit.estate_id)}/{one.deposit.id}",
        due_at=now,
    )
