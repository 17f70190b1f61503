"""The log: one JSON object a line, of named fields only, without anybody's name, number or words.

Fields are let through by name; what people typed never is. Digits that look like a phone or an identity
number are struck out wherever they stand, and a line end or a terminal sequence stays inside its string
(checks I-2, I-9).
"""

import logging
import re
import sys
import time
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

FIELDS = frozenset(
    [
        "event",
        "level",
        "logger",
        "timestamp",
        "request_id",
        "endpoint",
        "method",
        "status",
        "ms",
        "account_id",
        "estate_id",
        "role",
        "code",
        "job",
        "period",
        "item",
        "failures",
        "fault",
        "message_id",
        "reaction",
        "holder",
        "pump",
        "key",
        "port",
        "channel",
        "count",
        "bytes",
        "state",
        "tries",
        "exception",
        "stack",
        "release",
        "token_number",
        "version",
        "revision",
    ]
)
_DIGITS = re.compile(r"(?<![0-9a-fA-F-])\+?\d[\d -]{5,}[\dXx](?![0-9a-fA-F-])")
_PERSONAL = re.compile(r"\d{7,}[\dXx]?")
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}|\d{4}-\d\d-\d\dT[\d:.+Z-]+"
)
_TERMINAL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_LONGEST = 2000
_OWN_EXTRAS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

log = logging.getLogger("linli.request")


def configure(*, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send every logger of the process through here; call once, when a process starts."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for noisy in ("apscheduler", "werkzeug", "botocore", "urllib3", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def formatter() -> logging.Formatter:
    """Turns a record of the standard library into one line of JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _extras,
        ],
        processors=[
            _faults,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _only_named,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: scrub(str(value))),
        ],
    )


def scrub(text: str) -> str:
    """The text without terminal sequences and without runs of digits that could be a person's."""
    kept: list[str] = []
    at = 0
    text = _TERMINAL.sub(" ", text[:_LONGEST])
    for harmless in _UUID.finditer(text):
        kept += [_strike(text[at : harmless.start()]), harmless[0]]
        at = harmless.end()
    return "".join([*kept, _strike(text[at:])])


def log_requests(app: Flask) -> None:
    """One line for every request: what was asked of which door, by whom, how it ended and how long it took."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.request_started = time.perf_counter()


def _finish(answer: Response) -> Response:
    actor = g.get("actor")
    log.info(
        "request",
        extra={
            "request_id": g.get("request_id", ""),
            "endpoint": request.endpoint or "-",
            "method": request.method if len(request.method) <= 8 else "-",  # noqa: PLR2004 - a made-up one
            "status": answer.status_code,
            "ms": round((time.perf_counter() - g.get("request_started", time.perf_counter())) * 1000, 1),
            "account_id": str(actor.account_id) if actor else None,
            "role": str(actor.role) if actor else None,
        },
    )
    return answer


def _strike(text: str) -> str:
    def star(found: re.Match[str]) -> str:
        plain = re.sub(r"[ -]", "", found[0])
        return "[数字]" if _PERSONAL.search(plain) else found[0]

    return _DIGITS.sub(star, text)


def _extras(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        event.update((name, value) for name, value in vars(record).items() if name not in _OWN_EXTRAS)
    return event


def _faults(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A fault as its kind and where it happened: its words may hold what somebody typed."""
    found = event.pop("exc_info", None)
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, tuple) and found[0] is not None:
        event["exception"] = _where(found[0], found[2])
    return event


def _where(kind: type[BaseException], trace: TracebackType | None) -> str:
    steps = [
        f"{step.filename.rsplit('/', 3)[-1]}:{step.lineno} {step.name}"
        for step in traceback.extract_tb(trace)
    ]
    return " < ".join([f"{kind.__module__}.{kind.__qualname__}", *reversed(steps[-12:])])


def _only_named(_: WrappedLogger, __: str, event: EventDict) -> dict[str, Any]:
    named = {name: value for name, value in event.items() if name in FIELDS and value is not None}
    return {name: scrub(value) if isinstance(value, str) else value for name, value in named.items()}
