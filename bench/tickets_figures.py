"""The city's monthly figures beside the same figures in SQL written by hand; the queue of a large company beside a
small one's.

111,000 orders of one month make about 1,000,000 events. LINLI_BENCH_TICKETS makes it smaller. Both grow with the
orders of the months looked at, not with the history: the orders of a month are found by their dates, and only
their events are read.
"""

import os
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from bench import Pairs, benchmark, in_turn, seconds
from bench._world import application
from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.tickets.queries import figures
from linli.domains.tickets.queries.figures import By, Cut
from linli.domains.tickets.rules.figures import Measure
from linli.kernel.actors import EVERYWHERE, Actor, Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import courses, people, tickets
from tests.support import postgres

TICKETS = int(os.environ.get("LINLI_BENCH_TICKETS", "111000"))
QUEUE = min(100_000, TICKETS)
ESTATES, AT_ONCE, DAYS = 20, 2_000, 28

_BARE = """
    WITH course AS (
        SELECT t.estate_id, t.id, t.reported_at, t.due_at, t.first_due_at, t.sign_due_at, t.late,
            min(e.at) FILTER (WHERE e.kind = 'accepted') AS accepted_at,
            max(e.at) FILTER (WHERE e.kind = 'fed_back') AS settled_at,
            max(e.at) FILTER (WHERE e.kind = 'signed') AS signed_at,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'fed_back'), 0) AS fed_back,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'reopened'), 0) AS reopened,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'closed'), 0) AS closed,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'signed'), 0) AS signed,
            coalesce(max(e.seq) FILTER (
                WHERE e.kind IN ('assigned', 'dispatched', 'escalated', 'settled')), 0) AS given,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'suspended'), 0) AS suspended,
            coalesce(max(e.seq) FILTER (WHERE e.kind = 'resumed'), 0) AS resumed,
            max(e.at) FILTER (WHERE e.kind = 'suspended') AS suspended_at,
            count(*) FILTER (WHERE e.kind IN ('withdrawn', 'merged')) AS gone,
            count(*) FILTER (WHERE e.kind = 'rejected') AS rejected,
            count(*) FILTER (WHERE e.kind = 'return_requested') AS returned,
            count(*) FILTER (WHERE e.kind = 'urged') AS urged
        FROM ticket t JOIN ticket_event e ON e.estate_id = t.estate_id AND e.ticket_id = t.id AND e.at <= :as_of
        WHERE t.reported_at < :until AND (t.due_at >= :since OR t.first_due_at >= :since OR t.accepted_at >= :since)
        GROUP BY t.estate_id, t.id
    ), rated AS (
        SELECT DISTINCT ON (estate_id, ticket_id) estate_id, ticket_id, stars, solved FROM ticket_rating
        WHERE at <= :as_of AND at >= :since ORDER BY estate_id, ticket_id, version DESC
    ), counted AS (
        SELECT c.*, r.stars, r.solved, gone = 0 AS stands, fed_back > reopened AS done,
            reported_at >= :since AND reported_at < :until AS by_report,
            accepted_at >= :since AND accepted_at < :until AS by_accept,
            due_at >= :since AND due_at < least(:until, :as_of)
                AND NOT (suspended > resumed AND suspended_at <= due_at) AS by_due,
            first_due_at >= :since AND first_due_at < least(:until, :as_of) AS by_first
        FROM course c LEFT JOIN rated r ON r.estate_id = c.estate_id AND r.ticket_id = c.id
    )
    SELECT estate_id,
        count(*) FILTER (WHERE by_report AND stands),
        count(*) FILTER (WHERE by_report AND stands AND accepted_at IS NOT NULL),
        count(*) FILTER (WHERE by_accept AND stands),
        count(*) FILTER (WHERE by_accept AND stands AND signed > given AND signed_at <= sign_due_at),
        count(*) FILTER (WHERE by_accept AND stands AND closed > reopened),
        count(*) FILTER (WHERE by_due AND stands AND rejected = 0),
        count(*) FILTER (WHERE by_due AND stands AND rejected = 0 AND done AND settled_at <= due_at AND NOT late),
        count(*) FILTER (WHERE by_first AND stands AND rejected = 0),
        count(*) FILTER (WHERE by_first AND stands AND rejected = 0 AND done AND settled_at <= first_due_at),
        count(*) FILTER (WHERE by_accept AND stands AND fed_back > 0),
        count(*) FILTER (WHERE by_accept AND stands AND fed_back > 0 AND stars IS NOT NULL),
        count(*) FILTER (WHERE by_accept AND stands AND solved IS NOT NULL),
        count(*) FILTER (WHERE by_accept AND stands AND solved),
        count(*) FILTER (WHERE by_accept AND stands AND stars IS NOT NULL),
        count(*) FILTER (WHERE by_accept AND stands AND stars >= 3),
        count(*) FILTER (WHERE by_accept AND stands AND reopened > 0),
        count(*) FILTER (WHERE by_accept AND stands AND returned > 0),
        count(*) FILTER (WHERE by_accept AND stands AND urged > 0)
    FROM counted GROUP BY estate_id
"""
_CLOSED = """
    UPDATE ticket SET state = 'closed', over = true, closed_at = coalesce(settled_at, reported_at)
    WHERE estate_id = :estate_id AND number >= 'T-0001000'
"""


