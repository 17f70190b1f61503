"""`linli retention show` and `linli retention run`: how long personal data is kept, and what was removed."""

import click

from linli.cli import application, linli
from linli.kernel.times import shanghai
from linli.platform import clock
from linli.platform import retention as terms
from linli.platform.transactions import transaction


@linli.group()
def retention() -> None:
    """个人信息的保存期限。"""


@retention.command()
def show() -> None:
    """列出每项个人信息保存多久、依据、已清除多少。"""
    with application(), transaction(writes=False):
        for seen in terms.seen():
            term = seen.term
            days = f"{term.after.days} 天后{term.ends}" if term.after else "保存"
            last = (
                f"；已清除 {seen.removed} 条，最近 {shanghai(seen.last_at):%Y-%m-%d}" if seen.last_at else ""
            )
            click.echo(f"{term.title}：{days}（{term.basis}）{last}")


@retention.command()
def run() -> None:
    """立即清除过期的个人信息（后台每天 3:50 也会做）。"""
    with application():
        removed = terms.run(now=clock.now())
    for name, count in removed.items():
        if count:
            click.echo(f"{name}：{count} 条")
    click.echo(f"共清除 {sum(removed.values())} 条。")
