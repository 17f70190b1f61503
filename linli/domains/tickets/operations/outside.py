"""Reports that another platform passes on over Open311, for a resident or for somebody whom staff answer."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import reporting
from linli.domains.tickets.operations.reporting import Behalf, Report
from linli.domains.tickets.rules.routing import Channel
from linli.kernel.actors import RESIDENTS, Actor
from linli.platform.attachments import Readable


def file(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    report: Report,
    behalf: Behalf,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Ticket:
    """File a report that came in over Open311: a resident's own, or one that staff's program brings for
    `behalf`. Its channel says so, because what comes in this way may be read by everybody.

    Raises as reporting.report.
    """
    if actor.role in RESIDENTS:
        made = reporting.report(actor=actor, estate_id=estate_id, report=report, photos=photos, now=now)
        made.channel = Channel.OPEN311
        return made
    behalf = replace(behalf, channel=Channel.OPEN311)
    return reporting.enter_for(
        actor=actor, estate_id=estate_id, report=report, behalf=behalf, photos=photos, now=now
    )
