"""How a channel's day and ours can differ, and what closes a difference (domain rules 2.3)."""

from enum import StrEnum


class Difference(StrEnum):
    """What a line of one side finds on the other; what is none of these is matched."""

    CHANNEL_ONLY = "channel_only"
    OURS_ONLY = "ours_only"
    AMOUNT = "amount_diff"
    STATUS = "status_diff"
    REFUND = "refund_unmatched"
    DUPLICATE = "duplicate"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As the accountant reads it."""
        return {
            "channel_only": "渠道有、本站没有（长款）",
            "ours_only": "本站有、渠道没有（短款）",
            "amount_diff": "金额不一致",
            "status_diff": "状态不一致",
            "refund_unmatched": "退款对不上",
            "duplicate": "渠道重复入账",
        }[self]

    @property
    def advice(self) -> str:
        """What to do about it."""
        return {
            "channel_only": "到渠道后台查这笔订单：确已付款的补记入账，否则退回。",
            "ours_only": "可能落在第二天的账单里，先导入第二天的对账单再处理。",
            "amount_diff": "调出订单和渠道流水逐笔核对，按实收更正。",
            "status_diff": "到渠道后台确认是否撤销，再决定红冲还是补收。",
            "refund_unmatched": "核对退款单号，确认退款是否到账。",
            "duplicate": "联系付款人，多收的一笔退回或转为预存。",
        }[self]


class CaseState(StrEnum):
    """A difference waits for somebody, or has been explained by a person or by a later statement."""

    OPEN = "open"
    EXPLAINED = "explained"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"open": "待处理", "explained": "已说明"}[self]
