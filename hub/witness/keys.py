"""The witness's key: made once, kept in a 0600 file, never shown. What others need of it is the vkey."""

import base64
import contextlib
import os
import stat
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.errors import SetupError, ValidationFailedError
from hub.ledger.notes import COSIGNATURE, Signer, is_key_name
from hub.private_store import make_private_folder

_FILE = "witness.key"
_SEED_BYTES = 32


def make_key(folder: Path, name: str) -> Signer:
    """Make a key under `name` where none is. Raises `SetupError` when there is one, or the name is none."""
    if not is_key_name(name):
        raise SetupError(f"a witness can't be called `{name}`: no spaces and no `+`, as `witness.city.example`")
    path = folder / _FILE
    make_private_folder(folder)
    private = Ed25519PrivateKey.generate()
    text = f"{name}\n{base64.b64encode(private.private_bytes_raw()).decode()}\n"
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as draft:  # its mode is 0600 from the first moment
            draft.write(text.encode())
            draft.flush()
            os.fsync(draft.fileno())
            path.hardlink_to(draft.name)  # fails when there is one
        _sync(folder)
    except FileExistsError:
        raise SetupError(
            f"there is a witness's key at `{path}` already, and logs know it: move it away to make another"
        ) from None
    except OSError as error:
        raise SetupError(f"the witness's key can't be written to `{path}`: {error.strerror}") from error
    return Signer(name, COSIGNATURE, private)


def read_key(folder: Path) -> Signer:
    """The key of this witness. Raises `SetupError` when it is lost, open to others, or no key."""
    path = folder / _FILE
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SetupError(f"others can read the witness's key `{path}`: run `chmod 600 {path}`")
        name, seed, _ = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise SetupError(f"there is no witness's key at `{path}`: make one by `domicile witness key`") from error
    except (OSError, ValueError) as error:
        raise SetupError(f"the witness's key `{path}` can't be read: put it back from its backup") from error
    return _signer(path, name, seed)


def _signer(path: Path, name: str, seed: str) -> Signer:
    raw = b""
    with contextlib.suppress(ValueError):
        raw = base64.b64decode(seed, validate=True)
    if len(raw) != _SEED_BYTES:
        raise SetupError(f"the witness's key `{path}` is no key: put it back from its backup")
    try:
        return Signer(name, COSIGNATURE, Ed25519PrivateKey.from_private_bytes(raw))
    except ValidationFailedError as error:
        raise SetupError(f"the witness's key `{path}` has no name: put it back from its backup") from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