@benchmark(
    name="tickets_figures", unit="months/s", limit_is="the same figures in SQL written by hand, same run"
)
def tickets_figures() -> Pairs:
    """Eleven rates of every estate of the city, over a month of about a million events."""
    if postgres.why_missing():
        return
    with application():
        since, now = clock.now() - timedelta(days=DAYS), clock.now()
        grounds = _grounds(ESTATES)
        for number in range(0, TICKETS, AT_ONCE):
            _write(grounds[number // AT_ONCE % ESTATES], min(AT_ONCE, TICKETS - number), since, number)
        _analyze()
        actor = Actor(grounds[0].officer_id, Role.CITY_OFFICER, EVERYWHERE)
        cut = Cut(actor=actor, edges=(since, now), as_of=now)
        known = {"since": since, "until": now, "as_of": now}

        def ours() -> Any:
            with transaction(writes=False):
                return figures.figures(cut, By.ESTATE)

        def bare() -> Any:
            with transaction(writes=False):
                return db.session.execute(text(_BARE), known).all()

        _check_alike(ours(), bare())
        yield from in_turn(lambda: 1 / seconds(ours), lambda: 1 / seconds(bare), runs=5)


@benchmark(
    name="tickets_queue", unit="pages/s", limit_is="the queue of an estate with 1,000 orders, same run"
)
def tickets_queue() -> Pairs:
    """The queue page of an estate with 100,000 orders, at the 95th of a hundred."""
    if postgres.why_missing():
        return
    with application() as app:
        since = clock.now() - timedelta(days=DAYS)
        large, small = _grounds(2)
        for number in range(0, QUEUE, AT_ONCE):
            _write(large, min(AT_ONCE, QUEUE - number), since, number)
        _write(small, min(1_000, QUEUE), since, 0)
        _close_the_past(large)
        _analyze()
        client = app.test_client()

        def page(ground: Any) -> float:
            headers, path = _bearer(ground.manager_id), f"/work/e/{ground.estate_id}/tickets"
            assert client.get(path, headers=headers).status_code == 200
            took = sorted(seconds(lambda: client.get(path, headers=headers)) for _ in range(20))
            return 1 / took[18]

        yield from in_turn(lambda: page(large), lambda: page(small), runs=5)


def _grounds(count: int) -> list[Any]:
    with transaction():
        return [tickets.ground() for _ in range(count)]


def _write(ground: Any, count: int, since: datetime, seed: int) -> None:
    with transaction(estate_id=ground.estate_id):
        estates.estate(estate_id=ground.estate_id)
        courses.written(ground, count=count, since=since, days=DAYS, seed=seed, first=seed)


def _close_the_past(ground: Any) -> None:
    """As many orders stay open as in the small estate: the past of a company is closed."""
    with transaction(estate_id=ground.estate_id):
        db.session.execute(text(_CLOSED), {"estate_id": ground.estate_id})


def _analyze() -> None:
    with transaction():
        db.session.execute(text("ANALYZE"))


def _bearer(account_id: Any) -> dict[str, str]:
    with transaction():
        return people.bearer(identity.account(account_id))


def _check_alike(ours: Any, bare: Any) -> None:
    """Two ways that count differently must not be compared."""
    for estate_id, reported, accepted, cohort, responded, closed, due, on_time, *_ in bare:
        (found,) = ours[estate_id]
        assert (found[Measure.ACCEPTED].whole, found[Measure.ACCEPTED].part) == (reported, accepted)
        assert (found[Measure.CLOSED].whole, found[Measure.CLOSED].part) == (cohort, closed)
        assert found[Measure.RESPONDED].part == responded
        assert (found[Measure.ON_TIME].whole, found[Measure.ON_TIME].part) == (due, on_time)
