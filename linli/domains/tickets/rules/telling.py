"""Of which steps the people concerned are told (TK-60). What is not among them nobody is written to about."""

from linli.domains.tickets.rules.steps import Kind

TOLD = frozenset(
    {
        Kind.ACCEPTED,
        Kind.REJECTED,
        Kind.MERGED,
        Kind.WITHDRAWN,
        Kind.ASSIGNED,
        Kind.SIGNED,
        Kind.STARTED,
        Kind.EXTENDED,
        Kind.SUSPENDED,
        Kind.RESUMED,
        Kind.FED_BACK,
        Kind.REPLIED,
        Kind.TO_DEVELOPER,
        Kind.REOPENED,
        Kind.CLOSED,
        Kind.PHOTO_COVERED,
        Kind.PHOTO_REMOVED,
    }
)
