"""`linli serve` and `linli worker`: the processes of an installation."""

import json
import sys
from pathlib import Path

import click

from config import Settings
from linli.cli import assembled, linli
from linli.cli.serve import serve as run_both

ACCOUNTS = "demo-accounts.json"


@linli.command()
def serve() -> None:
    """启动网站和后台（LINLI_PORT，默认 8000），直到按 Ctrl-C。"""
    settings = Settings.from_env()
    sys.exit(run_both(settings.port, ready=lambda address: _announce(address, settings.data_dir / ACCOUNTS)))


@linli.command()
def worker() -> None:
    """只启动后台：发消息、跑定时任务。可以同时开几个，同一件事只做一次。"""
    from linli.platform.worker import run_worker

    run_worker(assembled())


def _announce(address: str, accounts: Path) -> None:
    click.echo(f"\n邻礼通已启动：{address}（按 Ctrl-C 停止）")
    if not accounts.is_file():
        click.echo("还没有账号：请用 linli accounts add-admin 用户名 开第一个管理员。\n")
        return
    click.echo("演示账号（密码和密钥只用于演示；居民的验证码短信会显示在这个窗口）：")
    for one in _one_of_each_role(json.loads(accounts.read_text())):
        ways = f"手机号 {one['phone']}" if one.get("phone") else (
            f"用户名 {one['username']}  密码 {one['password']}  动态码密钥 {one['totp_secret']}"
        )  # fmt: skip
        click.echo(f"  {one['role']:<22} {one['name']:<6} {ways}")
    click.echo(f"全部演示账号：{accounts}；动态码可用 linli demo-code 用户名 查看。")
    click.echo("想看报事上报四平台再回来：见 docs/operations.md 的 Trying the governance platform。\n")


def _one_of_each_role(accounts: list[dict[str, str]]) -> list[dict[str, str]]:
    first: dict[str, dict[str, str]] = {}
    for one in accounts:
        first.setdefault(one["role"], one)
    return list(first.values())


@linli.command("demo-code")
@click.argument("username")
def demo_code(username: str) -> None:
    """显示一个演示账号此刻的动态码。"""
    import pyotp

    accounts = Settings.from_env().data_dir / ACCOUNTS
    found = json.loads(accounts.read_text()) if accounts.is_file() else []
    secrets = [
        one["totp_secret"] for one in found if one.get("username") == username and one.get("totp_secret")
    ]
    if not secrets:
        raise click.ClickException("没有这个演示账号。")
    click.echo(pyotp.TOTP(secrets[0]).now())
