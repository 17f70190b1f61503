"""20 votes close while 50 people cast around the instant and the box is sealed: none in after it, none lost (D-7, D-9).

The casts go through two web processes; an officer's program asks for the close again and again from before the instant,
so that sealing and casting meet. What was acknowledged, what is in the box and what is counted must be the same.
"""

import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta

from drills._box import Slips, ballots_path, close_at, faults_of, many, more_votes, settle, verdict, warm
from drills._house import Person, free_port, house, say
from drills._web import Nursery

RACES, PEOPLE, BEFORE, AFTER = 20, 50, 1.2, 0.3


def main():
    races, faults = [], []
    with house(residents=PEOPLE, start=False) as made, tempfile.TemporaryDirectory() as folder:
        officer, vote_ids = more_votes(made, RACES)
        nursery, other = Nursery(made), free_port()
        try:
            warm(nursery, made, Slips(), made.people[0])
            nursery.start(made.port)
            nursery.start(other)
            for vote_id in vote_ids:
                slips, sealed, closes_at = _race(made, vote_id, (made.port, other), officer)
                faults += _judge(made, vote_id, slips, sealed, closes_at)
                races.append((len(slips.receipts), slips.odd.get(409, 0)))
                say(
                    f"race {len(races)}: {races[-1][0]} in and acknowledged, {races[-1][1]} refused, sealed {sealed}"
                )
        finally:
            nursery.close()
        faults += [
            fault
            for vote_id in vote_ids[::5]
            for fault in settle(made, folder, vote_id=vote_id, doctor=False)
        ]
        faults += settle(made, folder)
        return report(races, faults)


def _race(made, vote_id, ports, officer):
    """Everybody casts once around the close; (receipts, did the officer close it, when it closed)."""
    slips, done = Slips(), threading.Event()
    closes_at = close_at(made, vote_id, datetime.now(UTC) + timedelta(seconds=BEFORE + 0.3))
    closer = Person(ports[1], officer, made.estate_id)
    closed = []

    def close():
        while not done.is_set() and closed[-1:] != [200]:
            closed.append(
                closer.ask("POST", f"{ballots_path(made, vote_id).removesuffix('ballots')}closing", {})[0]
            )
            time.sleep(0.02)

    closing = threading.Thread(target=close, daemon=True)
    crowd = list(enumerate(made.people))
    threads = many(lambda one: _cast(made, vote_id, slips, one, ports, closes_at), crowd)
    time.sleep(max(0, (closes_at - datetime.now(UTC)).total_seconds() - AFTER))
    closing.start()
    for thread in threads:
        thread.join(60)
    closing.join(5)
    done.set()
    closer.hang_up()
    return slips, closed[-1:] == [200], closes_at


def _cast(made, vote_id, slips, one, ports, closes_at):
    number, person = one
    person.port = ports[number % 2]
    moment = closes_at + timedelta(seconds=(BEFORE + AFTER) * number / PEOPLE - BEFORE)
    time.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))
    status, answer = person.ask("POST", ballots_path(made, vote_id), {"choices": {"1": "for"}})
    slips.note(status, answer, "for")
    person.hang_up()


def _judge(made, vote_id, slips, sealed, closes_at):
    late = made.query(
        f"SELECT count(*) FROM ballot WHERE vote_id = '{vote_id}' AND cast_at >= '{closes_at.isoformat()}'"
    )[0][0]
    counted = made.query(
        f"SELECT result #>> '{{ballots,received}}' FROM vote_result WHERE vote_id = '{vote_id}'"
    )
    found = faults_of(made, slips, vote_id=vote_id)
    if late:
        found.append(f"in the box with a time after the close: {late}")
    if slips.unanswered or set(slips.odd) - {409}:
        found.append(
            f"answers that are neither a receipt nor a refusal: {slips.odd}, none: {slips.unanswered}"
        )
    if not sealed or [(str(len(slips.receipts)),)] != counted:
        found.append(f"counted {counted}, acknowledged {len(slips.receipts)}, sealed {sealed}")
    return found


def report(races, faults):
    """In nearly every race some must have been in time and some late."""
    met = sum(1 for taken, refused in races if taken and refused)
    say(
        f"{len(races)} races, {sum(map(sum, races))} casts: {sum(taken for taken, _ in races)} in,"
        f" {sum(refused for _, refused in races)} refused; {met} races had both"
    )
    return verdict(
        faults, proves=met * 10 >= len(races) * 9, why="too few races had casts on both sides of the close"
    )


if __name__ == "__main__":
    sys.exit(main())
