"""What a cast costs as the box fills, and how many SQLite bears, which has one writer at a time."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import text

from bench import Pairs, benchmark, seconds
from bench.voting import cast_all, fill
from config import Settings
from drills._box import more_votes
from drills._house import house
from linli.app import create_app
from linli.domains.people.queries import identity
from linli.platform import clock, schema
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import Assembly
from tests.support import postgres

RUNS, CASTS = 3, 50
FEW, MANY = 1_000, 100_000
KEY = b"0" * 32


@benchmark(
    name="ballot_cast_100000_in_box",
    unit="1/s",
    limit_is="the same casts into a box with 1,000 ballots, same run",
)
def cast_into_a_full_box() -> Pairs:
    """A voter casts as fast into a box with 100,000 ballots as into one with 1,000."""
    if postgres.why_missing():
        return
    with house(residents=CASTS * (RUNS + 1)) as made:
        _, (few, many) = more_votes(made, 2)
        with made.inside(), transaction():
            for vote_id, voters in ((few, FEW), (many, MANY)):
                fill(estate_id=made.estate_id, vote_id=vote_id, cast_by=made.officer_id, voters=voters)
            db.session.execute(text("ANALYZE ballot, roll_entry"))
        for run in range(RUNS + 1):
            some = made.people[run * CASTS : (run + 1) * CASTS]
            full, small = (cast_all(made, some, clients=1, vote_id=one) for one in (many, few))
            if run:  # the first one warms up
                yield full, small


@benchmark(
    name="ballot_cast_sqlite",
    unit="1/s",
    limit_is="one row in a bare SQLite transaction, synchronous=FULL, same disk, same run",
)
def cast_on_sqlite() -> Pairs:
    """One voter after another on SQLite: the ceiling of an installation without PostgreSQL."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                env="test", database_url=f"sqlite:///{folder}/bench.sqlite3", data_dir=Path(folder),
                secret_key="bench" * 8, sealing_keys=((1, KEY),), digest_key=KEY, audit_key=KEY, backup_key=KEY,
                sms=f"file:{folder}/sms.jsonl",
            )
        )  # fmt: skip
        with app.app_context():
            schema.upgrade()
            with clock.freeze(clock.now()):
                hall = Assembly(owners=CASTS * (RUNS + 1)).open()
                with transaction():
                    tokens = [people.token(identity.account(one)) for one in hall.account_ids]
                for run in range(RUNS + 1):
                    some = tokens[run * CASTS : (run + 1) * CASTS]
                    took = seconds(lambda some=some: _cast(app, hall, some))
                    bare = seconds(lambda: _bare(Path(folder) / "bare.sqlite3"))
                    if run:
                        yield CASTS / took, CASTS / bare
            db.session.remove()
            db.engine.dispose()


def _cast(app: object, hall: Assembly, tokens: list[str]) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        path = f"/api/v1/estates/{hall.id}/votes/{hall.vote_id}/ballots"
        answer = client.post(path, json={"choices": {"1": "for"}}, headers=headers)
        assert answer.status_code == 201, answer.text


def _bare(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS ballot (hash TEXT)")
    for _ in range(CASTS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO ballot VALUES (?)", (uuid4().hex,))
        connection.execute("COMMIT")
    connection.close()
