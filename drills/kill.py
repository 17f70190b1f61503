"""Kill: web and worker die by SIGKILL again and again under load; nothing acknowledged is lost or doubled.

LINLI_DRILL_KILLS (20) sets how often. Each try of a write keeps its Idempotency-Key until it is answered,
so a write that was done but not answered before the kill must not be done again after it.
"""

import os
import sys
import threading
import time
import uuid

from drills._house import house, say

KILLS = min(500, int(os.environ.get("LINLI_DRILL_KILLS") or 20))
PEOPLE, BETWEEN = 24, 1.2


class Books:
    """What each key was acknowledged with, and how often an answer stayed away."""

    def __init__(self):
        self.stop, self.lock = threading.Event(), threading.Lock()
        self.tickets, self.ballots, self.unanswered, self.odd = {}, {}, 0, {}


def insist(books, person, path, body):
    """Ask with one key until there is an answer; None where the drill ends before that."""
    key = uuid.uuid4().hex
    while not books.stop.is_set():
        status, answer = person.ask("POST", path, body, key=key)
        if status in {200, 201}:
            return answer
        with books.lock:
            if status == 0:
                books.unanswered += 1
            else:
                books.odd[status] = books.odd.get(status, 0) + 1
        if 400 <= status < 500 and status != 429:
            return None
        time.sleep(0.05)
    return None


def use(person, made, books):
    """One resident: reports all the time, and casts once, somewhere among the kills."""
    estate = f"/api/v1/estates/{person.estate_id}"
    turn, number = made.people.index(person) * KILLS // PEOPLE, 0
    while not books.stop.is_set():
        words = f"消防通道被堵 {uuid.uuid4()}"
        body = {"category": "urgent.fire", "place": "3幢门口", "words": words}  # taken however often
        answer = insist(books, person, f"{estate}/tickets", body)
        if answer:
            books.tickets[words] = answer["id"]
        number += 1
        if books.kills >= turn and person.token not in books.ballots:
            answer = insist(
                books, person, f"{estate}/votes/{made.vote_id}/ballots", {"choices": {"1": "for"}}
            )
            if answer:
                books.ballots[person.token] = answer["ballot_id"]
    person.hang_up()


def main():
    books = Books()
    books.kills = 0
    with house(residents=PEOPLE) as made:
        threads = [threading.Thread(target=use, args=(one, made, books), daemon=True) for one in made.people]
        for thread in threads:
            thread.start()
        for number in range(1, KILLS + 1):
            time.sleep(BETWEEN)
            made.kill()
            made.start()
            books.kills = number
            say(
                f"kill {number}: {len(books.tickets)} reports and {len(books.ballots)} ballots acknowledged so far"
            )
        time.sleep(5)
        books.stop.set()
        for thread in threads:
            thread.join(60)
        return report(books, made)


def report(books, made):
    words = [row[0] for row in made.query("SELECT words FROM ticket")]
    kept = {str(row[0]) for row in made.query("SELECT id FROM ticket")}
    ballots = {str(row[0]) for row in made.query("SELECT id FROM ballot")}
    voters = made.query("SELECT voter_no, count(*) FROM ballot GROUP BY voter_no HAVING count(*) > 1")
    numbers = made.query("SELECT seq FROM ballot ORDER BY seq")
    lost = (set(books.tickets.values()) - kept) | (set(books.ballots.values()) - ballots)
    doubled = len(words) - len(set(words)) + len(voters)
    gaps = [row[0] for row in numbers] != list(range(1, len(numbers) + 1))
    say(
        f"{len(books.tickets)} reports and {len(books.ballots)} ballots acknowledged; {books.unanswered} tries unanswered"
    )
    say(f"lost: {len(lost)}; doubled: {doubled}; gaps in the box: {gaps}; other answers: {books.odd}")
    empty = books.unanswered < KILLS or len(books.ballots) < PEOPLE // 2 or len(books.tickets) < KILLS
    if empty:
        say("too little was interrupted or written: the drill proves nothing")
    server_faults = sum(count for status, count in books.odd.items() if status >= 500 and status != 503)
    return 1 if lost or doubled or gaps or empty or server_faults else 0


if __name__ == "__main__":
    sys.exit(main())
