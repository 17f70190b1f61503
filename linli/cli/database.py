"""`linli db …`: the schema."""

import click

from linli.cli import application, linli
from linli.platform import schema


@linli.group()
def db() -> None:
    """数据库结构。"""


@db.command()
def upgrade() -> None:
    """升级到程序需要的结构；可以反复运行，几个进程同时运行也只升级一次。"""
    with application():
        before = schema.revision()
        schema.upgrade()
        after = schema.revision()
    click.echo(
        f"数据库结构：{before or '空'} → {after}" if before != after else f"数据库结构已是最新：{after}"
    )


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """退回到某个版本（base 表示清空）。"""
    with application():
        schema.downgrade(revision)
        click.echo(f"数据库结构：{schema.revision() or '空'}")
