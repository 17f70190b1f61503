"""Ids that the database makes itself, for rows it writes by the thousand in one statement."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement


class IdHere(ColumnElement[uuid.UUID]):
    """A fresh UUID of version 7 for each row, like `kernel.ids.new_id`, of the moment given."""

    inherit_cache = False
    type = Uuid()

    def __init__(self, now: datetime) -> None:
        self.prefix = f"{int(now.timestamp() * 1000):012x}7"  # hexadecimal digits only: safe inside SQL


@compiles(IdHere, "postgresql")
def _postgresql(element: IdHere, _compiler: Any, **_: Any) -> str:
    random = "substr(replace(CAST(gen_random_uuid() AS text), '-', ''), 14)"  # with the variant's bits
    return f"CAST('{element.prefix}' || {random} AS uuid)"


@compiles(IdHere, "sqlite")
def _sqlite(element: IdHere, _compiler: Any, **_: Any) -> str:
    variant = "substr('89ab', (random() & 3) + 1, 1)"
    return (
        f"('{element.prefix}' || substr(lower(hex(randomblob(2))), 1, 3) || {variant}"
        " || substr(lower(hex(randomblob(8))), 1, 15))"
    )
