"""PostgreSQL's postmaster dies by SIGKILL while people cast, again and again; after its recovery no receipt is missing.

LINLI_DRILL_POSTMASTERS (10) sets how often. The web, gunicorn with two workers, is never restarted (check D-6).
"""

import os
import sys
import tempfile
import time

from drills._box import SIDES, Slips, ballots_path, faults_of, insist, many, settle, verdict
from drills._house import house, say

KILLS = min(100, int(os.environ.get("LINLI_DRILL_POSTMASTERS") or 10))
AT_ONCE, EACH = 8, 25


def main():
    slips, caught, gaps = Slips(), [], []
    with house(residents=KILLS * EACH * 3 + 100) as made, tempfile.TemporaryDirectory() as folder:
        queue = list(enumerate(made.people))
        threads = many(lambda _: _cast_in_turn(slips, made, queue), range(AT_ONCE))
        for number in range(1, KILLS + 1):
            met, gap = _one_kill(made, slips)
            caught.append(met)
            gaps.append(gap)
            say(
                f"kill {number}: {len(slips.receipts)} receipts so far; the next one came {gap:.1f} s after the kill"
            )
        queue.clear()
        for thread in threads:
            thread.join(60)
        made.kill()
        return report(slips, caught, gaps, [*faults_of(made, slips), *settle(made, folder)])


def _cast_in_turn(slips, made, queue):
    while queue:
        number, person = queue.pop()
        insist(slips, person, ballots_path(made), SIDES[number % 3])
        person.hang_up()


def _one_kill(made, slips):
    """Wait for some receipts, kill, start again; (was a cast refused or cut meanwhile, seconds to the next receipt)."""
    _wait(slips, len(slips.receipts) + EACH, 20)
    before, receipts, started = (
        slips.unanswered + sum(slips.odd.values()),
        len(slips.receipts),
        time.monotonic(),
    )
    made.cluster.kill()
    made.cluster.start()
    _wait(slips, receipts + AT_ONCE, 20)  # those that were already on their way aside
    return slips.unanswered + sum(slips.odd.values()) > before, time.monotonic() - started


def _wait(slips, receipts, seconds):
    ends = time.monotonic() + seconds
    while len(slips.receipts) < receipts and time.monotonic() < ends:
        time.sleep(0.01)


def report(slips, caught, gaps, faults):
    """Every kill must have met casts; the service comes back by itself within 15 seconds (check H-5)."""
    met = sum(caught)
    say(
        f"{len(caught)} kills, {met} met casts under way; {len(slips.receipts)} receipts, other answers {slips.odd}"
    )
    say(f"back after {max(gaps):.1f} s at the longest")
    if max(gaps) >= 15:
        faults = [*faults, f"it took {max(gaps):.1f} s to come back"]
    proves = met * 2 >= len(caught) and len(slips.receipts) >= len(caught)
    return verdict(faults, proves=proves, why="too few kills met a cast under way")


if __name__ == "__main__":
    sys.exit(main())
