"""`linli roster …`: look at a property company's roster and bring it into an estate's register."""

import contextlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from linli.cli import application, linli
from linli.domains.estates import queries as estates
from linli.domains.people.operations import rosters
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.decisions import EVERY_UNIT, Decisions
from linli.domains.people.roster.error_sheet import error_sheet, read_corrections
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.lines import RosterReading
from linli.domains.people.roster.reading import LARGEST_FILE, read_roster
from linli.domains.people.roster.summary import difference_lines, summary
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import transaction

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@linli.group()
def roster() -> None:
    """业主名册。"""


@roster.command()
@click.argument("file", type=_FILE)
@click.option("--estate", "named", required=True, help="小区的编号或全名")
@click.option("--errors", "fixed", type=_FILE, help="改好的更正表")
@click.option("--save-errors", type=click.Path(dir_okay=False, path_type=Path), help="把要处理的行存成更正表")
def preview(file: Path, named: str, fixed: Path | None, save_errors: Path | None) -> None:
    """逐行说明 FILE（.xlsx 或 .csv）认出了什么、哪些存疑、会改动什么。什么都不写入。"""
    reading, decisions = _read(file, fixed)
    with application(), transaction(writes=False):
        estate_id = _estate(named)
        outlook = queries.look_ahead(estate_id, reading, decisions, on=day_of(clock.now()))
    for line in summary(reading):
        click.echo(line)
    click.echo("")
    for line in difference_lines(outlook.differences):
        click.echo(line)
    for group in outlook.gathered.alike:
        where = "；".join("、".join(label for label, _ in person.mentions) for person in group)
        click.echo(f"可能是同一人　{group[0].name}　{where}")
    if save_errors is not None and reading.open_rows:
        save_errors.write_bytes(error_sheet(reading))
        click.echo(f"更正表已存到 {save_errors}，改好后用 --errors {save_errors} 再来。")


@roster.command("import")
@click.argument("file", type=_FILE)
@click.option("--estate", "named", required=True, help="小区的编号或全名")
@click.option("--errors", "fixed", type=_FILE, help="改好的更正表")
@click.option("--sold-on", type=click.DateTime(["%Y-%m-%d"]), help="换了产权人的房屋的过户日期")
@click.option("--yes", is_flag=True, help="不再询问")
def import_(file: Path, named: str, fixed: Path | None, sold_on: datetime | None, *, yes: bool) -> None:
    """导入 FILE：全部写入或全部不写入。空名册立即导入；改动已有名册时提交给社区或街道的工作人员确认。"""
    reading, decisions = _read(file, fixed, sold_on=sold_on)
    if reading.open_rows:
        raise click.ClickException(
            f"还有 {len(reading.open_rows)} 行存疑或不能识别，没有写入。请先运行 linli roster preview --save-errors。"
        )
    with application():
        with transaction(writes=False):
            estate_id = _estate(named)
            outlook = queries.look_ahead(estate_id, reading, decisions, on=day_of(clock.now()))
        for line in difference_lines(outlook.differences):
            click.echo(line)
        if not outlook.differences.applicable:
            return
        if not yes:
            click.confirm("确认吗？", abort=True)
        with transaction(estate_id=estate_id):
            state = _bring_in(file, estate_id, decisions, outlook.seen)
    click.echo(
        "已导入。"
        if state == "applied"
        else "已提交：改动已有名册，要由工作人员在“导入业主名册”里确认后才生效。"
    )


def _bring_in(file: Path, estate_id: UUID, decisions: Decisions, seen: str) -> str:
    now = clock.now()
    taken = rosters.take_in(
        actor=None, estate_id=estate_id, content=file.read_bytes(), filename=file.name, now=now
    )
    rosters.take_over(roster=taken, decisions=decisions)
    return rosters.hand_in(actor=None, roster=taken, seen=seen, now=now).state


def _read(
    file: Path, fixed: Path | None, *, sold_on: datetime | None = None
) -> tuple[RosterReading, Decisions]:
    with file.open("rb") as stream:
        workbook = read_roster(stream.read(LARGEST_FILE + 1), file.name)
    reading = judge(workbook)
    decisions = Decisions(days={EVERY_UNIT: sold_on.date()} if sold_on else {})
    if fixed is not None:
        found = read_corrections(read_roster(fixed.read_bytes(), fixed.name), reading)
        decisions = decisions.corrected(found)
        reading = judge(workbook, decisions.rows)
    return reading, decisions


def _estate(named: str) -> UUID:
    known = estates.all_estates()
    wanted = None
    with contextlib.suppress(ValueError):
        wanted = UUID(named)
    found = [estate_id for estate_id, name in known if estate_id == wanted or name == named]
    if len(found) != 1:
        raise click.ClickException(
            f"没有叫“{named}”的小区。" if not found else f"有 {len(found)} 个小区叫“{named}”，请写编号。"
        )
    return found[0]
