"""What the drills of the exchange share: the reference platform beside a house, a street officer, and what must hold."""

import logging
import threading
from contextlib import contextmanager
from itertools import groupby

from werkzeug.serving import make_server

from linli.domains.estates.models import Estate, Region
from linli.kernel.actors import Role
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.governance.server import Platform, app_of
from simulators.governance.switches import over_http
from tests.factories import people

KEY = "the-key-that-both-sides-hold-in-drills"
CALLBACKS = "/api/v1/governance/callbacks"
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


@contextmanager
def platform():
    """The reference platform on a free port of this machine; its callbacks go nowhere until `callbacks_to`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for name in ("simulators.governance.switches", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.ERROR)
    far = Platform(KEY, send=lambda *_: 204)
    server = make_server("127.0.0.1", 0, app_of(far), threaded=True)
    far.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield far
    finally:
        server.shutdown()


def connect(made, far):
    """Let the house send to the platform, and the platform call the house back; the token of a street officer."""
    made.environment |= {"LINLI_GOVERNANCE_URL": far.address, "LINLI_GOVERNANCE_KEY": KEY}
    far.post.send = over_http(f"http://127.0.0.1:{made.port}{CALLBACKS}")
    with made.inside(), transaction():
        estate = db.session.query(Estate).filter_by(id=made.estate_id).one()
        community = db.session.get_one(Region, estate.community_id)
        street = db.session.get_one(Region, community.parent_id)
        return people.token(people.staff(Role.STREET_OFFICER, street))


def pairs(made):
    """What stands alone that must come in pairs, and how often."""
    return {name: made.query(text)[0][0] for name, text in PAIRS.items()}


def both_books(made, far):
    """Where the two books differ, and how often; every case is looked at."""
    rows = made.query("SELECT external_id, number, version, state FROM governance_case WHERE parcels > 0")
    ours = {row[0]: row[1:] for row in rows}
    theirs = {one: far.book.case(one) for one in {kept["external_id"] for kept in far.book.messages()}}
    both = ours.keys() & theirs.keys()
    heard = made.query("SELECT count(*) FROM governance_update")[0][0]
    said = sum(one["version"] for one in theirs.values())
    kept = sorted((one["external_id"], number, one["seq"]) for number, one in enumerate(far.book.messages()))
    arrived = [[one[2] for one in group] for _, group in groupby(kept, key=lambda one: one[0])]
    return {
        "sent here and not there": len(ours.keys() - theirs.keys()),
        "there and not sent here": len(theirs.keys() - ours.keys()),
        "numbers that differ": sum(ours[one][0] != theirs[one]["number"] for one in both),
        "versions that differ": sum(ours[one][1] != theirs[one]["version"] for one in both),
        "not acknowledged": sum(one[2] != "acknowledged" for one in ours.values()),
        "updates lost or kept twice": abs(heard - said),
        "messages lost, twice or out of order": sum(one != list(range(1, len(one) + 1)) for one in arrived),
    }
