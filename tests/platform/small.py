"""A Flask application of the platform alone: its own tables, no room, one actor at the door."""

from dataclasses import dataclass, field
from uuid import UUID

from jinja2 import DictLoader
from sqlalchemy import Column, MetaData, Table, Uuid
from sqlalchemy.schema import CreateTable

import linli.domains.estates.models  # noqa: F401 - rows of an estate point at its table
from linli.kernel.actors import Actor, Role
from linli.platform import attachments, housekeeping, ports, protection, sealed  # noqa: F401 - their tables
from linli.platform.db import db, prepare_engine
from linli.platform.web.application import App, word_refusals
from linli.platform.web.files import fill_files
from linli.platform.web.identity import Identity
from linli.platform.web.security import secure

KEYS = sealed.Keys(sealing=((1, b"1" * 32),), digest=b"d" * 32)
_estates = Table("estate", MetaData(), Column("id", Uuid, primary_key=True))
_companies = Table("company", MetaData(), Column("id", Uuid, primary_key=True))
HERE = UUID(int=1)
ELSEWHERE = UUID(int=2)


@dataclass
class Door:
    """Whoever the test says is at the door."""

    who: Actor | None = None
    estates: set[UUID] = field(default_factory=lambda: {HERE})
    cookie: bool = False
    writes: bool = True

    def actor(self):
        return self.who

    def reaches(self, actor, estate_id):
        return estate_id in self.estates

    def came_by_cookie(self):
        return self.cookie

    def offers(self, estate_id):
        return True

    def may_write(self):
        return self.writes


def manager(number=7):
    return Actor(UUID(int=number), Role.PROPERTY_MANAGER)


def small_app(url, *, hosts=(), proxies=0, static=None, **config):
    """The platform on one database, its tables made and protected."""
    app = App("small", static_folder=static)
    app.jinja_loader = DictLoader({"refused.html": "<h1>{{ sentence }}</h1><p>{{ number }}</p>"})
    app.config.update(
        TESTING=True,
        SECRET_KEY="small" * 8,
        SQLALCHEMY_DATABASE_URI=url,
        LINLI_AUDIT_KEY=b"a" * 32,
        LINLI_ORIGINS=(),
    )
    app.config.update(config)
    sealed.use_keys(KEYS)
    db.init_app(app)
    secure(app, hosts=hosts, proxies=proxies)
    fill_files(app)
    word_refusals(app)
    ports.bind(app, Identity, Door())
    with app.app_context():
        prepare_engine(app)
        tables = [table for table in db.metadata.sorted_tables if _of_platform(table)]
        with db.engine.begin() as connection:
            # rows of an estate point at it; its own table belongs to a room and is only hinted at here
            connection.execute(CreateTable(_estates))
            connection.execute(CreateTable(_companies))
            connection.execute(_estates.insert(), [{"id": HERE}, {"id": ELSEWHERE}])
            db.metadata.create_all(connection, tables=tables)
            names = {table.name for table in tables}
            for statement in protection.sql_for(db.metadata, connection.dialect.name, tables=names):
                connection.exec_driver_sql(statement)
    return app


def _of_platform(table):
    owners = [m.class_.__module__ for m in db.Model.registry.mappers if m.local_table is table]
    return any(module.startswith("linli.platform") for module in owners)
