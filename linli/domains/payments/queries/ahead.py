"""How much may still be paid ahead for a unit."""

import uuid
from datetime import date

from linli.domains.fees.queries import ahead
from linli.domains.payments.errors import TooMuchAhead
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind
from linli.kernel.actors import Actor, Tie
from linli.kernel.refusals import Unknown


def most_fen(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> int:
    """What may be collected ahead for a unit, without what is prepaid already."""
    kept = held.balance_fen(estate_id, AccountKind.PREPAID, unit_id)
    return max(0, ahead.most_fen(estate_id, unit_id, on=on) - kept)


def own_units(actor: Actor) -> list[uuid.UUID]:
    """The units for which one may pay ahead: one's own and one's family's, not a rented one."""
    return [unit_id for unit_id, tie in actor.units.items() if tie is not Tie.TENANT]


def check(*, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, amount_fen: int, on: date) -> None:
    """Whether one may pay that much ahead for a unit. Raises Unknown for one not one's own, TooMuchAhead."""
    if unit_id not in own_units(actor):
        raise Unknown
    if not 0 < amount_fen <= most_fen(estate_id, unit_id, on=on):
        raise TooMuchAhead(field_errors={"amount": [TooMuchAhead.sentence]})
