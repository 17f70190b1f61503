"""A deployment that is misconfigured does not start, and says which setting is wrong (check K-6)."""

import base64

import pytest

from config import BadSetting, Settings

KEY = base64.b64encode(b"k" * 32).decode()


def production(tmp_path, **other):
    """The environment of a sound production, with some settings replaced or (None) left out."""
    given = {
        "LINLI_ENV": "production",
        "LINLI_DATA_DIR": str(tmp_path),
        "LINLI_DATABASE_URL": "postgresql+psycopg://linli@db/linli",
        "LINLI_SECRET_KEY": "correct-horse-battery-staple-0123456789",
        "LINLI_SEALING_KEYS": f"1:{KEY}",
        "LINLI_DIGEST_KEY": KEY,
        "LINLI_AUDIT_KEY": KEY,
        "LINLI_BACKUP_KEY": KEY,
        "LINLI_SMS": "https://sms.example/send",
        "LINLI_SMS_KEY": "sms-key-that-is-long-enough-for-signing",
        "LINLI_PAYMENT_CALLBACK_KEY": "callback-key-that-is-long-enough",
        "LINLI_ORIGINS": "https://linli.example",
        "LINLI_HOSTS": "linli.example",
    } | {f"LINLI_{name}": value for name, value in other.items()}
    return {name: value for name, value in given.items() if value is not None}


def test_a_sound_production_starts(tmp_path):
    assert Settings.from_env(production(tmp_path)).production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 40),
        ("SEALING_KEYS", None),
        ("SEALING_KEYS", "1:short"),
        ("DIGEST_KEY", None),
        ("AUDIT_KEY", None),
        ("BACKUP_KEY", None),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "postgresql+psycopg://linli@db/linli?options=-csynchronous_commit%3Doff"),
        ("SMS", None),
        ("SMS", "file:/tmp/sms"),
        ("SMS_KEY", None),
        ("PAYMENT_CHANNELS", "sandbox"),
        ("PAYMENT_CALLBACK_KEY", None),
        ("ORIGINS", None),
        ("ORIGINS", "http://linli.example"),
        ("HOSTS", None),
        ("HOSTS", "*"),
    ],
)
def test_an_unsafe_or_missing_setting_is_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=f"LINLI_{name}"):
        Settings.from_env(production(tmp_path, **{name: value}))


def test_debug_does_not_start_in_production(tmp_path):
    with pytest.raises(BadSetting, match="FLASK_DEBUG"):
        Settings.from_env(production(tmp_path) | {"FLASK_DEBUG": "1"})


@pytest.mark.parametrize(
    ("name", "value"), [("ENV", "prod"), ("PORT", "x"), ("PORT", "70000"), ("PROXIES", "-1")]
)
def test_a_malformed_setting_is_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=f"LINLI_{name}"):
        Settings.from_env({"LINLI_DATA_DIR": str(tmp_path), f"LINLI_{name}": value})


def test_development_makes_its_own_secrets_once_and_keeps_them_from_others(tmp_path):
    environment = {"LINLI_DATA_DIR": str(tmp_path)}
    first, second = Settings.from_env(environment), Settings.from_env(environment)
    assert (first.secret_key, first.sealing_keys, first.audit_key) == (
        second.secret_key,
        second.sealing_keys,
        second.audit_key,
    )
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "keys").iterdir()} == {"0o600"}
