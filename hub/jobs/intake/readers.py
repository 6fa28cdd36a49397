"""Streaming readers: a CSV or NDJSON file becomes raw rows, one line at a time, in constant memory.

A line that can't be read is a `Problem` and the next line goes on: no value of ours may hold a line break, so a row is a
line, and a quotation mark that nobody closed costs one row. Says nothing about what a value means.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hub.jobs.intake.encodings import UTF_8, as_utf_8, check_encoding
from hub.jobs.intake.limits import LINE_BYTES_MAX
from hub.jobs.intake.problems import Problem
from model.errors import ValidationFailedError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SKIP_BYTES = 64 * 1024
_SHOWN_COLUMNS_MAX = 8


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as text: `texts` in the order of the columns that the reader was asked for; absent is empty."""

    number: int
    texts: Sequence[str]


@dataclass(frozen=True)
class Layout:
    """Which columns a file may and must have. `quotes_input` is false where a name could be about a person."""

    columns: tuple[str, ...]
    required: frozenset[str]
    quotes_input: bool


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    trouble: str = ""


def check_file(path: Path, layout: Layout, encoding: str) -> None:
    """What a file has to be before a row of it is read: in this encoding, whole, and with the layout's columns.

    Raises `ValidationFailedError`.
    """
    check_encoding(path, encoding)
    next(read_rows(path, layout, encoding), None)


def read_rows(path: Path, layout: Layout, encoding: str = UTF_8) -> Iterator[tuple[RawRow | Problem, int]]:
    """The rows of `path` (`.csv`, else NDJSON), each with the bytes read so far.

    Raises `ValidationFailedError` when the columns are not the layout's.
    """
    with path.open("rb") as file, as_utf_8(file, encoding) as stream:
        is_csv = path.suffix.lower() == ".csv"
        rows = _read_csv(stream, layout, path.name) if is_csv else _read_ndjson(stream, layout, path.name)
        for row in rows:
            yield row, file.tell()


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    """Each line without its end, decoded; an over-long one is skipped, and said."""
    number = 0
    while line := stream.readline(LINE_BYTES_MAX + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if len(line) > LINE_BYTES_MAX and not line.endswith(b"\n"):
            _skip_line(stream)
            yield _Line(number, "", f"must be shorter than {LINE_BYTES_MAX} bytes")
            continue
        try:
            yield _Line(number, line.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError:
            yield _Line(number, "", "must be UTF-8")


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(_SKIP_BYTES)) and not part.endswith(b"\n"):
        pass


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _read_csv(stream: BinaryIO, layout: Layout, name: str) -> Iterator[RawRow | Problem]:
    csv.field_size_limit(LINE_BYTES_MAX)
    lines = _lines(stream)
    header = next(lines, _Line(1, ""))
    _check_header(header, name)
    columns = _header(header, name)
    _check_columns(columns, layout, name)
    places = [columns.index(column) if column in columns else -1 for column in layout.columns]
    for line in lines:
        number = line.number - 1
        if line.trouble:
            yield Problem(number, "", f"the row {line.trouble}")
        elif line.text:
            yield _csv_row(number, line.text, len(columns), places)


def _check_header(line: _Line, name: str) -> None:
    """What a spreadsheet or an old machine makes of a file, and what to do then."""
    text = line.text
    if not text.strip() and not line.trouble:
        raise ValidationFailedError(f"`{name}` has no header: its first line says the names of the columns")
    if text.lower().startswith("sep="):
        raise ValidationFailedError(
            f"`{name}` begins with `{text[:5]}`, which only a spreadsheet reads: delete that line"
        )
    if "\r" in text:
        raise ValidationFailedError(f"the lines of `{name}` end with CR alone: save it with LF or CRLF")
    for separator, shown in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if separator in text and "," not in text:
            raise ValidationFailedError(f"the columns of `{name}` stand between {shown}: save it as CSV with commas")


def _header(line: _Line, name: str) -> list[str]:
    if line.trouble:
        raise ValidationFailedError(f"the header of `{name}` {line.trouble}")
    try:
        return _split(line.text)
    except csv.Error as error:
        raise ValidationFailedError(f"the header of `{name}` is not CSV (RFC 4180): {error}") from error


def _split(text: str) -> list[str]:
    if '"' not in text and "\r" not in text:
        return text.split(",")
    return next(csv.reader((text,), strict=True))


def _csv_row(number: int, text: str, width: int, places: Sequence[int]) -> RawRow | Problem:
    try:
        fields = _split(text)
    except csv.Error:
        return Problem(number, "", "the row must be CSV in one line: look for a quotation mark that is not closed")
    if len(fields) != width:
        return Problem(number, "", f"the row must have {width} fields, as the header, and has {len(fields)}")
    fields.append("")  # what place -1 finds: an optional column which the file leaves out
    return RawRow(number, [fields[place] for place in places])


def _check_columns(columns: Sequence[str], layout: Layout, name: str) -> None:
    unknown = [_shown(column, place, layout) for place, column in enumerate(columns) if column not in layout.columns]
    missing = [f"`{column}`" for column in layout.columns if column in layout.required and column not in columns]
    twice = sorted({f"`{column}`" for column in columns if column in layout.columns and columns.count(column) > 1})
    problems = [
        f"{what} {', '.join(names[:_SHOWN_COLUMNS_MAX])}{' …' if len(names) > _SHOWN_COLUMNS_MAX else ''}"
        for what, names in (("unknown", unknown), ("missing", missing), ("twice", twice))
        if names
    ]
    if problems:
        known = ", ".join(layout.columns)
        raise ValidationFailedError(f"the columns of `{name}` do not fit: {'; '.join(problems)} (known: {known})")


def _shown(column: str, place: int, layout: Layout) -> str:
    """An unknown column's name. In a file without a header it would be a value, so a kind about people shows its place."""
    return f"`{column[:60]}`" if layout.quotes_input and column.isprintable() else f"column {place + 1}"


# ── NDJSON ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _read_ndjson(stream: BinaryIO, layout: Layout, name: str) -> Iterator[RawRow | Problem]:
    known = frozenset(layout.columns)
    is_first = True
    for line in _lines(stream):
        if line.trouble:
            yield Problem(line.number, "", f"the row {line.trouble}")
            continue
        if not line.text.strip():
            continue
        values = _json_object(line)
        if is_first and not isinstance(values, Problem):
            is_first = False
            _check_columns(list(values), Layout(layout.columns, layout.required, layout.quotes_input), name)
        yield values if isinstance(values, Problem) else _json_row(line.number, values, layout, known)


def _json_object(line: _Line) -> Mapping[str, object] | Problem:
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.append("")
        return found

    try:
        values = json.loads(line.text, object_pairs_hook=once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return Problem(line.number, "", "the row must be one JSON object in one line")
    if twice:
        return Problem(line.number, "", "the row must have each key once")
    if not isinstance(values, dict):
        return Problem(line.number, "", "the row must be one JSON object in one line")
    return values


def _refuse_constant(name: str) -> object:
    raise ValueError(name)  # `NaN` and `Infinity`, which are no JSON


def _json_row(number: int, values: Mapping[str, object], layout: Layout, known: frozenset[str]) -> RawRow | Problem:
    if not known.issuperset(values):
        return Problem(number, "", "the row must have no key that is not a column of its kind")
    texts = []
    for column in layout.columns:
        text = _as_text(values.get(column))
        if text is None:
            return Problem(number, column, "must be a text, a number, true, false, null or a list of texts")
        texts.append(text)
    return RawRow(number, texts)


def _as_text(value: object) -> str | None:
    """A JSON value in the form that a CSV field has; None when there is no such form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return None
