"""Rating a finished ticket (滴滴式评价): who is asked what, and for how long."""

from collections.abc import Collection
from datetime import datetime, timedelta

from linli.domains.tickets.errors import RatingOver, ReasonMissing, RedoneTooOften, StrangeTag

LOW = 2
#: 满意率 counts 非常满意, 满意 and 基本满意: three stars and more.
SATISFIED = 3
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
