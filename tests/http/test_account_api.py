"""Signing in over the API: codes, passwords, sessions, roles; and what nobody can do with them (checks A)."""

from datetime import timedelta

import pyotp
import pytest

from linli.domains.people.models import LoginCode, SignedIn
from linli.domains.people.operations import roles, sign_in
from linli.domains.people.queries import identity
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places

PHONE = "13812345678"


def ask(client, phone=PHONE):
    return client.post("/api/v1/auth/codes", json={"phone": phone})


def newest_code():
    with transaction(writes=False):
        asked = db.session.query(LoginCode).order_by(LoginCode.id.desc()).first()
        return sign_in.code_of(asked.id)


def enter(client, code, phone=PHONE):
    return client.post("/api/v1/auth/sessions", json={"phone": phone, "code": code})


def enter_as(client, account, *, password="correct horse battery", totp=None):
    body = {"username": account, "password": password}
    return client.post("/api/v1/auth/sessions", json=body | ({"totp": totp} if totp else {}))


class TestCodes:
    @pytest.mark.feature("EI-15")
    def test_a_code_works_once_for_five_minutes_for_its_phone(self, client, now):
        assert ask(client).status_code == 202
        code = newest_code()
        assert enter(client, code, phone="13912345678").status_code == 401
        assert enter(client, code).status_code == 201
        assert enter(client, code).status_code == 401

        ask(client)
        late = newest_code()
        with clock.freeze(now + timedelta(minutes=5)):
            assert enter(client, late).status_code == 401

    def test_a_code_dies_after_five_wrong_tries(self, client):
        ask(client)
        code = newest_code()
        for _ in range(5):
            assert enter(client, "000000" if code != "000000" else "111111").status_code == 401
        assert enter(client, code).status_code == 401

    def test_known_and_unknown_phones_get_the_same_answer(self, client):
        with transaction():
            people.account(phone=PHONE)
        known, unknown = ask(client), ask(client, "13912345678")
        assert (known.status_code, known.data) == (unknown.status_code, unknown.data)

    def test_one_phone_gets_only_so_many_codes_an_hour(self, client):
        statuses = [ask(client).status_code for _ in range(8)]
        assert statuses == [202] * 5 + [429] * 3
        assert int(ask(client).headers["Retry-After"]) > 0
        assert ask(client, "13912345678").status_code == 202


class TestPasswords:
    @pytest.fixture
    def officer(self, app):
        with transaction():
            return people.staff(Role.COMMUNITY_OFFICER, places.region()).username

    def totp(self, now, *, steps=0):
        return pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").at(now + timedelta(seconds=30 * steps))

    @pytest.mark.feature("EI-19")
    def test_staff_need_the_time_code(self, client, officer, now):
        assert enter_as(client, officer).status_code == 401
        assert enter_as(client, officer, totp=self.totp(now)).status_code == 201

    def test_a_time_code_works_once_also_with_spaces(self, client, officer, now):
        code = self.totp(now)
        assert enter_as(client, officer, totp=code).status_code == 201
        assert enter_as(client, officer, totp=f"{code[:3]} {code[3:]}").status_code == 401

    def test_a_wrong_name_and_a_wrong_password_look_the_same(self, client, officer):
        wrong, nobody = (enter_as(client, name, password="wrong password!") for name in (officer, "nobody"))
        assert wrong.status_code == nobody.status_code == 401
        assert wrong.json["code"] == nobody.json["code"]
        assert wrong.json["detail"] == nobody.json["detail"]

    def test_guessing_locks_the_one_name_for_a_while_and_no_other(self, client, officer, now):
        for _ in range(10):
            enter_as(client, officer, password="wrong password!")
        assert enter_as(client, officer, totp=self.totp(now)).status_code == 429
        assert enter_as(client, "somebody-else").status_code == 401
        with clock.freeze(now + timedelta(minutes=16)):
            later = self.totp(now + timedelta(minutes=16))
            assert enter_as(client, officer, totp=later).status_code == 201

    def test_an_account_without_second_factor_can_only_set_one_up(self, client, now):
        with transaction():
            account, setup_code = sign_in.open_staff_account(username="fresh", name="新人", now=now)
            roles.grant(
                actor=None,
                account_id=account.id,
                role=Role.SYSTEM_ADMIN,
                scope=Scope(ScopeKind.PLATFORM),
                until=None,
                now=now,
            )
        with transaction():
            entry = sign_in.set_first_password(
                username="fresh", setup_code=setup_code, password="a long sentence", device="", now=now
            )
            token = entry.token
        shown = client.get("/api/v1/auth/sessions/current", headers={"Authorization": f"Bearer {token}"})
        assert shown.json["role"] == "registered"

        with transaction():
            account = identity.account(entry.session.account_id)
            sign_in.start_second_factor(account=account)
            code = pyotp.TOTP(account.totp_secret).at(now)
            token = sign_in.confirm_second_factor(account=account, code=code, device="", now=now).token
        shown = client.get("/api/v1/auth/sessions/current", headers={"Authorization": f"Bearer {token}"})
        assert shown.json["role"] == "system_admin"


