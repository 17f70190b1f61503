"""Two web processes die by SIGKILL 200 times while people cast; no receipt is lost, none double, the chain is whole.

LINLI_DRILL_KILLS (200) sets how often. Every cast keeps its Idempotency-Key until it is answered (check D-3).
"""

import os
import sys
import tempfile
import time

from drills._box import SIDES, Slips, ballots_path, faults_of, insist, many, settle, verdict, warm
from drills._house import free_port, house, say
from drills._web import Nursery

KILLS = min(2_000, int(os.environ.get("LINLI_DRILL_KILLS") or 200))
AT_ONCE, EACH = 12, 3  # so many cast at a time; about so many receipts between two kills


def main():
    slips, caught = Slips(), []
    with (
        house(residents=KILLS * (EACH + 2) + 100, start=False) as made,
        tempfile.TemporaryDirectory() as folder,
    ):
        nursery, ports = Nursery(made), (made.port, free_port())
        try:
            warm(nursery, made, slips, made.people.pop())
            _start(nursery, ports)
            queue = list(enumerate(made.people))
            threads = many(lambda _: _cast_in_turn(slips, made, queue, ports), range(AT_ONCE))
            for number in range(1, KILLS + 1):
                caught.append(_one_kill(made, nursery, ports, slips))
                if number % 20 == 0:
                    say(
                        f"kill {number}: {len(slips.receipts)} receipts, {slips.unanswered} casts without an answer so far"
                    )
            queue.clear()
            for thread in threads:
                thread.join(60)
        finally:
            nursery.close()
        return report(slips, caught, [*faults_of(made, slips), *settle(made, folder)])


def _start(nursery, ports):
    for port in ports:
        nursery.start(port)


def _cast_in_turn(slips, made, queue, ports):
    """One phone after another, half of them at each process."""
    while queue:
        number, person = queue.pop()
        person.port = ports[number % 2]
        insist(slips, person, ballots_path(made), SIDES[number % 3])
        person.hang_up()


def _one_kill(made, nursery, ports, slips):
    """Wait for some receipts, then kill both at once; how many casts were cut in the middle."""
    enough, ends = len(slips.receipts) + EACH, time.monotonic() + 5
    while len(slips.receipts) < enough and time.monotonic() < ends:
        time.sleep(0.002)
    before = sum(one.cuts for one in made.people)
    nursery.kill()
    _start(nursery, ports)
    return sum(one.cuts for one in made.people) - before


def report(slips, caught, faults):
    """At least half of the kills must have met casts under way."""
    met = sum(1 for cut in caught if cut)
    say(
        f"{len(caught)} kills of 2 processes, {met} met casts under way ({sum(caught)} of them); {len(slips.receipts)} receipts"
    )
    proves = met * 2 >= len(caught) and len(slips.receipts) >= len(caught)
    return verdict(faults, proves=proves, why="too few kills met a cast under way")


if __name__ == "__main__":
    sys.exit(main())
