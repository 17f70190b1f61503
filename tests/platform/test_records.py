"""The audit chain, limits, idempotency keys, doors and pages by cursor."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import pytest
from marshmallow import fields
from sqlalchemy import select, text

from linli.kernel.actors import Role
from linli.kernel.grants import may
from linli.kernel.refusals import Conflict, TooMany, Unknown
from linli.platform import audit, clock, limits, outbox, paging, protection
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.transactions import transaction
from linli.platform.web import (
    Api,
    In,
    Out,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    limited,
    public,
    takes,
)
from linli.platform.web.identity import Identity
from linli.platform.web.schemas import Text
from tests.platform.small import ELSEWHERE, HERE, manager

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


# ---------------------------------------------------------------------------------------------- audit


def write_acts(number=5, estate_id=HERE):
    for one in range(number):
        with transaction():
            audit.record("thing:made", object_kind="thing", object_id=one, estate_id=estate_id, size=one)


def broken(chain=HERE):
    with transaction(writes=False):
        return list(audit.broken(chain))


def as_administrator(*statements):
    """What somebody with the database's own rights could do."""
    dialect = db.engine.dialect.name
    with db.engine.begin() as connection:
        for statement in protection.undo_sql_for(db.metadata, dialect, tables={"audit_entry"}):
            connection.exec_driver_sql(statement)
        for statement in statements:
            connection.execute(text(statement))


class TestAudit:
    @pytest.mark.feature("AO-01")
    def test_an_act_is_written_with_its_deed_or_not_at_all(self, platform_app):
        write_acts(2)
        with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012
            audit.record("thing:made", object_kind="thing", object_id=9, estate_id=HERE)
            _ = 1 // 0
        with transaction(writes=False):
            entries = db.session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.seq)).all()
            assert [(entry.seq, entry.object_id, entry.details) for entry in entries] == [
                (1, "0", {"size": 0}),
                (2, "1", {"size": 1}),
            ]
        assert broken() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entry SET act = 'thing:forged' WHERE seq = 3",
            "UPDATE audit_entry SET account_id = NULL, role = 'owner' WHERE seq = 3",
            "DELETE FROM audit_entry WHERE seq = 3",
            "DELETE FROM audit_entry WHERE seq = 5",
            "DELETE FROM audit_entry",
            "UPDATE audit_entry SET seq = 9 WHERE seq = 3",
        ],
    )
    def test_what_an_administrator_changes_past_the_house_is_seen(self, platform_app, statement):
        write_acts()
        assert broken() == []
        as_administrator(statement)
        assert broken() != []

    def test_a_chain_written_anew_without_the_key_is_seen(self, platform_app):
        write_acts(3)
        real = platform_app.config["LINLI_AUDIT_KEY"]
        as_administrator("DELETE FROM audit_entry", "DELETE FROM audit_head")
        platform_app.config["LINLI_AUDIT_KEY"] = b"guessed" * 5
        write_acts(3)
        platform_app.config["LINLI_AUDIT_KEY"] = real
        assert broken() == [1, 2, 3]

    def test_estates_have_chains_of_their_own(self, platform_app):
        write_acts(2)
        write_acts(3, ELSEWHERE)
        as_administrator("DELETE FROM audit_entry WHERE seq = 3")
        assert broken(HERE) == []
        assert broken(ELSEWHERE) == [3]

    def test_many_at_once_make_one_chain_without_a_gap(self, platform_app):
        def write():
            with platform_app.app_context():
                write_acts(4)

        run_together(write, 6)
        with transaction(writes=False):
            assert db.session.get(audit.AuditHead, HERE).seq == 24
        assert broken() == []


def run_together(do, number):
    faults = []

    def guarded():
        try:
            do()
        except BaseException as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=guarded) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


# ---------------------------------------------------------------------------------------------- limits

FIVE = limits.Limit("test", 5, timedelta(minutes=10))


class TestLimits:
    @pytest.mark.feature("AO-15")
    def test_the_sixth_try_is_refused_with_a_time_and_others_are_not(self, platform_app):
        with clock.freeze(NOON):
            for _ in range(5):
                limits.count(FIVE, "one")
            clock.advance(timedelta(minutes=4))
            with pytest.raises(TooMany) as no:
                limits.count(FIVE, "one")
            assert 355 <= no.value.retry_after <= 361
            limits.count(FIVE, "another")
            clock.advance(timedelta(minutes=6))
            limits.count(FIVE, "one")

    def test_what_succeeded_is_forgiven(self, platform_app):
        for _ in range(5):
            limits.count(FIVE, "one")
        with transaction():
            limits.forgive(FIVE, "one")
        limits.count(FIVE, "one")

    def test_tries_at_the_same_moment_are_all_counted(self, platform_app):
        refused = []

        def do():
            with platform_app.app_context():
                try:
                    limits.count(FIVE, "one")
                except TooMany:
                    refused.append(1)

        run_together(do, 12)
        assert len(refused) == 7

    def test_old_windows_are_swept(self, platform_app):
        with clock.freeze(NOON):
            limits.count(FIVE, "old")
            clock.advance(timedelta(minutes=11))
            limits.count(FIVE, "new")
            with transaction():
                limits.sweep()
        with transaction(writes=False):
            assert db.session.scalars(select(limits.Attempt.key)).all() == ["test:new"]


