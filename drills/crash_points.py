"""Every crash point of a cast, once: the web process dies there; 0 or 1 ballot is in, and a retry makes it 1.

A crash point is before and after each statement, around each commit, and before the answer leaves (check D-4).
"""

import json
import sys
import tempfile
import uuid
from collections import Counter
from pathlib import Path

from drills._box import Slips, ballots_path, faults_of, settle, verdict, warm
from drills._house import house, say
from drills._web import Nursery

MOST = 200


def main():
    slips, faults, left = Slips(), [], []
    with house(residents=MOST, start=False) as made, tempfile.TemporaryDirectory() as folder:
        nursery, points = Nursery(made), Path(folder, "points")
        try:
            warm(nursery, made, slips, made.people[0])
            for die_at in range(1, MOST):
                person = made.people[die_at]
                fell, found, after = _die_once(made, nursery, person, slips, die_at, points)
                faults += found
                if not fell:
                    break
                left.append((json.loads(points.read_text(encoding="utf-8"))[-1], after))
        finally:
            nursery.close()
        _tell(left)
        return report(made, slips, left, faults, folder)


def _die_once(made, nursery, person, slips, die_at, points):
    """One cast that dies at this point, then its retry; (did it die, what was wrong, how many ballots it left)."""
    key, wish = uuid.uuid4().hex, {"choices": {"1": "for"}}
    before = _inside(made)
    nursery.start(made.port, die_at=die_at, points=str(points))
    status, answer = person.ask("POST", ballots_path(made), wish, key=key)
    person.hang_up()
    nursery.kill()
    if status:  # it survived: there is no such point any more
        slips.note(status, answer, "for")
        return False, [], 1
    after = _inside(made) - before
    nursery.start(made.port)
    status, answer = person.ask("POST", ballots_path(made), wish, key=key)
    slips.note(status, answer, "for")
    again = person.ask("POST", ballots_path(made), wish, key=key)
    person.hang_up()
    nursery.kill()
    found = []
    if after not in {0, 1} or _inside(made) != before + 1:
        found.append(f"point {die_at}: {after} ballots left, {_inside(made) - before} after the retry")
    if status not in {200, 201} or again[1] != answer:
        found.append(f"point {die_at}: the retry was answered {status}, once more {again[0]}")
    return True, found, after


def _inside(made):
    return made.query("SELECT count(*) FROM ballot")[0][0]


def _tell(left):
    for number, (name, after) in enumerate(left, 1):
        say(f"point {number:3}: {name:52} left {after}, after the retry 1")


def report(made, slips, left, faults, folder):
    """The points must reach from the first statement to the answer, and both outcomes must have been seen."""
    names, outcomes = [name for name, _ in left], Counter(after for _, after in left)
    whole = any("INSERT INTO ballot" in name for name in names) and "before the answer" in names
    say(
        f"{len(left)} crash points: {outcomes[0]} left no ballot, {outcomes[1]} left one; each retry made it one"
    )
    faults = [*faults, *faults_of(made, slips), *settle(made, folder)]
    proves = whole and outcomes[0] > 0 and outcomes[1] > 0
    return verdict(faults, proves=proves, why="it did not reach from the first statement to the answer")


if __name__ == "__main__":
    sys.exit(main())
