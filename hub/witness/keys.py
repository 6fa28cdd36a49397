"""The witness's key: in a file of its folder."""

from pathlib import Path

from hub.key_files import KeyFile
from hub.private_store import make_private_folder
from tlog.notes import COSIGNATURE, Signer


def make_key(folder: Path, name: str) -> Signer:
    """Make a key under `name` where none is. Raises `SetupError` when there is one, or the name is none."""
    file = _file(folder)
    file.check_name(name)
    make_private_folder(folder)
    return file.make(name)


def read_key(folder: Path) -> Signer:
    """The key of this witness. Raises `SetupError` when it is lost, open to others, or no key."""
    return _file(folder).read()


def _file(folder: Path) -> KeyFile:
    return KeyFile(path=folder / "witness.key", kind=COSIGNATURE, whose="witness's key", made_by="domicile witness key")
