"""The two times of a dated fact, and the one place that reads the clock.

`validFrom`/`validTo` are dates in the city's calendar, `recordedFrom`/`recordedTo` UTC instants which the hub sets;
both half-open. An open end is a far date in the store, so that an index serves it, and null in the API.
"""

from datetime import UTC, date, datetime

OPEN_DATE = date(9999, 12, 31)
OPEN_INSTANT = datetime(9999, 12, 31, tzinfo=UTC)


def now() -> datetime:
    """The current instant in UTC, whole milliseconds (what the store keeps and the API shows)."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def as_instant_text(instant: datetime) -> str:
    """RFC 3339 with milliseconds and `Z`: `2026-11-24T08:30:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
