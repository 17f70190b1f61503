"""Guards over the other estate: its rows cannot be written without being caught, and can be compared."""

from sqlalchemy import select, text

from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.checks.city import EVERYWHERE

MAIL = "message"  # is its reader's, whatever estate it tells of: city staff hear of both


def of_estate():
    """Every table whose rows say to which estate they belong."""
    return [table for table in db.metadata.sorted_tables if "estate_id" in table.c and table.name != MAIL]


def of_people():
    """Tables whose rows belong to a person, with the column that says to whom."""
    named = [
        table
        for table in db.metadata.sorted_tables
        if "account_id" in table.c and ("estate_id" not in table.c or table.name == MAIL)
    ]
    return [(db.metadata.tables["account"], "id"), *((table, "account_id") for table in named)]


def forbid_writes(side):
    """From now on SQLite refuses any statement that touches a row of this estate or of its people."""
    people = ",".join(f"'{one.hex}'" for who, one in side.accounts.items() if who not in EVERYWHERE)
    watched = [(table.name, f"{{}}.estate_id = '{side.estate_id.hex}'") for table in of_estate()]
    watched += [(table.name, f"{{}}.{column} IN ({people})") for table, column in of_people()
                if table.name not in {"attempt", "audit_entry"}]  # fmt: skip
    watched.append(("estate", f"{{}}.id = '{side.estate_id.hex}'"))
    with transaction():
        for name, condition in watched:
            for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
                when = " OR ".join(condition.format(row) for row in rows)
                db.session.execute(
                    text(f'CREATE TRIGGER "guard_{name}_{verb}" BEFORE {verb} ON "{name}" WHEN {when} '
                         f"BEGIN SELECT RAISE(ABORT, 'a foreign {name} was written'); END")
                )  # fmt: skip


def snapshot(side):
    """Every row of this estate and of its people, by table, as text."""
    with transaction(writes=False):
        found = {
            table.name: _rows(select(table).where(table.c.estate_id == side.estate_id))
            for table in of_estate()
        }
        own = [one for who, one in side.accounts.items() if who not in EVERYWHERE]
        for table, column in of_people():
            if table.name != "audit_entry":
                found[table.name] = _rows(select(table).where(table.c[column].in_(own)))
    return found


def _rows(query):
    return sorted(repr(tuple(row)) for row in db.session.execute(query))


__all__ = ["forbid_writes", "snapshot"]
