"""The rules of each column, built once a kind from the model: text goes in, an `IntakeRow` or its `Problem`s come out.

Nothing here knows the register: what a row refers to is checked in `hub.jobs.intake.known` and by the graph's statement.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from hub.jobs.intake.limits import JOINED_VALUES_MAX, QUOTED_VALUE_LENGTH_MAX
from hub.jobs.intake.problems import Problem, RefusedError
from hub.jobs.intake.readers import Layout, RawRow
from loaders.intake import PERSON_BOUND, IntakeRow
from model.countries import ISSUERS
from model.documents import kind_of, legal_identifier_trouble, number_trouble
from model.errors import ValidationFailedError
from model.graph import (
    FACT_PROPERTIES,
    IN_A_ROOM,
    IN_A_UNIT,
    KIND_BY_LABEL,
    LIES,
    UNIT_CODE,
    Edge,
    Kind,
    Property,
    ValueKind,
)
from model.groups import FieldGroup
from model.states import DocumentKind
from model.text import case_number, is_seen, trouble
from model.times import OPEN_DATE, OPEN_INSTANT, as_instant_text

Parser = Callable[[str], Any]

# Lowest and highest of each number, in the unit of its name; what has none here is a GraphQL Int from 0.
RANGES: Mapping[tuple[str, str], tuple[float, float]] = {
    ("Building", "storeys"): (1, 200),
    ("Room", "floor"): (-20, 200),
    ("Room", "areaSquareMetres"): (0.5, 100_000),
    ("Room", "permittedOccupancy"): (0, 1_000),
    ("Room", "declaredPlaces"): (0, 1_000),
    ("Inspection", "countOnSite"): (0, 10_000),
}
_CASE = next(
    item for item in FACT_PROPERTIES if item.name == "case"
)  # the number of the case under which a fact was recorded
_INTEGER_MAX = 2**31 - 1
_FIRST_YEAR = 1800
_BOOLEANS = {
    "true": True,
    "false": False,
    "TRUE": True,
    "FALSE": False,
    "1": True,
    "0": False,
}  # a spreadsheet's, a database's
_UNCHECKED = "could not be checked: a fault of this program, which leaves the row out; please report it"
_DAYS_CACHED_MAX = 50_000  # of a century and a half
_ENDS = (("validFrom", "validTo"), ("recordedFrom", "recordedTo"))
_OPEN_ENDS = {"validTo": OPEN_DATE.isoformat(), "recordedTo": as_instant_text(OPEN_INSTANT)}

# What has happened by the day of the import, the day of an instant among it; what is planned or falls due may come.
_PAST = frozenset(
    ("birthDate", "recordedFrom", "recordedTo", "doneOn", "foundOn", "settledOn", "issuedOn", "receivedOn", "decidedOn",
     "requestedOn", "openedAt", "closedAt")
)  # fmt: skip
# Of a kind, what does not come before what.
_IN_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "IdentityDocument": (("validFrom", "expiresOn"),),
    "Case": (("openedAt", "endsAt"), ("openedAt", "closedAt")),
    "Finding": (("foundOn", "settledOn"),),
    "RepairOrder": (("issuedOn", "dueOn"), ("issuedOn", "doneOn")),
    "Complaint": (("receivedOn", "decidedOn"),),
}
_UUID = {
    version: re.compile(f"[0-9a-f]{{8}}-[0-9a-f]{{4}}-{version}[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}")
    for version in ("4", "7", "[47]")
}
_UNIT_CODE = re.compile(r"[0-9]{1,12}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,9})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    parse: Parser
    is_required: bool
    is_edge: bool = False
    sealed: FieldGroup | None = None


class RowCheck:
    """All the rules of one kind on the day `today`. `layout` says which columns its file has; `check` reads one row.

    `names_last_day`: the file's `validTo` is the last day on which a fact holds, and not the first on which it does not.
    """

    def __init__(self, kind: Kind, today: date, *, names_last_day: bool = False) -> None:
        self.kind = kind
        self._today = today.isoformat()
        self._quotes = kind.label not in PERSON_BOUND and not kind.is_fact
        self._columns = [_property_column(kind, item) for item in kind.all_properties]
        if names_last_day and kind.is_fact:
            self._columns = [
                replace(each, parse=_day_after) if each.name == "validTo" else each for each in self._columns
            ]
        self._columns += [
            _Column(edge.column, _edge_parser(edge), edge.is_required, is_edge=True) for edge in kind.edges
        ]
        self.layout = Layout(
            columns=tuple(column.name for column in self._columns),
            required=frozenset(column.name for column in self._columns if column.is_required),
            quotes_input=self._quotes,
        )

    def check(self, raw: RawRow) -> IntakeRow | list[Problem]:
        """The row as values, or everything that is wrong with it."""
        properties: dict[str, Any] = {}
        edges: dict[str, tuple[str, ...]] = {}
        sealed: dict[FieldGroup, dict[str, str]] = {}
        problems: list[Problem] = []
        for column, text in zip(self._columns, raw.texts, strict=True):
            if not text:
                if column.is_required:
                    problems.append(Problem(raw.number, column.name, "must not be empty"))
                continue
            try:
                value = column.parse(text)
            except RefusedError as refusal:
                problems.append(Problem(raw.number, column.name, self._reason(str(refusal), text)))
                continue
            except Exception:  # noqa: BLE001 - a fault of ours, or of a library's: it costs this row, and no other
                problems.append(Problem(raw.number, column.name, _UNCHECKED))
                continue
            if column.name in _PAST and text[: len(self._today)] > self._today:
                problems.append(Problem(raw.number, column.name, self._reason("must not be later than today", text)))
                continue
            if column.is_edge:
                edges[column.name] = value
            elif column.sealed is not None:
                sealed.setdefault(column.sealed, {})[column.name] = text
            else:
                properties[column.name] = value
        try:
            problems = problems or list(self._whole_row(raw, properties, sealed))
        except Exception:  # noqa: BLE001 - as above
            problems = [Problem(raw.number, "", _UNCHECKED)]
        return problems or IntakeRow(number=raw.number, properties=properties, edges=edges, sealed=sealed)

    def _reason(self, rule: str, text: str) -> str:
        if not self._quotes:
            return rule
        shown = "".join(each if is_seen(each) else "?" for each in text[:QUOTED_VALUE_LENGTH_MAX])
        return f"{rule}, not `{shown}{'…' if len(text) > QUOTED_VALUE_LENGTH_MAX else ''}`"

    def _whole_row(
        self, raw: RawRow, properties: dict[str, Any], sealed: Mapping[FieldGroup, dict[str, str]]
    ) -> Sequence[Problem]:
        """The rules that need two columns; fills the open ends."""
        if self.kind.is_fact:
            for start, end in _ENDS:  # these forms of text sort as the times do
                if properties.setdefault(end, _OPEN_ENDS[end]) <= properties[start]:
                    return [Problem(raw.number, end, f"must be later than `{start}`, or empty while it is open")]
        if self.kind.label == "IdentityDocument":
            document = sealed[FieldGroup.PERSON_DOCUMENT]
            kind = kind_of(DocumentKind(document["kind"]), document["number"])
            document["kind"] = kind.value
            if rule := number_trouble(kind, document["number"]):
                return [Problem(raw.number, "number", f"must {rule}")]
        given = dict(zip(self.layout.columns, raw.texts, strict=True))
        if problem := _place_trouble(self.kind, raw.number, given):
            return [problem]
        return [  # these forms of text sort as the times do
            Problem(raw.number, later, f"must not be before `{earlier}`")
            for earlier, later in _IN_ORDER.get(self.kind.label, ())
            if given[later] and given[later] < given[earlier]
        ]


def _place_trouble(kind: Kind, number: int, given: Mapping[str, str]) -> Problem | None:
    """Of a row that leads to a room, or to a unit where the register has no room: one of them, with who let it, or without."""
    if kind.label not in IN_A_ROOM:
        return None
    room, unit = IN_A_ROOM[kind.label].column, IN_A_UNIT[kind.label].column
    if not given[room] and not given[unit]:
        return Problem(number, room, f"must not be empty, unless `{unit}` says in which unit it is")
    if given[room] and given[unit]:
        return Problem(number, unit, f"must be empty where `{room}` says which room it is")
    if "grantedBy" in given and bool(given["grantedBy"]) is not bool(given[room]):
        rule = "must not be empty" if given[room] else f"must be empty where `{unit}` says only in which unit it is"
        return Problem(number, "grantedBy", rule)
    return None


def is_derived(kind: Kind, item: Property) -> bool:
    """Whether a file may leave it out, since it is that of the place where the row lies."""
    return item == UNIT_CODE and kind.label in LIES


# ── parsers, one a kind of value ─────────────────────────────────────────────────────────────────────────────────────
def _property_column(kind: Kind, item: Property) -> _Column:
    is_required = item.is_required and not is_derived(kind, item)
    return _Column(item.name, _property_parser(kind, item), is_required, sealed=item.sealed)


def _property_parser(kind: Kind, item: Property) -> Parser:
    match item.kind:
        case ValueKind.UUID:
            return _uuid_parser(_uuid_version(kind, item))
        case ValueKind.TEXT:
            checked = _case_number if item is _CASE else _CHECKED_TEXTS.get((kind.label, item.name), _plain)
            return checked(_text_parser(item.length_max))
        case ValueKind.INTEGER:
            return _number_parser(_INTEGER, int, *_range(kind, item))
        case ValueKind.NUMBER:
            return _number_parser(_NUMBER, float, *_range(kind, item))
        case ValueKind.ENUM | ValueKind.ENUMS:
            if item.choices is None:
                raise ValidationFailedError(f"the model gives `{kind.label}.{item.name}` no choices")
            return _enum_parser(item.choices) if item.kind is ValueKind.ENUM else _enums_parser(item.choices)
        case _:
            return _SIMPLE_PARSERS[item.kind]


def _uuid_version(kind: Kind, item: Property) -> str:
    if item.name == "targetFact":
        return "[47]"  # a correction may be about a thing's fact
    return "4" if kind.is_personal else "7"


def _range(kind: Kind, item: Property) -> tuple[float, float]:
    lowest = 1 if item.name == "version" else 0
    return RANGES.get((kind.label, item.name), (lowest, _INTEGER_MAX))


def _edge_parser(edge: Edge) -> Parser:
    versions = {"4" if KIND_BY_LABEL[label].is_personal else "7" for label in edge.targets}
    parse = _uuid_parser(versions.pop() if len(versions) == 1 else "[47]")
    if not edge.is_many:
        return lambda text: (parse(text),)

    def parse_many(text: str) -> tuple[str, ...]:
        parts = text.split(";")
        if len(parts) > JOINED_VALUES_MAX:
            raise RefusedError(f"must join at most {JOINED_VALUES_MAX} ids")
        if len(set(parts)) < len(parts):
            raise RefusedError("must name each id once")
        return tuple(parse(part) for part in parts)

    return parse_many


def _uuid_parser(version: str) -> Parser:
    matches = _UUID[version].fullmatch
    rule = f"must be a UUID of version {version.strip('[]').replace('47', '4 or 7')} in lower case"

    def parse(text: str) -> str:
        if not matches(text):
            raise RefusedError(rule)
        return text

    return parse


def _text_parser(length_max: int) -> Parser:
    def parse(text: str) -> str:
        if len(text) > length_max:
            raise RefusedError(f"must have at most {length_max} characters")
        if rule := trouble(text):
            raise RefusedError(f"must {rule}")
        if text != text.strip():
            raise RefusedError("must have no space at its start or end")
        return text

    return parse


def _plain(parse_text: Parser) -> Parser:
    return parse_text


def _legal_identifier(parse_text: Parser) -> Parser:
    def parse(text: str) -> Any:
        if rule := legal_identifier_trouble(text):
            raise RefusedError(f"must {rule}")
        return parse_text(text)

    return parse


def _issuer(parse_text: Parser) -> Parser:
    def parse(text: str) -> Any:
        if text not in ISSUERS:
            raise RefusedError(
                "must be a state by the three letters of ICAO 9303 part 3, `CHN`, or `XXA` for the stateless, …"
            )
        return parse_text(text)

    return parse


def _case_number(parse_text: Parser) -> Parser:
    """As it is looked up, however somebody types it."""
    return lambda text: case_number(parse_text(text))


def _unit_code(parse_text: Parser) -> Parser:
    def parse(text: str) -> Any:
        if not _UNIT_CODE.fullmatch(text):
            raise RefusedError("must be 1 to 12 digits, of which a unit's first are those of the unit above")
        return parse_text(text)

    return parse


_CHECKED_TEXTS: Mapping[tuple[str, str], Callable[[Parser], Parser]] = {
    ("Organisation", "legalIdentifier"): _legal_identifier,
    ("IdentityDocument", "issuingCountry"): _issuer,
    ("Case", "number"): _case_number,
    ("AdminUnit", "code"): _unit_code,
}


def _number_parser(form: re.Pattern[str], convert: Callable[[str], float], lowest: float, highest: float) -> Parser:
    rule = f"must be a {'whole' if convert is int else 'decimal'} number from {lowest} to {highest}"

    def parse(text: str) -> float:
        if not form.fullmatch(text) or not lowest <= (number := convert(text)) <= highest:
            raise RefusedError(rule)
        return number

    return parse


def _parse_boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise RefusedError("must be `true` or `false`; `TRUE`, `FALSE`, `1` and `0` will do")
    return _BOOLEANS[text]


@lru_cache(_DAYS_CACHED_MAX)  # one day stands in many rows
def _parse_date(text: str) -> str:
    """The text itself: the statement makes the DATE, which loads half as fast again as the driver's own type."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year < _FIRST_YEAR:
        raise RefusedError(f"must be a day of the calendar as YYYY-MM-DD, from {_FIRST_YEAR} on")
    return text