# ---------------------------------------------------------------------------------------------- keys


class Act(StrEnum):
    MAKE = "thing:make"


class ThingIn(In):
    name = Text(most=20, required=True)


class ThingOut(Out):
    id = fields.UUID()
    name = fields.String()


class Gone(Conflict):
    code, sentence = "thing.gone", "已经没有了。"


def _thing(estate_id):
    if estate_id != HERE:
        raise Unknown
    return "subject"


def _api():
    api, pages = Api("things", __name__, tag="东西"), Pages("thing_pages", __name__)

    @api.post("/estates/<uuid:estate_id>/things")
    @allow(Act.MAKE, {Act.MAKE: (may(Role.PROPERTY_MANAGER),)}, on=_thing)
    @takes(ThingIn)
    @gives(ThingOut, 201)
    @idempotent(required=True)
    def make(actor, subject, body):
        now, made = clock.now(), uuid.uuid4()
        if body["name"] == "gone":
            raise Gone
        db.session.add(limits.Attempt(key=str(made), since=now, until=now, count=1))
        return {"id": made, "name": body["name"]}

    @api.get("/estates/<uuid:estate_id>/writes")
    @public
    @gives(None)
    def writes(actor, estate_id):
        db.session.execute(text("DELETE FROM attempt"))

    @api.post("/limited")
    @public
    @takes(ThingIn)
    @gives(None)
    @limited(limits.Limit("tries", 2, timedelta(minutes=1)), by=lambda body: str(body.get("name")))
    def few(actor, body):
        raise Gone

    def page(actor, form):
        return f"{form.message}|{form.value('name')}|{form.error('name')}"

    @pages.post("/things")
    @public
    @takes(ThingIn)
    @form_page(page)
    def make_by_form(actor, body):
        now = clock.now()
        db.session.add(limits.Attempt(key="half", since=now, until=now, count=1))
        raise Gone

    return api, pages


@pytest.fixture
def client(platform_app):
    platform_app.config["WTF_CSRF_ENABLED"] = False
    for blueprint in _api():
        platform_app.register_blueprint(blueprint)
    use(Identity).who = manager()
    return platform_app.test_client()


THINGS = f"/api/v1/estates/{HERE}/things"


def post(client, key="k1", name="门", url=THINGS):
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(url, json={"name": name}, headers=headers)


def things():
    with transaction(writes=False):
        return len(db.session.scalars(select(limits.Attempt)).all())


class TestIdempotency:
    @pytest.mark.feature("API-04")
    def test_the_same_request_twice_has_one_effect_and_one_answer(self, client):
        first, second = post(client), post(client)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json == second.json
        assert second.headers["Idempotent-Replay"] == "true"
        assert things() == 1

    def test_twins_at_the_same_moment_have_one_effect_and_one_answer(self, platform_app, client):
        answers = []
        run_together(lambda: answers.append(post(platform_app.test_client()).json["id"]), 6)
        assert (len(answers), len(set(answers)), things()) == (6, 1, 1)

    def test_another_body_under_the_same_key_is_refused(self, client):
        post(client)
        answer = post(client, name="窗")
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
        assert things() == 1

    def test_another_person_s_key_is_another_key(self, client):
        post(client)
        use(Identity).who = manager(8)
        assert "Idempotent-Replay" not in post(client).headers
        assert things() == 2

    def test_a_refused_request_does_not_use_its_key_up(self, client):
        assert post(client, name="gone").status_code == 409
        assert post(client, name="gone").status_code == 409
        assert things() == 0

    @pytest.mark.parametrize("key", ["", " ", "a b", "键", "x" * 256, "a\x7f"])
    def test_a_key_that_is_none_is_refused(self, client, key):
        assert post(client, key=key.encode("utf-8").decode("latin-1")).status_code == 422

    def test_where_votes_or_money_move_a_key_is_required(self, client):
        answer = post(client, key=None)
        assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_required")

    def test_after_a_day_a_key_is_free_again(self, client):
        with clock.freeze(NOON):
            first = post(client).json
            clock.advance(timedelta(hours=23))
            assert post(client).json == first
            clock.advance(timedelta(hours=2))
            assert post(client).json != first


