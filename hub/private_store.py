"""SQLite files in the private folder: made 0600 in a 0700 folder, opened only when they are ours and not newer.

For `hub.ledger` and `hub.vault`, which stand side by side. Knows nothing of what they store.
"""

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hub.errors import SetupError

BUSY_SECONDS_MAX = 10  # how long a statement waits while another process of this home commits


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a file must be. `name` is for messages; `application_id` and `version` stand in the file's header."""

    name: str
    application_id: int
    version: int
    schema: tuple[str, ...]  # one statement each
    journal: str  # SQLite's `journal_mode`


def make_private_folder(folder: Path) -> None:
    """See to it that `folder` is there and closed to others. Raises `SetupError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            raise SetupError(f"others can look into `{folder}`: run `chmod 700 {folder}`")
    except OSError as error:
        raise SetupError(f"the private folder `{folder}` can't be made: {error.strerror}") from error


def open_store(path: Path, form: Form) -> sqlite3.Connection:
    """A connection that commits what it says: WAL or a rollback journal, `synchronous=FULL`, no implicit transactions.

    Makes the file when there is none, or only an empty one. Raises `SetupError` with one line when it can't be read,
    is another program's, or is newer than this code.
    """
    make_private_folder(path.parent)
    try:
        _make_file(path, form)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS_MAX, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise _unreadable(path, form, error) from error
    try:
        _check_header(connection, path, form)
        _configure(connection, form)
        _make_schema(connection, form)
        _check_header(connection, path, form)
    except sqlite3.Error as error:
        connection.close()
        raise _unreadable(path, form, error) from error
    except SetupError:
        connection.close()
        raise
    return connection


def open_to_read(path: Path, form: Form) -> sqlite3.Connection:
    """A read-only connection beside whoever writes. Raises `SetupError` as `open_store` does, and without a file."""
    if not path.is_file():
        raise SetupError(f"there is no {form.name} at `{path}`")
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_SECONDS_MAX,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise _unreadable(path, form, error) from error
    try:
        _check_header(connection, path, form)
    except sqlite3.Error as error:
        connection.close()
        raise _unreadable(path, form, error) from error
    except SetupError:
        connection.close()
        raise
    return connection


def _unreadable(path: Path, form: Form, error: OSError | sqlite3.Error) -> SetupError:
    return SetupError(f"the {form.name} `{path}` can't be opened: {error}")


def _make_file(path: Path, form: Form) -> None:
    """An empty file of mode 0600, durable in its folder; SQLite gives its side files the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SetupError(f"others can read the {form.name} `{path}`: run `chmod 600 {path}`") from None
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _configure(connection: sqlite3.Connection, form: Form) -> None:
    for pragma in (
        f"journal_mode={form.journal}",
        "synchronous=FULL",
        "fullfsync=ON",  # on macOS a plain fsync does not reach the disk
        "checkpoint_fullfsync=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _make_schema(connection: sqlite3.Connection, form: Form) -> None:
    """Write the tables into an empty file. Of two processes that do so at once, one writes and the other finds it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):
            for statement in form.schema:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={form.application_id}")
            connection.execute(f"PRAGMA user_version={form.version}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.rollback()
        raise


def _check_header(connection: sqlite3.Connection, path: Path, form: Form) -> None:
    if _is_empty(connection):
        return
    if _number(connection, "PRAGMA application_id") != form.application_id:
        raise SetupError(f"`{path}` is another program's file, not the {form.name}: move it away")
    version = _number(connection, "PRAGMA user_version")
    if version != form.version:
        raise SetupError(
            f"the {form.name} `{path}` has version {version}, and this program knows {form.version}: "
            "start the version of the program that wrote it"
        )


def _is_empty(connection: sqlite3.Connection) -> bool:
    return _number(connection, "SELECT count(*) FROM sqlite_schema") == 0


def _number(connection: sqlite3.Connection, statement: str) -> int:
    with closing(connection.execute(statement)) as cursor:
        return int(cursor.fetchone()[0])
