"""What the applications of one test process have in common is made once: addresses, templates, SQL.

A test has an application of its own. Making its thousand routes, compiling the templates of one page and writing
the SQL of one flow cost more than most tests, and come out the same each time.
"""

from unittest.mock import patch

from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine

from linli import app as making
from linli.platform.db import db
from linli.platform.web.application import App

_ADDRESSES = []  # none, or the map of the first application
_COMPILED = {}
_SQL = {}


def create_app(settings):
    """linli.app.create_app, with what earlier applications of this process have already prepared."""
    with patch.object(making, "App", _App):
        app = making.create_app(settings)
    if not _ADDRESSES:
        _ADDRESSES.append(app.url_map)
    app.complete = True
    app.jinja_env.bytecode_cache = _Compiled()
    with app.app_context():
        _share_sql(db.engine)
    return app


class _App(App):
    """Takes over the addresses of the first application; a test that adds one of its own changes only its own."""

    complete = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if _ADDRESSES:
            self.url_map = _ADDRESSES[0]

    def add_url_rule(self, rule, endpoint=None, view_func=None, provide_automatic_options=None, **options):
        if self.complete and self.url_map is _ADDRESSES[0]:
            self.url_map = self.url_map_class()
            for known in _ADDRESSES[0].iter_rules():
                self.url_map.add(known.empty())
        if self.complete or not _ADDRESSES:
            super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)
        else:
            self.view_functions[endpoint] = view_func


class _Compiled(BytecodeCache):
    """Compiled templates by the text they were made from."""

    def load_bytecode(self, bucket: Bucket):
        if (found := _COMPILED.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket):
        _COMPILED[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def _share_sql(engine: Engine):
    """Let this engine use the SQL that engines of its kind have written: it is kept by dialect."""
    first = _SQL.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
