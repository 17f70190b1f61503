"""Money as whole fen (分): reading, writing, and splitting it without losing one."""

import re
from collections.abc import Sequence

from linli.kernel.refusals import Invalid

_YUAN = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,2}))?", re.ASCII)


class NotMoney(Invalid):
    """The text is not an amount in yuan with at most two decimals."""

    code, sentence = "money.malformed", "金额请写成元，最多两位小数，例如 128.50。"


def parse_yuan(text: str) -> int:
    """Fen of a canonical amount in yuan: digits, at most two decimals, no sign, no separators.

    Raises NotMoney for anything else: 1e3, 0.001, -1, full-width digits, "1,000".
    """
    found = _YUAN.fullmatch(text)
    if found is None:
        raise NotMoney
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def format_fen(amount_fen: int) -> str:
    """The amount in yuan with two decimals, without the sign of the currency: 1230 → "12.30"."""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient of two whole numbers, rounded once, halves away from zero. `denominator` > 0."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def split_by_weight(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Shares of a sum in proportion to whole-number weights, adding up to the fen.

    Largest remainder; equal remainders go to the earlier share, so the caller orders by id where the
    result must not depend on the order of reading (domain rules 2.2). Raises Invalid when no weight is
    positive or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise Invalid("没有可以分摊的对象：面积或份数合计必须大于零。")
    sign = -1 if total_fen < 0 else 1
    parts = [divmod(abs(total_fen) * weight, whole) for weight in weights]
    left = abs(total_fen) - sum(quotient for quotient, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))
    extra = set(by_remainder[:left])
    return [sign * (quotient + (index in extra)) for index, (quotient, _) in enumerate(parts)]
