"""Rating a finished ticket (滴滴式评价): who is asked what, for how long, and who leads by it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import isqrt
from uuid import UUID

from linli.domains.tickets.errors import RatingOver, ReasonMissing, RedoneTooOften, StrangeTag
from linli.domains.tickets.rules.figures import SATISFIED, Share

LOW = 2
TAGS = {
    "quick": "速度快",
    "slow": "太慢",
    "kind": "态度好",
    "rude": "态度差",
    "solved": "修得好",
    "unsolved": "没修好",
    "clean": "收拾干净",
    "fair": "收费合理",
    "dear": "收费不合理",
}


def check_rating(
    *, stars: int, tags: Collection[str], reason: str, redo: bool, redone: int, most: int
) -> None:
    """Refuse a rating that does not hold together: one or two stars say why, only they may ask for a redo.

    Raises ReasonMissing, StrangeTag, RedoneTooOften.
    """
    if not set(tags) <= TAGS.keys():
        raise StrangeTag(field_errors={"tags": [StrangeTag.sentence]})
    if stars <= LOW and not reason:
        raise ReasonMissing(
            "一星和两星请写一句原因，我们好改进。", field_errors={"words": ["请写明哪里不满意。"]}
        )
    if redo and stars > LOW:
        raise ReasonMissing(
            "一星或两星才能要求重办。", field_errors={"redo": ["不满意（一星、两星）才能要求重办。"]}
        )
    if redo and redone >= most:
        raise RedoneTooOften


def check_in_time(*, since: datetime, days: int, now: datetime) -> None:
    """Refuse a rating, or a change of one, after its days. Holds without any job. Raises RatingOver."""
    if now > since + timedelta(days=days):
        raise RatingOver


class Doubt(StrEnum):
    """Why a rating is left out of leaderboards; it stays on the ticket as it was given."""

    BURST = "burst"
    SELF_REPORTED = "self_reported"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it, with the reason."""
        return {
            "burst": f"同一设备 {BURST_WITHIN_MINUTES} 分钟内连评 {BURST} 件以上",
            "self_reported": "经办人自己登记的报事",
        }[self]


#: So many ratings from one device within so many minutes are no residents' opinions.
BURST, BURST_WITHIN_MINUTES = 5, 10


def doubts(*, in_burst: int, self_reported: bool) -> set[Doubt]:
    """Why a rating is doubted: `in_burst` ratings came from its device within the minutes, itself counted."""
    found = {Doubt.BURST} if in_burst >= BURST else set()
    return found | ({Doubt.SELF_REPORTED} if self_reported else set())


#: Below so many ratings nobody is ranked, whatever they were (domain rules §4.3, B08).
RANKED_FROM = 10
TEN_THOUSAND = 10_000


def wilson_lower(part: int, whole: int) -> int:
    """The lower bound of Wilson's interval at 95 %, in ten-thousandths: the share one can be sure of.

    Whole numbers only: with z = 49/25 it is (1250·s + 2401 − 49·√((2401·n + 2500·s·(n−s))/n)) / (1250·n + 4802),
    the root rounded up, so the bound never comes out too high. Nothing rated gives 0.
    """
    if whole == 0:
        return 0
    spread = TEN_THOUSAND**2 * (2401 * whole + 2500 * part * (whole - part))
    root = isqrt(spread // whole) + 1
    if (root - 1) ** 2 * whole == spread:
        root -= 1
    above = TEN_THOUSAND * (1250 * part + 2401) - 49 * root
    return max(0, above // (1250 * whole + 4802))


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody in a leaderboard; `rank` is None where there are too few ratings to say."""

    key: UUID
    satisfied: Share
    bound: int
    rank: int | None


def ranking(found: Mapping[UUID, Share]) -> list[Ranked]:
    """Best first by what one can be sure of; equal bounds share a rank; too few ratings stand below, unranked."""
    sure = {key: wilson_lower(share.part, share.whole) for key, share in found.items()}
    ranked = sorted(
        (key for key, share in found.items() if share.whole >= RANKED_FROM),
        key=lambda key: (-sure[key], -found[key].whole, key),
    )
    few = sorted(found.keys() - set(ranked), key=lambda key: (-found[key].whole, key))
    bounds = [sure[key] for key in ranked]
    return [
        *(Ranked(key, found[key], sure[key], bounds.index(sure[key]) + 1) for key in ranked),
        *(Ranked(key, found[key], sure[key], None) for key in few),
    ]


__all__ = [
    "BURST", "BURST_WITHIN_MINUTES", "LOW", "RANKED_FROM", "SATISFIED", "TAGS", "Doubt", "Ranked", "check_in_time",
    "check_rating", "doubts", "ranking", "wilson_lower",
]  # fmt: skip
