"""What is logged about one subject, put together from a store's rows. Who may see it is not decided here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import orjson

from hub.audit_log.limits import RECORDS_READ_MAX, SUBJECTS_NAMED_MAX
from hub.audit_log.record import Record, is_intent
from hub.audit_log.tables import Reader, Row
from model.errors import ValidationFailedError
from model.ids import EntryId

_GOT = frozenset({"read", "write", "export"})  # what an entry is of where its office had to do with the data


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An entry and whose chain it stands on: a pseudonym, or the name of a chain about nobody."""

    subject: str
    record: Record


def records_of(reader: Reader, subject: str) -> list[Record]:
    """A subject's last entries, each write with its outcome."""
    return _with_outcomes(reader, [_record(row) for row in reader.of_subject(subject, RECORDS_READ_MAX)])


def records_at(reader: Reader, sequences: Iterable[int]) -> list[Placed]:
    """The entries of these sequences, in that order, each write with its outcome. One that isn't there is left out."""
    rows = [row for sequence in sequences for row in reader.rows(sequence, sequence + 1)]
    records = _with_outcomes(reader, [_record(row) for row in rows])
    return [Placed(subject=row.subject, record=record) for row, record in zip(rows, records, strict=True)]


def _with_outcomes(reader: Reader, records: list[Record]) -> list[Record]:
    entries = [record.entry for record in records]
    ids = [EntryId(entry["write"]) if is_intent(entry) else None for entry in entries]
    ended = {row.write: row.ended for row in reader.writes({write for write in ids if write is not None})}
    return [
        record if write is None else replace(record, outcome=ended.get(write))
        for record, write in zip(records, ids, strict=True)
    ]


def subjects_named(reader: Reader, client: str, office: str | None, *, since: str, until: str) -> set[str]:
    """The pseudonyms of everybody of whom a department, or one office of it, has an entry in a span.

    The span is half-open, of instants as the log writes them. What was refused is left out: the office got nothing; so is what
    was erased. Goes through the whole log. Raises `ValidationFailedError` when they are too many.
    """
    found: set[str] = set()
    for row in reader.in_sequence():
        if row.record is None or not row.subject or row.subject in found:
            continue
        entry = orjson.loads(row.record)["entry"]
        is_there = entry.get("client") == client and (office is None or entry.get("office") == office)
        if is_there and entry.get("action") in _GOT and since <= entry["at"] < until:
            found.add(row.subject)
        if len(found) > SUBJECTS_NAMED_MAX:
            raise ValidationFailedError(f"this names more than {SUBJECTS_NAMED_MAX} persons: take a shorter span")
    return found


def _record(row: Row) -> Record:
    return Record(
        sequence=row.sequence,
        subject_sequence=row.subject_sequence,
        previous=row.previous,
        salt=row.salt,
        record=row.record,
        commitment=row.commitment,
        erased_at=row.erased_at,
    )
