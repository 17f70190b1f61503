"""The command `linli demo`, and the order in which a city comes to be."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select
from tqdm import tqdm

from linli.cli import application, linli
from linli.cli.demo import city as cities
from linli.cli.demo import council, held, upkeep
from linli.cli.demo import estate as estates
from linli.cli.demo.bulk import Bulk
from linli.cli.demo.invent import Inventor
from linli.cli.demo.life import Life, live_early, live_on, lived
from linli.cli.demo.settle import settle
from linli.cli.demo.stars import Rated, rate
from linli.cli.run import ACCOUNTS
from linli.kernel.ids import invented
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction


@linli.command()
@click.option(
    "--estates", "count", default=3, show_default=True, type=click.IntRange(1, 2000), help="小区个数"
)
@click.option(
    "--units", default=300, show_default=True, type=click.IntRange(4, 9000), help="每个小区大约多少套房"
)
@click.option(
    "--accounts", type=click.Path(dir_okay=False, path_type=Path), help="账号清单写到哪个文件（JSON）"
)
@click.option("--seed", default=2026, show_default=True, help="同一个数得到同一个城市")
@click.option("--if-empty", is_flag=True, help="数据库里已有小区时什么也不做")
def demo(count: int, units: int, accounts: Path | None, seed: int, if_empty: bool) -> None:
    """造一个演示城市：小区、房屋、业主、工作人员、表决、报事、账单和星级。中断后再次运行会接着做。"""
    with application():
        settings = current_app.config["LINLI"]
        if settings.production:
            raise click.ClickException("正式环境不能装演示数据。")
        if if_empty and not _is_empty():
            return
        made = make(count=count, units=units, seed=seed, show=True)
        target = accounts or settings.data_dir / ACCOUNTS
        target.write_text(json.dumps(made.accounts, ensure_ascii=False, indent=1))
    click.echo(f"{count} 个小区、{len(made.accounts)} 个可登录的演示账号：{target}")


def make(*, count: int, units: int, seed: int, today: date | None = None, show: bool = False) -> cities.City:
    """Make the city, an estate a transaction; estates that are there already are passed over.

    What happens in it is dated back from `today`: the same seed and day give the same city.
    Raises click.ClickException where a city of another size is there: streets and companies follow its size.
    """
    today, there = today or day_of(clock.now()), _there()
    bulk = Bulk()
    made = cities.build(bulk, seed=seed, estates=count)
    with transaction():
        if not there:
            _fresh_city(bulk, made)
        _check_same_city(made, count)
    rated = []
    for number in _progress(count, show=show):
        bulk = Bulk()
        estate = estates.build(bulk, made, number=number, units=units)
        _bring_to_life(bulk, estate, seed=seed, today=today, there=str(estate.id) in there)
        inventor = Inventor(seed, f"stars-{number}")
        rated.append(Rated(estate.id, estate.community_id, tuple(estate.officers), inventor))
    with invented(Inventor(seed, "stars").id_parts):
        rate(rated, today=today)
    settle()
    return made


def _bring_to_life(bulk: Bulk, estate: estates.Estate, *, seed: int, today: date, there: bool) -> None:
    """Two transactions, each of which is done once: up to the first vote's end, and from there to today."""
    early, late = (Inventor(seed, f"life-{estate.number}-{name}") for name in ("early", "late"))
    if not there:
        life = Life(estate, today, early)
        with clock.freeze(life.at(-38)), transaction(), invented(early.id_parts):
            bulk.write()
            council.live_early(life)
            live_early(life)
    with transaction(writes=False):
        done = lived(estate.id)
    if not done:
        with transaction(), invented(late.id_parts):
            life = Life(estate, today, late)
            live_on(life)
            council.live_on(life)
            upkeep.live_on(life)
            held.live_on(life)


def _fresh_city(bulk: Bulk, made: cities.City) -> None:
    regions = db.metadata.tables["region"]
    if db.session.scalar(select(regions.c.id).where(regions.c.id == made.id)) is None:
        bulk.write()


def _check_same_city(made: cities.City, count: int) -> None:
    """Communities and companies are laid out for a number of estates; a city of another number has others."""
    for table, wanted in (
        ("region", {one["community_id"] for one in made.communities}),
        ("company", {company_id for company_id, _ in made.companies}),
    ):
        ids = db.metadata.tables[table].c.id
        if set(db.session.scalars(select(ids).where(ids.in_(wanted)))) != wanted:
            raise click.ClickException(
                f"数据库里已有另一个大小的演示城市（{len(_estate_ids())} 个小区），不能改成 {count} 个："
                "社区和物业公司是按小区个数编排的。请照原来的个数运行，或者换一个空的数据库（设置 LINLI_DATABASE_URL）。"
            )


def _estate_ids() -> set[str]:
    return {str(found) for found in db.session.scalars(select(db.metadata.tables["estate"].c.id))}


def _there() -> set[str]:
    with transaction(writes=False):
        return _estate_ids()


def _is_empty() -> bool:
    return not _there()


def _progress(count: int, *, show: bool) -> Iterator[int]:
    yield from tqdm(range(count), desc="小区", unit="个", disable=not show)
