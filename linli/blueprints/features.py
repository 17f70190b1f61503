"""Which part of the platform a request or a way in a menu belongs to, and what an estate does without (AO-03)."""

from uuid import UUID

from flask import request

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Feature
from linli.kernel.times import day_of
from linli.platform import clock

# Rooms whose pages and API an estate can switch off; paying belongs to the fees.
_OF_ROOM = {
    "voting": Feature.VOTING,
    "deliberation": Feature.VOTING,
    "surveys": Feature.VOTING,
    "tickets": Feature.TICKETS,
    "open311": Feature.TICKETS,
    "governance": Feature.TICKETS,
    "equipment": Feature.TICKETS,
    "decoration": Feature.TICKETS,
    "fees": Feature.FEES,
    "payments": Feature.FEES,
    "rating": Feature.RATING,
    "notices": Feature.NOTICES,
}
# The first word of a way below /e/<estate>/ or /work/e/<estate>/.
_OF_WAY = {
    "votes": Feature.VOTING,
    "topics": Feature.VOTING,
    "proposals": Feature.VOTING,
    "rules": Feature.VOTING,
    "moderation": Feature.VOTING,
    "surveys": Feature.VOTING,
    "decisions": Feature.VOTING,
    "tickets": Feature.TICKETS,
    "incidents": Feature.TICKETS,
    "emergency-duty": Feature.TICKETS,
    "common-places": Feature.TICKETS,
    "reply-templates": Feature.TICKETS,
    "checklists": Feature.TICKETS,
    "governance": Feature.TICKETS,
    "equipment": Feature.TICKETS,
    "decorations": Feature.TICKETS,
    "bills": Feature.FEES,
    "fees": Feature.FEES,
    "common-income": Feature.FEES,
    "rating": Feature.RATING,
    "self-report": Feature.RATING,
    "assessments": Feature.RATING,
    "notices": Feature.NOTICES,
}


def of_blueprint(name: str | None) -> Feature | None:
    """The feature that a blueprint such as "voting_api" belongs to; None where it is always there."""
    return _OF_ROOM.get((name or "").partition("_")[0])


def of_way(path: str) -> Feature | None:
    """The feature that a way such as "votes" leads to; None where it is always there."""
    return _OF_WAY.get(path.partition("/")[0])


def off(estate_id: UUID) -> frozenset[str]:
    """What the estate does without today, as it was known within the last two seconds; the same for a whole request."""
    known = _known()
    if estate_id not in known:
        known[estate_id] = estates.features_lately_off(estate_id, day_of(clock.now()))
    return known[estate_id]


def know(estate_id: UUID, off: frozenset[str]) -> None:
    """What was asked together with something else need not be asked again in this request."""
    _known()[estate_id] = off


def _known() -> dict[UUID, frozenset[str]]:
    known: dict[UUID, frozenset[str]] = request.environ.setdefault("linli.features_off", {})
    return known
