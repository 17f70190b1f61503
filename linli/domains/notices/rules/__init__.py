"""Pure rules of notices: channels and kinds of messages, their wordings, whom a notice is aimed at."""

from linli.domains.notices.rules.messages import (
    AT_ANY_HOUR,
    CHOOSABLE,
    CLAIM_LASTS,
    CODE_MESSAGES_KEPT,
    PUSHES_APART,
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
    "AT_ANY_HOUR",
    "CHOOSABLE",
    "CLAIM_LASTS",
    "CODE_MESSAGES_KEPT",
    "PUSHES_APART",
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
