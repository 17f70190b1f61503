"""Going from door to door: by which means a household was reached, what came of it, and where it stands."""

from datetime import date
from enum import StrEnum

from linli.domains.voting.errors import NextBeforeToday


class Means(StrEnum):
    """How somebody was reached."""

    ON_SITE = "on_site"
    PHONE = "phone"
    VIDEO = "video"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"on_site": "上门", "phone": "电话", "video": "视频"}[self]


class Outcome(StrEnum):
    """What came of a visit: whether they will take part, never what they would choose."""

    TOLD = "told"
    ABSENT = "absent"
    LATER = "later"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "told": "已提醒，会投",
            "absent": "没有人",
            "later": "约好再来",
            "refused": "不愿参加",
            "unreachable": "联系不上",
        }[self]


class Stand(StrEnum):
    """Where a household stands: every voter of the roll in exactly one of these (VO-47)."""

    VOTED = "voted"
    NOT_YET = "not_yet"
    PENDING = "pending"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"voted": "已投", "not_yet": "未联系", "pending": "联系过", "refused": "不愿参加"}[self]

    @property
    def tone(self) -> str:
        """How it is shown."""
        return {"voted": "good", "not_yet": "", "pending": "wait", "refused": "bad"}[self]


def stand(*, voted: bool, last: Outcome | None) -> Stand:
    """Where a voter stands: a ballot outweighs whatever was said at the door; else the last visit counts."""
    if voted:
        return Stand.VOTED
    if last is None:
        return Stand.NOT_YET
    return Stand.REFUSED if last is Outcome.REFUSED else Stand.PENDING


def check_next(next_on: date | None, *, today: date) -> None:
    """Raises NextBeforeToday."""
    if next_on is not None and next_on < today:
        raise NextBeforeToday(field_errors={"next_on": [NextBeforeToday.sentence]})