def _day_after(text: str) -> str:
    """The first day on which what ends with a day does not hold."""
    try:
        return (date.fromisoformat(_parse_date(text)) + timedelta(days=1)).isoformat()
    except OverflowError:
        raise RefusedError("must be empty while it is open") from None


def _parse_instant(text: str) -> str:
    """The text itself, as for a date."""
    try:
        instant = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        instant = None
    if instant is None or instant.year < _FIRST_YEAR:
        raise RefusedError(f"must be an instant in UTC as YYYY-MM-DDTHH:MM:SS.sssZ, from {_FIRST_YEAR} on")
    return text


def _parse_point(text: str) -> tuple[float, float]:
    """(longitude, latitude) in degrees."""
    parts = text.split(" ")
    if len(parts) == len(("longitude", "latitude")) and all(_DEGREES.fullmatch(part) for part in parts):
        longitude, latitude = float(parts[0]), float(parts[1])
        if math.fabs(longitude) <= 180 and math.fabs(latitude) <= 90:  # noqa: PLR2004 - degrees of WGS 84
            return longitude, latitude
    raise RefusedError("must be `LONGITUDE LATITUDE` in degrees (WGS 84), -180 to 180 and -90 to 90")


_SIMPLE_PARSERS: Mapping[ValueKind, Parser] = {
    ValueKind.BOOLEAN: _parse_boolean,
    ValueKind.DATE: _parse_date,
    ValueKind.INSTANT: _parse_instant,
    ValueKind.POINT: _parse_point,
}


def _enum_parser(choices: type[StrEnum]) -> Parser:
    values = frozenset(choice.value for choice in choices)
    rule = "must be one of " + ", ".join(f"`{choice.value}`" for choice in choices)

    def parse(text: str) -> str:
        if text not in values:
            raise RefusedError(rule)
        return text

    return parse


def _enums_parser(choices: type[StrEnum]) -> Parser:
    parse_one = _enum_parser(choices)

    def parse(text: str) -> list[str]:
        values = [parse_one(part) for part in text.split(";")]
        if len(set(values)) < len(values):
            raise RefusedError("must name each value once")
        return values

    return parse
