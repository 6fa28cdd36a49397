"""What `domicile graph check` reads: the graph's nodes as the rows that they would be in a file. No input or output."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from loaders.fragments import fragment
from loaders.intake import IntakeRow
from model.graph import KINDS, LIES, Edge, Kind
from model.ids import PersonId
from model.times import as_instant_text

CHECKED = tuple(kind for kind in KINDS if kind.is_fact or kind.label in LIES or kind.label == "AdminUnit")
"""The kinds that have something to keep with other rows, in the order in which they lead to each other."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANTS = ("recordedFrom", "recordedTo")


def page_statement(kind: Kind, *, after: str, limit: int) -> tuple[str, dict[str, Any]]:
    """The next nodes of a kind behind the key `after`, in the order of their keys."""
    text = fragment("check/facts" if kind.is_fact else "check/things")
    return text.replace(":Kind)", f":{kind.label})"), {"after": after, "limit": limit}


def rows(kind: Kind, found: Sequence[Sequence[Any]]) -> list[IntakeRow]:
    """A page's nodes. An edge that is not there has no column; a row's `number` is its place in the page, from 0."""
    return [_row(kind, number, values) for number, values in enumerate(found)]


def _row(kind: Kind, number: int, values: Sequence[Any]) -> IntakeRow:
    key, version, stored, edges, behind = values
    properties = {name: value for name, value in stored.items() if value is not None} | {kind.key: key}
    if version is not None:
        properties["version"] = version
    for name in _INSTANTS:
        if name in properties:
            properties[name] = as_instant_text(_EPOCH + timedelta(milliseconds=properties[name]))
    found = {edge.column: _led_to(edge, edges) for edge in kind.edges}
    ids = {column: there for column, there in found.items() if there}
    return IntakeRow(number=number, properties=properties, edges=ids, subjects=_subjects(kind, ids, behind))


def _led_to(edge: Edge, edges: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted(there for name, there, label in edges if name == edge.type and label in edge.targets))


def _subjects(kind: Kind, ids: dict[str, tuple[str, ...]], behind: list[str]) -> tuple[PersonId, ...]:
    """The persons to whom it leads itself, and those behind a landlord, an employer or a case."""
    columns = [edge.column for edge in kind.edges if edge.targets == ("Person",)]
    return tuple(
        PersonId(person) for person in sorted({*behind, *(each for column in columns for each in ids.get(column, ()))})
    )
