"""Kill -9 while reports go to the governance platform: no ticket without its outbox row, nor the reverse; none twice there.

LINLI_DRILL_KILLS (20) sets how often (check F-1, GI-01). Residents report, an officer accepts, the worker sends to a
platform that also loses every answer for a while; web and worker die by SIGKILL in between.
"""

import logging
import os
import sys
import threading
import time
import uuid

from werkzeug.serving import make_server

from drills._house import Person, house, say
from drills.kill import Books, insist
from linli.domains.people.queries import identity
from linli.platform.transactions import transaction
from simulators.governance.server import Platform, app_of
from tests.factories import people

KILLS = min(500, int(os.environ.get("LINLI_DRILL_KILLS") or 20))
PEOPLE, BETWEEN, KEY = 8, 1.2, "the-key-that-both-sides-hold-in-drills"
PAIRS = {
    "tickets without a case": "SELECT count(*) FROM ticket t WHERE t.category = 'public.illegal' AND NOT EXISTS "
    "(SELECT 1 FROM governance_case c WHERE c.ticket_id = t.id)",
    "cases without a ticket": "SELECT count(*) FROM governance_case c WHERE NOT EXISTS "
    "(SELECT 1 FROM ticket t WHERE t.id = c.ticket_id)",
    "accepted without an outbox row": "SELECT count(*) FROM ticket t JOIN governance_case c ON c.ticket_id = t.id "
    "WHERE t.accepted_at IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM governance_parcel p WHERE p.case_id = c.id AND p.kind = 'case')",
    "outbox rows of tickets never accepted": "SELECT count(*) FROM governance_parcel p JOIN governance_case c "
    "ON c.id = p.case_id JOIN ticket t ON t.id = c.ticket_id WHERE t.accepted_at IS NULL",
}


def use(person, officer_token, made, books):
    """Somebody who reports, and the officer who accepts it, as fast as they are answered."""
    estate = f"/api/v1/estates/{person.estate_id}"
    officer = Person(made.port, officer_token, person.estate_id)
    while not books.stop.is_set():
        words = f"楼顶搭建 {uuid.uuid4()}"
        body = {"category": "public.illegal", "place": "3幢楼顶", "words": words}
        answer = insist(books, person, f"{estate}/tickets", body)
        if answer:
            books.tickets[words] = answer["id"]
            insist(books, officer, f"{estate}/tickets/{answer['id']}/accept", {})
    person.hang_up()
    officer.hang_up()


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    far = Platform(KEY)
    server = make_server("127.0.0.1", 0, app_of(far), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    books = Books()
    try:
        with house(residents=PEOPLE, start=False) as made:
            made.environment |= {
                "LINLI_GOVERNANCE_URL": f"http://127.0.0.1:{server.server_port}", "LINLI_GOVERNANCE_KEY": KEY,
            }  # fmt: skip
            with made.inside(), transaction():
                token = people.token(identity.account(made.officer_id))
            made.start()
            return run(made, far, books, token)
    finally:
        server.shutdown()


def run(made, far, books, token):
    threads = [
        threading.Thread(target=use, args=(one, token, made, books), daemon=True) for one in made.people
    ]
    for thread in threads:
        thread.start()
    for number in range(1, KILLS + 1):
        far.switches.turn({"reset": True, "lose_answer": number % 3 == 0})
        time.sleep(BETWEEN)
        made.kill()
        made.start()
        say(
            f"kill {number}: {len(books.tickets)} reports acknowledged, {len(far.book.cases('', ''))}+ cases there"
        )
    far.switches.turn({"reset": True})
    books.stop.set()
    for thread in threads:
        thread.join(60)
    return report(made, far, books)


def report(made, far, books):
    ends = time.monotonic() + 420  # a claim lasts two minutes, and what lost its answer waits five
    while (
        made.query("SELECT 1 FROM governance_parcel WHERE state = 'waiting' LIMIT 1")
        and time.monotonic() < ends
    ):
        time.sleep(2)
    found = {name: made.query(text)[0][0] for name, text in PAIRS.items()}
    kept = {str(row[0]) for row in made.query("SELECT id FROM ticket")}
    ours = {row[0] for row in made.query("SELECT external_id FROM governance_case WHERE number <> ''")}
    order = [(one["external_id"], one["seq"]) for one in far.book.messages()]
    there = {external_id for external_id, _ in order}
    found |= {
        "acknowledged and lost": len(set(books.tickets.values()) - kept),
        "numbered here and not there": len(ours - there),
        "there and not numbered here": len(there - ours),
        "stored twice there": len(order) - len(set(order)),
    }
    resent = sum(one["times"] > 1 for one in far.book.messages())
    say(
        f"{len(books.tickets)} reports, {len(there)} cases there, {resent} sent more than once; {books.unanswered} tries unanswered, {dict(books.odd)} other answers"
    )
    say("; ".join(f"{name}: {number}" for name, number in found.items()))
    empty = len(there) < KILLS or books.unanswered < KILLS or not resent
    if empty:
        say("too little was interrupted or sent again: the drill proves nothing")
    return 1 if any(found.values()) or empty else 0


if __name__ == "__main__":
    sys.exit(main())
