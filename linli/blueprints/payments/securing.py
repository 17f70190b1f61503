"""What a deposit secures, and the deposits that secure a decoration: each page leads to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.domains.decoration import queries as decorations
from linli.domains.decoration.models import Decoration
from linli.domains.decoration.permissions import GRANTS as DECORATING
from linli.domains.decoration.permissions import Act as Decorating
from linli.domains.payments.errors import NoSuchUnit
from linli.domains.payments.models import Deposit
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import ahead, deposits
from linli.domains.payments.queries.deposits import DepositView
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.grants import permits
from linli.platform.web.show import day


@dataclass(frozen=True, slots=True)
class Secured:
    """A decoration in words, and its address for those who may read it."""

    title: str
    state: str
    href: str


def secured(actor: Actor, found: Sequence[Deposit]) -> dict[UUID, Secured]:
    """What some deposits of one estate secure, by the deposit."""
    if not found:
        return {}
    works = decorations.among(found[0].estate_id, [one.about_id for one in found if one.about_id])
    return {
        one.id: _said(actor, works[one.about_id]) for one in found if one.about_id and one.about_id in works
    }


def _said(actor: Actor, work: Decoration) -> Secured:
    door = "/e" if actor.role in RESIDENTS else "/work/e"
    may = permits(DECORATING, actor, Decorating.READ, work)
    return Secured(
        title=f"装修登记，{day(work.starts_on)}至{day(work.ends_on)}",
        state=work.standing.title,
        href=f"{door}/{work.estate_id}/decorations/{work.id}" if may else "",
    )


def deposits_of(actor: Actor, work: Decoration) -> list[DepositView]:
    """The deposits that secure a decoration, for those who may read deposits of that home."""
    if actor.role in RESIDENTS:
        may = permits(GRANTS, actor, Act.READ_OWN_DEPOSITS) and work.unit_id in ahead.own_units(actor)
    else:
        may = permits(GRANTS, actor, Act.READ_DEPOSITS)
    return deposits.about(work.estate_id, work.unit_id, work.id) if may else []


def check_unit(estate_id: UUID, unit_id: UUID, about_id: UUID | None) -> None:
    """A decoration is secured by a deposit of its own home. Raises NoSuchUnit, Unknown."""
    if about_id is None:
        return
    if decorations.decoration(estate_id=estate_id, decoration_id=about_id).unit_id != unit_id:
        raise NoSuchUnit(field_errors={"unit": ["和装修登记的房屋不是同一套，请核对。"]})