class TestSessions:
    def current(self, client, headers):
        return client.get("/api/v1/auth/sessions/current", headers=headers)

    def test_ending_a_session_works_at_once(self, client, app):
        with transaction():
            headers = people.bearer(people.account())
        assert self.current(client, headers).status_code == 200
        assert client.delete("/api/v1/auth/sessions/current", headers=headers).status_code == 204
        assert self.current(client, headers).status_code == 401

    def test_a_session_ends_when_left_alone_and_at_the_latest_after_its_time(self, client, app, now):
        with transaction():
            headers = people.bearer(people.account())
        with clock.freeze(now + timedelta(days=29)):
            assert self.current(client, headers).status_code == 200
        with clock.freeze(now + timedelta(days=29 + 31)):
            assert self.current(client, headers).status_code == 401
        with transaction():
            db.session.query(SignedIn).one().seen_at = now + timedelta(days=179)
        with clock.freeze(now + timedelta(days=180)):
            assert self.current(client, headers).status_code == 401

    @pytest.mark.parametrize(
        "forged",
        ["", "Bearer", "Bearer x", "Bearer " + "a" * 5000, "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.e30."],
    )
    def test_a_forged_token_opens_nothing(self, client, forged):
        assert self.current(client, {"Authorization": forged}).status_code == 401

    def test_one_can_end_only_own_sessions(self, client, app):
        with transaction():
            mine, theirs = people.account("甲"), people.account("乙")
            headers, other = people.bearer(mine), people.bearer(theirs)
        their_session = client.get("/api/v1/auth/sessions", headers=other).json["items"][0]["id"]
        assert client.delete(f"/api/v1/auth/sessions/{their_session}", headers=headers).status_code == 404
        assert self.current(client, other).status_code == 200

    def test_the_cookie_is_locked_down_and_needs_the_form_token(self, client, app):
        ask(client)
        answer = enter(client, newest_code())
        cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-linli="))
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))

        look = {"theme": "dark", "mode": "elder"}
        assert client.put("/api/v1/me/look", json=look).status_code == 403
        token = {"X-CSRF-Token": answer.json["csrf_token"]}
        assert client.put("/api/v1/me/look", json=look, headers=token).status_code == 200
        foreign = token | {"Origin": "https://evil.example"}
        assert client.put("/api/v1/me/look", json=look, headers=foreign).status_code == 403
        assert (
            client.put("/api/v1/me/look", data="{}", content_type="text/plain", headers=token).status_code
            == 415
        )


class TestTokens:
    @pytest.mark.feature("API-02")
    def test_a_reading_token_cannot_write_and_an_ended_one_is_refused(self, client, app, now):
        with transaction():
            headers = people.bearer(people.account())
        made = client.post("/api/v1/auth/tokens", json={"label": "报表", "days": 2}, headers=headers)
        reading = {"Authorization": f"Bearer {made.json['token']}"}
        assert client.get("/api/v1/auth/sessions/current", headers=reading).status_code == 200
        refused = client.put("/api/v1/me/look", json={"theme": "dark"}, headers=reading)
        assert (refused.status_code, refused.json["code"]) == (403, "read_only_token")
        with clock.freeze(now + timedelta(days=2)):
            assert client.get("/api/v1/auth/sessions/current", headers=reading).status_code == 401


class TestActing:
    @pytest.mark.feature("EI-13")
    def test_rights_of_one_role_never_come_along_in_another(self, client, app):
        with transaction():
            here, there = places.estate(), places.estate()
            me = people.account()
            people.owner(here, places.unit(here), account=me)
            people.owner(there, places.unit(there), account=me)
            headers = people.bearer(me, acting=(Role.OWNER, here))
            there_id = str(there.id)
        choice = {"role": "owner", "scope_kind": "estate", "scope_id": there_id}
        answer = client.put("/api/v1/auth/sessions/current/acting", json=choice, headers=headers)
        assert answer.status_code == 200
        assert self.scope(client, headers) == there_id

    def test_nobody_acts_in_a_role_they_do_not_hold(self, client, app):
        with transaction():
            estate = places.estate()
            headers = people.bearer(people.account())
            wanted = {"role": "owner", "scope_kind": "estate", "scope_id": str(estate.id)}
        answer = client.put("/api/v1/auth/sessions/current/acting", json=wanted, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "people.not_your_role")

    def scope(self, client, headers):
        return client.get("/api/v1/auth/sessions/current", headers=headers).json["scope_id"]


class TestLeaving:
    @pytest.mark.feature("EI-27")
    def test_the_export_holds_the_person_and_closing_forgets_them(self, client, app):
        with transaction():
            estate = places.estate()
            me, neighbour = people.account("赵一", phone=PHONE), people.account("钱二", phone="13912345678")
            people.owner(estate, places.unit(estate), account=me, name="赵一", phones=[PHONE])
            people.owner(estate, places.unit(estate), account=neighbour, name="钱二")
            headers, account_id = people.bearer(me), me.id
        export = client.get("/api/v1/me/data", headers=headers)
        assert (PHONE in export.text, "赵一" in export.text, "钱二" in export.text) == (True, True, False)

        assert client.delete("/api/v1/me", headers=headers).status_code == 204
        assert client.get("/api/v1/me/data", headers=headers).status_code == 401
        with transaction(writes=False):
            closed = db.session.get(people.Account, account_id)
            assert (closed.name, closed.phone, closed.phone_digest) == ("", None, None)


def test_the_first_sign_in_keeps_what_was_agreed_to_and_its_words_can_be_read(client):
    ask(client)
    token = enter(client, newest_code()).json["token"]
    own = client.get("/api/v1/me/data", headers={"Authorization": f"Bearer {token}"}).json
    assert [one["purpose"] for one in own["consents"]] == ["service"]
    words = client.get("/p/privacy")
    assert (words.status_code, own["consents"][0]["version"] in words.text) == (200, True)
    assert client.get("/p/terms").status_code == 200
