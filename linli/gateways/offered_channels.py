"""The payment channels of this installation: which there are, and which of them an estate's money goes through."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from linli.domains.estates import queries as estates
from linli.domains.payments.ports import PaymentChannel
from linli.gateways.merchants import Merchant

REAL = ("wechat", "alipay")


class Offered:
    """The sandbox, which every estate shares, and each company's merchants, which nobody shares (PA-23)."""

    def __init__(self, shared: Sequence[PaymentChannel], merchants: Sequence[Merchant]) -> None:
        self._shared = tuple(shared)
        self._own = [(merchant, _channel(merchant)) for merchant in merchants]
        self._channels = [*(channel for _, channel in self._own), *self._shared]

    def serving(self, estate_id: uuid.UUID, *, on: date) -> Mapping[str, PaymentChannel]:
        """By the company whose contract is in force; its own merchant comes before one that takes for everybody."""
        company = estates.company_serving(estate_id, on=on) if self._own else None
        name = company.name if company else None
        serving = sorted(
            (pair for pair in self._own if pair[0].serves(name)), key=lambda pair: name in pair[0].companies
        )
        found = {channel.name: channel for _, channel in serving}
        return {name: found[name] for name in REAL if name in found} | {c.name: c for c in self._shared}

    def of(self, name: str, merchant: str | None = None) -> PaymentChannel | None:
        for channel in self._channels:
            if channel.name == name and merchant in (None, channel.merchant):
                return channel
        return None

    def every(self) -> Sequence[PaymentChannel]:
        return self._channels


def _channel(merchant: Merchant) -> PaymentChannel:
    """The SDKs are slow to load, and only an installation that has merchants needs them."""
    if merchant.channel == "wechat":
        from linli.gateways.wechat_channel import WeChatChannel

        return WeChatChannel(merchant)
    from linli.gateways.alipay_channel import AlipayChannel

    return AlipayChannel(merchant)
