"""One cheap look at what everybody may know: one statement, one way to the database and back, no transaction.

A unit of work (linli.platform.transactions) takes five ways: is the connection alive, begin, say who sees what, ask,
roll back. For a page that is drawn already and only asks whether it still holds, that is most of the price. On
PostgreSQL each process keeps two connections of its own for glances: they see every estate, can write nothing and
commit each statement by itself. Where none is free or the database is away, a glance sees nothing, and whoever asked
goes the ordinary way, with its ordinary refusals.
"""

import logging
from collections.abc import Mapping
from typing import Any

from flask import current_app
from sqlalchemy import Engine, Row, Select, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from linli.platform.db import db
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

CONNECTIONS, WAITS = 2, 0.05
_MANNER = "-c linli.estate=* -c default_transaction_read_only=on"
_KEPT = "linli.glances"


def glance(asked: Select[*tuple[Any, ...]], told: Mapping[str, Any]) -> Row[*tuple[Any, ...]] | None:
    """The first row of what is asked, seeing every estate; None where there is none or nothing could be asked.

    Only for what is public, and outside of a transaction. `told` are the values of its bound parameters.
    """
    try:
        if db.engine.dialect.name != "postgresql":
            with transaction(writes=False):
                return db.session.execute(asked, told).first()
        with _engine().connect() as connection:
            return connection.execute(asked, told).first()
    except SQLAlchemyError:
        log.warning("could not glance")
        return None


def _engine() -> Engine:
    """This application's connections for glances, made at its first one; they go with the ordinary ones."""
    kept: Engine | None = current_app.extensions.get(_KEPT)
    if kept is None:
        made = create_engine(
            db.engine.url,
            connect_args={"options": _MANNER},
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=WAITS,
            hide_parameters=True,
        )
        event.listen(db.engine, "engine_disposed", lambda _: made.dispose())
        kept = current_app.extensions.setdefault(_KEPT, made)
    return kept
