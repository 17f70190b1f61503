"""What this room needs from outside: a key that signs the bundles."""

from typing import Protocol


class BundleSigner(Protocol):
    """The Ed25519 key of this installation; its public half is printed beside each result."""

    def public_key(self) -> bytes:
        """The 32 bytes that others check with."""

    def sign(self, content: bytes) -> bytes:
        """The signature over the content."""
