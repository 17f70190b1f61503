"""The smallest hall: an estate with owners who own ten flats of 100 ㎡, officers, a committee member, a manager."""

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from linli.domains.people.queries import identity
from linli.kernel.actors import Role, Tie
from linli.platform.transactions import transaction
from tests.factories import people, places


class Person:
    """Somebody with a token, at one estate's API."""

    def __init__(self, client, estate_id, account_id):
        self.client, self.account_id = client, account_id
        self.here = f"/api/v1/estates/{estate_id}"
        with transaction():
            self.headers = people.bearer(identity.account(account_id))

    def _send(self, verb, path, body=None, **more):
        if body is not None:
            more["json"] = body
        return getattr(self.client, verb)(f"{self.here}{path}", headers=self.headers, **more)

    def get(self, path, **more):
        return self._send("get", path, **more)

    def post(self, path, body=None, **more):
        return self._send("post", path, body, **more)

    def put(self, path, body=None):
        return self._send("put", path, body)

    def delete(self, path):
        return self._send("delete", path)


@dataclass
class Hall:
    """Ids, because objects expire."""

    estate_id: UUID
    accounts: dict[str, UUID] = field(default_factory=dict)
    units: list[UUID] = field(default_factory=list)


def hall(*, flats=10, co_owned=False):
    """An estate in which 李秀英, 王建国 … own one flat each; the first has a tenant, and with `co_owned` 张三 is a
    second owner of the second flat.
    """
    estate = places.estate("斗潭新村")
    building = places.building(estate, "3幢")
    place = Hall(estate.id)
    names = ["李秀英", "王建国", "欧阳修文", "赵六", "钱七", "孙八", "周九", "吴十", "郑一", "冯二"]
    for number in range(flats):
        unit = places.unit(estate, f"3幢{number + 1}01室", building=building)
        account = people.account(names[number % len(names)])
        people.owner(estate, unit, name=account.name, account=account)
        place.accounts[f"owner{number + 1}"] = account.id
        place.units.append(unit.id)
        if number == 0:
            tenant = people.account("陈租")
            people.resident(estate, unit, tenant, tie=Tie.TENANT)
            place.accounts["tenant"] = tenant.id
        if number == 1 and co_owned:
            second = people.account("张三")
            people.owner(estate, unit, name="张三", account=second, since_on=date(2020, 1, 1))
            place.accounts["co_owner"] = second.id
    company = places.company("衢州某物业有限公司")
    places.contract(estate, company)
    for name, role in (
        ("officer", Role.COMMUNITY_OFFICER), ("street", Role.STREET_OFFICER), ("member", Role.COMMITTEE_MEMBER),
        ("manager", Role.PROPERTY_MANAGER), ("auditor", Role.AUDITOR), ("worker", Role.PROPERTY_WORKER),
    ):  # fmt: skip
        place.accounts[name] = people.staff(role, estate, name=f"{role.title[:2]}甲").id
    return place


def csrf(client):
    """The token that this browser's forms carry."""
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]}
