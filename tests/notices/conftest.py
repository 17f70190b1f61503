"""A carrier of short messages for the tests of this room."""

import pytest

from linli.domains.notices.ports import Sms, Taken
from linli.platform.db import db
from linli.platform.ports import bind


class Carrier:
    """A carrier that does as it is told and remembers what it was given."""

    def __init__(self, *outcomes):
        self.outcomes, self.taken, self.session = list(outcomes), [], db.session()

    def send(self, *, to, template, params):
        assert not self.session.in_transaction(), "handed over inside a transaction"
        outcome = self.outcomes.pop(0) if self.outcomes else Taken()
        if isinstance(outcome, Exception):
            raise outcome
        self.taken.append((to, template, dict(params)))
        return outcome

    def is_report(self, body, signature):
        return signature == "right"


@pytest.fixture
def carrier(app):
    made = Carrier()
    bind(app, Sms, made)
    return made
