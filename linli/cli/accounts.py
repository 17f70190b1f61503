"""`linli accounts …`: the first administrator of an installation."""

import click

from linli.cli import application, linli
from linli.domains.people.operations import roles, sign_in
from linli.kernel.actors import EVERYWHERE, Role
from linli.platform import clock
from linli.platform.transactions import transaction


@linli.group()
def accounts() -> None:
    """账号。"""


@accounts.command("add-admin")
@click.argument("username")
@click.option("--name", default="系统管理员", help="姓名")
def add_admin(username: str, name: str) -> None:
    """开一个系统管理员账号，打印一次性开通码（24 小时内有效）。安装后没有任何默认账号和密码。"""
    with application(), transaction():
        account, code = sign_in.open_staff_account(username=username, name=name, now=clock.now())
        roles.grant(
            actor=None,
            account_id=account.id,
            role=Role.SYSTEM_ADMIN,
            scope=EVERYWHERE,
            until=None,
            now=clock.now(),
        )
    click.echo(f"账号 {username} 的开通码：{code}\n请在 24 小时内打开 /setup 设置密码并绑定动态码。")
