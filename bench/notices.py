"""A notice to every neighbour of a very large estate, beside bare statements that write as many rows.

LINLI_BENCH_PEOPLE says how many (20,000; the whole city has 296,000 households).
"""

import os
import uuid

from sqlalchemy import delete, insert, text

from bench import Pairs, benchmark, in_turn, seconds
from bench._world import application
from linli.domains.estates.models import Unit
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.models import AnnouncementRecipient
from linli.domains.notices.operations import announcements
from linli.domains.notices.reactions import announcements as reactions
from linli.domains.people.models import Account, Resident
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support import postgres

PEOPLE = int(os.environ.get("LINLI_BENCH_PEOPLE", "20000"))

_LIST = """
    INSERT INTO announcement_recipient (estate_id, id, announcement_id, account_id)
    SELECT estate_id, gen_random_uuid(), :announcement_id, account_id FROM resident WHERE estate_id = :estate_id
"""
_TELL = """
    INSERT INTO message (id, account_id, estate_id, kind, channel, template, params, once, state, tries,
                         last_error, made_at, sent_at, delivered_at)
    SELECT gen_random_uuid(), account_id, estate_id, 'announcement', 'app', 'announcement',
           '{"title": "停水"}', :once || account_id::text, 'delivered', 0, '', now(), now(), now()
    FROM resident WHERE estate_id = :estate_id
"""


@benchmark(
    name="notice_to_all",
    unit="people/s",
    limit_is="two bare INSERT … SELECT that write as many list and message rows, same run",
)
def notice_to_all() -> Pairs:
    """Publishing to an estate: its list by building, and a message in the app for each by their wishes."""
    if postgres.why_missing():
        return
    with application():
        estate_id, officer = _estate()
        spare = _publish(estate_id, officer)

        def ours() -> float:
            return PEOPLE / seconds(lambda: _tell(estate_id, _publish(estate_id, officer)))

        def bare() -> float:
            _clear(estate_id, spare)
            return PEOPLE / seconds(lambda: _bare(estate_id, spare))

        yield from in_turn(ours, bare)


def _estate() -> tuple[uuid.UUID, Actor]:
    with transaction():
        estate = places.estate("大小区")
        homes = [
            {"estate_id": estate.id, "id": new_id(), "room": str(n), "label": f"房 {n}", "kind": "residential",
             "floor_area": 9_000, "area_source": "register", "delivery": "delivered"}
            for n in range(PEOPLE)
        ]  # fmt: skip
        living = [{"id": new_id(), "name": f"邻居 {n}", "made_at": clock.now()} for n in range(PEOPLE)]
        ties = [
            {"estate_id": estate.id, "id": new_id(), "unit_id": home["id"], "account_id": one["id"],
             "tie": "tenant", "since_on": day_of(clock.now())}
            for home, one in zip(homes, living, strict=True)
        ]  # fmt: skip
        for model, rows in ((Unit, homes), (Account, living), (Resident, ties)):
            db.session.execute(insert(model), rows)
        clerk = people.account("社工")
    with transaction():
        db.session.execute(text("ANALYZE"))
    return estate.id, Actor(clerk.id, Role.COMMUNITY_OFFICER, Scope(ScopeKind.ESTATE, estate.id))


def _publish(estate_id: uuid.UUID, officer: Actor) -> uuid.UUID:
    with transaction(estate_id=estate_id):
        made = announcements.publish(
            actor=officer, estate_id=estate_id, title="停水", words="明天停水。", now=clock.now()
        )
        return made.id


def _tell(estate_id: uuid.UUID, announcement_id: uuid.UUID) -> None:
    with transaction(estate_id=estate_id):
        reactions.tell_the_list(
            AnnouncementPublished(at=clock.now(), estate_id=estate_id, announcement_id=announcement_id)
        )


def _clear(estate_id: uuid.UUID, spare: uuid.UUID) -> None:
    """Make room for the bare statement's list; not timed."""
    with transaction(estate_id=estate_id):
        db.session.execute(delete(AnnouncementRecipient).filter_by(announcement_id=spare))


def _bare(estate_id: uuid.UUID, spare: uuid.UUID) -> None:
    values = {"estate_id": estate_id, "announcement_id": spare, "once": f"bench:{new_id()}:"}
    with transaction(estate_id=estate_id):
        db.session.execute(text(_LIST), values)
        db.session.execute(text(_TELL), values)
