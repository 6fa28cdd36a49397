"""What is logged about one subject, put together from a store's rows. Who may see it is not decided here."""

from dataclasses import replace

from hub.ledger.limits import RECORDS_READ_MAX
from hub.ledger.record import Record
from hub.ledger.tables import Reader, Row
from hub.model.ids import EntryId


def records_of(reader: Reader, subject: str) -> list[Record]:
    """A subject's last entries, each write with its outcome."""
    records = [_record(row) for row in reader.of_subject(subject, RECORDS_READ_MAX)]
    entries = [record.entry for record in records]
    ids = [EntryId(entry["write"]) if entry.get("action") == "write" else None for entry in entries]
    ended = {row.write: row.ended for row in reader.writes({write for write in ids if write is not None})}
    return [
        record if write is None else replace(record, outcome=ended.get(write))
        for record, write in zip(records, ids, strict=True)
    ]


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
