"""Recognising who is at the door: the session cookie or a bearer token, by way of Flask-Login."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.exc import SQLAlchemyError

from linli.blueprints import features
from linli.domains.estates import queries as estates
from linli.domains.people.models import SignedIn
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.times import day_of
from linli.platform import clock, readonly
from linli.platform.ports import bind
from linli.platform.transactions import seeing_every_estate, transaction
from linli.platform.web import protocols
from linli.platform.web.identity import Identity

log = logging.getLogger(__name__)

COOKIE = "__Host-linli"
TOUCH_AFTER = timedelta(minutes=5)


class Visitor(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: somebody with a live session."""

    def __init__(self, session: SignedIn, actor: Actor, *, by_cookie: bool) -> None:
        self.session, self.actor, self.by_cookie = session, actor, by_cookie

    def get_id(self) -> str:
        return str(self.actor.account_id)


class Doorkeeper:
    """Answers the doorway's questions about people."""

    def actor(self) -> Actor | None:
        return current_user.actor if current_user.is_authenticated else None

    def reaches(self, actor: Actor, estate_id: UUID) -> bool:
        with seeing_every_estate():
            return estates.reaches(actor.scope, estate_id, on=day_of(clock.now()))

    def offers(self, estate_id: UUID) -> bool:
        feature = features.of_blueprint(request.blueprint)
        return feature is None or feature not in features.off(estate_id)

    def came_by_cookie(self) -> bool:
        return bool(current_user.is_authenticated and current_user.by_cookie)

    def may_write(self) -> bool:
        return bool(current_user.is_authenticated and not current_user.session.read_only)


def keep(app: Flask) -> None:
    """Put the doorkeeper at the application's door."""
    manager = LoginManager()
    manager.session_protection = None  # sessions are linli's own, in the database
    manager.request_loader(_recognise)
    manager.init_app(app)
    bind(app, Identity, Doorkeeper())
    app.before_request(_forget)
    app.after_request(_touch)


def set_cookie(answer: Response, entry: sign_in.Entry) -> Response:
    """Hand the browser its session."""
    answer.set_cookie(
        COOKIE,
        entry.token,
        expires=entry.session.expires_at,
        secure=True,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def drop_cookie(answer: Response) -> Response:
    """Take the session from the browser."""
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def current_session() -> SignedIn:
    """The session of the current request; only behind a door that asks for one."""
    found: SignedIn = current_user.session
    return found


def account_at_the_door(_: Mapping[str, Any]) -> str:
    """Whose session a request shows, for counting tries before anybody is let in; the address of a stranger."""
    with transaction(writes=False):
        session = _session(_offered(request)[0])
        return str(session.account_id) if session else request.remote_addr or ""


def _bearer(sent: Request) -> str:
    header = sent.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else ""


def _offered(sent: Request) -> tuple[str, bool]:
    """The token that a request shows, and whether its cookie brought it. Protocols of others know no cookies."""
    if bearer := _bearer(sent):
        return bearer, False
    if (protocol := protocols.spoken()) is not None:
        return protocols.offered_key(protocol), False
    return sent.cookies.get(COOKIE, ""), True


def _fits(token: str) -> bool:
    return 0 < len(token) <= 100  # noqa: PLR2004 - longer than any token of ours


def _session(token: str) -> SignedIn | None:
    return identity.live_session(sign_in.digest_token(token), now=clock.now()) if _fits(token) else None


def _recognise(sent: Request) -> Visitor | None:
    token, by_cookie = _offered(sent)
    now = clock.now()
    found = (
        identity.recognised(sign_in.digest_token(token), now=now, on=day_of(now)) if _fits(token) else None
    )
    if found is None:
        return None
    session, actor = found
    if session.seen_at + TOUCH_AFTER <= now:
        g.touch_session = session.id
    return Visitor(session, actor, by_cookie=by_cookie)


def _forget() -> None:
    """Recognise every request anew, also where an application context outlives one (a test, a shell)."""
    g.pop("_login_user", None)
    g.actor = None


def _touch(answer: Response) -> Response:
    """After the request's own transaction: note that its session is in use, every few minutes."""
    session_id = g.pop("touch_session", None)
    if session_id is not None and request.endpoint is not None and not readonly.lately_on():
        try:
            with transaction():
                sign_in.touch(session_id=session_id, now=clock.now())
        except (SQLAlchemyError, Refusal):  # the answer is made and stands; the next request notes it
            log.warning("could not note that a session is in use")
    return answer
