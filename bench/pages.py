"""The resident's home page beside a page that needs no database, and signing in beside a bare argon2."""

from argon2 import PasswordHasher

from bench import Pairs, benchmark, in_turn, rate
from bench._world import small_city
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import identity
from linli.platform import clock
from linli.platform.transactions import transaction


def _bearer(phone: str) -> dict[str, str]:
    with transaction():
        account = identity.account_by_phone(phone)
        assert account is not None
        entry = sign_in.begin(account=account, device="bench", second_factor=False, now=clock.now())
        return {"Authorization": f"Bearer {entry.token}"}


@benchmark(
    name="home_page", unit="1/s", limit_is="a page of the same frame without database, same client, same run"
)
def home_page() -> Pairs:
    """A resident opens the app: what awaits me today."""
    with small_city() as (app, accounts):
        owner = next(one for one in accounts if one["role"] == "owner")
        client, headers = app.test_client(), _bearer(owner["phone"])
        path = f"/e/{owner['estate_id']}/"
        assert client.get(path, headers=headers).status_code == 200
        assert client.get("/offline").status_code == 200
        yield from in_turn(
            lambda: rate(lambda: client.get(path, headers=headers)),
            lambda: rate(lambda: client.get("/offline")),
        )


@benchmark(name="sign_in_password", unit="1/s", limit_is="argon2 verify with the same parameters, same run")
def sign_in_password() -> Pairs:
    """A worker signs in with password; the hash is the price, the rest should not be felt."""
    with small_city(estates=1, units=20):
        hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        stored = hasher.hash("a password of usual length")
        with transaction():
            _, code = sign_in.open_staff_account(username="bench", name="计时", now=clock.now())
        with transaction():
            sign_in.set_first_password(
                username="bench",
                setup_code=code,
                password="a password of usual length",
                device="",
                now=clock.now(),
            )

        def enter() -> None:
            with transaction():
                sign_in.enter_by_password(
                    username="bench",
                    password="a password of usual length",
                    totp="",
                    device="",
                    now=clock.now(),
                )

        yield from in_turn(
            lambda: rate(enter), lambda: rate(lambda: hasher.verify(stored, "a password of usual length"))
        )
