"""What every drill of casting asks of the box when it is over: nothing acknowledged lost, doubled or changed.

Also ends the vote as people would, and lets `linli doctor` and `linli verify`, each a process of its own, judge it.
"""

import json
import os
import subprocess
import sys
import threading
import time
import uuid
import zipfile
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg

from drills._house import ROOT, say
from linli.domains.estates import queries as estate_queries
from linli.domains.people.queries import identity
from linli.domains.voting.operations import closing
from linli.domains.voting.queries import votes
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import actor, announce, confirm, draft

SIDES = ("for", "against", "abstain")


class Slips:
    """What people hold in their hands: the receipts they were given, and what else they were answered."""

    def __init__(self):
        self.stop, self.lock = threading.Event(), threading.Lock()
        self.receipts, self.sent, self.odd, self.unanswered = {}, {}, {}, 0

    def note(self, status, answer, side):
        with self.lock:
            if status in {200, 201}:
                self.receipts[answer["ballot_id"]] = answer
                self.sent[answer["ballot_id"]] = side
            elif status == 0:
                self.unanswered += 1
            else:
                self.odd[status] = self.odd.get(status, 0) + 1


def ballots_path(made, vote_id=None):
    return f"/api/v1/estates/{made.estate_id}/votes/{vote_id or made.vote_id}/ballots"


def insist(slips, person, path, side):
    """Cast with one key until there is an answer, as a phone does; the answer, or None where the drill ended."""
    key = uuid.uuid4().hex
    while not slips.stop.is_set():
        status, answer = person.ask("POST", path, {"choices": {"1": side}}, key=key)
        slips.note(status, answer, side)
        if status in {200, 201}:
            return answer
        if 400 <= status < 500 and status != 429:
            return None
        time.sleep(0.05)
    return None


def warm(nursery, made, slips, person):
    """One cast by the process that forks the others: the first one fills what a process remembers."""
    slips.note(*nursery.warm(person, ballots_path(made), {"choices": {"1": "for"}}), "for")


def faults_of(made, slips, *, vote_id=None, all_answered=True):
    """What is wrong with the box, in words; nothing where everything is right."""
    rows = made.query(
        "SELECT id, voter_no, seq, prev, hash, choices FROM ballot"
        f" WHERE vote_id = '{vote_id or made.vote_id}' ORDER BY seq"
    )
    kept = {str(row[0]): row for row in rows}
    sides = {number: row[5]["1"] for number, row in kept.items()}
    voters = [row[1] for row in rows]
    held = set(slips.receipts)
    found = {
        "acknowledged and lost": held - set(kept),
        "changed": [one for one in held & set(kept) if sides[one] != slips.sent[one]],
        "voters with two": {one for one in voters if voters.count(one) > 1} if len(voters) > len(set(voters)) else (),
        "in the box and never acknowledged": set(kept) - held if all_answered else (),
        "gaps in the numbers": [seq for seq, row in enumerate(rows, 1) if row[2] != seq],
        "links broken": [row[2] for before, row in pairwise(rows) if row[3] != before[4]],
        "answers that are faults": [one for one in slips.odd if one >= 500 and one != 503],
    }  # fmt: skip
    return [f"{name}: {len(what)}" for name, what in found.items() if what]


def close_at(made, vote_id, moment):
    """Let a vote that is open close at this moment, beside the application; returns it."""
    with psycopg.connect(made.conninfo) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE vote SET closes_at = %s WHERE id = %s", [moment, vote_id])
    return moment


def more_votes(made, count):
    """So many more open votes of the estate, and the token of an officer who may close them."""
    with made.inside():
        officer, second = (actor(identity.account(one)) for one in (made.officer_id, made.second_id))
        with clock.freeze(clock.now() - timedelta(days=20)):
            with transaction():
                place = estate_queries.estate(estate_id=made.estate_id)
                drafted = [draft(place, officer, title=f"第 {n + 1} 次业主大会") for n in range(count)]
                ids, opens_at = [vote.id for vote in drafted], drafted[0].opens_at
                for vote in drafted:
                    announce(vote, officer)
            clock.advance(opens_at - clock.now())
            with transaction():
                for vote_id in ids:
                    confirm(votes.vote(estate_id=made.estate_id, vote_id=vote_id), second)
        with transaction():
            return people.token(identity.account(made.officer_id)), ids


def settle(made, folder, *, vote_id=None, doctor=True):
    """Close, count and publish at the close; then `linli doctor` and `linli verify` judge. What is wrong, in words."""
    vote_id = vote_id or made.vote_id
    with made.inside():
        with transaction(writes=False):
            closes_at = votes.vote(estate_id=made.estate_id, vote_id=vote_id).closes_at
        with clock.freeze(max(closes_at, clock.now())):
            for step in (_close, _publish):
                with transaction():
                    step(votes.vote(estate_id=made.estate_id, vote_id=vote_id), made)
    return [*(_doctor(made) if doctor else []), *_verify(made, Path(folder), vote_id)]


def _close(vote, made):  # noqa: ARG001
    closing.close(vote=vote, now=clock.now())


def _publish(vote, made):
    second = actor(identity.account(made.second_id))
    closing.publish_result(actor=second, vote=vote, now=clock.now())


def _doctor(made):
    said = run_linli(made, "doctor")
    if said.returncode == 0:
        say(f"linli doctor: {said.stdout.count('√')} checks, all well")
        return []
    return [f"linli doctor: {line}" for line in said.stdout.splitlines() if not line.startswith("√")]


def _verify(made, folder, vote_id):
    bundle = folder / f"{vote_id}.zip"
    made_it = run_linli(made, "votes", "export", str(vote_id), "--out", str(bundle))
    if made_it.returncode:
        return [f"linli votes export: {made_it.stderr[-300:]}"]
    said = run_linli(made, "verify", str(bundle))
    with zipfile.ZipFile(bundle) as opened:
        lines = [json.loads(line) for line in opened.read("ballots.jsonl").splitlines()]
    inside = made.query(f"SELECT count(*) FROM ballot WHERE vote_id = '{vote_id}'")[0][0]
    if said.returncode or len(lines) != inside:
        return [f"linli verify: {said.stdout.strip()[:300]} ({len(lines)} of {inside} ballots)"]
    say(f"linli verify: {said.stdout.splitlines()[0]} ({len(lines)} ballots)")
    return []


def run_linli(made, *words):
    """A command of linli in a process of its own, as an officer would type it."""
    program = "import sys; from linli.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *words], cwd=ROOT, env=os.environ | made.environment, check=False,
        capture_output=True, text=True,
    )  # fmt: skip


def many(work, people):
    """A thread for each person; returns the threads, already running."""
    threads = [threading.Thread(target=work, args=(one,), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    return threads


def verdict(faults, *, proves=True, why=""):
    """Say it, and the exit status: a drill that interrupted too little proves nothing and fails."""
    for fault in faults:
        say(f"FAULT {fault}")
    if not proves:
        say(f"the drill proves nothing: {why}")
    with suppress(BrokenPipeError):
        say("faults: none" if not faults else f"faults: {len(faults)}")
    return 1 if faults or not proves else 0
