"""A merchant at a WeChat of our own, for the drills and benchmarks: orders that wait, and what WeChat says of them."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from drills._house import House
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Company
from linli.domains.fees.models import Bill
from linli.domains.payments.operations import orders
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.payments import wechat
from simulators.payments.book import Trade
from simulators.payments.keys import write_merchants
from simulators.payments.server import far_side
from tests.factories import fees, people, places

Notice = tuple[str, bytes, dict[str, str]]


class Channel:
    """A merchant of the estate's company at a WeChat of our own, and orders that wait for its word."""

    def __init__(self, made: House, folder: Path) -> None:
        self.made = made
        with made.inside(), transaction(writes=False):
            (company,) = db.session.scalars(db.select(Company.name))
        self.far = far_side(folder, [company], now=clock.now, threads=False)
        merchants = write_merchants(
            folder / "merchants", self.far.keys, self.far.accounts, "http://127.0.0.1:9"
        )
        made.environment |= {
            "LINLI_MERCHANTS": str(merchants),
            "LINLI_PAYMENT_CHANNELS": "wechat",
        }

    def more_estates(self, count: int) -> list[uuid.UUID]:
        """So many more estates of the same company, whose money comes to the same merchant."""
        with self.made.inside(), transaction():
            (company,) = db.session.scalars(db.select(Company))
            estates_made = [places.estate(f"小区 {number}") for number in range(1, count + 1)]
            for estate in estates_made:
                places.contract(estate, company)
            return [estate.id for estate in estates_made]

    def notifications(self, count: int, *, estate_id: uuid.UUID | None = None) -> list[Notice]:
        """So many orders of one bill each, and what WeChat says when each is paid."""
        return [self.notice(one) for one in self.trades(count, estate_id=estate_id)]

    def notice(self, trade: Trade) -> Notice:
        """What WeChat says of a trade, signed now; said again, it is signed anew."""
        return wechat.notification(self.far, trade)

    def trades(self, count: int, *, estate_id: uuid.UUID | None = None) -> list[Trade]:
        """So many orders of one bill each, all of them paid."""
        where = estate_id or self.made.estate_id
        assert where is not None
        with self.made.inside():
            with transaction(estate_id=where):
                payer, units = _household(where, count)
            with transaction(estate_id=where):
                begun = [self._order(payer, where, bill_id) for bill_id in _billed(where, units)]
            return [self._paid(number, amount) for number, amount in begun]

    def _order(self, payer: Any, estate_id: uuid.UUID, bill_id: uuid.UUID) -> tuple[str, int]:
        order = orders.start(
            actor=payer, estate_id=estate_id, bill_ids=[bill_id], channel="wechat", now=clock.now()
        )
        return order.number, order.amount_fen

    def _paid(self, number: str, amount_fen: int) -> Trade:
        account = self.far.account("wechat", merchant="1900000001")
        assert account is not None
        now = clock.now()
        path = f"/api/v1/payments/notifications/wechat/{account.merchant}"
        trade = Trade(
            account, number, amount_fen, "小区缴费", path, "", now, now + timedelta(hours=1), "native"
        )
        trade.trade_no, trade.paid_at = f"4200{new_id().int % 10**20:020d}", now
        return trade


def _household(estate_id: uuid.UUID, count: int) -> tuple[Any, list[Any]]:
    estate = estates.estate(estate_id=estate_id)
    me = people.account("王秀英")
    units = [places.unit(estate, f"9幢{n}室") for n in range(count)]
    people.owner(estate, *units, account=me)
    fees.issued(estate, name="物业费", due_on=day_of(clock.now() + timedelta(days=30)))
    return fees.resident(me.id, estate_id, *(unit.id for unit in units)), [unit.id for unit in units]


def _billed(estate_id: uuid.UUID, units: list[Any]) -> list[uuid.UUID]:
    return list(
        db.session.scalars(db.select(Bill.id).where(Bill.estate_id == estate_id, Bill.unit_id.in_(units)))
    )
