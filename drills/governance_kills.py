"""Kill -9 while reports go to the governance platform and come back: no ticket without its outbox row, nor the reverse.

LINLI_DRILL_KILLS (200) sets how often (checks F-1, F-2, F-4, F-6; GI-01). Residents report and urge, an officer of the
street accepts, a process sends, officials of a platform that also loses its answers move cases and call back; web and
sender die by SIGKILL at random moments. In the end both books must be the same. Every single point of the way is in
the drill `governance_points`.
"""

import os
import random
import sys
import threading
import time
import uuid
from itertools import cycle

from drills._exchange import both_books, connect, pairs, platform
from drills._house import Person, house, say
from drills._web import Nursery
from drills.kill import Books, insist
from linli.domains.governance.operations import sending
from linli.jobs import governance as jobs
from linli.platform import clock

KILLS = min(2000, int(os.environ.get("LINLI_DRILL_KILLS") or 200))
AT_ONCE, SENDER = 8, "sender"
PEOPLE = AT_ONCE * (3 + KILLS // 20)  # nobody may report without end in a day
STATES = ("20", "40", "50", "60")


def use(neighbours, officer_token, made, books):
    """Neighbours who report and urge in turn, and the officer who accepts it in between, as fast as they are answered."""
    estate = f"/api/v1/estates/{made.estate_id}"
    officer = Person(made.port, officer_token, made.estate_id)
    for person in cycle(neighbours):
        if books.stop.is_set():
            break
        words = f"楼顶搭建 {uuid.uuid4()}"
        body = {"category": "public.illegal", "place": "3幢楼顶", "words": words}
        answer = insist(books, person, f"{estate}/tickets", body)
        if answer:
            books.tickets[words] = answer["id"]
            insist(books, officer, f"{estate}/tickets/{answer['id']}/accept", {})
            insist(books, person, f"{estate}/tickets/{answer['id']}/urge", {})
        person.hang_up()
    officer.hang_up()


def officials(far, books):
    """Move the cases that came in through their states, a few at a time, and call back."""
    chance = random.Random(200)
    while not books.stop.wait(0.2):
        open_ones = [one for one in far.book.cases("", "") if one["state"] != STATES[-1]]
        for one in chance.sample(open_ones, min(3, len(open_ones))):
            far.work(one["external_id"], STATES[one["version"]])


def main():
    books = Books()
    with platform() as far, house(residents=PEOPLE, start=False) as made:
        token = connect(made, far)
        nursery = Nursery(made)
        try:
            threads = [
                threading.Thread(target=use, args=(made.people[n::AT_ONCE], token, made, books), daemon=True)
                for n in range(AT_ONCE)
            ]
            threads.append(threading.Thread(target=officials, args=(far, books), daemon=True))
            interrupted = kill_often(made, far, nursery, books, threads)
            settle(made, far, books, threads, nursery)
            return report(made, far, books, interrupted)
        finally:
            nursery.close()


def kill_often(made, far, nursery, books, threads):
    """Start and kill; how many messages stood claimed or sent and not noted when the processes died."""
    chance, interrupted = random.Random(1), 0
    for number in range(1, KILLS + 1):
        far.switches.turn({"reset": True, "lose_answer": number % 7 == 0})
        nursery.start(made.port)
        nursery.start_sending(SENDER)
        if number == 1:
            for thread in threads:
                thread.start()
        let_work(books, chance)
        nursery.kill()
        interrupted += made.query(CLAIMED)[0][0] > 0
        if number % 10 == 0:
            say(
                f"kill {number}: {len(books.tickets)} reports acknowledged, {len(far.book.messages())} messages there"
            )
    return interrupted


def let_work(books, chance):
    """Until somebody got an answer, however busy the machine is, and a random moment more."""
    before, ends = len(books.tickets), time.monotonic() + 10
    while len(books.tickets) == before and time.monotonic() < ends:
        time.sleep(0.01)
    time.sleep(chance.random())


CLAIMED = (
    "SELECT count(*) FROM governance_parcel WHERE state = 'waiting' AND tries > 0 AND last_error = ''"
    " AND due_at > now()"
)


def settle(made, far, books, threads, nursery):
    """Everybody gets an answer, the sender takes up what the dead had claimed, what nobody heard is read."""
    far.switches.turn({"reset": True})
    nursery.start(made.port)
    books.stop.set()
    for thread in threads:
        thread.join(60)
    nursery.kill()
    with made.inside():
        for _ in range(20):
            with clock.freeze(clock.now() + sending.CLAIM_LASTS):
                while jobs.send_due():
                    pass
        jobs.fetch(now=clock.now())


def report(made, far, books, interrupted):
    kept = {str(row[0]) for row in made.query("SELECT id FROM ticket")}
    words = made.query("SELECT count(*) - count(DISTINCT words) FROM ticket")[0][0]
    found = pairs(made) | both_books(made, far) | {
        "acknowledged and lost": len(set(books.tickets.values()) - kept),
        "reported twice": words,
        "left waiting": made.query("SELECT count(*) FROM governance_parcel WHERE state = 'waiting'")[0][0],
        "other answers": sum(books.odd.values()),
    }  # fmt: skip
    messages = far.book.messages()
    resent, updates = (
        sum(one["times"] > 1 for one in messages),
        sum(one["version"] for one in far.book.cases("", "")),
    )
    say(
        f"{KILLS} kills: {len(books.tickets)} reports, {len(messages)} messages there, {resent} of them sent more than"
        f" once, {updates} updates; {books.unanswered} tries unanswered, {interrupted} kills in the middle of sending,"
        f" {dict(books.odd)} other answers"
    )
    say("; ".join(f"{name}: {number}" for name, number in found.items()))
    empty = len(messages) < KILLS // 2 or books.unanswered < KILLS or not resent or not updates
    if empty:
        say("too little was interrupted or sent again: the drill proves nothing")
    return 1 if any(found.values()) or empty else 0


if __name__ == "__main__":
    sys.exit(main())
