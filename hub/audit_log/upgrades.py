"""Brings the SQLite file of a log which an older version wrote to this version's tables, in one transaction.

Nodes of the Merkle tree are not made here: whoever opens the tree makes those which are missing, after a crash too.
"""

import hashlib
import sqlite3
from collections.abc import Sequence

import orjson

from model.errors import SetupError
from tlog.chains import START, commitment

_LOG_CHAIN_DOMAIN = b"domicile/ledger/log/v1\n"  # version 1 had one chain over the whole log, the tree has its place


def from_version_1(connection: sqlite3.Connection, schema: Sequence[str]) -> None:
    """Check version 1's chain for the last time, and move its rows to the tables of `schema`. About a minute a million.

    Raises `SetupError` when an entry was altered.
    """
    _check_chain(connection)
    for table in ("entries", "writes"):
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_1")
    connection.execute("DROP INDEX open_writes")
    for statement in schema:
        if "CREATE TABLE log " not in statement:
            connection.execute(statement)
    columns = "sequence, subject, subject_sequence, previous, salt, record, commitment"
    connection.execute(f"INSERT INTO entries ({columns}) SELECT {columns} FROM entries_1 ORDER BY sequence")  # noqa: S608
    _move_writes(connection)
    for table in ("entries", "writes"):
        connection.execute(f"DROP TABLE {table}_1")


def _check_chain(connection: sqlite3.Connection) -> None:
    chain = START
    rows = connection.execute("SELECT sequence, salt, record, commitment, chain FROM entries ORDER BY sequence")
    for expected, (sequence, salt, record, committed, head) in enumerate(rows):
        chain = hashlib.sha256(_LOG_CHAIN_DOMAIN + chain + committed).digest()
        if sequence != expected or committed != commitment(salt, record) or head != chain:
            raise SetupError(
                f"the access log was altered at entry {expected} and is not brought to this version: look into it "
                "with the version of the program that wrote it"
            )


def _move_writes(connection: sqlite3.Connection) -> None:
    """A write now names its last intent, and says how it ended."""
    intended: dict[str, int] = {}
    ended: dict[str, str] = {}
    for sequence, record in connection.execute("SELECT sequence, record FROM entries ORDER BY sequence"):
        entry = orjson.loads(record)["entry"]
        if entry["action"] == "write":
            intended[entry["write"]] = sequence
        elif entry["action"] == "outcome":
            ended[entry["write"]] = entry["outcome"]
    rows = connection.execute("SELECT write, writer, outcome FROM writes_1").fetchall()
    unknown = sorted(write for write, *_ in rows if write not in intended)
    if unknown:
        raise SetupError(f"the access log has no intent of the write `{unknown[0]}`: run `domicile log verify`")
    connection.executemany(
        "INSERT INTO writes VALUES (?, ?, ?, ?, ?)",
        [(write, writer, intended[write], outcome, ended.get(write)) for write, writer, outcome in rows],
    )
