"""Pure rules of notices: channels and kinds of messages, their wordings, whom a notice is aimed at."""

from linli.domains.notices.rules.messages import (
    CHOOSABLE,
    CLAIM_LASTS,
    CODE_MESSAGES_KEPT,
    TRIES,
    WAYS,
    Channel,
    Kind,
    State,
    Way,
    Wishes,
    channels,
    check_wish,
    first_state,
    next_try,
)
from linli.domains.notices.rules.wordings import WORDINGS, Wording, word

__all__ = [
    "CHOOSABLE",
    "CLAIM_LASTS",
    "CODE_MESSAGES_KEPT",
    "TRIES",
    "WAYS",
    "WORDINGS",
    "Channel",
    "Kind",
    "State",
    "Way",
    "Wishes",
    "Wording",
    "channels",
    "check_wish",
    "first_state",
    "next_try",
    "word",
]
