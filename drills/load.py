"""Load: many residents at once read, report and vote; no 5xx, and every acknowledged write is in the database.

LINLI_DRILL_SECONDS (30) and LINLI_DRILL_PEOPLE (50) set its length and width.
"""

import os
import random
import statistics
import sys
import threading
import time
import uuid

from drills._house import house, say

SECONDS = min(600, int(os.environ.get("LINLI_DRILL_SECONDS") or 30))
PEOPLE = min(500, int(os.environ.get("LINLI_DRILL_PEOPLE") or 50))


class Books:
    """What was asked and what was acknowledged, of all people."""

    def __init__(self):
        self.lock = threading.Lock()
        self.took, self.statuses, self.tickets, self.ballots = {}, {}, set(), set()

    def note(self, what, status, seconds):
        with self.lock:
            self.took.setdefault(what, []).append(seconds)
            self.statuses[status] = self.statuses.get(status, 0) + 1


def use(person, made, books, ends, seed):
    """One resident: mostly reads, sometimes reports, votes once."""
    chance, voted = random.Random(seed), False
    estate = f"/api/v1/estates/{person.estate_id}"
    while time.monotonic() < ends:
        dice = chance.random()
        if not voted and dice < 0.2:
            body = {"choices": {"1": chance.choice(["for", "against", "abstain"])}}
            what, status, answer = timed(
                books, "cast", person, "POST", f"{estate}/votes/{made.vote_id}/ballots", body
            )
            voted = status == 201
            if voted:
                books.ballots.add(answer["ballot_id"])
        elif dice < 0.3:
            body = {"category": "urgent.fire", "place": "3幢门口", "words": f"通道被堵 {uuid.uuid4()}"}
            what, status, answer = timed(books, "report", person, "POST", f"{estate}/tickets", body)
            if status == 201:
                books.tickets.add(answer["id"])
        else:
            what, path = chance.choice(
                [
                    ("home", f"/e/{person.estate_id}/"),
                    ("votes", f"{estate}/votes"),
                    ("tickets", f"{estate}/tickets"),
                ]
            )
            timed(books, what, person, "GET", path)
        time.sleep(chance.uniform(0.05, 0.5))
    person.hang_up()


def timed(books, what, person, method, path, body=None):
    started = time.monotonic()
    status, answer = person.ask(method, path, body)
    books.note(what, status, time.monotonic() - started)
    return what, status, answer


def main():
    books = Books()
    with house(residents=PEOPLE) as made:
        say(f"{PEOPLE} residents for {SECONDS} s")
        ends = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=use, args=(person, made, books, ends, number), daemon=True)
            for number, person in enumerate(made.people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + 60)
        kept_tickets = {str(row[0]) for row in made.query("SELECT id FROM ticket")}
        kept_ballots = {str(row[0]) for row in made.query("SELECT id FROM ballot")}
    return report(books, kept_tickets, kept_ballots)


def report(books, kept_tickets, kept_ballots):
    everything = []
    for what, took in sorted(books.took.items()):
        everything += took
        say(f"{what:8} {len(took):6} times  p50 {ms(took, 50)} ms  p95 {ms(took, 95)} ms")
    say(f"{'all':8} {len(everything):6} times  p50 {ms(everything, 50)} ms  p95 {ms(everything, 95)} ms")
    say(f"answers by status: {dict(sorted(books.statuses.items()))}")
    faults = sum(count for status, count in books.statuses.items() if status >= 500 or status == 0)
    lost = (books.tickets - kept_tickets) | (books.ballots - kept_ballots)
    say(
        f"acknowledged: {len(books.tickets)} reports, {len(books.ballots)} ballots; lost: {len(lost)}; 5xx or none: {faults}"
    )
    empty = not books.tickets or not books.ballots
    if empty:
        say("nothing was written: the drill proves nothing")
    return 1 if faults or lost or empty else 0


def ms(took, percent):
    if len(took) < 2:
        return round(took[0] * 1000) if took else 0
    return round(statistics.quantiles(took, n=100, method="inclusive")[percent - 1] * 1000)


if __name__ == "__main__":
    sys.exit(main())
