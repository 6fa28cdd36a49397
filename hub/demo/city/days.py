"""Days as ordinals (`date.toordinal`) inside the city, as text in its files."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from hub.demo.city.chance import Chance

YEAR_DAYS = 365.2425
_COUNTERS_OPEN_MILLIS = 9 * 3600 * 1000  # 01:00 to 10:00 UTC is 09:00 to 18:00 in the city


@cache
def day_text(day: int) -> str:
    """`YYYY-MM-DD` of an ordinal. The cache holds one text a day of a century at most."""
    return date.fromordinal(day).isoformat()


@cache
def _time_text(second: int) -> str:
    return f"{1 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def instant_text(day: int, chance: Chance) -> str:
    """An instant in UTC on `day`, while the counters of the city are open."""
    millis = chance.below(_COUNTERS_OPEN_MILLIS)
    return f"{day_text(day)}T{_time_text(millis // 1000)}.{millis % 1000:03d}Z"


def years(count: float) -> int:
    """So many years in days."""
    return int(count * YEAR_DAYS)


def millis_of(day: int) -> int:
    """The start of `day` in milliseconds since 1970, UTC: what a UUIDv7 carries."""
    midnight = datetime.combine(date.fromordinal(day), datetime.min.time(), UTC)
    return (midnight - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def years_before(today: date, count: int) -> date:
    """The same day `count` years earlier; 29 February becomes the 28th."""
    day = min(today.day, 28) if today.month == 2 else today.day  # noqa: PLR2004 February
    return today.replace(year=today.year - count, day=day)
