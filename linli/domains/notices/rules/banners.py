"""How long a banner may stand (NT-18)."""

from datetime import datetime, timedelta

from linli.domains.notices.errors import BadBannerTime

LONGEST = timedelta(days=14)


def check_times(*, since_at: datetime, until_at: datetime, now: datetime) -> None:
    """A banner ends by itself, later than it begins and than now, and within two weeks: what lasts longer is an
    announcement. Raises BadBannerTime.
    """
    if until_at <= max(since_at, now):
        raise BadBannerTime(field_errors={"until_at": ["结束要晚于开始，也要晚于现在。"]})
    if until_at - since_at > LONGEST:
        raise BadBannerTime(field_errors={"until_at": ["最多挂 14 天；更久的请发公告。"]})
