"""Coming in: one-time codes by phone for residents, password and second factor for staff."""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from linli.domains.people import rules
from linli.domains.people.errors import UsernameTaken, WrongCode, WrongPassword, WrongSetupCode
from linli.domains.people.events import LoginCodeAsked
from linli.domains.people.models import Account, Consent, LoginCode, SignedIn
from linli.domains.people.queries import identity
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.sealed import digest

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified against when there is no account, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")
TOTP_STEP = 30
SERVICE = "service"  # the purpose a person agrees to by signing in the first time


@dataclass(frozen=True, slots=True)
class Entry:
    """A session just begun, and its token: the only time the token is seen."""

    session: SignedIn
    token: str


def ask_code(*, phone: str, now: datetime, by: str = rules.CodeWay.SMS) -> LoginCode:
    """Make a one-time code for a phone, known or not; it travels by SMS, or by a call that reads it out
    (AX-08), never in an answer. Raises NotAPhone.
    """
    number = rules.phone_number(phone)
    asked = LoginCode(
        id=new_id(),
        phone=number,
        phone_digest=digest(number),
        made_at=now,
        expires_at=now + rules.CODE_LIVES,
        way=rules.CodeWay(by),
    )
    db.session.add(asked)
    db.session.flush()
    publish(LoginCodeAsked(at=now, code_id=asked.id))
    return asked


def code_of(code_id: uuid.UUID) -> str:
    """The six digits that belong to a code's id: they follow from a secret and are stored nowhere."""
    made = hashlib.sha256(digest(f"login-code:{code_id}").encode()).digest()
    return f"{int.from_bytes(made[:8]) % 1_000_000:06d}"


