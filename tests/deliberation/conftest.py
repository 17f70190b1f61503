"""A hall with people, each with a token."""

import pytest

from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import deliberation


@pytest.fixture
def hall(app):
    with transaction():
        return deliberation.hall(co_owned=True)


@pytest.fixture
def cast(client, hall):
    known = {}

    def named(name):
        key = name, clock.now().date()  # after some days one has to sign in again
        if key not in known:
            known[key] = deliberation.Person(client, hall.estate_id, hall.accounts[name])
        return known[key]

    return named
