"""`linli bills …`: issuing the bills of many estates at once."""

import os
import uuid
from datetime import date, datetime, timedelta
from functools import partial

import click
from tqdm import tqdm

from linli.cli import application, linli
from linli.domains.estates import queries as estates
from linli.domains.fees.errors import NothingToBill
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import bills as bill_queries
from linli.domains.fees.queries import items
from linli.domains.fees.rules import period_of
from linli.kernel.actors import EVERYWHERE
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.abreast import abreast
from linli.platform.db import db
from linli.platform.transactions import transaction

LANES = min(4, os.cpu_count() or 1)
_MONTH = click.DateTime(formats=["%Y-%m"])


@linli.group()
def bills() -> None:
    """账单。"""


@bills.command("run")
@click.option("--item", "name", required=True, help="收费项目名称，例如 物业费")
@click.option("--period", "month", type=_MONTH, required=True, help="账期首月，例如 2026-03")
@click.option("--months", type=click.IntRange(1, 12), help="几个月；不填用收费项目自己的周期")
@click.option("--due", type=click.DateTime(formats=["%Y-%m-%d"]), help="缴费截止日；不填为 30 天后")
@click.option("--estate", "estate_id", type=click.UUID, help="只出这个小区；不填出全部小区")
@click.option("--lanes", type=click.IntRange(1, 16), default=LANES, show_default=True, help="同时出几个小区")
def run(
    name: str,
    month: datetime,
    months: int | None,
    due: datetime | None,
    estate_id: uuid.UUID | None,
    lanes: int,
) -> None:
    """给一个或全部小区出账。每个小区一个事务；中断后再运行，只补没有出过的账单。"""
    with application():
        with transaction(writes=False):
            today = day_of(clock.now())
            if estate_id:
                wanted = [estates.estate(estate_id=estate_id).id]
            else:
                wanted = list(db.session.scalars(estates.reached_ids(EVERYWHERE, on=today)))
        due_on = due.date() if due else today + timedelta(days=30)
        count = total = 0
        issue = partial(_issue, name=name, since_on=month.date(), months=months, due_on=due_on)
        done = abreast(issue, wanted, lanes=lanes)
        for made in tqdm(done, total=len(wanted), desc="出账", unit="小区", disable=None):
            count, total = count + made[0], total + made[1]
    click.echo(f"新出账单 {count} 张，合计 {total // 100}.{total % 100:02d} 元，共 {len(wanted)} 个小区。")


def _issue(
    place: uuid.UUID, *, name: str, since_on: date, months: int | None, due_on: date
) -> tuple[int, int]:
    try:
        with transaction(estate_id=place):
            item = items.item_by_name(place, name)
            if item is None:
                return 0, 0
            period = period_of(since_on, months or item.cycle_months)
            made = runs.issue(actor=None, item=item, period=period, due_on=due_on, now=clock.now())
            shown = bill_queries.run_view(made)
            return shown.count, shown.total_fen
    except NothingToBill:
        return 0, 0
