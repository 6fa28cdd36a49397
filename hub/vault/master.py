"""The master key, and the keys made from it: one for each use, so that none can stand in for another.

It comes from the environment or from a 0600 file in the private folder. Everything else in the vault hangs on it.
"""

import base64
import binascii
import contextlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hub.private_store import make_private_folder, sync_folder
from hub.settings import Settings
from model.errors import SetupError

KEY_BYTES = 32
_VARIABLE = "DOMICILE_MASTER_KEY"


def master_key_file(settings: Settings) -> Path:
    """Where the key lies when the environment has none."""
    return settings.private_folder / "master.key"


def read_master_key(settings: Settings) -> bytes:
    """The key of this home. Raises `SetupError` that says which key is lost or has the wrong form."""
    given = settings.master_key.get_secret_value()
    if given:
        return _decoded(given, f"the master key in `{_VARIABLE}`")
    path = master_key_file(settings)
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SetupError(f"others can read the master key `{path}`: run `chmod 600 {path}`")
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise SetupError(
            f"the master key is lost: there is none at `{path}` and none in `{_VARIABLE}`; put it back from its backup, "
            "or make a new home by `domicile init`"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"the master key `{path}` can't be read: {error}") from error
    return _decoded(text, f"the master key `{path}`")


def make_master_key(settings: Settings) -> None:
    """Write a new key where none is. Of two processes that do so at once, one's key stands and both read it."""
    path = master_key_file(settings)
    make_private_folder(path.parent)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent) as draft:  # its mode is 0600 from the first moment
            draft.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            draft.flush()
            os.fsync(draft.fileno())
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(draft.name)
        sync_folder(path.parent)
    except OSError as error:
        raise SetupError(f"the master key can't be written to `{path}`: {error.strerror}") from error


def derived_key(master: bytes, use: str) -> bytes:
    """The key for one use (HKDF-SHA-256, RFC 5869). The uses are a closed list in `hub.vault`."""
    info = b"domicile/v1/" + use.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def keyed(key: bytes, *parts: str | bytes) -> bytes:
    """HMAC-SHA-256 over the parts, each with its length before it: no two lists of parts give the same bytes."""
    encoded = [part if isinstance(part, bytes) else part.encode(errors="surrogatepass") for part in parts]
    message = b"".join(len(part).to_bytes(4) + part for part in encoded)
    return hmac.digest(key, message, "sha256")


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SetupError(f"{where} is not {KEY_BYTES} bytes in base64: put back the key this home was made with")
    return key
