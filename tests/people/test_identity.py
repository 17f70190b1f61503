"""Who somebody is, and in which one role they act."""

import pytest

from linli.domains.people.models import SignedIn
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places


def test_an_owner_of_two_estates_acts_in_one_at_a_time(app, now):
    with transaction():
        here, there = places.estate(), places.estate()
        me = people.account()
        people.owner(here, places.unit(here), account=me)
        people.owner(there, places.unit(there), account=me)
        token = people.token(me, acting=(Role.OWNER, there))
        session = identity.live_session(sign_in.digest_token(token), now=now)
        actor = identity.actor(session, now=now, on=day_of(now))

        assert (actor.role, actor.scope.id, len(actor.units)) == (Role.OWNER, there.id, 1)
        assert len(identity.actings(session, now=now, on=day_of(now))) == 2


def test_a_code_works_once(app, now):
    with transaction():
        asked = sign_in.ask_code(phone="13812345678", now=now)
    with transaction():
        code = sign_in.code_of(asked.id)
        assert sign_in.enter_by_code(phone="13812345678", code=code, device="", now=now) is not None
    with transaction():
        assert sign_in.enter_by_code(phone="13812345678", code=code, device="", now=now) is None


def test_staff_roles_need_the_second_factor(app, now):
    with transaction():
        officer = people.staff(Role.COMMUNITY_OFFICER, places.region())
        bare = sign_in.begin(account=officer, device="", second_factor=False, now=now).session
        assert identity.actings(bare, now=now, on=day_of(now)) == []
        assert identity.actor(bare, now=now, on=day_of(now)).role is Role.REGISTERED
    assert db.session.get(SignedIn, bare.id) is not None


@pytest.mark.parametrize("wrong", ["correct horse batterz", ""])
def test_a_wrong_password_is_refused(app, now, wrong):
    with transaction():
        officer = people.staff(Role.COMMUNITY_OFFICER, places.region())
    with transaction(), pytest.raises(sign_in.WrongPassword):
        sign_in.enter_by_password(username=officer.username, password=wrong, totp="", device="", now=now)
