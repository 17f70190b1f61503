"""Moments and days as people here mean them: stored in UTC, read in Asia/Shanghai."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(moment: datetime) -> datetime:
    """The same moment on a clock in Shanghai. A moment without a zone is a bug and raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The calendar day of a moment in Shanghai."""
    return shanghai(moment).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Shanghai, as UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after a day in Shanghai, as UTC: a period up to it includes the whole day."""
    return start_of(day + timedelta(days=1))
