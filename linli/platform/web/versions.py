"""Which version of the API answered, and until when an old operation will answer (RFC 9745, RFC 8594).

`ending` marks an operation whose end is announced: its answers carry `Deprecation` and `Sunset` and a link
to what takes its place, and its description says deprecated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

from linli.platform.web.marks import operation_of

View = TypeVar("View", bound=Callable[..., Any])
VERSION = "1"
HEADER = "X-API-Version"


@dataclass(frozen=True, slots=True)
class Ending:
    """Since when an operation is old, on which day it goes, and where to go instead."""

    since: date
    until: date
    instead: str


def ending(*, since: date, until: date, instead: str) -> Callable[[View], View]:
    """Announce the end of an operation; `instead` is the path of the one that takes its place."""

    def mark(view: View) -> View:
        operation_of(view).ending = Ending(since, until, instead)
        return view

    return mark


def tell(app: Flask) -> None:
    """Let every answer of the API say its version, and an old operation's when it ends."""
    app.after_request(_tell)


def _tell(answer: Response) -> Response:
    if not request.path.startswith("/api/v"):
        return answer
    answer.headers[HEADER] = VERSION
    view: Any = current_app.view_functions.get(request.endpoint or "")
    end: Ending | None = getattr(getattr(view, "operation", None), "ending", None)
    if end is not None:
        answer.headers["Deprecation"] = f"@{int(_moment(end.since).timestamp())}"
        answer.headers["Sunset"] = format_datetime(_moment(end.until), usegmt=True)
        answer.headers["Link"] = f'<{end.instead}>; rel="successor-version"'
    return answer


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
