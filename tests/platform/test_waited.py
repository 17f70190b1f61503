"""What lay too long to be of use is not begun: its asker is told at once to come back (check E-10)."""

import socket
import struct
import time

import pytest

from linli.platform.web import waited
from tests.payments.world import World


class Door:
    """A connection whose last byte came in so many milliseconds ago."""

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def getsockopt(self, *_):
        return bytes(52) + struct.pack("I", self.milliseconds)


def test_the_kernel_says_how_long_a_request_lies_and_nothing_is_said_where_it_does_not():
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as asker:
        asker.connect(listening.getsockname())
        asker.send(b"POST")
        before = time.monotonic()
        while time.monotonic() < before + 0.06:
            pass
        door, _ = listening.accept()
        with door:
            assert 0.04 <= waited.seconds({"gunicorn.socket": door}) < 30
    one, other = socket.socketpair()
    with one, other:
        assert waited.seconds({"gunicorn.socket": one}) == waited.seconds({}) == 0.0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_notification_that_lay_too_long_is_answered_so_that_it_is_repeated_and_others_are_not(app, client):
    world = World()
    path = "/api/v1/payments/notifications/sandbox/SANDBOX"

    def status(milliseconds, url=path):
        door = {"gunicorn.socket": Door(milliseconds)}
        return client.post(url, data=b"{}", environ_overrides=door).status_code

    assert (status(1500), status(500)) == (503, 404)
    assert (
        client.get(f"{world.api}/bills", environ_overrides={"gunicorn.socket": Door(9000)}).status_code == 401
    )
