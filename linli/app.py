"""Putting linli together. The only module that knows every other."""

import importlib
import pkgutil
from types import ModuleType

from flask import Flask

import linli.blueprints
import linli.jobs
from config import Settings
from linli import wiring
from linli.blueprints import frames
from linli.blueprints.account import doorkeeper
from linli.platform import logs, observe, sealed
from linli.platform.db import db, prepare_engine
from linli.platform.web import files, openapi, security, show
from linli.platform.web.application import App, word_refusals

WEB = "web"


def create_app(settings: Settings | None = None) -> App:
    """The application, ready to serve or to work. Raises config.BadSetting when it is misconfigured."""
    settings = settings or Settings.from_env()
    if settings.env != "test":
        logs.configure()
    app = App("linli", template_folder=f"{WEB}/templates", static_folder=f"{WEB}/static")
    _configure(app, settings)
    db.init_app(app)
    logs.log_requests(app)
    observe.watch(app, metrics_token=settings.metrics_token)
    doorkeeper.keep(app)
    security.secure(app, hosts=settings.hosts, proxies=settings.proxies)
    show.furnish(app)
    frames.furnish(app)
    files.fill_files(app)
    word_refusals(app)
    wiring.bind_gateways(app, settings)
    for room in _rooms(linli.blueprints):
        for blueprint in getattr(room, "blueprints", ()):
            app.register_blueprint(blueprint)
    openapi.describe(app)
    _rooms(linli.jobs)
    with app.app_context():
        prepare_engine(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    sealed.use_keys(sealed.Keys(settings.sealing_keys, settings.digest_key))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.env == "test",
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 8,
            "max_overflow": 4,
            "pool_timeout": 5,
            "hide_parameters": True,  # what people typed stays out of the texts of errors
        },
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=1_000,
        LINLI=settings,
        LINLI_AUDIT_KEY=settings.audit_key,
        LINLI_ORIGINS=settings.origins,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]


def _rooms(parent: ModuleType) -> list[ModuleType]:
    """Everything directly inside a package, in the order of names."""
    return [
        importlib.import_module(f"{parent.__name__}.{found.name}")
        for found in pkgutil.iter_modules(parent.__path__)
    ]


wiring.connect()
