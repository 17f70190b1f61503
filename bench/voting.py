"""Casting beside pgbench on the same SQL, counting beside one aggregate, the turnout page while ballots pour in."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench import Pairs, benchmark, in_turn, seconds
from bench._replay import pgbench, recorded, script
from bench._world import application
from config import Settings
from drills._house import house
from linli.app import create_app
from linli.domains.voting.operations import counting
from linli.domains.voting.queries import votes
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly
from tests.support import postgres

RUNS, CASTS = 3, 160
CLIENTS = 8
VOTERS, ITEMS = 100_000, 10


def _said_by_one_cast(made: Any, person: Any) -> str:
    """The script of one real cast, taken from the application itself on the same database."""
    with create_app(Settings.from_env(made.environment)).app_context() as context:
        client = context.app.test_client()
        headers = {"Authorization": f"Bearer {person.token}", "Idempotency-Key": "recorded-once"}
        path = f"/api/v1/estates/{made.estate_id}/votes/{made.vote_id}/ballots"
        with recorded() as said:
            answer = client.post(path, json={"choices": {"1": "for"}}, headers=headers)
        assert answer.status_code == 201, answer.text
        made_script = script(said, made.conninfo)
        db.session.remove()
        db.engine.dispose()
        return made_script


def cast_all(made: Any, people: list[Any], *, clients: int, vote_id: UUID | None = None) -> float:
    """So many people cast, `clients` at a time; ballots a second."""
    path = f"/api/v1/estates/{made.estate_id}/votes/{vote_id or made.vote_id}/ballots"

    def cast(person: Any) -> int:
        status: int = person.ask("POST", path, {"choices": {"1": "for"}})[0]
        person.hang_up()
        return status

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(cast, people))
    assert set(answers) == {201}, set(answers)
    return len(people) / (time.perf_counter() - started)


def _casting(clients: int, runs: int = RUNS) -> Pairs:
    if postgres.why_missing():
        return
    with house(residents=CASTS * (runs + 1) + 1) as made, TemporaryDirectory() as folder:
        said = _said_by_one_cast(made, made.people.pop())
        some = [made.people[at : at + CASTS] for at in range(0, CASTS * (runs + 1), CASTS)]
        cast_all(made, some.pop(), clients=clients)
        for people in some:
            value = cast_all(made, people, clients=clients)
            yield value, pgbench(said, made.conninfo, Path(folder), clients=clients)


_LIMIT = "pgbench on the SQL of one cast, same number of clients, same run"


@benchmark(name="ballot_cast_1_client", unit="1/s", limit_is=_LIMIT)
def ballot_cast_1() -> Pairs:
    """One voter after another, over HTTP, with session, checks, audit, chain and commit."""
    yield from _casting(1, runs=2)


@benchmark(name="ballot_cast", unit="1/s", limit_is=_LIMIT)
def ballot_cast() -> Pairs:
    """Eight voters at a time."""
    yield from _casting(CLIENTS)


@benchmark(name="ballot_cast_32_clients", unit="1/s", limit_is=_LIMIT)
def ballot_cast_32() -> Pairs:
    """Thirty-two voters at a time: all of one vote stand in one line, for the chain is one."""
    yield from _casting(32, runs=2)


@benchmark(
    name="turnout_p99_while_voting",
    unit="s",
    limit_is="p99 of a page without database of the same server, same seconds",
)
def turnout_while_voting() -> Pairs:
    """The turnout is asked for while ballots pour in."""
    if postgres.why_missing():
        return
    with house(residents=1_201) as made:
        watcher = made.people.pop()
        turnout = f"/api/v1/estates/{made.estate_id}/votes/{made.vote_id}/turnout"
        for number in range(RUNS):
            people = made.people[number * 400 : (number + 1) * 400]
            done = threading.Event()

            def pour(some: list[Any] = people, done: threading.Event = done) -> None:
                cast_all(made, some, clients=4)
                done.set()

            pouring = threading.Thread(target=pour)
            pouring.start()
            asked: dict[str, list[float]] = {turnout: [], "/offline": []}
            while not done.is_set():
                for path, times in asked.items():
                    times.append(seconds(lambda path=path: watcher.ask("GET", path)))
            pouring.join()
            yield quantiles(asked[turnout], n=100)[98], quantiles(asked["/offline"], n=100)[98]


@benchmark(
    name="count_100000_voters_10_items",
    unit="s",
    limit_is="one SQL aggregate over the same ballots, same run",
)
def count_many() -> Pairs:
    """Everything that fixing a result takes: which ballots count, the sums, the decision, the tree's root."""
    with application():
        if db.engine.dialect.name != "postgresql":
            return
        with clock.freeze(clock.now()):
            hall = Assembly(owners=2, matters=_matters())
            hall.open()
            with transaction():
                _fill(hall)
            with transaction(writes=False):
                found = votes.vote(estate_id=hall.id, vote_id=hall.vote_id)
                yield from in_turn(
                    lambda: seconds(lambda: counting.counted_now(vote=found, now=clock.now())),
                    lambda: seconds(lambda: db.session.execute(text(_BARE), {"vote": hall.vote_id}).all()),
                    runs=RUNS,
                )


