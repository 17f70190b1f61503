"""The smallest decoration a test can have, and one with a visit that found something."""

from datetime import timedelta

from linli.domains.decoration import operations
from linli.domains.decoration.operations import Look, Plan
from linli.kernel.times import day_of
from linli.platform import clock
from tests.factories.tickets import photo


def registered(owner, estate_id, unit_id, **more):
    """An owner's registration, from tomorrow on for two months."""
    today = day_of(clock.now())
    said = {
        "firm": "衢州某装饰公司", "firm_phone": "13800000001", "items": ["water_power", "wet"], "promised": True,
        "starts_on": today + timedelta(days=1), "ends_on": today + timedelta(days=60),
    }  # fmt: skip
    plan = Plan(unit_id=unit_id, **said | more)
    return operations.register(actor=owner, estate_id=estate_id, plan=plan, now=clock.now())


def everything(owner, manager, estate_id, unit_id):
    """One under way of which a patrol found that a wall is being taken down."""
    made = registered(owner, estate_id, unit_id)
    operations.acknowledge(actor=manager, decoration=made, now=clock.now())
    look = Look(words="厨房和餐厅之间的墙开了洞", findings=["structure"], photos=[photo()])
    operations.visit(actor=manager, decoration=made, look=look, now=clock.now())
    return {"decoration": made.id}
