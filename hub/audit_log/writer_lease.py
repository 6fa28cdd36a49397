"""Which processes of this home write to the log now: each holds a lock that ends with it, however it ends.

So an intent that its process left open is told from one that another process is about to settle.
"""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path

from hub.private_store import make_private_folder
from model.errors import SetupError


class WriterLease:
    """One process among the writers. `name` stands beside its intents."""

    def __init__(self, folder: Path) -> None:
        """Take a name and its lock, and clear away those of processes which are gone. Raises `SetupError`."""
        self._folder = folder
        make_private_folder(folder)
        try:
            self.name, self._descriptor = self._enter()
            self._clear()
        except OSError as error:
            raise SetupError(f"the access log's locks in `{folder}` can't be used: {error.strerror}") from error

    def is_alive(self, name: str) -> bool:
        """Whether the process of that name still runs."""
        return not self._with_lock(name, remove=False)

    def leave(self) -> None:
        """Give up the name."""
        with contextlib.suppress(OSError):
            self._path(self.name).unlink()
        os.close(self._descriptor)

    def _enter(self) -> tuple[str, int]:
        while True:
            name = secrets.token_hex(8)
            descriptor = os.open(self._path(name), os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if self._path(name).exists():  # nobody took it for a dead one's between the two calls
                return name, descriptor
            os.close(descriptor)

    def _clear(self) -> None:
        for path in self._folder.glob("*.lock"):
            self._with_lock(path.stem, remove=True)

    def _with_lock(self, name: str, *, remove: bool) -> bool:
        """Whether the name's lock was free (or is no more); if so, it is removed when asked."""
        try:
            descriptor = os.open(self._path(name), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if remove:
                self._path(name).unlink(missing_ok=True)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
