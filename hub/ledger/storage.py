"""Which store holds the log of a home. Knows the stores by name only; each is a module of its own."""

from hub.errors import SetupError
from hub.ledger.sqlite import SqliteStorage
from hub.ledger.tables import Storage
from hub.settings import Settings


def storage_of(settings: Settings) -> Storage:
    """Where these settings keep the log; nothing is opened yet. Raises `SetupError`."""
    if settings.log_url:
        raise SetupError("this version keeps its log in SQLite only: unset `HUB_LOG_URL`")
    return SqliteStorage(settings.private_folder)
