"""Noting that somebody has opened a page, once it is answered: the answer itself writes nothing."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, after_this_request, request

from linli.platform.transactions import transaction


def afterwards(do: Callable[[], None], *, estate_id: UUID | None = None) -> None:
    """Do it when the page has been answered. A page that a browser fetched ahead of its reader does not count."""

    def note(answer: Response) -> Response:
        ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
        if answer.status_code == 200 and request.method == "GET" and not ahead:  # noqa: PLR2004
            with transaction(estate_id=estate_id):
                do()
        return answer

    after_this_request(note)
