"""Links for somebody else to pay by: how long they live, how many there are, what they look like. No database."""

import secrets
from datetime import timedelta

DAYS = (1, 3, 7)
MOST_DAYS = 7
MOST_OPEN = 5
SHOWN_AFTER = timedelta(days=1)
"""How long whoever paid can still see that it arrived."""


def link_token() -> str:
    """The unguessable part of a link's address: 192 bits."""
    return secrets.token_urlsafe(24)
