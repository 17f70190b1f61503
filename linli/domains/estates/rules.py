"""The kinds of places and what follows from them. No database."""

from enum import StrEnum


class RegionLevel(StrEnum):
    """The government's levels, from the top."""

    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"city": "市", "county": "县区", "street": "街道", "community": "社区"}[self]

    def may_hold(self, below: "RegionLevel") -> bool:
        """Whether a region of this level may have one of `below` directly under it."""
        order = list(RegionLevel)
        return order.index(below) == order.index(self) + 1


class UnitKind(StrEnum):
    """What stands behind a door."""

    RESIDENTIAL = "residential"
    SHOP = "shop"
    PARKING = "parking"
    STORAGE = "storage"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"residential": "住宅", "shop": "商铺", "parking": "车位", "storage": "储藏室"}[self]


class Delivery(StrEnum):
    """Where a unit stands between the developer and its buyer (司法解释第9条: the first two are the developer's)."""

    UNSOLD = "unsold"
    SOLD_UNDELIVERED = "sold_undelivered"
    DELIVERED = "delivered"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"unsold": "未售", "sold_undelivered": "已售未交付", "delivered": "已交付"}[self]


class AreaSource(StrEnum):
    """Where a floor area comes from, in the order in which the law believes it (司法解释第8条)."""

    REGISTER = "register"
    SURVEY = "survey"
    CONTRACT = "contract"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"register": "不动产登记簿", "survey": "测绘实测", "contract": "买卖合同"}[self]


class Feature(StrEnum):
    """A part of the platform that an estate can do without (AO-03)."""

    VOTING = "voting"
    TICKETS = "tickets"
    FEES = "fees"
    RATING = "rating"
    NOTICES = "notices"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "voting": "业主议事",
            "tickets": "报事报修",
            "fees": "物业缴费",
            "rating": "有礼小区评分",
            "notices": "小区公告",
        }[self]


class CodedKind(StrEnum):
    """What another system may have a code for."""

    ESTATE = "estate"
    BUILDING = "building"
    UNIT = "unit"
