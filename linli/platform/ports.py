"""Where a room finds the outside world it asked for."""

from typing import Any, TypeVar, cast

from flask import Flask, current_app

P = TypeVar("P")


def bind(app: Flask, port: type, adapter: Any) -> None:
    """Let `adapter` answer for `port` in this application."""
    app.extensions.setdefault("linli.ports", {})[port] = adapter


def use(port: type[P]) -> P:
    """The adapter of a port; a KeyError when none was bound is a fault of the assembly."""
    return cast("P", current_app.extensions["linli.ports"][port])
