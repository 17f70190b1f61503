"""The close: sealed answers become sums, and nothing is left that tells who said what."""

import json
import uuid
from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import delete, select, update

from linli.domains.estates.queries import engagements
from linli.domains.satisfaction.events import SatisfactionClosed
from linli.domains.satisfaction.models import (
    SatisfactionEnvelope,
    SatisfactionParticipation,
    SatisfactionResult,
    SatisfactionRound,
    SatisfactionTally,
)
from linli.domains.satisfaction.operations.planning import lock, noted
from linli.domains.satisfaction.queries import households
from linli.domains.satisfaction.rules.measuring import Measure, Spread, total
from linli.domains.satisfaction.rules.questions import OVERALL, Level
from linli.kernel.times import day_of
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

Sums = dict[tuple[uuid.UUID, str, str], Counter[int]]
_AT_ONCE = 1000


def close_if_due(*, found: SatisfactionRound, now: datetime) -> bool:
    """End a round whose hour has come; whether it did."""
    lock(found)
    if found.published_at is None or found.closed_at is not None or now < found.closes_at:
        return False
    with seeing_every_estate():
        sums = _count(found)
        _write(found, sums, now)
        _forget(found)
    found.closed_at = now
    noted("close", found)
    publish(SatisfactionClosed(at=now, round_id=found.id, year=found.year))
    return True


def _count(found: SatisfactionRound) -> Sums:
    """By estate, question and channel, how often each level was said."""
    sums: Sums = defaultdict(Counter)
    kept = select(SatisfactionEnvelope.estate_id, SatisfactionEnvelope.content).where(
        SatisfactionEnvelope.round_id == found.id
    )
    for estate_id, content in db.session.execute(kept.execution_options(yield_per=_AT_ONCE)):
        opened = json.loads(content)
        for key, level in opened["levels"].items():
            sums[estate_id, key, opened["channel"]][level] += 1
    return sums


def _write(found: SatisfactionRound, sums: Sums, now: datetime) -> None:
    db.session.add_all(
        SatisfactionTally(
            estate_id=estate_id,
            round_id=found.id,
            question=key,
            channel=channel,
            **{level.name.lower(): said[level] for level in Level},
        )
        for (estate_id, key, channel), said in sorted(sums.items())
    )
    on = day_of(found.closes_at)
    serving = {row[0]: row[1] for row in db.session.execute(engagements.spans(since_on=on, until_on=on))}
    overall: dict[uuid.UUID, list[Spread]] = defaultdict(list)
    for (estate_id, key, _), said in sums.items():
        if key == OVERALL:
            overall[estate_id].append(Spread({Level(one): number for one, number in said.items()}))
    for estate_id, homes in households.counts(found.city_id, on=day_of(now)).items():
        whole = total(overall[estate_id])
        measure = Measure(homes, whole.valid, whole.satisfied, whole.basic)
        db.session.add(
            SatisfactionResult(
                estate_id=estate_id,
                round_id=found.id,
                year=found.year,
                company_id=serving.get(estate_id),
                households=homes,
                valid=measure.valid,
                satisfied=measure.satisfied,
                basic=measure.basic,
                score=whole.score,
                sound=measure.sound,
            )
        )
    db.session.flush()


def _forget(found: SatisfactionRound) -> None:
    """The answers go; of the takers only the household and the channel stay."""
    kept, taken = SatisfactionEnvelope, SatisfactionParticipation
    now = {"synchronize_session": False}
    db.session.execute(delete(kept).where(kept.round_id == found.id).execution_options(**now))
    db.session.execute(
        update(taken)
        .where(taken.round_id == found.id)
        .values(account_id=None, device=None)
        .execution_options(**now)
    )
