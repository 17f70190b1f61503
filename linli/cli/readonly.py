"""`linli readonly on|off|show`: everyone can read, nothing writes."""

import click

from linli.cli import application, linli
from linli.platform import clock
from linli.platform import readonly as house
from linli.platform.transactions import transaction


@linli.command()
@click.argument("wanted", type=click.Choice(["on", "off", "show"]))
def readonly(wanted: str) -> None:
    """只读模式：on 打开（大家只能看，不能提交），off 关闭，show 查看。"""
    with application():
        if wanted != "show":
            with transaction():
                house.switch(on=wanted == "on", now=clock.now())
        on = house.lately_on()
    click.echo("只读模式已打开：大家只能看，不能提交。" if on else "只读模式已关闭，一切照常。")
