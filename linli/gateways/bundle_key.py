"""The key that signs vote bundles: made once, kept in the data folder, readable by its owner only."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class KeyInFolder:
    """An Ed25519 key in `keys/vote_bundles` of a folder; the file is made when the first bundle is signed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "keys" / "vote_bundles"

    def public_key(self) -> bytes:
        """The 32 bytes that others check with."""
        return self._key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, content: bytes) -> bytes:
        """The signature over the content."""
        return self._key().sign(content)

    def _key(self) -> Ed25519PrivateKey:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._path.exists():
            self._make()
        return Ed25519PrivateKey.from_private_bytes(self._path.read_bytes())

    def _make(self) -> None:
        """Write a new key beside its place and move it there whole; of two at once, the first one stays."""
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        try:
            os.link(fresh, self._path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