def enter_by_code(*, phone: str, code: str, device: str, now: datetime) -> Entry | None:
    """Begin a session with a one-time code, making the account on the first time.

    None means refused: the failed try has to be kept, so this does not raise (see `refuse_code`).
    """
    number = rules.phone_number(phone)
    asked = db.session.scalar(
        select(LoginCode)
        .where(LoginCode.phone_digest == digest(number), LoginCode.used_at.is_(None))
        .order_by(LoginCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    if asked is None or asked.expires_at <= now or asked.tries >= rules.CODE_TRIES:
        return None
    asked.tries += 1
    if not hmac.compare_digest(code_of(asked.id), code):
        return None
    asked.used_at = now
    account = identity.account_by_phone(number)
    if account is None:
        account = Account(phone=number, phone_digest=digest(number), look={}, made_at=now)
        db.session.add(account)
        db.session.flush()
        db.session.add(
            Consent(account_id=account.id, purpose=SERVICE, version=rules.PRIVACY_VERSION, given_at=now)
        )
    return begin(account=account, device=device, second_factor=False, now=now)


def enter_by_password(*, username: str, password: str, totp: str, device: str, now: datetime) -> Entry:
    """Begin a session of staff. Raises WrongPassword for every kind of misfit, in the same time.

    An account without a second factor gets a session that can only set one up.
    """
    account = identity.account_by_username(username)
    stored = account.password_hash if account and account.password_hash else _NOBODY
    if not _fits(stored, password) or account is None or account.password_hash is None:
        raise WrongPassword
    if account.totp_confirmed and not use_totp(account=account, code=totp, now=now):
        raise WrongPassword
    return begin(account=account, device=device, second_factor=account.totp_confirmed, now=now)


def begin(*, account: Account, device: str, second_factor: bool, now: datetime) -> Entry:
    """A new session with a fresh token, acting in the first role that the account has."""
    lifetime = rules.STAFF_LIFETIME if second_factor else rules.RESIDENT_LIFETIME
    token = secrets.token_urlsafe(32)
    session = SignedIn(
        id=new_id(),
        account_id=account.id,
        token_digest=digest_token(token),
        second_factor=second_factor,
        device=device[:100],
        made_at=now,
        seen_at=now,
        expires_at=now + lifetime.longest,
    )
    choices = identity.actings(session, now=now, on=day_of(now))
    session.acting = choices[0].as_stored() if choices else None
    db.session.add(session)
    db.session.flush()
    audit.record("people:session:begin", object_kind="session", object_id=session.id, account=str(account.id))
    return Entry(session, token)


def digest_token(token: str) -> str:
    """What is kept of a token: 256 random bits need no key and no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def use_totp(*, account: Account, code: str, now: datetime) -> bool:
    """Whether a time code fits and was not used before; using it uses up its step, also in a race (A-6)."""
    digits = code.replace(" ", "")
    if account.totp_secret is None or not digits.isdecimal():
        return False
    totp = pyotp.TOTP(account.totp_secret)
    step_now = int(now.timestamp()) // TOTP_STEP
    for step in (step_now - 1, step_now, step_now + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            used = db.session.execute(
                update(Account)
                .where(Account.id == account.id, Account.totp_last_step < step)
                .values(totp_last_step=step)
                .execution_options(synchronize_session=False)
            )
            return bool(used.rowcount)  # type: ignore[attr-defined]
    return False


def open_staff_account(*, username: str, name: str, now: datetime) -> tuple[Account, str]:
    """An account without password, and the one-time set-up code to give it one. Raises UsernameTaken."""
    if identity.account_by_username(username) is not None:
        raise UsernameTaken
    account = Account(name=name, username=username, look={}, made_at=now)
    db.session.add(account)
    setup_code = renew_setup(account=account, now=now)
    audit.record("people:account:open", object_kind="account", object_id=account.id)
    return account, setup_code


def renew_setup(*, account: Account, now: datetime) -> str:
    """A fresh set-up code, the only way in until it is used: password, second factor and sessions go."""
    setup_code = secrets.token_urlsafe(9)
    account.setup_digest = digest_token(setup_code)
    account.setup_expires_at = now + rules.SETUP_LIVES
    account.password_hash = account.totp_secret = None
    account.totp_confirmed = False
    db.session.flush()
    end_sessions(account_id=account.id, now=now)
    return setup_code


def set_first_password(*, username: str, setup_code: str, password: str, device: str, now: datetime) -> Entry:
    """Use a set-up code to choose a password. Raises WrongSetupCode, WeakPassword."""
    account = identity.account_by_username(username)
    if (
        account is None
        or account.setup_digest is None
        or account.setup_expires_at is None
        or account.setup_expires_at <= now
        or not hmac.compare_digest(account.setup_digest, digest_token(setup_code))
    ):
        raise WrongSetupCode
    account.password_hash = hash_password(rules.check_password(password, username=username))
    account.setup_digest = account.setup_expires_at = None
    audit.record("people:password:set", object_kind="account", object_id=account.id)
    return begin(account=account, device=device, second_factor=False, now=now)


def start_second_factor(*, account: Account) -> None:
    """A fresh secret to put into an authenticator app; it counts only once confirmed."""
    if not account.totp_confirmed:
        account.totp_secret = pyotp.random_base32()
        db.session.flush()


def provisioning_uri(account: Account) -> str:
    """What an authenticator app reads from the picture."""
    app_entry = pyotp.TOTP(account.totp_secret or "", name=account.username or "", issuer="邻礼通")
    return app_entry.provisioning_uri()


def confirm_second_factor(*, account: Account, code: str, device: str, now: datetime) -> Entry:
    """Show the first code; from here on the account needs one each time, and this session is renewed."""
    if account.totp_confirmed or not use_totp(account=account, code=code, now=now):
        raise WrongCode("动态码不对，请看手机上最新的 6 位数字。", field_errors={"totp": ["动态码不对。"]})
    account.totp_confirmed = True
    end_sessions(account_id=account.id, now=now)
    audit.record("people:second_factor:confirm", object_kind="account", object_id=account.id)
    return begin(account=account, device=device, second_factor=True, now=now)


def change_password(
    *, account: Account, old: str, new: str, device: str, second_factor: bool, now: datetime
) -> Entry:
    """A new password; every session ends, and the caller gets a fresh one. Raises WrongPassword, WeakPassword."""
    if account.password_hash is None or not _fits(account.password_hash, old):
        raise WrongPassword("原密码不对。", field_errors={"old": ["原密码不对。"]})
    account.password_hash = hash_password(rules.check_password(new, username=account.username or ""))
    end_sessions(account_id=account.id, now=now)
    audit.record("people:password:change", object_kind="account", object_id=account.id)
    return begin(account=account, device=device, second_factor=second_factor, now=now)


def hash_password(password: str) -> str:
    """What is kept of a password: argon2id."""
    return _hasher.hash(password)


def end_sessions(*, account_id: uuid.UUID, now: datetime, session_id: uuid.UUID | None = None) -> None:
    """End one session of an account, or all of them; at once and for every server."""
    query = update(SignedIn).where(SignedIn.account_id == account_id, SignedIn.ended_at.is_(None))
    if session_id is not None:
        query = query.where(SignedIn.id == session_id)
    db.session.execute(query.values(ended_at=now))
    audit.record("people:session:end", object_kind="account", object_id=account_id)


def end_other_sessions(*, account_id: uuid.UUID, keep: uuid.UUID | None, now: datetime) -> None:
    """End every session and token of an account but one."""
    db.session.execute(
        update(SignedIn)
        .where(SignedIn.account_id == account_id, SignedIn.ended_at.is_(None), SignedIn.id != keep)
        .values(ended_at=now)
    )
    audit.record("people:session:end_others", object_kind="account", object_id=account_id)


def touch(*, session_id: uuid.UUID, now: datetime) -> None:
    """Note that a session is in use; one that has ended stays ended (A-10)."""
    db.session.execute(
        update(SignedIn).where(SignedIn.id == session_id, SignedIn.ended_at.is_(None)).values(seen_at=now)
    )


def make_token(
    *, account_id: uuid.UUID, label: str, read_only: bool, acting: dict[str, object] | None, second_factor: bool,
    lives: timedelta, now: datetime,
) -> Entry:  # fmt: skip
    """A token for a program: named, ending, and where wanted only for reading (API-02)."""
    token = secrets.token_urlsafe(32)
    session = SignedIn(
        account_id=account_id,
        token_digest=digest_token(token),
        kind="token",
        read_only=read_only,
        second_factor=second_factor,
        device=label,
        acting=acting,
        made_at=now,
        seen_at=now,
        expires_at=now + min(lives, rules.TOKEN_LONGEST),
    )
    db.session.add(session)
    db.session.flush()
    audit.record("people:token:make", object_kind="session", object_id=session.id, read_only=read_only)
    return Entry(session, token)


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
