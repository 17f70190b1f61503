"""The reference platform beside the application, and reports that go to it."""

import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

from werkzeug.serving import make_server

from linli.domains.governance.models import GovernanceCase, GovernanceParcel
from linli.domains.governance.queries import cases
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.operations import handling
from linli.jobs import governance as jobs
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.governance.server import CALLBACK, Platform, app_of
from tests.factories import tickets as made

KEY = "the-key-that-both-sides-hold-for-tests"


@contextmanager
def platform():
    """A running platform on a free port of this machine; its callbacks go where `post.send` says."""
    far = Platform(KEY, send=lambda *_: 204, now=clock.now, threads=False)
    server = make_server("127.0.0.1", 0, app_of(far), threaded=True)
    far.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def into(client):
    """Callbacks straight into the application under test."""

    def send(body, headers):
        return client.post(urlsplit(CALLBACK).path, data=body, headers=headers).status_code

    return send


class World:
    """An estate with everybody, and what stands between it and the platform."""

    def __init__(self):
        with transaction():
            self.ground = made.ground()
        self.id = self.ground.estate_id

    def report(self, *, category="public.illegal", accept=True, **more):
        """A report; accepted by the community unless told otherwise. Gives the ticket's id."""
        with transaction():
            ticket = made.report(self.ground, category=category, **more)
            if accept:
                handling.accept(actor=self.ground.officer(), ticket=ticket, now=clock.now())
            return ticket.id

    def ticket(self, ticket_id):
        db.session.expire_all()
        return tickets.ticket(estate_id=self.id, ticket_id=ticket_id)

    def case(self, ticket_id) -> GovernanceCase:
        """The case as it is now; read and let go, so that no lock holds up a server beside the test."""
        with transaction(writes=False):
            found = cases.of_ticket(self.id, ticket_id)
            if found is not None:
                db.session.expunge(found)
        return found

    def external(self, ticket_id):
        return f"LL{ticket_id.hex}"

    def parcels(self, ticket_id):
        found = self.case(ticket_id)
        query = db.select(GovernanceParcel).filter_by(case_id=found.id).order_by(GovernanceParcel.seq)
        return list(db.session.scalars(query))


def pump():
    """Send everything that is due."""
    db.session.rollback()
    while jobs.send_due():
        pass
