"""Rows that are written past the unit of work: the same as though the session had written them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from linli.platform import upsert
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.idempotency import IdempotencyKey
from linli.platform.outbox import OutboxMessage
from linli.platform.rows import put
from linli.platform.transactions import transaction
from tests.platform.small import HERE

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def _promise():
    return OutboxMessage(reaction="somebody:hears", payload={"what": "words"}, made_at=NOON, due_at=NOON)


def test_a_row_that_was_put_has_its_defaults_and_belongs_to_the_session(platform_app):
    said = []
    with transaction():
        made = _promise()
        event.listen(db.engine, "before_cursor_execute", lambda *heard: said.append(heard[2]))
        put(made)
        assert (made.state, made.tries, made.last_error, made.done_at) == ("pending", 0, None, None)
        assert db.session.get(OutboxMessage, made.id) is made
        made.tries = 3
        db.session.flush()
        written = [one for one in said if one.startswith(("INSERT", "UPDATE", "SELECT outbox"))]
        assert [one.split()[0] for one in written] == ["INSERT", "UPDATE"]
        assert "last_error" not in written[0]
    with transaction(writes=False):
        found = db.session.scalars(select(OutboxMessage)).one()
        assert (found.id, found.tries, found.payload, found.made_at) == (made.id, 3, {"what": "words"}, NOON)


def test_a_row_put_in_a_transaction_that_fails_is_not_there(platform_app):
    with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012 - written first
        put(_promise())
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction():
        put(Attachment(estate_id=HERE, object_kind="thing"))
    with transaction(writes=False):
        assert db.session.scalars(select(OutboxMessage)).all() == []


def test_only_the_first_claim_of_a_key_is_told_that_it_is_its_own(platform_app):
    key = {"account_id": HERE, "key": "k", "status": 0, "answer": {}, "made_at": NOON}
    with transaction():
        assert upsert.claimed(IdempotencyKey, request_hash="a", **key)
    with transaction():
        assert not upsert.claimed(IdempotencyKey, request_hash="b", **key)
    with transaction(writes=False):
        assert db.session.scalars(select(IdempotencyKey.request_hash)).all() == ["a"]
