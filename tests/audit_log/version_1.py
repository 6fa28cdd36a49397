"""Puts a log back into the form that version 1 of its tables had, to hold that it is brought up again."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

_TABLES = """
PRAGMA secure_delete = ON;
DROP TABLE nodes; DROP TABLE checkpoints; DROP TABLE spent; DROP INDEX open_writes;
ALTER TABLE entries RENAME TO entries_2;
ALTER TABLE writes RENAME TO writes_2;
CREATE TABLE entries (
    sequence INTEGER PRIMARY KEY, subject TEXT NOT NULL, subject_sequence INTEGER NOT NULL, previous BLOB NOT NULL,
    salt BLOB NOT NULL, record BLOB NOT NULL, commitment BLOB NOT NULL, chain BLOB NOT NULL,
    UNIQUE (subject, subject_sequence)
) STRICT;
CREATE TABLE writes (write TEXT PRIMARY KEY, writer TEXT NOT NULL, outcome INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX open_writes ON writes (writer) WHERE outcome IS NULL;
INSERT INTO writes SELECT write, writer, outcome FROM writes_2;
PRAGMA user_version = 1;
"""


def put_back(log_file: Path) -> None:
    with closing(sqlite3.connect(log_file)) as database:
        database.executescript(_TABLES)
        chain = bytes(32)
        columns = "sequence, subject, subject_sequence, previous, salt, record, commitment"
        for row in database.execute(f"SELECT {columns} FROM entries_2 ORDER BY sequence").fetchall():
            chain = hashlib.sha256(b"domicile/ledger/log/v1\n" + chain + row[-1]).digest()
            database.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, chain))
        database.commit()
        database.executescript("DROP TABLE entries_2; DROP TABLE writes_2; VACUUM;")
