"""The same request twice has one effect and one answer.

The key's row is written in the same transaction as the effect, so there is never one without the
other; two requests with one key at the same moment meet at the primary key, where the later one waits
and finds the earlier's answer (checks D-2, decision 14).
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.refusals import Invalid
from linli.platform import clock, sealed
from linli.platform.db import Json, Model, db
from linli.platform.prepared import prepared
from linli.platform.upsert import claimed

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


class KeyMissing(Invalid):
    """The operation moves votes or money and came without a key."""

    code, sentence = "idempotency_key_required", "这项操作必须带 Idempotency-Key 请求头，以免重复提交。"


class KeyMalformed(Invalid):
    """The key is not 1 to 255 visible ASCII characters."""

    code, sentence = "idempotency_key_malformed", "Idempotency-Key 应为 1 到 255 个可见的英文字符。"


class KeyReused(Invalid):
    """The key was used before for something else."""

    code, sentence = "idempotency_key_reused", "这个 Idempotency-Key 已经用于另一次不同的提交，请换一个新的。"


class IdempotencyKey(Model):
    """One request that made something, and the answer it was given."""

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int] = mapped_column(default=0)
    answer: Mapped[Any] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(index=True)


_TABLE = cast("Table", IdempotencyKey.__table__)
_ANSWERED = (
    update(_TABLE)
    .where(_TABLE.c.account_id == bindparam("of"), _TABLE.c.key == bindparam("under"))
    .values(status=bindparam("status"), answer=bindparam("answer"))
)


@prepared
def _kept(account_id: Any, key: Any) -> Select[IdempotencyKey]:
    return select(IdempotencyKey).where(IdempotencyKey.account_id == account_id, IdempotencyKey.key == key)


def check_key(key: str) -> str:
    """The key as it was sent. Raises KeyMalformed."""
    if not 0 < len(key) <= LONGEST_KEY or not all("!" <= letter <= "~" for letter in key):
        raise KeyMalformed
    return key


def veiled(key: str, request_hash: str) -> tuple[str, str]:
    """What is stored of a key and of the request that came with it.

    What somebody sent may be one of three words, as in a ballot: its plain hash would be found by trying. So the
    request's hash is mixed with the key, and of the key itself only a digest is kept.
    """
    return sealed.digest(f"idempotency:{key}"), sealed.digest(f"idempotency:{key}:{request_hash}")


def find(*, account_id: uuid.UUID, key: str, request_hash: str) -> IdempotencyKey | None:
    """The earlier answer under this key, if there is one. Raises KeyReused where the request differed."""
    row: IdempotencyKey | None = db.session.scalar(*_kept(account_id=account_id, key=key))
    if row is None or row.made_at < clock.now() - KEPT:
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return None
    if row.request_hash != request_hash:
        raise KeyReused
    return row


def claim(*, account_id: uuid.UUID, key: str, request_hash: str) -> bool:
    """Take the key before the effect; False where it was used before. A twin that has it just now is waited for."""
    return claimed(
        IdempotencyKey, account_id=account_id, key=key, request_hash=request_hash, status=0, answer={},
        made_at=clock.now(),
    )  # fmt: skip


def keep(*, account_id: uuid.UUID, key: str, status: int, answer: Any) -> None:
    """Write the answer down with the effect that it tells of."""
    db.session.execute(_ANSWERED, {"of": account_id, "under": key, "status": status, "answer": answer})


def sweep() -> None:
    """Drop the keys whose day has passed."""
    db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.made_at < clock.now() - KEPT))
