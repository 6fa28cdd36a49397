"""The well-known scalars: `Date` and `DateTime` of RFC 3339, `Point` of GeoJSON (RFC 7946).

Values come from the graph as text already, so serialising is handing on; parsing is strict.
"""

import re
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from model.times import as_instant_text

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)

Point = NewType("Point", dict[str, Any])

_INSTANT_LENGTH = len("2026-11-24T08:30:00.000Z")


def _parse_date(value: object) -> str:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise GraphQLError(f"`{str(value)[:40]}` is not a date: write YYYY-MM-DD")


def _parse_instant(value: object) -> str:
    try:
        is_instant = isinstance(value, str) and _INSTANT.fullmatch(value)
        instant = datetime.fromisoformat(str(value).upper()) if is_instant else None
    except ValueError:
        instant = None
    if instant is None:
        raise GraphQLError(f"`{str(value)[:40]}` is not an instant: write YYYY-MM-DDTHH:MM:SSZ")
    try:
        return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        raise GraphQLError(f"`{str(value)[:40]}` is out of range") from None


def _as_instant(text: str) -> str:
    """The graph leaves out zeros at the end: here all instants have milliseconds, so that they sort as text."""
    return text if len(text) == _INSTANT_LENGTH else as_instant_text(datetime.fromisoformat(text))


def _as_point(value: list[float] | None) -> dict[str, Any] | None:
    return None if value is None else {"type": "Point", "coordinates": value}


def _refuse(value: object) -> object:
    raise GraphQLError(f"a point is not an input: `{str(value)[:40]}`")


DATE: ScalarDefinition = strawberry.scalar(
    name="Date",
    description="A day in the city's calendar, `YYYY-MM-DD`.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    serialize=str,
    parse_value=_parse_date,
)
DATE_TIME: ScalarDefinition = strawberry.scalar(
    name="DateTime",
    description="An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    serialize=_as_instant,
    parse_value=_parse_instant,
)
POINT: ScalarDefinition = strawberry.scalar(
    name="Point",
    description="A GeoJSON point: longitude, latitude in degrees, WGS 84.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc7946",
    serialize=_as_point,
    parse_value=_refuse,
)
