"""One estate: buildings, units, owners, residents and the people who work for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from linli.cli.demo.bulk import Bulk
from linli.cli.demo.city import City, account_row, staff_account
from linli.cli.demo.invent import BEGINNING, Inventor, estate_name, phone
from linli.kernel.actors import Role, ScopeKind
from linli.kernel.text import fold
from linli.platform.sealed import digest

PER_FLOOR, FLOORS, ENTRANCES = 2, 6, 3
AREAS = (6820, 8999, 9356, 10480, 12015, 13888)
_ESTATE_ROLES = (
    Role.PROPERTY_MANAGER,
    Role.PROPERTY_CASHIER,
    Role.PROPERTY_WORKER,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SUPERVISOR,
    Role.BRANCH_SECRETARY,
    Role.ASSESSOR,
)
PHONES_A_ESTATE = 20_000
EVERY_UNSOLD, EVERY_SECOND_FLAT, EVERY_CO_OWNED = 30, 25, 20  # one in so many flats
SIGN_IN_OWNERS = 4


@dataclass(frozen=True, slots=True)
class Home:
    """A flat with its owner, for the rooms that add their part. Area in 0.01 ㎡."""

    unit_id: UUID
    label: str
    area: int
    building_id: UUID
    owner_id: UUID
    owner_name: str
    account_id: UUID | None
    developer: bool


@dataclass(slots=True)
class Estate:
    """What the rooms need to add votes, work orders, bills and ratings."""

    id: UUID
    number: int
    name: str
    community_id: UUID
    company_id: UUID
    inventor: Inventor
    homes: list[Home] = field(default_factory=list)
    staff: dict[Role, UUID] = field(default_factory=dict)
    officers: list[UUID] = field(default_factory=list)


Part = Callable[[Bulk, Estate], None]


def build(bulk: Bulk, city: City, *, number: int, units: int) -> Estate:
    """One estate of about so many flats, as its place in the city's order makes it."""
    inventor = Inventor(city.seed, f"estate-{number}")
    place = city.communities[number // 3 % len(city.communities)]
    company_id, _ = city.companies[number % len(city.companies)]
    made = Estate(
        inventor.id(), number, estate_name(number), place["community_id"], company_id, inventor,
        officers=city.officers[place["community_id"]],
    )  # fmt: skip
    address = f"示范市{inventor.random.randint(1, 300)}号"
    bulk.add("estate", {"id": made.id, "name": made.name, "address": address, "help_phone": "", **place})
    bulk.add(
        "service_contract",
        {
            "estate_id": made.id,
            "id": inventor.id(),
            "company_id": company_id,
            "since_on": date(2024, 1, 1),
            "until_on": None,
        },
    )
    for role in _ESTATE_ROLES:
        made.staff[role] = staff_account(
            bulk, city, inventor, role, ScopeKind.ESTATE, made.id, estate_id=made.id
        )
    _Builder(bulk, city, made).fill(units)
    return made


class _Builder:
    """Fills one estate with homes and people."""

    def __init__(self, bulk: Bulk, city: City, made: Estate) -> None:
        self.bulk, self.city, self.made, self.inventor = bulk, city, made, made.inventor
        self.phones = made.number * PHONES_A_ESTATE
        self.developer_id = self._owner("示范房地产开发有限公司", "developer", None)[0]
        self.previous: tuple[UUID, str, UUID | None] | None = None

    def fill(self, units: int) -> None:
        """So many flats, every twentieth with a second owner, every thirtieth still the developer's."""
        per_building = PER_FLOOR * FLOORS * ENTRANCES
        done = 0
        for building in range(-(-units // per_building)):
            building_id = self._row("building", name=f"{building + 1}幢", phase="", position=building)
            for entrance in range(ENTRANCES):
                if done >= units:
                    break
                entrance_id = self._row("entrance", building_id=building_id, name=f"{entrance + 1}单元")
                for flat in range(min(PER_FLOOR * FLOORS, units - done)):
                    room = f"{flat // PER_FLOOR + 1}{flat % PER_FLOOR + 1:02d}"
                    label = f"{building + 1}幢{entrance + 1}单元{room}室"
                    self._home(done, building_id, entrance_id, room, label)
                    done += 1

    def _home(self, number: int, building_id: UUID, entrance_id: UUID, room: str, label: str) -> None:
        area, unsold = self.inventor.random.choice(AREAS), number % EVERY_UNSOLD == EVERY_UNSOLD - 1
        unit_id = self._row(
            "unit", building_id=building_id, entrance_id=entrance_id, room=room, label=label, kind="residential",
            floor_area=area, inner_area=None, area_source="register", delivery="unsold" if unsold else "delivered",
        )  # fmt: skip
        if unsold:
            owner_id, name, account_id = self.developer_id, "示范房地产开发有限公司", None
        elif (
            number % EVERY_SECOND_FLAT == EVERY_SECOND_FLAT - 1 and self.previous
        ):  # one person with two flats
            owner_id, name, account_id = self.previous
        else:
            owner_id, name, account_id = self._resident_owner(number)
            self.previous = (owner_id, name, account_id)
        self._owns(unit_id, owner_id)
        if not unsold and number % EVERY_CO_OWNED == EVERY_CO_OWNED - 1:
            self._owns(unit_id, self._owner(self.inventor.name(), "person", None)[0])
        if number in {1, 2}:
            self._resident(unit_id, Role.FAMILY if number == 1 else Role.TENANT)
        self.made.homes.append(Home(unit_id, label, area, building_id, owner_id, name, account_id, unsold))

    def _resident_owner(self, number: int) -> tuple[UUID, str, UUID | None]:
        """An owner; three of five have activated their account, as in the city that linli is modelled on."""
        name, account_id = self.inventor.name(), None
        number_in_use = phone(self.phones + number + 1)
        if number % 5 < 3 or number < SIGN_IN_OWNERS:  # noqa: PLR2004 - three of five
            account_id = self._account(name, number_in_use)
        owner_id, _ = self._owner(name, "person", account_id, number_in_use)
        if number < SIGN_IN_OWNERS and account_id:
            self._note(Role.OWNER, name, number_in_use)
        return owner_id, name, account_id

    def _resident(self, unit_id: UUID, role: Role) -> None:
        name, number_in_use = self.inventor.name(), phone(self.phones + 10_000 + len(self.made.homes))
        account_id = self._account(name, number_in_use)
        self._row(
            "resident", unit_id=unit_id, account_id=account_id, tie=role.value, since_on=date(2025, 1, 1),
            until_on=None, added_by=None, pays=False,
        )  # fmt: skip
        self._note(role, name, number_in_use)

    def _account(self, name: str, number_in_use: str) -> UUID:
        account_id = self.inventor.id()
        row = account_row(account_id, name, phone=number_in_use, phone_digest=digest(number_in_use))
        self.bulk.add("account", row)
        return account_id

    def _owner(
        self, name: str, kind: str, account_id: UUID | None, phone: str | None = None
    ) -> tuple[UUID, str]:
        owner_id = self._row(
            "owner", name=name, name_folded=fold(name), kind=kind, id_no=None, id_no_digest=None,
            account_id=account_id, bound_at=BEGINNING if account_id else None,
        )  # fmt: skip
        if phone:
            self._row("owner_phone", owner_id=owner_id, phone=phone, digest=digest(phone))
        return owner_id, name

    def _owns(self, unit_id: UUID, owner_id: UUID) -> None:
        self._row(
            "ownership", unit_id=unit_id, owner_id=owner_id, since_on=date(2020, 1, 1), until_on=None, share="",
            representative=False,
        )  # fmt: skip

    def _row(self, table: str, **values: Any) -> UUID:
        row_id = self.inventor.id()
        self.bulk.add(table, {"estate_id": self.made.id, "id": row_id, **values})
        return row_id

    def _note(self, role: Role, name: str, number_in_use: str) -> None:
        self.city.accounts.append(
            {"role": role.value, "name": name, "phone": number_in_use, "estate_id": str(self.made.id)}
        )
