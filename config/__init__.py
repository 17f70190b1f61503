"""Settings come from the environment once, at start-up, and are then frozen.

Every setting is an environment variable `LINLI_…`. A missing or unsafe one stops the start with a line
that names it. In development the secrets are made once and kept in the data folder, readable by the
owner only; in production they must be given.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENTS = ("development", "test", "production")
KEY_BYTES = 32


class BadSetting(Exception):
    """The deployment is misconfigured; refuse to start."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that linli is told from outside. See docs/operations.md for each setting in words."""

    env: str
    database_url: str
    data_dir: Path
    secret_key: str
    sealing_keys: tuple[tuple[int, bytes], ...]
    digest_key: bytes
    audit_key: bytes
    backup_key: bytes
    port: int = 8000
    sms: str = "console:"
    sms_key: str = ""
    payment_channels: tuple[str, ...] = ("sandbox",)
    payment_callback_key: str = ""
    merchants: str = ""
    governance_url: str = ""
    governance_key: str = ""
    storage: str = "local:"
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    metrics_token: str = ""
    help_phone: str = "0570-96811"
    private_webhooks: bool = False

    @property
    def production(self) -> bool:
        """Whether people's real data is at stake."""
        return self.env == "production"

    @property
    def merchants_dir(self) -> Path:
        """The folder of secrets with each company's merchants."""
        return Path(self.merchants) if self.merchants else self.data_dir / "merchants"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process. Raises BadSetting naming what is missing or unsafe."""
        read = _Reader(env)
        settings = cls(
            env=read.env,
            database_url=read.text("DATABASE_URL") or f"sqlite:///{read.data_dir / 'linli.sqlite3'}",
            data_dir=read.data_dir,
            secret_key=read.secret("SECRET_KEY"),
            sealing_keys=read.sealing_keys(),
            digest_key=read.key("DIGEST_KEY"),
            audit_key=read.key("AUDIT_KEY"),
            backup_key=read.key("BACKUP_KEY"),
            port=read.number("PORT", 8000, most=65535),
            sms=read.text("SMS") or "console:",
            sms_key=read.text("SMS_KEY"),
            payment_channels=read.words("PAYMENT_CHANNELS") or (() if read.production else ("sandbox",)),
            payment_callback_key=read.secret("PAYMENT_CALLBACK_KEY"),
            merchants=read.text("MERCHANTS"),
            governance_url=read.text("GOVERNANCE_URL"),
            governance_key=read.text("GOVERNANCE_KEY"),
            storage=read.text("STORAGE") or "local:",
            origins=read.words("ORIGINS"),
            hosts=read.words("HOSTS"),
            proxies=read.number("PROXIES", 0, most=5),
            metrics_token=read.text("METRICS_TOKEN"),
            help_phone=read.text("HELP_PHONE") or "0570-96811",
            private_webhooks=read.text("PRIVATE_WEBHOOKS") == "1",
        )
        if settings.production:
            _refuse_unsafe(settings, env)
        return settings


class _Reader:
    """Reads one environment, making development's secrets where they are missing."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.env = self.text("ENV") or "development"
        if self.env not in ENVIRONMENTS:
            raise BadSetting(f"LINLI_ENV must be one of {', '.join(ENVIRONMENTS)}")
        self.data_dir = Path(self.text("DATA_DIR") or "var").resolve()

    @property
    def production(self) -> bool:
        return self.env == "production"

    def text(self, name: str) -> str:
        return self._env.get(f"LINLI_{name}", "").strip()

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name).split(",") if word.strip())

    def number(self, name: str, default: int, *, most: int) -> int:
        text = self.text(name)
        if not text:
            return default
        if not text.isdecimal() or not 0 <= int(text) <= most:
            raise BadSetting(f"LINLI_{name} must be a whole number up to {most}")
        return int(text)

    def secret(self, name: str) -> str:
        return self.text(name) or base64.urlsafe_b64encode(self._made(name)).decode()

    def key(self, name: str) -> bytes:
        return _key(name, self.text(name)) if self.text(name) else self._made(name)

    def sealing_keys(self) -> tuple[tuple[int, bytes], ...]:
        """`LINLI_SEALING_KEYS` is `2:BASE64,1:BASE64`, the newest first."""
        if not self.text("SEALING_KEYS"):
            return ((1, self._made("SEALING_KEY")),)
        keys = []
        for word in self.words("SEALING_KEYS"):
            number, _, value = word.partition(":")
            if not number.isdecimal() or not 1 <= int(number) <= 255:  # noqa: PLR2004 - one byte
                raise BadSetting("LINLI_SEALING_KEYS must look like 2:BASE64,1:BASE64")
            keys.append((int(number), _key("SEALING_KEYS", value)))
        return tuple(keys)

    def _made(self, name: str) -> bytes:
        """A secret made on the first start and kept in the data folder; production must bring its own."""
        if self.production:
            raise BadSetting(f"set LINLI_{'SEALING_KEYS' if name == 'SEALING_KEY' else name}")
        path = self.data_dir / "keys" / name.lower()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            made = secrets.token_bytes(KEY_BYTES)
            file.write(made)
        return made


def _key(name: str, text: str) -> bytes:
    try:
        made = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        made = b""
    if len(made) != KEY_BYTES:
        raise BadSetting(f"LINLI_{name} must be 32 bytes in base64")
    return made


def _refuse_unsafe(settings: Settings, env: Mapping[str, str]) -> None:
    """What may do on a desk but not with people's data (checks K-6)."""
    faults = {
        "LINLI_SECRET_KEY": len(settings.secret_key) < KEY_BYTES or len(set(settings.secret_key)) < 10,  # noqa: PLR2004
        "LINLI_DATABASE_URL": not env.get("LINLI_DATABASE_URL")
        or ("synchronous_commit" in settings.database_url and "off" in settings.database_url),
        "LINLI_SMS": settings.sms.split(":")[0] in {"console", "file"},
        "LINLI_PRIVATE_WEBHOOKS": settings.private_webhooks,
        "LINLI_SMS_KEY": len(settings.sms_key) < KEY_BYTES,
        "LINLI_GOVERNANCE_URL": bool(settings.governance_url)
        and not settings.governance_url.startswith("https://"),
        "LINLI_GOVERNANCE_KEY": bool(settings.governance_url) and len(settings.governance_key) < KEY_BYTES,
        "LINLI_PAYMENT_CHANNELS": "sandbox" in settings.payment_channels,
        "LINLI_ORIGINS": not settings.origins or any(not o.startswith("https://") for o in settings.origins),
        "LINLI_HOSTS": not settings.hosts or "*" in settings.hosts,
        "FLASK_DEBUG": env.get("FLASK_DEBUG", "0") not in {"", "0", "false"},
    }
    unsafe = [name for name, bad in faults.items() if bad]
    if unsafe:
        raise BadSetting(f"unsafe in production: {', '.join(unsafe)}")
