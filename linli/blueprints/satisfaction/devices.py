"""A browser in which somebody worked for a property company does not answer for households (domain rules §5.1).

It is marked by a cookie of its own, that outlives the session. That stops the desk's computer and the phone that is
handed round at the door; who clears the mark or takes another browser is another device, and bursts are still seen.
"""

from flask import Response, g, request

from linli.blueprints.account.doorkeeper import COOKIE as SESSION
from linli.domains.satisfaction.errors import StaffDevice
from linli.domains.satisfaction.rules.course import BARRED

COOKIE = "__Host-linli-desk"
KEPT = 180 * 86400


def mark(answer: Response) -> Response:
    """Remember that somebody works with this browser; programs carry no cookies and are left alone."""
    actor = g.get("actor")
    if (
        actor is not None
        and actor.role in BARRED
        and SESSION in request.cookies
        and COOKIE not in request.cookies
    ):
        answer.set_cookie(COOKIE, "1", max_age=KEPT, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def check() -> None:
    """Raises StaffDevice."""
    if marked():
        raise StaffDevice


def marked() -> bool:
    """Whether somebody of a property company, or an assessor, has worked with this browser."""
    return COOKIE in request.cookies
