"""What somebody about to report something should read first: the outage or the announcement about it (TK-55)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.domains.notices.models import Announcement
from linli.domains.notices.queries import announcements, outages
from linli.domains.notices.queries.outages import Stop
from linli.domains.notices.rules import hints
from linli.kernel.actors import Actor
from linli.platform.paging import Window

_LOOKED_AT, _MOST = 20, 3


@dataclass(frozen=True, slots=True)
class Hints:
    """The outages at the reader's homes that the words tell of, and announcements about the same thing."""

    outages: Sequence[Stop]
    announcements: Sequence[Announcement]


def hints_for(actor: Actor, estate_id: uuid.UUID, words: str, *, now: datetime) -> Hints:
    """What fits the words, as far as it holds now and is meant for the reader; nothing fits nothing."""
    if not words.strip():
        return Hints((), ())
    meant = hints.stopped_by(words)
    stops = outages.affecting(estate_id, list(actor.units), now=now) if meant else []
    fitting = [stop for stop in stops if stop.what in meant]
    page = announcements.read_page(actor, estate_id, now=now, window=Window(_LOOKED_AT), holding=True)
    shown = {stop.announcement.id for stop in fitting}
    others = [one for one in page.items if one.id not in shown and hints.touches(words, one.title)]
    return Hints(fitting[:_MOST], others[:_MOST])
