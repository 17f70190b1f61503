"""The smallest ledger a test can have: a lift with its inspection, a pump that was never looked at."""

from datetime import timedelta

from linli.domains.equipment import operations
from linli.domains.equipment.operations import Done, Entry
from linli.kernel.times import day_of
from linli.platform import clock
from tests.factories.tickets import photo

LIFT = {
    "name": "1幢东侧电梯",
    "kind": "lift",
    "registration_code": "梯11浙H00012(24)",
    "maker": "杭州某电梯有限公司",
    "serial": "E2024-0012",
    "firm": "衢州某电梯维保有限公司",
    "firm_phone": "0570-1234567",
}


def entered(actor, estate_id, **more):
    """A piece in the ledger, of which nothing was written down yet."""
    return operations.enter(actor=actor, estate_id=estate_id, entry=Entry(**LIFT | more), now=clock.now())


def done(actor, piece, *, upkeep="inspection", ago=0, valid=None, **more):
    """An upkeep that was done so many days ago and is valid so many days from today."""
    today = day_of(clock.now())
    until = None if valid is None else today + timedelta(days=valid)
    said = {"done_by": "衢州市特种设备检验中心", "photos": [photo()]} | more
    what = Done(upkeep=upkeep, done_on=today - timedelta(days=ago), valid_until=until, **said)
    return operations.record(actor=actor, piece=piece, done=what, now=clock.now())


def everything(actor, estate_id):
    """A lift that is in order but for its last round, and a pump that nobody has looked at."""
    lift = entered(actor, estate_id)
    done(actor, lift, ago=100, valid=265, certificate="JY2026-018")
    done(actor, lift, upkeep="maintenance", ago=20, done_by="衢州某电梯维保有限公司")
    return {
        "lift": lift.id,
        "pump": entered(actor, estate_id, name="二次供水水箱", kind="water", registration_code="").id,
    }
