"""Every field of a person has a term; the clock moves on, and what is over it is gone and counted."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from config import BadSetting
from config import retention as config
from linli.domains.notices.models import Message
from linli.domains.people.models import Claim, Invitation, LoginCode, RegisterChange, SignedIn
from linli.domains.tickets.models import Ticket
from linli.kernel.actors import EVERYWHERE, Role
from linli.platform import audit, clock, idempotency, limits, retention
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.sealed import Sealed
from linli.platform.transactions import transaction
from tests.factories import people, tickets

OF_PERSONS = {
    *("phone", "id_no", "name_folded", "phone_digest", "for_name", "for_phone", "words", "note", "device"),
    *("new_owners", "unit_label", "candidates", "token_digest", "params"),
}
PEOPLES_NAMES = {"account", "owner", "claim", "export"}
OF_NOBODY = {"company.phone", "announcement.words", "vote_item.words"}  # published, or a firm's


@pytest.mark.feature("AO-16")
def test_every_field_of_a_person_has_a_term(app):
    listed = {field for term in config.terms() for field in term.fields}
    columns = {
        f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns
    }
    assert listed <= columns
    personal = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
        or column.name in OF_PERSONS
        or (column.name == "name" and table.name in PEOPLES_NAMES)
    }
    assert personal - OF_NOBODY - listed == set()
    retention.check()


def test_a_list_that_makes_no_sense_stops_the_start():
    for broken in (
        [{"fields": ["a.b"]}],
        [{"fields": ["a.b"], "title": "x", "rule": "x", "days": 0, "ends": "", "basis": ""}],
    ):
        with pytest.raises(BadSetting):
            config.read(broken)


@pytest.fixture
def ground(app):
    """One of everything that goes when its term is over, made today."""
    with transaction():
        ground = tickets.ground()
        now, estate_id, account_id = clock.now(), ground.estate_id, ground.resident_id
        db.session.add(
            LoginCode(
                phone="13800001111", phone_digest="d", made_at=now, expires_at=now + timedelta(minutes=5)
            )
        )
        proof = Attachment(
            estate_id=estate_id, object_kind="claim", object_id=uuid.uuid4(), kind="image", media_type="image/jpeg",
            sha256="0" * 64, bytes=1, storage_key="proofs/1.jpg", made_by=account_id, made_at=now,
        )  # fmt: skip
        db.session.add(proof)
        db.session.flush()
        for state in ("approved", "refused"):
            db.session.add(
                Claim(
                    estate_id=estate_id, unit_id=ground.unit_id, account_id=account_id, tie="owner", way="paper",
                    name="张三", note="我是业主", state=state, reason="", made_at=now, decided_at=now,
                    attachment_id=proof.id if state == "approved" else None,
                )
            )  # fmt: skip
        db.session.add(
            Invitation(
                estate_id=estate_id, unit_id=ground.unit_id, tie="family", code_digest="c", made_by=account_id,
                made_at=now, expires_at=now + timedelta(days=7),
            )
        )  # fmt: skip
        db.session.add(
            RegisterChange(
                estate_id=estate_id, unit_id=ground.unit_id, since_on=now.date(), new_owners='[{"name": "李四"}]',
                reason="买卖", state="confirmed", proposed_by=account_id, proposed_at=now, decided_at=now,
            )
        )  # fmt: skip
        db.session.add(
            Message(
                account_id=account_id, kind="ticket", channel="inbox", template="x", params={"a": "张三"}, once="1",
                state="sent", made_at=now,
            )
        )  # fmt: skip
        db.session.add(
            idempotency.IdempotencyKey(
                account_id=account_id, key="k", request_hash="h", status=201, answer={"name": "张三"}, made_at=now
            )
        )  # fmt: skip
        closed = tickets.report(ground, words="张三家漏水")
        closed.for_name, closed.for_phone, closed.closed_at = "王五", "13900002222", now
        opened = tickets.report(ground, words="还没修")
        opened.for_name = "赵六"
        people.token(people.account("登录的人"))
    limits.count(limits.Limit("t", 5, timedelta(minutes=1)), "13800001111")
    return ground


def left():
    """What is still there, by rule."""
    with transaction(writes=False):
        found = {
            "login_codes": len(db.session.scalars(db.select(LoginCode)).all()),
            "sessions": len(db.session.scalars(db.select(SignedIn)).all()),
            "attempts": len(db.session.scalars(db.select(limits.Attempt)).all()),
            "idempotency_keys": len(db.session.scalars(db.select(idempotency.IdempotencyKey)).all()),
            "messages": len(db.session.scalars(db.select(Message).where(Message.once == "1")).all()),
            "claim_proofs": len(db.session.scalars(db.select(Attachment)).all()),
            "refused_claims": len(db.session.scalars(db.select(Claim).filter_by(state="refused", name="张三")).all()),
            "invitations": len(db.session.scalars(db.select(Invitation)).all()),
            "register_changes": sum("李四" in one for one in db.session.scalars(db.select(RegisterChange.new_owners))),
            "ticket_callers": len(db.session.scalars(db.select(Ticket).filter_by(for_name="王五")).all()),
            "ticket_words": sum("漏水" in one for one in db.session.scalars(db.select(Ticket.words))),
        }  # fmt: skip
        assert db.session.scalars(db.select(Claim.name).filter_by(state="approved")).all() == ["张三"]
        assert "还没修" in db.session.scalars(db.select(Ticket.words)).all()
        assert "赵六" in db.session.scalars(db.select(Ticket.for_name)).all()
    return {name for name, count in found.items() if count}


@pytest.mark.feature("AO-16")
def test_what_is_over_its_term_goes_on_its_day_and_not_before(ground):
    start, everything = clock.now(), left()
    assert len(everything) == 11
    # sessions run out after 30 days, invitations after 7: their terms run from there
    days = {term.rule: term.after.days for term in config.terms() if term.rule in everything}
    days["invitations"] += 7
    for day in sorted(set(days.values()) - {days["sessions"]}):
        for moment, gone in (
            (start + timedelta(days=day, seconds=-60), day - 1),
            (start + timedelta(days=day, minutes=2), day),
        ):
            with clock.freeze(moment):
                retention.run(now=clock.now())
                expected = {name for name, term in days.items() if term > gone}
                assert left() - {"sessions"} == expected - {"sessions"}, (day, gone)
    assert "sessions" not in left()


@pytest.mark.feature("AO-16")
def test_what_was_removed_is_counted_and_shown(client, ground):
    with clock.freeze(clock.now() + timedelta(days=31)):
        removed = retention.run(now=clock.now())
        assert removed["login_codes"] == removed["claim_proofs"] == 1
        assert retention.run(now=clock.now())["login_codes"] == 0
        with transaction():
            admin = people.bearer(people.staff(Role.AUDITOR, EVERYWHERE))
        page = client.get("/work/retention", headers=admin)
        assert page.status_code == 200
        assert "1 条，最近" in page.text
        assert "诉讼时效三年" in page.text
        with transaction(writes=False):
            shown = {seen.term.rule: seen.removed for seen in retention.seen()}
            acts = db.session.scalars(
                db.select(audit.AuditEntry.object_id).filter_by(act="platform:retention:run")
            ).all()
    assert shown["login_codes"] == 1
    assert "login_codes" in acts


@pytest.mark.feature("AO-16")
def test_no_code_removes_an_entry_of_the_log_of_acts(ground):
    with transaction():
        audit.record("test:act", object_kind="x", object_id="1")
    with clock.freeze(clock.now() + timedelta(days=4000)):
        retention.run(now=clock.now())
        with transaction(writes=False):
            assert (
                db.session.scalars(db.select(audit.AuditEntry).filter_by(act="test:act")).one().at
                < clock.now()
            )
            assert list(audit.broken(audit.PLATFORM)) == []
    with pytest.raises(DBAPIError):
        erase()


def erase():
    with transaction():
        db.session.execute(db.delete(audit.AuditEntry))


def test_many_go_in_batches(app, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    with transaction():
        for number in range(8):
            db.session.add(
                LoginCode(phone="1", phone_digest=str(number), made_at=clock.now(), expires_at=clock.now())
            )
    assert retention.run(now=clock.now() + timedelta(days=31))["login_codes"] == 8
