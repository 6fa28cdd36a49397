"""A disk for SQLite that fails when it is told to, and forgets at a power cut what was not synced: an `apsw` VFS.

`connect` is what `SqliteStorage` takes in the place of Python's SQLite. A VFS of `apsw` has no shared memory, so the
write-ahead file works in exclusive mode: nobody else can read while such a ledger is open.
"""

import random
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import apsw

_DISK = "faulty"


class Disk(apsw.VFS):
    """What has happened on it, and what is to happen. One at a time."""

    def __init__(self) -> None:
        super().__init__(_DISK, "")
        self.writes = 0
        self.syncs = 0
        self.write_fails_at = 0  # the how-manieth write from now on; 0 = none
        self.write_error: type[apsw.Error] = apsw.IOError
        self.is_full = False
        self.sync_fails_at = 0
        self.is_sync_lost = False  # syncs succeed, and nothing reaches the disk
        self.has_failed = False
        self.ends_with_failure = False  # the power goes at the moment of the failure
        self._is_off = False
        self.lock = threading.RLock()
        self._durable: dict[Path, bytes] = {}
        self._pending: dict[Path, list[tuple[int, bytes]]] = {}

    def xOpen(self, name: Any, flags: list[int]) -> "DiskFile":  # noqa: N802 - SQLite's name
        return DiskFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802
        with self.lock:
            self._check_power()
            super().xDelete(filename, syncdir)
            self._durable.pop(Path(filename), None)
            self._pending.pop(Path(filename), None)

    def _check_power(self) -> None:
        if self._is_off:
            raise apsw.IOError

    def _fail(self, error: type[apsw.Error]) -> NoReturn:
        self.has_failed = True
        self._is_off = self.ends_with_failure
        raise error

    def written(self, path: Path, offset: int, data: bytes) -> None:
        self._check_power()
        self.writes += 1
        if self.writes == self.write_fails_at or self.is_full:
            self._fail(self.write_error)
        self._durable.setdefault(path, path.read_bytes())
        self._pending.setdefault(path, []).append((offset, data))

    def truncated(self, path: Path, size: int) -> None:
        """Taken as durable at once: SQLite relies on neither."""
        self._check_power()
        self._durable[path] = self._durable.get(path, path.read_bytes())[:size]
        self._pending[path] = [(offset, data) for offset, data in self._pending.get(path, []) if offset < size]

    def synced(self, path: Path) -> None:
        self._check_power()
        self.syncs += 1
        if self.syncs == self.sync_fails_at:
            self._pending.pop(path, None)  # as a kernel does: the pages count as clean, and are on no disk
            self._fail(apsw.IOError)
        if not self.is_sync_lost and path in self._pending:
            self._durable[path] = _with(self._durable[path], self._pending.pop(path))

    def cut_power(self, chance: random.Random) -> None:
        """Leave what was synced, and of the rest whatever had happened to reach the disk, some of it torn."""
        with self.lock:
            self._is_off = True
            for path, content in self._durable.items():
                kept = [_torn(write, chance) for write in self._pending.get(path, []) if chance.random() < 0.5]
                path.write_bytes(_with(content, kept))


class DiskFile(apsw.VFSFile):
    """One file on it; only the log and its write-ahead file are watched."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with self._disk.lock:
            self._disk.written(self._path, offset, data)
            super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        with self._disk.lock:
            self._disk.truncated(self._path, size)
            super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        with self._disk.lock:
            self._disk.synced(self._path)
            super().xSync(flags)


class FaultyConnection:
    """`apsw`'s connection under the names and errors of Python's `sqlite3`, as far as the log uses them."""

    def __init__(self, path: Path) -> None:
        self._connection = apsw.Connection(str(path), vfs=_DISK)
        self._connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "FaultyCursor":
        return FaultyCursor(_translated(self._connection.execute, statement, tuple(values)))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        _translated(self._connection.executemany, statement, [tuple(row) for row in rows])

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """What can't be put into the file any more stays in the write-ahead file, and is no error: as with `sqlite3`."""
        with suppress(apsw.Error):
            self._connection.close(force=True)


class FaultyCursor:
    def __init__(self, cursor: apsw.Cursor) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def fetchone(self) -> Any:
        return _translated(self._cursor.fetchone)

    def fetchall(self) -> list[Any]:
        rows: list[Any] = _translated(self._cursor.fetchall)
        return rows

    def close(self) -> None:
        _translated(self._cursor.close)


def connect(path: Path) -> sqlite3.Connection:
    """On the disk that was made last."""
    connection: Any = _translated(FaultyConnection, path)
    return connection  # type: ignore[no-any-return]


def _translated(call: Any, *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except apsw.Error as error:
        translated = sqlite3.OperationalError(str(error))
        of_the_disk = (
            sqlite3.SQLITE_FULL if isinstance(error, apsw.FullError) else 0
        )  # one that a VFS raised has no code
        translated.sqlite_errorcode = getattr(error, "extendedresult", 0) or of_the_disk
        raise translated from error


def _with(content: bytes, writes: Iterable[tuple[int, bytes]]) -> bytes:
    result = bytearray(content)
    for offset, data in writes:
        if len(result) < offset + len(data):
            result.extend(bytes(offset + len(data) - len(result)))
        result[offset : offset + len(data)] = data
    return bytes(result)


def _torn(write: tuple[int, bytes], chance: random.Random) -> tuple[int, bytes]:
    """Whole, or only its first sectors."""
    offset, data = write
    if chance.random() < 0.3 and len(data) > 512:
        data = data[: 512 * chance.randrange(1, len(data) // 512 + 1)]
    return offset, data
