"""The master key, and what is derived from it: one key for each use, so that none serves two."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.errors import SetupError
from hub.settings import Settings

KEY_BYTES = 32
_FILE_NAME = "master.key"


def master_key_file(settings: Settings) -> Path:
    """Where the master key lies when the environment doesn't hold it."""
    return settings.private_folder / _FILE_NAME


def make_private_folder(settings: Settings) -> None:
    """The hub's private folder, open to its owner only."""
    try:
        settings.private_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings.private_folder.chmod(0o700)
    except OSError as error:
        raise SetupError(f"the folder `{settings.private_folder}` can't be made: {error.strerror}") from error


def make_master_key(settings: Settings) -> None:
    """Make the master key's file, if neither it nor the environment's key is there. For the demo and for tests."""
    path = master_key_file(settings)
    if settings.master_key.get_secret_value() or path.exists():
        return
    make_private_folder(settings)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_master_key(settings: Settings) -> bytes:
    """The master key. Raises `SetupError` when it is absent, malformed, or readable by others."""
    text = settings.master_key.get_secret_value()
    origin = "DOMICILE_MASTER_KEY"
    if not text:
        path = master_key_file(settings)
        origin = str(path)
        try:
            if path.stat().st_mode & 0o077:
                raise SetupError(f"the master key `{origin}` can be read by others: `chmod 600` it")
            text = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise SetupError(
                f"there is no master key: set DOMICILE_MASTER_KEY, or bring `{origin}` back; `domicile demo` makes one"
            ) from None
        except (OSError, UnicodeDecodeError):
            raise SetupError(f"the master key `{origin}` can't be read") from None
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise SetupError(f"the master key in `{origin}` is not {KEY_BYTES} bytes in base64")
    return key


def derive(master: bytes, use: str) -> bytes:
    """The key for one use (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"domicile/{use}/1".encode()).derive(master)
