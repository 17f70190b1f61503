"""`linli votes …`: the bundle of a vote as a file."""

import uuid
from pathlib import Path

import click

from linli.cli import application, linli
from linli.domains.voting.operations import closing
from linli.domains.voting.ports import BundleSigner
from linli.domains.voting.queries import votes as asked
from linli.platform import audit, clock
from linli.platform.ports import use
from linli.platform.transactions import transaction


@linli.group()
def votes() -> None:
    """业主表决。"""


@votes.command("export")
@click.argument("vote_id", metavar="VOTE", type=click.UUID)
@click.option(
    "--out", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到这个文件"
)
@click.option("--unsigned", is_flag=True, help="不签名")
@click.option("--version", type=click.IntRange(1), help="更正过的结果：哪一版；不写为最新一版")
def export(vote_id: uuid.UUID, out: Path, *, unsigned: bool, version: int | None) -> None:
    """导出一次已公布表决的核验包；用 `linli verify` 可以重新计票。"""
    with application(), transaction():
        vote = asked.vote_anywhere(vote_id)
        signature = None if unsigned else use(BundleSigner)
        packed = closing.export(vote=vote, signature=signature, now=clock.now(), version=version)
        audit.record("voting:bundle:export", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    try:
        out.write_bytes(packed)
    except OSError as fault:
        raise click.ClickException(f"写不了 {out}：{fault.strerror}") from None
    click.echo(f"已写到 {out}（{len(packed):,} 字节）。核验：linli verify {out}")