def _matters() -> tuple[Any, ...]:
    from linli.domains.voting.rules.matters import Matter

    return (Matter.USE_FUND,) * ITEMS


_BARE = """
SELECT said.key, said.value, count(*), sum(entry.area) FROM ballot
JOIN vote ON vote.estate_id = ballot.estate_id AND vote.id = ballot.vote_id
JOIN roll_entry entry ON entry.estate_id = ballot.estate_id AND entry.roll_id = vote.roll_id
 AND entry.voter_no = ballot.voter_no, jsonb_each_text(ballot.choices) said
WHERE ballot.vote_id = :vote GROUP BY said.key, said.value
"""


def _fill(hall: Assembly) -> None:
    """100,000 voters with a ballot each, and the statistics a database of that size would have."""
    fill(estate_id=hall.id, vote_id=hall.vote_id, cast_by=hall.account_ids[0], voters=VOTERS, items=ITEMS)
    db.session.execute(text("ANALYZE"))


def fill(*, estate_id: UUID, vote_id: UUID, cast_by: UUID, voters: int, items: int = 1) -> None:
    """So many voters with a ballot each, written by the database itself; their hashes are not chained."""
    choices = ", ".join(
        f"'{number}', (array['for','against','abstain'])[1 + (n + {number}) % 3]"
        for number in range(1, items + 1)
    )
    shared = {"estate": estate_id, "vote": vote_id, "by": cast_by}
    db.session.execute(
        text(
            "INSERT INTO roll_entry (estate_id, id, roll_id, voter_no, area, delivered, developer, label, units)"
            " SELECT :estate, gen_random_uuid(), vote.roll_id, 'W' || n, 8000 + n % 4000, false, false, 'W' || n, 1"
            f" FROM vote, generate_series(1, {voters}) n WHERE vote.id = :vote"
        ),
        shared,
    )
    db.session.execute(
        text(
            "INSERT INTO ballot (estate_id, id, vote_id, entry_id, seq, voter_no, channel, revision, choices, cast_at,"
            " prev, hash, receipt_no, cast_by) SELECT :estate, gen_random_uuid(), :vote, entry.id, n, 'W' || n,"
            f" 'online', 1, jsonb_build_object({choices}), vote.opens_at + interval '1 minute', '',"
            f" md5(:named || n), :named || n, :by FROM vote, generate_series(1, {voters}) n"
            " JOIN roll_entry entry ON entry.voter_no = 'W' || n"
            " WHERE vote.id = :vote AND entry.roll_id = vote.roll_id"
        ),
        shared | {"named": str(vote_id)},
    )
    db.session.execute(
        text("UPDATE ballot_box SET seq = :n, hash = md5('') WHERE id = :vote"),
        {"n": voters, "vote": vote_id},
    )
