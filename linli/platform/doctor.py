"""Is everything in order? Each mechanism and each room adds a check; `linli doctor` and the restore ask them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select, text

from linli.platform import audit, schema
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.storage import Storage
from linli.platform.transactions import transaction

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check by name, and what it found wrong."""

    name: str
    faults: list[str]


def contribute(name: str, check: Check) -> None:
    """Add a check under a name that people read; it yields a line for each fault."""
    _checks[name] = check


def examine() -> list[Verdict]:
    """Ask every check, in one reading transaction that sees every estate."""
    with transaction(writes=False):
        return [Verdict(name, list(check())) for name, check in _checks.items()]


def _database() -> Iterator[str]:
    if db.engine.dialect.name == "sqlite":
        for line in db.session.scalars(text("PRAGMA integrity_check")):
            if line != "ok":
                yield str(line)
        for row in db.session.execute(text("PRAGMA foreign_key_check")):
            yield f"外键不成立：{row[0]}"


def _schema() -> Iterator[str]:
    if schema.revision() != schema.head():
        yield f"结构是 {schema.revision()}，程序需要 {schema.head()}：请运行 linli db upgrade"


def _audit() -> Iterator[str]:
    for chain in db.session.scalars(select(audit.AuditHead.chain)).all():
        for seq in audit.broken(chain):
            yield f"操作记录 {chain} 从第 {seq} 条起对不上"
            break


def _files() -> Iterator[str]:
    for key in db.session.scalars(
        select(Attachment.storage_key).where(Attachment.deleted_at.is_(None)).distinct()
    ):
        if not use(Storage).exists(key):
            yield f"文件不在了：{key}"


contribute("数据库完好", _database)
contribute("结构是最新的", _schema)
contribute("操作记录没有被改动", _audit)
contribute("附件都在", _files)
