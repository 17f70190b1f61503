"""Test keys: the channels' own (two each, so that rotation can be tried) and each merchant's, kept in a folder."""

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

WECHAT_KEYS = ("PUB_KEY_ID_SIM_2026", "PUB_KEY_ID_SIM_2025")
ALIPAY_KEYS = ("ALIPAY_2026", "ALIPAY_2025")
STRANGER = "STRANGER"


@dataclass(frozen=True)
class Account:
    """A merchant as its channel knows it."""

    channel: str
    merchant: str
    app_id: str
    company: str
    api_v3_key: str
    app_secret: str


class Keys:
    """The keys of a folder, by name; each is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, rsa.RSAPrivateKey] = {}

    def key(self, name: str) -> rsa.RSAPrivateKey:
        if name not in self._known:
            path = self._folder / f"{name}.pem"
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.touch(mode=0o600)
                path.write_bytes(_pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
            made = load_pem_private_key(path.read_bytes(), password=None)
            assert isinstance(made, rsa.RSAPrivateKey)
            self._known[name] = made
        return self._known[name]

    def public(self, name: str) -> bytes:
        return self.key(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, name: str, text: str) -> str:
        return base64.b64encode(self.key(name).sign(text.encode(), padding.PKCS1v15(), SHA256())).decode()

    def genuine(self, name: str, text: str, signature: str) -> bool:
        try:
            signed = base64.b64decode(signature, validate=True)
            self.key(name).public_key().verify(signed, text.encode(), padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def accounts(companies: list[str]) -> list[Account]:
    """A merchant at each channel for each company."""
    return [
        Account(
            channel, f"{prefix}{count:02d}", f"{app}{count:02d}", company,
            f"simulated-api-v3-key-number-{count:04d}", f"simulated-app-secret-{count:02d}",
        )
        for count, company in enumerate(companies, 1)
        for channel, prefix, app in (("wechat", "19000000", "wx00000000000000"), ("alipay", "20880000000000", "20210000000000"))
    ]  # fmt: skip


def write_merchants(folder: Path, keys: Keys, known: list[Account], gateway: str) -> Path:
    """The folder of secrets as a company would keep it: numbers, its private key, the channel's public keys."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in known:
        names = WECHAT_KEYS if one.channel == "wechat" else ALIPAY_KEYS
        own = f"{one.channel}-{one.merchant}"
        keys.key(own)
        _write(folder / f"{own}.key.pem", _pem(keys.key(own)))
        for name in names:
            _write(folder / f"{name}.pem", keys.public(name))
        lines = [
            f'channel = "{one.channel}"', f'merchant = "{one.merchant}"', f'app_id = "{one.app_id}"',
            f'companies = ["{one.company}"]', f'private_key = "{own}.key.pem"', f'gateway = "{gateway}"',
            *([f'serial = "{serial(one)}"', f'api_v3_key = "{one.api_v3_key}"', f'app_secret = "{one.app_secret}"']
              if one.channel == "wechat" else []),
            "[keys]", *(f'{name} = "{name}.pem"' for name in names), "",
        ]  # fmt: skip
        _write(folder / f"{own}.toml", "\n".join(lines).encode())
    return folder


def serial(account: Account) -> str:
    """The serial number of a merchant's certificate."""
    return f"51A1{account.merchant}"


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
