"""Which store holds the log of a home, and the note in the home by which it is known again. A home has one log.

Knows the stores by name only; each is a module of its own.
"""

import os
from pathlib import Path

from hub.audit_log.postgres import PostgresStorage, PostgresTables
from hub.audit_log.sqlite import SqliteStorage
from hub.audit_log.tables import Storage
from hub.private_store import make_private_folder
from hub.settings import Settings
from model.errors import SetupError


def storage_of(settings: Settings, *, takes_any: bool = False) -> Storage:
    """Where these settings keep the log; nothing is opened yet. Raises `SetupError` when the home's log is elsewhere.

    With `takes_any` another log than the home's is one, too, and is noted once it was opened: a loss is accepted.
    """
    url = settings.log_url.get_secret_value()
    sqlite, note = SqliteStorage(settings.private_folder), settings.private_folder / "log.postgresql"
    if not url and note.exists():
        raise SetupError(f"this home's access log is in PostgreSQL (`{note}`): set `HUB_LOG_URL`")
    if not url:
        return sqlite
    if sqlite.file.exists():
        raise SetupError(f"this home's access log is in SQLite (`{sqlite.file}`): unset `HUB_LOG_URL`")
    return _NotedStorage(url, note, takes_any=takes_any)


class _NotedStorage(PostgresStorage):
    """A database whose log's name is noted in the home: a new or another database is not taken for the log."""

    def __init__(self, url: str, note: Path, *, takes_any: bool) -> None:
        """Raises `SetupError` when the note can't be read, or `url` is no address."""
        self._note = note
        self._takes_any = takes_any
        super().__init__(url, "" if takes_any else self._read_note())

    def open(self, mark: bytes) -> PostgresTables:
        """As any; a log that the home did not know is noted."""
        tables = super().open(mark)
        try:
            self._write_note()
        except BaseException:
            tables.close()
            raise
        return tables

    def _read_note(self) -> str:
        try:
            return self._note.read_text(encoding="ascii").strip() if self._note.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"the note of the access log `{self._note}` can't be read: {error}") from error

    def _write_note(self) -> None:
        if self._note.exists() and not self._takes_any:
            return
        make_private_folder(self._note.parent)
        try:
            descriptor = os.open(self._note, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(self.noted + "\n")
        except OSError as error:
            raise SetupError(f"the note of the access log `{self._note}` can't be written: {error.strerror}") from error
