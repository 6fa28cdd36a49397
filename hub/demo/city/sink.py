"""Where rows go: one list a kind while a community is made, then bytes in the import's form (CSV or NDJSON)."""

import csv
import io
from collections.abc import Iterable, Mapping
from enum import StrEnum

import orjson

from model.graph import KINDS, Kind

Row = tuple[str, ...]


class Format(StrEnum):
    """The two forms which the import reads."""

    CSV = "csv"
    NDJSON = "ndjson"


def columns_of(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind's file: properties first, then edges."""
    return tuple(item.name for item in kind.all_properties) + tuple(edge.column for edge in kind.edges)


COLUMNS: Mapping[str, tuple[str, ...]] = {kind.file_name: columns_of(kind) for kind in KINDS}


class Sink:
    """The rows of one community, in the order in which they were added; each row in the order of its columns."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {kind.file_name: [] for kind in KINDS}

    def add(self, file_name: str, *row: str) -> None:
        self.rows[file_name].append(row)

    def counts(self) -> dict[str, int]:
        return {file_name: len(rows) for file_name, rows in self.rows.items()}

    def encoded(self, form: Format) -> dict[str, bytes]:
        encode = _as_csv if form is Format.CSV else _as_ndjson
        return {file_name: encode(file_name, rows) for file_name, rows in self.rows.items()}


def header(file_name: str, form: Format) -> bytes:
    """What a file starts with: CSV has its columns' names, NDJSON nothing."""
    return ",".join(COLUMNS[file_name]).encode() + b"\n" if form is Format.CSV else b""


def _as_csv(_file_name: str, rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _as_ndjson(file_name: str, rows: Iterable[Row]) -> bytes:
    columns = COLUMNS[file_name]
    return b"".join(
        orjson.dumps({column: text for column, text in zip(columns, row, strict=True) if text}) + b"\n" for row in rows
    )
