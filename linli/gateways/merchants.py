"""Each company's own merchant: read once at start from a folder of secrets, one file a merchant (PA-23).

A file `NAME.toml` holds the numbers, and names the key files that lie beside it:

    channel = "wechat"                      # or "alipay"
    merchant = "1900000001"                 # 商户号; for Alipay the seller's 2088…
    app_id = "wx0123456789abcdef"
    companies = ["荷花物业服务有限公司"]      # whose estates' money comes here; ["*"] for every estate
    private_key = "hehua.key.pem"           # ours, to sign with
    serial = "5A3C…"                        # of our certificate (WeChat)
    api_v3_key = "32 letters"               # WeChat
    app_secret = "…"                        # WeChat, to learn who pays inside WeChat

    [keys]                                  # the channel's; all of them are trusted, the newest stands first
    PUB_KEY_ID_0119 = "wechat-2026.pem"     # a public key under its id, or a certificate under its serial
    4E2D = "wechat-2025.pem"

While keys are changed over, the old and the new one stand side by side (PA-27). `gateway` turns the
merchant towards the simulator; production refuses it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import load_pem_x509_certificate

KEY_LETTERS = 32
ANY = "*"


class BadMerchant(ValueError):
    """A merchant's file cannot be used. The text names the file and what is wrong, never a secret."""


@dataclass(frozen=True, slots=True)
class Merchant:
    """One company's account at one channel. Its secrets are kept out of every print of it."""

    channel: str
    merchant: str
    app_id: str
    companies: frozenset[str]
    private_key: str = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)
    serial: str = ""
    api_v3_key: str = field(default="", repr=False)
    app_secret: str = field(default="", repr=False)
    gateway: str = ""

    def serves(self, company: str | None) -> bool:
        """Whether money of this company's estates comes here."""
        return ANY in self.companies or company in self.companies


def merchants_in(folder: Path, *, channels: tuple[str, ...], production: bool) -> list[Merchant]:
    """The merchants of these channels, by the names of their files.

    Raises BadMerchant for a file that cannot be used, for two merchants that would both take a company's
    money by one channel, and for a channel without a merchant.
    """
    found = (
        [_read(path, production=production) for path in sorted(folder.glob("*.toml"))]
        if folder.is_dir()
        else []
    )
    taken: set[tuple[str, str]] = set()
    for one in found:
        for company in one.companies:
            if (one.channel, company) in taken:
                raise BadMerchant(f"two {one.channel} merchants for one company")
            taken.add((one.channel, company))
    for channel in channels:
        if channel not in {one.channel for one in found}:
            raise BadMerchant(f"no merchant for {channel} in the folder of merchants")
    return [one for one in found if one.channel in channels]


def _read(path: Path, *, production: bool) -> Merchant:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        made = Merchant(
            channel=_text(told, "channel"),
            merchant=_text(told, "merchant"),
            app_id=_text(told, "app_id"),
            companies=frozenset(str(one) for one in told["companies"]),
            private_key=_private_key(path.parent / _text(told, "private_key")),
            keys={name: _public_key(path.parent / str(file)) for name, file in told["keys"].items()},
            serial=told.get("serial", ""),
            api_v3_key=told.get("api_v3_key", ""),
            app_secret=told.get("app_secret", ""),
            gateway=told.get("gateway", "").rstrip("/"),
        )
    except KeyError as fault:
        raise BadMerchant(f"{path.name}: {fault.args[0]} is missing") from None
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise BadMerchant(f"{path.name}: {type(fault).__name__}") from None  # its text might quote a secret
    _check(path, made, production=production)
    return made


def _check(path: Path, made: Merchant, *, production: bool) -> None:
    faults = {
        "channel": made.channel not in {"wechat", "alipay"},
        "companies": not made.companies,
        "keys": not made.keys,
        "serial": made.channel == "wechat" and not made.serial,
        "api_v3_key": made.channel == "wechat" and len(made.api_v3_key) != KEY_LETTERS,
        "gateway": bool(made.gateway)
        and (production or urlsplit(made.gateway).scheme not in {"http", "https"}),
        "open to others on this machine (chmod 600)": production and bool(path.stat().st_mode & 0o077),
    }
    if wrong := [name for name, bad in faults.items() if bad]:
        raise BadMerchant(f"{path.name}: {', '.join(wrong)}")


def _text(told: Mapping[str, Any], name: str) -> str:
    if not isinstance(told[name], str) or not told[name]:
        raise KeyError(name)
    return str(told[name])


def _private_key(path: Path) -> str:
    content = path.read_bytes()
    load_pem_private_key(content, password=None)
    return content.decode("ascii")


def _public_key(path: Path) -> str:
    """A PEM public key, also out of a certificate."""
    content = path.read_bytes()
    if b"BEGIN CERTIFICATE" in content:
        key: Any = load_pem_x509_certificate(content).public_key()
    else:
        key = load_pem_public_key(content)
    made: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return made.decode("ascii")
