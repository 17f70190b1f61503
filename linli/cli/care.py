"""`linli backup`, `linli restore` and `linli doctor`: keeping an installation safe."""

import sys
from pathlib import Path

import click
from flask import current_app

from linli.cli import application, linli
from linli.platform import backup as backups
from linli.platform import doctor as doctors


@linli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """备份数据库和文件到一个加密的文件；网站可以照常运行。"""
    with application():
        manifest = backups.write(file.resolve(), key=current_app.config["LINLI"].backup_key)
    click.echo(f"已备份：{file}（{file.stat().st_size // 1024} KB，{len(manifest['files']) - 1} 个文件）")


@linli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="只检查备份是否完好，不恢复")
def restore(file: Path, check: bool) -> None:
    """把备份恢复到一个空的数据库，然后逐项核对。"""
    with application():
        key = current_app.config["LINLI"].backup_key
        if check:
            click.echo(f"备份完好，做于 {backups.check_only(file, key=key)['made_at']}。")
            return
        manifest = backups.restore(file, key=key)
        click.echo(f"已恢复到 {manifest['made_at']} 的样子，正在核对：")
        sys.exit(_report())


@linli.command()
def doctor() -> None:
    """逐项检查：数据库、结构、操作记录、附件、账目等是否完好。"""
    with application():
        sys.exit(_report())


def _report() -> int:
    sick = 0
    for verdict in doctors.examine():
        click.echo(f"{'×' if verdict.faults else '√'} {verdict.name}")
        for fault in verdict.faults[:20]:
            click.echo(f"    {fault}")
        sick += bool(verdict.faults)
    return 1 if sick else 0
