"""Deposits as staff and households see them: what is asked for, held, and proposed to go back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from linli.domains.estates import queries as estates
from linli.domains.payments.errors import NoSuchUnit
from linli.domains.payments.models import Deposit, DepositSettlement, PaymentOrder, PaymentOrderDeposit
from linli.domains.payments.queries import ahead
from linli.domains.payments.rules.deposits import DepositState, SettlementState
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

EVIDENCE = "deposit_evidence"


@dataclass(frozen=True, slots=True)
class DepositView:
    """A deposit with its unit's label, the last proposal to settle it, and the photos that came with that."""

    deposit: Deposit
    unit_label: str
    settlement: DepositSettlement | None
    photos: Sequence[Attachment]

    @property
    def state(self) -> DepositState:
        """Where it stands."""
        return DepositState(self.deposit.state)

    @property
    def waiting(self) -> DepositSettlement | None:
        """The proposal that waits for another person."""
        found = self.settlement
        return found if found is not None and found.state == SettlementState.PROPOSED else None

    @property
    def settled(self) -> DepositSettlement | None:
        """What was agreed on."""
        found = self.settlement
        return found if found is not None and found.state == SettlementState.APPROVED else None


def deposit(*, estate_id: uuid.UUID, deposit_id: uuid.UUID, **_: object) -> Deposit:
    """A deposit, or Unknown."""
    found = db.session.get(Deposit, (estate_id, deposit_id))
    if found is None:
        raise Unknown
    return found


def own(actor: Actor, *, estate_id: uuid.UUID, deposit_id: uuid.UUID) -> Deposit:
    """A deposit of one's own unit; anybody else's is Unknown."""
    found = deposit(estate_id=estate_id, deposit_id=deposit_id)
    if found.unit_id not in ahead.own_units(actor):
        raise Unknown
    return found


def settlement(*, estate_id: uuid.UUID, deposit_settlement_id: uuid.UUID, **_: object) -> DepositSettlement:
    """A proposal to settle a deposit, or Unknown."""
    found = db.session.get(DepositSettlement, (estate_id, deposit_settlement_id))
    if found is None:
        raise Unknown
    return found


def unit_named(estate_id: uuid.UUID, label: str) -> uuid.UUID:
    """The unit that is called so at the desk. Raises NoSuchUnit."""
    found = estates.unit_by_label(estate_id, label)
    if found is None:
        raise NoSuchUnit(field_errors={"unit": [NoSuchUnit.sentence]})
    return found.id


def deposits_page(
    actor: Actor, estate_id: uuid.UUID, *, window: Window, state: DepositState | None = None
) -> Page[DepositView]:
    """An estate's deposits, the newest first; a resident sees those of his own units."""
    query = select(Deposit).where(Deposit.estate_id == estate_id)
    if actor.role in RESIDENTS:
        query = query.where(Deposit.unit_id.in_(ahead.own_units(actor)))
    if state is not None:
        query = query.where(Deposit.state == state)
    found = by_id(query, Deposit.id, window=window)
    return Page(views(found.items), found.next)


def views(found: Sequence[Deposit]) -> list[DepositView]:
    """Deposits of one estate with their units and last proposals, in the same order."""
    if not found:
        return []
    estate_id = found[0].estate_id
    labels = {one.id: one.label for one in estates.unit_views(estate_id, [one.unit_id for one in found])}
    proposed = db.session.scalars(
        select(DepositSettlement)
        .where(
            DepositSettlement.estate_id == estate_id,
            DepositSettlement.deposit_id.in_([one.id for one in found]),
        )
        .order_by(DepositSettlement.id)
    )
    last = {one.deposit_id: one for one in proposed}
    photos = attachments.of_objects(
        estate_id=estate_id, object_kind=EVIDENCE, object_ids=[one.id for one in last.values()]
    )
    return [
        DepositView(one, labels[one.unit_id], said, photos.get(said.id, []) if said else [])
        for one, said in ((one, last.get(one.id)) for one in found)
    ]


def about(estate_id: uuid.UUID, unit_id: uuid.UUID, about_id: uuid.UUID) -> list[DepositView]:
    """The deposits of a unit that secure one thing, a decoration for instance, the oldest first."""
    query = select(Deposit).filter_by(estate_id=estate_id, unit_id=unit_id, about_id=about_id)
    return views(db.session.scalars(query.order_by(Deposit.id).limit(20)).all())


def to_decide(estate_id: uuid.UUID) -> list[DepositView]:
    """The deposits with a proposal that waits for another person, the oldest first; at most fifty."""
    open_ones = select(DepositSettlement.deposit_id).where(
        DepositSettlement.estate_id == estate_id, DepositSettlement.state == SettlementState.PROPOSED
    )
    query = select(Deposit).where(Deposit.estate_id == estate_id, Deposit.id.in_(open_ones))
    return views(db.session.scalars(query.order_by(Deposit.id).limit(50)).all())


def securing(estate_id: uuid.UUID) -> list[DepositView]:
    """The deposits that are held for something and that nobody has proposed to give back; at most two hundred."""
    query = select(Deposit).where(
        Deposit.estate_id == estate_id, Deposit.state == DepositState.HELD, Deposit.about_id.is_not(None)
    )
    found = views(db.session.scalars(query.order_by(Deposit.id).limit(200)).all())
    return [one for one in found if one.waiting is None]


def photo(actor: Actor, found: Deposit, photo_id: uuid.UUID) -> Attachment:
    """One photo of a deposit's evidence, for staff and the household; otherwise Unknown."""
    if actor.role in RESIDENTS:
        own(actor, estate_id=found.estate_id, deposit_id=found.id)
    one = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if one.object_kind != EVIDENCE or one.object_id is None:
        raise Unknown
    if settlement(estate_id=found.estate_id, deposit_settlement_id=one.object_id).deposit_id != found.id:
        raise Unknown
    return one


def of_order(order: PaymentOrder) -> Deposit | None:
    """The deposit that an order pays, where it does."""
    return db.session.scalar(_of_order(order.estate_id, order.id))


def _of_order(estate_id: uuid.UUID, order_id: uuid.UUID) -> Select[Deposit]:
    return (
        select(Deposit)
        .join(
            PaymentOrderDeposit,
            (PaymentOrderDeposit.estate_id == Deposit.estate_id)
            & (PaymentOrderDeposit.deposit_id == Deposit.id),
        )
        .where(PaymentOrderDeposit.estate_id == estate_id, PaymentOrderDeposit.order_id == order_id)
    )


def sums(estate_id: uuid.UUID) -> dict[DepositState, tuple[int, int]]:
    """How many deposits stand where, and how much they are."""
    rows = db.session.execute(
        select(Deposit.state, func.count(), func.sum(Deposit.amount_fen))
        .where(Deposit.estate_id == estate_id)
        .group_by(Deposit.state)
    )
    return {DepositState(state): (int(count), int(fen)) for state, count, fen in rows}
