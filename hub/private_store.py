"""SQLite files in the private folder: made 0600 in a 0700 folder, opened only when they are ours and not newer.

For `hub.audit_log` and `hub.vault`, which stand side by side. Knows nothing of what they store.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from model.errors import SetupError

BUSY_SECONDS_MAX = 10  # how long a statement waits while another process of this home commits


Connect = Callable[[Path], sqlite3.Connection]
"""Makes a connection without implicit transactions, which any one thread may use. Raises `sqlite3.Error`."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a file must be. `name` is for messages; `application_id` and `version` stand in the file's header.

    `upgrades` brings a file of an older version to this one when it is opened to write, inside one transaction.
    """

    name: str
    application_id: int
    version: int
    schema: tuple[str, ...]  # one statement each
    journal: str  # SQLite's `journal_mode`
    upgrades: Mapping[int, Callable[[sqlite3.Connection], None]] = field(default_factory=dict)


def connect(path: Path) -> sqlite3.Connection:
    """Python's own SQLite. Raises `sqlite3.Error`."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS_MAX, isolation_level=None, check_same_thread=False)


def make_private_folder(folder: Path) -> None:
    """See to it that `folder` is there and closed to others. Raises `SetupError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            raise SetupError(f"others can look into `{folder}`: run `chmod 700 {folder}`")
    except OSError as error:
        raise SetupError(f"the private folder `{folder}` can't be made: {error.strerror}") from error


def open_store(path: Path, form: Form, connect: Connect = connect) -> sqlite3.Connection:
    """A connection that commits what it says: WAL or a rollback journal, `synchronous=FULL`, no implicit transactions.

    Makes the file when there is none, or only an empty one, and brings an older one to this version. Raises
    `SetupError` with one line when it can't be read, is another program's, or is newer than this code.
    """
    make_private_folder(path.parent)
    try:
        _make_file(path, form)
        connection = connect(path)
    except (OSError, sqlite3.Error) as error:
        raise _unreadable(path, form, error) from error
    try:
        _check_header(connection, path, form, older=form.upgrades)
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


def sync_folder(folder: Path) -> None:
    """Make the folder's names durable: a file that was made or moved there is found after a power cut. Raises `OSError`."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
    sync_folder(path.parent)


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
    """Write the tables into an empty file, or an older one. Of two processes at it, one writes and the other finds it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):
            for statement in form.schema:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={form.application_id}")
            connection.execute(f"PRAGMA user_version={form.version}")
        elif (version := _number(connection, "PRAGMA user_version")) in form.upgrades:
            form.upgrades[version](connection)
            connection.execute(f"PRAGMA user_version={form.version}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _check_header(connection: sqlite3.Connection, path: Path, form: Form, older: Collection[int] = ()) -> None:
    if _is_empty(connection):
        return
    if _number(connection, "PRAGMA application_id") != form.application_id:
        raise SetupError(f"`{path}` is another program's file, not the {form.name}: move it away")
    version = _number(connection, "PRAGMA user_version")
    if version == form.version or version in older:
        return
    remedy = "start the hub, which brings it up" if version in form.upgrades else "start the version that wrote it"
    raise SetupError(f"the {form.name} `{path}` has version {version}, and this program knows {form.version}: {remedy}")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return _number(connection, "SELECT count(*) FROM sqlite_schema") == 0


def _number(connection: sqlite3.Connection, statement: str) -> int:
    with closing(connection.execute(statement)) as cursor:
        return int(cursor.fetchone()[0])
