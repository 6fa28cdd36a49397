"""Ed25519 signing keys in files: made once, of mode 0600, never shown. What others need of one is its vkey.

For a witness and for operators; the log's own key is made from the master key.
"""

import base64
import contextlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.private_store import sync_folder
from model.errors import SetupError
from tlog.errors import TlogError
from tlog.notes import Signer, is_key_name

_SEED_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """Where a key lies, what it signs (`tlog.notes`), whose it is, and the command that makes one: for messages."""

    path: Path
    kind: int
    whose: str
    made_by: str

    def check_name(self, name: str) -> None:
        """Raises `SetupError` for what is no name of a key."""
        if not is_key_name(name):
            raise SetupError(
                f"a {self.whose} can't be called `{name}`: no spaces and no `+`, as `witness.city.example`"
            )

    def make(self, name: str) -> Signer:
        """Make a key under `name` where none is. Raises `SetupError` when there is one, or the name is none."""
        self.check_name(name)
        private = Ed25519PrivateKey.generate()
        text = f"{name}\n{base64.b64encode(private.private_bytes_raw()).decode()}\n"
        folder = self.path.parent
        try:
            with tempfile.NamedTemporaryFile(dir=folder) as draft:  # its mode is 0600 from the first moment
                draft.write(text.encode())
                draft.flush()
                os.fsync(draft.fileno())
                self.path.hardlink_to(draft.name)  # fails when there is one
            sync_folder(folder)
        except FileExistsError:
            raise SetupError(
                f"there is a {self.whose} at `{self.path}` already, and others know it: move it away to make another"
            ) from None
        except OSError as error:
            raise SetupError(f"the {self.whose} can't be written to `{self.path}`: {error.strerror}") from error
        return Signer(name, self.kind, private)

    def read(self) -> Signer:
        """The key. Raises `SetupError` when it is lost, open to others, or no key."""
        try:
            if stat.S_IMODE(self.path.stat().st_mode) & 0o077:
                raise SetupError(f"others can read the {self.whose} `{self.path}`: run `chmod 600 {self.path}`")
            name, seed, _ = self.path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError as error:
            raise SetupError(f"there is no {self.whose} at `{self.path}`: make one by `{self.made_by}`") from error
        except (OSError, ValueError) as error:
            raise SetupError(f"the {self.whose} `{self.path}` can't be read: put it back from its backup") from error
        return self._signer(name, seed)

    def _signer(self, name: str, seed: str) -> Signer:
        raw = b""
        with contextlib.suppress(ValueError):
            raw = base64.b64decode(seed, validate=True)
        if len(raw) != _SEED_BYTES:
            raise SetupError(f"the {self.whose} `{self.path}` is no key: put it back from its backup")
        try:
            return Signer(name, self.kind, Ed25519PrivateKey.from_private_bytes(raw))
        except TlogError as error:
            raise SetupError(f"the {self.whose} `{self.path}` has no name: put it back from its backup") from error
