"""Ids that the database makes itself, for rows it writes by the thousand in one statement."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String, Uuid, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class IdHere(FunctionElement[uuid.UUID]):
    """A fresh UUID of version 7 for each row, like `kernel.ids.new_id`, of the moment given."""

    inherit_cache = True  # the moment is a parameter, so that a statement is put together only once
    type = Uuid()

    def __init__(self, now: datetime) -> None:
        moment = f"{int(now.timestamp() * 1000):012x}"
        super().__init__(literal(f"{moment[:8]}-{moment[8:]}-7", String))


@compiles(IdHere, "postgresql")
def _postgresql(element: IdHere, compiler: Any, **options: Any) -> str:
    prefix = compiler.process(element.clauses, **options)
    return f"CAST(overlay(CAST(gen_random_uuid() AS text) placing {prefix} from 1 for 15) AS uuid)"


@compiles(IdHere, "sqlite")
def _sqlite(element: IdHere, compiler: Any, **options: Any) -> str:
    prefix = compiler.process(element.clauses, **options)
    variant = "substr('89ab', (random() & 3) + 1, 1)"
    return (
        f"(replace({prefix}, '-', '') || substr(lower(hex(randomblob(2))), 1, 3) || {variant}"
        " || substr(lower(hex(randomblob(8))), 1, 15))"
    )
