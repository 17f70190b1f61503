"""Who gets a report, and whether its place fits its category."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from config.departments import Thing
from config.tickets import Category, Route
from linli.domains.tickets.errors import NotYourUnit, PlaceMissing


class Addressee(StrEnum):
    """Who deals with a ticket."""

    COMPANY = "company"
    COMMUNITY = "community"
    TOWNSHIP = "township"
    COUNTY = "county"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "company": "物业", "community": "社区", "township": "乡镇小闭环", "county": "县级大闭环",
        }[self]  # fmt: skip


#: The loops beyond the estate: the township's small one, the county's big one.
LOOPS = frozenset({Addressee.TOWNSHIP, Addressee.COUNTY})


class Channel(StrEnum):
    """How a report came in; reported apart (TK-13)."""

    APP = "app"
    PHONE = "phone"
    COUNTER = "counter"
    OPEN311 = "open311"
    LEDGER = "ledger"
    SUB = "sub"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "app": "手机", "phone": "电话", "counter": "窗口", "open311": "其他平台", "ledger": "台账和巡查",
            "sub": "子工单",
        }[self]  # fmt: skip


class Stage(StrEnum):
    """What a photo shows."""

    REPORT = "report"
    BEFORE = "before"
    AFTER = "after"


def route(
    category: Category, routes: Sequence[Route], *, has_company: bool, place: str = "", level: str = "normal"
) -> Route:
    """The first rule that fits category, place (of config.tickets.PLACES) and level.

    Without a property company its work goes to the community.
    """
    where = place or category.place
    found = next(
        one
        for one in routes
        if category.code.startswith(one.category) and one.place in {"", where} and one.level in {"", level}
    )
    if found.to == Addressee.COMPANY and not has_company:
        return replace(found, name="小区没有物业公司，由社区办理", to=Addressee.COMMUNITY)
    return found


def check_place(
    category: Category, *, unit_id: UUID | None, words: str, own_units: Collection[UUID] | None
) -> None:
    """Refuse a place that does not fit. `own_units` are those a resident may name; None: staff, any unit.

    Raises PlaceMissing and NotYourUnit.
    """
    if category.place == "unit":
        if unit_id is None:
            raise PlaceMissing(field_errors={"unit_id": ["请选择是哪一套房屋。"]})
        if own_units is not None and unit_id not in own_units:
            raise NotYourUnit(field_errors={"unit_id": ["请选择自己的房屋。"]})
    elif unit_id is not None:
        raise PlaceMissing(
            "公共部位不用选房屋，请写明地点。", field_errors={"unit_id": ["这类报事不用选房屋。"]}
        )
    if category.place == "common" and not words:
        raise PlaceMissing(field_errors={"place": ["请写明地点，例如“3幢2单元一楼大厅”。"]})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom the rules name in a loop; `name` is the rule as it is shown. No lead: the rules are silent."""

    name: str
    lead: str = ""
    cooperating: tuple[str, ...] = ()

    def departs(self, lead: str, cooperating: Collection[str]) -> bool:
        """Whether an officer's choice is another than the rule's."""
        return bool(self.lead) and (self.lead != lead or set(self.cooperating) != set(cooperating))


def proposal(thing: Thing | None, loop: Addressee) -> Proposal:
    """The lead of a thing in a loop; cooperating departments belong to the big loop, the small one leads alone."""
    if thing is None:
        return Proposal("“一件事”清单里没有，由值班人员决定")
    cooperating = thing.cooperating if loop is Addressee.COUNTY else ()
    return Proposal(f"“{thing.title}”一件事，{loop.title}", thing.lead(loop), cooperating)
