"""Flask with one transaction round every view: returning commits, raising rolls back."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from linli.kernel.refusals import Busy, Forbidden, Refusal, Unknown
from linli.platform import audit, limits, readonly
from linli.platform.transactions import transaction
from linli.platform.web import problems, steps, waited
from linli.platform.web.forms import Form
from linli.platform.web.marks import Operation
from linli.platform.web.routes import LateRule

TRIES = 3
JSON_MOST, UPLOAD_MOST = 1024 * 1024, 20 * 1024 * 1024 + 100_000  # a form's other fields come on top
_AGAIN = {"40001", "40P01"}  # serialization failure, deadlock
_PASSING_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")


class App(Flask):
    """The web application. Views without marks (static files) pass untouched."""

    url_rule_class = LateRule

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view of the current request in one transaction, a few times where the database asks for it."""
        if request_ctx.request.routing_exception is not None:
            return super().dispatch_request()
        view: Any = self.view_functions.get(request.endpoint or "")
        operation: Operation | None = getattr(view, "operation", None)
        if operation is None or request.method == "OPTIONS":
            return super().dispatch_request()
        limit_body(operation)
        try:
            if operation.patience is not None and waited.seconds(request.environ) > operation.patience:
                raise Busy
            if request.method not in steps.SAFE and readonly.lately_on():
                raise readonly.ReadOnly  # before anything is counted; asked again in the transaction
            for limit, subject in operation.limits:
                if (sent := _sent(operation)) is None:
                    break  # no try: the view refuses it, once its door has looked who asks
                limits.count(limit, subject(sent))
            return self._in_one_transaction(super().dispatch_request)
        except ValidationError as error:
            return problems.answer_validation(error)
        except Refusal as no:
            return self.refuse(view, no)

    def _in_one_transaction(self, run: Any) -> Response:
        for tries_left in reversed(range(TRIES)):
            try:
                writes = request.method not in steps.SAFE
                with transaction(writes=writes, sees="", asks=readonly.STANDS if writes else ""):
                    return self.make_response(run())
            except steps.AskAgain:
                if not tries_left:
                    raise Busy from None
            except PoolTimeout:
                raise Busy from None
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) in _AGAIN and tries_left:
                    continue
                if _passing(error):
                    raise Busy from None
                raise
        raise Busy

    def refuse(self, view: Any, no: Refusal) -> Response:
        """The answer to a refused request: where the view has a form page, that page with all that was typed."""
        if isinstance(no, Forbidden | Unknown) and g.get("actor") is not None:
            self._note_refusal(no)
        again = getattr(view, "refused", None)
        if again is None or request.method in steps.SAFE or isinstance(no, Unknown):
            return problems.answer_refusal(no)
        try:
            with transaction(writes=False, sees=""):
                answer: Response = again(no, **(request.view_args or {}))
        except Refusal:
            return problems.answer_refusal(no)
        answer.status_code = problems.status_of(no)
        return answer

    def _note_refusal(self, no: Refusal) -> None:
        if readonly.lately_on():
            return
        ids = request.view_args or {}
        audit.record_apart(
            f"refused:{no.code}",
            object_kind=request.endpoint or "",
            object_id=";".join(f"{name}={value}" for name, value in sorted(ids.items())),
        )


def _sent(operation: Operation) -> Mapping[str, Any] | None:
    """What the request brings, or None where it cannot even be read."""
    try:
        return steps.raw_body(operation)
    except (Refusal, ValidationError, HTTPException):
        return None


def limit_body(operation: Operation) -> None:
    """How much the current request may bring; to be said before anybody looks at its body."""
    request.max_content_length = UPLOAD_MOST if operation.files else JSON_MOST


def _passing(error: DBAPIError) -> bool:
    """Whether the fault is the database's hour, not ours: locked, restarting, out of connections."""
    if error.connection_invalidated:
        return True
    sqlite = getattr(error.orig, "sqlite_errorname", None)
    if sqlite is not None:
        return str(sqlite).startswith(_PASSING_SQLITE)
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, OperationalError) and (state is None or state[:2] in {"08", "53", "57"}):
        return True
    return bool(state in _AGAIN)


def word_refusals(app: Flask) -> None:
    """Turn what Flask itself refuses, and faults, into the house's words."""
    app.register_error_handler(HTTPException, problems.answer_http)
    if not app.config.get("TESTING"):
        app.register_error_handler(Exception, _fault)


def _fault(error: Exception) -> Response:
    current_app.logger.error("fault", exc_info=error)
    return problems.answer_fault(error)


__all__ = ["App", "Form", "word_refusals"]
