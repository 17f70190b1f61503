"""What every answer carries and every request must not be: headers, request ids, forged forms, strange hosts.

The rules come from checks C-3, L-2 to L-6 and L-9. No page has a script or a style inside it, so the
content policy needs neither nonces nor exceptions.
"""

import hashlib
import secrets
import stat
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flask import Response, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import MethodNotAllowed, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.security import safe_join

from linli.platform.lately import lately
from linli.platform.web import problems, protocols
from linli.platform.web.application import JSON_MOST, App, limit_body
from linli.platform.web.steps import SAFE, ForeignPage

FORM_COOKIE = "__Host-linli-form"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "media-src 'self' blob:; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: with it, browsers say "Origin: null" on our own forms
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), geolocation=(self), payment=(self), microphone=(), usb=(), serial=(), midi=()"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_A_YEAR = "public, max-age=31536000, immutable"

_csrf = CSRFProtect()


def secure(app: App, *, hosts: Sequence[str] = (), proxies: int = 0) -> None:
    """Put this application's guards in place.

    `hosts` are the names it answers to (none: any, for a desk); `proxies` is how many proxies of ours
    stand before it: only what they say of the sender's address and protocol counts.
    """
    app.config.update(
        SESSION_COOKIE_NAME=FORM_COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_CHECK_DEFAULT=False,  # asked below, where the answer can show the form again
        WTF_CSRF_SSL_STRICT=False,  # the Origin is checked; some phones send no Referer
        WTF_CSRF_TIME_LIMIT=None,  # as long as the browser is open: people come back to a form after lunch
        MAX_CONTENT_LENGTH=JSON_MOST,
        TRUSTED_HOSTS=[*hosts, "127.0.0.1", "localhost"] if hosts else None,
    )
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    _csrf.init_app(app)
    app.before_request(_name_request)
    app.before_request(_refuse_strange)
    app.after_request(_dress)
    app.register_error_handler(SecurityError, _strange_host)
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """The address of a static file, with a mark of its content, so that browsers may keep it for a year.

    A page has dozens, so each file is looked at once in two seconds, not for each of them.
    """
    address = f"{request.script_root}{current_app.static_url_path}/{filename}"
    known = marks()
    mark = known[filename] if filename in known else known.setdefault(filename, _mark_of(filename))
    return f"{address}?v={mark}" if mark else address


@lately
def marks() -> dict[str, str]:
    """The marks by file that were found lately: none at first."""
    return {}


def foreign(origin: str | None) -> bool:
    """Whether a request says that it comes from another site's page."""
    if not origin:
        return False
    return origin.rstrip("/") not in {request.host_url.rstrip("/"), *current_app.config["LINLI_ORIGINS"]}


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _refuse_strange() -> Response | None:
    """Methods that nobody needs, and forms that did not come from a page of ours."""
    if request.method not in METHODS:
        raise MethodNotAllowed(METHODS)
    if request.method in SAFE or request.routing_exception is not None:
        return None
    if foreign(request.headers.get("Origin")):
        return problems.answer_refusal(ForeignPage())
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if operation := getattr(view, "operation", None):
        limit_body(operation)  # the form is read here already
    if problems.wants_json() or not current_app.config["WTF_CSRF_ENABLED"]:
        return None  # the API asks for a header where it was reached by cookie: steps.enter
    if protocols.spoken() is not None:
        return None  # no cookie counts there
    try:
        _csrf.protect()
    except CSRFError:
        again: Response = cast("App", current_app).refuse(view, ForeignPage())  # with all that was typed
        return again
    return None


def _dress(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("X-Request-ID", g.get("request_id", ""))
    if request.endpoint == "static" and answer.status_code in {200, 304}:
        asked = request.args.get("v")
        right = asked and asked == _mark_of(str((request.view_args or {}).get("filename", "")))
        answer.headers["Cache-Control"] = _A_YEAR if right else "no-cache"
    else:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _strange_host(_: SecurityError) -> Response:
    """Plain words: no address can be built for a host that is not ours."""
    return Response("这个网址不对。\n", 400, mimetype="text/plain")


def _mark_of(filename: str) -> str:
    path = safe_join(current_app.static_folder or "", filename)
    if path is None:
        return ""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return ""
    return _mark(path, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else ""


@lru_cache(maxsize=2000)
def _mark(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