class TestDoor:
    def test_a_foreign_estate_and_one_that_never_was_answer_alike(self, client):
        foreign, ghost = (
            post(client, url=f"/api/v1/estates/{one}/things") for one in (ELSEWHERE, uuid.uuid4())
        )
        use(Identity).estates.add(ELSEWHERE)
        unknown = post(client, url=f"/api/v1/estates/{ELSEWHERE}/things")
        bodies = [answer.json | {"request_id": ""} for answer in (foreign, ghost, unknown)]
        assert {answer.status_code for answer in (foreign, ghost, unknown)} == {404}
        assert bodies[0] == bodies[1] == bodies[2]

    def test_nobody_is_told_to_sign_in_and_the_wrong_role_is_refused_and_noted(self, client):
        use(Identity).who = None
        answer = post(client)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        use(Identity).who = manager().__class__(UUID(int=7), Role.TENANT)
        assert post(client).status_code == 403
        with transaction(writes=False):
            entry = db.session.scalars(select(audit.AuditEntry)).one()
            assert (entry.act, entry.result, entry.account_id) == (
                "refused:forbidden",
                "refused",
                UUID(int=7),
            )

    def test_a_token_that_may_only_read_cannot_write(self, client):
        use(Identity).writes = False
        assert post(client).json["code"] == "read_only_token"

    def test_a_get_that_writes_is_a_fault_and_writes_nothing(self, client, platform_app):
        post(client)
        with pytest.raises(Exception, match=r"read-only|readonly"):
            client.get(f"/api/v1/estates/{HERE}/writes")
        db.session.remove()
        assert things() == 1

    def test_refused_tries_count_too(self, client):
        statuses = [client.post("/api/v1/limited", json={"name": "x"}).status_code for _ in range(3)]
        assert statuses == [409, 409, 429]
        answer = client.post("/api/v1/limited", json={"name": "x"})
        assert int(answer.headers["Retry-After"]) > 0
        assert client.post("/api/v1/limited", json={"name": "y"}).status_code == 409

    @pytest.mark.parametrize(
        "body",
        [{}, {"name": ""}, {"name": "x" * 21}, {"name": 1}, {"name": "x", "role": "owner"}, {"name": None}],
    )
    def test_a_body_that_does_not_fit_is_named_field_by_field(self, client, body):
        answer = client.post(THINGS, json=body, headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
        assert answer.json["errors"]

    @pytest.mark.parametrize("body", [b"[]", b"1", b"null", b'"x"'])
    def test_a_body_that_is_no_object_is_refused(self, client, body):
        assert client.post(THINGS, data=body, content_type="application/json").status_code == 422

    def test_a_refused_form_is_shown_again_and_nothing_typed_is_lost(self, client):
        answer = client.post("/things", data={"name": "门"})
        assert (answer.status_code, answer.text) == (409, "已经没有了。|门|[]")
        assert things() == 0
        answer = client.post("/things", data={"name": "门" * 30})
        assert answer.status_code == 422
        assert answer.text.startswith("|" + "门" * 30 + "|['最多 20 个字")


# ---------------------------------------------------------------------------------------------- pages


def _message(number):
    return outbox.OutboxMessage(
        id=UUID(int=number), reaction="x", payload={}, made_at=NOON + timedelta(minutes=number // 3), due_at=NOON,
        state=outbox.State.DONE, tries=0,
    )  # fmt: skip


def read_page(window, *, newest_first):
    query, message = select(outbox.OutboxMessage), outbox.OutboxMessage
    by = ((message.made_at, datetime.fromisoformat), (message.id, UUID))
    with transaction(writes=False):
        found = paging.page(query, by=by, window=window, newest_first=newest_first)
        return [one.id.int for one in found.items], found.next


class TestPages:
    @pytest.mark.feature("API-05")
    @pytest.mark.parametrize("newest_first", [True, False])
    @pytest.mark.parametrize("limit", [1, 7, 30, 200])
    def test_rows_added_meanwhile_are_neither_doubled_nor_lost(self, platform_app, newest_first, limit):
        with transaction():
            db.session.add_all([_message(number) for number in range(100, 130)])
        seen, cursor, added = [], None, 200
        while True:
            page, cursor = read_page(paging.Window(limit, cursor), newest_first=newest_first)
            seen += page
            if cursor is None:
                break
            if added == 220:
                continue
            with transaction():  # one before and one after everything there was
                db.session.add_all([_message(added), _message(100 - (added - 199))])
            added += 1
        assert len(seen) == len(set(seen))
        assert [one for one in seen if 100 <= one < 130] == sorted(range(100, 130), reverse=newest_first)

    @pytest.mark.parametrize(
        "cursor",
        ["x", "!!!!", "e30", "W10", "bnVsbA", "WyJ4IiwieSJd", "é", "A" * 499, "WyIyMDI2LTAxLTAxIiwieCJd"]
        + [
            paging._encode(values)
            for values in (["2026-01-01", str(UUID(int=1))], [1, 2], [NOON, "x"], [NOON])
        ],
    )
    def test_a_cursor_that_was_not_made_here_is_refused(self, platform_app, cursor):
        with pytest.raises(paging.BadCursor):
            read_page(paging.Window(10, cursor), newest_first=True)

    def test_a_forged_number_or_text_does_not_reach_the_database(self, platform_app):
        for reader, value in ((int, 10**30), (str, "a\x00b")):
            with pytest.raises(paging.BadCursor):
                paging._decode(paging._encode([value]), [reader])


# ---------------------------------------------------------------------------------------------- JSON
