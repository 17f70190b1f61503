"""Two web processes whose clocks are 5 minutes slow and 5 minutes fast agree on one close: the database's (check D-8).

A crowd casts at both, from before the close to after it. Whoever was answered before the close is in, whoever asked
after it is not, whichever process it was.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

from drills._box import Slips, ballots_path, close_at, faults_of, many, settle, verdict, warm
from drills._house import free_port, house, say
from drills._web import Nursery

PEOPLE, HALF, SKEW = 240, 3.0, 300


class Tries:
    """Every cast: through which process, when it was asked and answered, and what the answer was."""

    def __init__(self):
        self.rows = []

    def faults(self, closes_at):
        too_early = [row for row in self.rows if row[2] < closes_at and row[3] not in {200, 201}]
        too_late = [row for row in self.rows if row[1] >= closes_at and row[3] != 409]
        found = {
            "refused though answered before the close": too_early,
            "taken though asked after it": too_late,
        }
        return [f"{name}: {len(rows)}, {rows[:3]}" for name, rows in found.items() if rows]

    def by_process(self):
        """Of each process: how many it took and how many it refused."""
        names = sorted({row[0] for row in self.rows})
        return {
            name: (
                sum(row[0] == name and row[3] == 201 for row in self.rows),
                sum(row[0] == name and row[3] == 409 for row in self.rows),
            )
            for name in names
        }


def main():
    slips, tries = Slips(), Tries()
    with house(residents=PEOPLE + 1, start=False) as made, tempfile.TemporaryDirectory() as folder:
        nursery, fast = Nursery(made), free_port()
        try:
            warm(nursery, made, slips, made.people.pop())
            nursery.start(made.port, skew=-SKEW)
            nursery.start(fast, skew=SKEW)
            closes_at = close_at(made, made.vote_id, datetime.now(UTC) + timedelta(seconds=HALF + 1))
            crowd = list(enumerate(made.people))
            for thread in many(lambda one: _cast(made, slips, tries, one, fast, closes_at), crowd):
                thread.join(60)
        finally:
            nursery.close()
        faults = [*tries.faults(closes_at), *_late_ones(made), *faults_of(made, slips), *settle(made, folder)]
        return report(tries, faults)


def _cast(made, slips, tries, one, fast, closes_at):
    """At an instant of one's own around the close, half of the crowd at each process."""
    number, person = one
    slow = number % 2 == 0
    person.port = made.port if slow else fast
    moment = closes_at + timedelta(seconds=HALF * (2 * number / PEOPLE - 1))
    time.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))
    asked = datetime.now(UTC)
    status, answer = person.ask("POST", ballots_path(made), {"choices": {"1": "for"}})
    tries.rows.append(("slow" if slow else "fast", asked, datetime.now(UTC), status))
    slips.note(status, answer, "for")
    person.hang_up()


def _late_ones(made):
    late = made.query(
        "SELECT count(*) FROM ballot JOIN vote ON vote.id = ballot.vote_id WHERE cast_at >= closes_at"
    )
    return [f"in the box with a time after the close: {late[0][0]}"] if late[0][0] else []


def report(tries, faults):
    """Both processes must have taken some and refused some."""
    seen = tries.by_process()
    for name, (taken, refused) in seen.items():
        say(f"the process {SKEW // 60} minutes {name}: took {taken}, refused {refused}")
    proves = len(seen) == 2 and all(taken and refused for taken, refused in seen.values())
    return verdict(faults, proves=proves, why="each process must have taken some and refused some")


if __name__ == "__main__":
    sys.exit(main())
