"""The payment channels of this installation: which there are, and which of them an estate's money goes through."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from linli.domains.payments.ports import PaymentChannel


class Offered:
    """Channels that every estate shares: the sandbox, or the one merchant of an estate that runs linli itself."""

    def __init__(self, *channels: PaymentChannel) -> None:
        self._channels = channels

    def serving(self, estate_id: uuid.UUID, *, on: date) -> Mapping[str, PaymentChannel]:  # noqa: ARG002
        return {channel.name: channel for channel in self._channels}

    def of(self, name: str, merchant: str | None = None) -> PaymentChannel | None:
        for channel in self._channels:
            if channel.name == name and merchant in (None, channel.merchant):
                return channel
        return None

    def every(self) -> Sequence[PaymentChannel]:
        return self._channels
